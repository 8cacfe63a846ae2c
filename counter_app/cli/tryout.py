"""A centre of one's own on this machine, as a process that ends when we do: for trying and for the demo."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from counter_app import wire
from counter_app.domain.moments import iso_local
from counter_app.errors import Unavailable

PATIENCE = 60.0  # seconds; the first start makes the database
# Where no keyring works the try-out still opens without a question: it keeps nothing real.
PASSPHRASE = "dùng thử, không có gì thật"  # noqa: S105 - published on purpose
ONLINE = {
    "procedure": "1.001193",
    "applicant": {"name": "Lê Thị Trực Tuyến", "phone": "0912000017", "address": "Tổ 5, Phường Ba Đình"},
    "content": "Đăng ký khai sinh cho con",
}


@dataclass(frozen=True, slots=True)
class RunningCentre:
    """The try-out centre: its address, one unused enrolment token, and its database without password."""

    url: str
    token: str
    database: str
    folder: Path

    def verify(self) -> dict[str, object]:
        """Let the centre prove its own copy: {"holds", "events", "faults"}.

        Raises Unavailable: tryout_failed; the reason stands on standard error.
        """
        return self._told("verify")

    def hand_in_online(self) -> str:
        """Let one citizen a day hand in online, in this minute; return the reference. Raises as `verify`."""
        arrived = iso_local(int(time.time()) // 60)
        reference = f"G22.99-{arrived[2:10].replace('-', '')}-0001"
        file = self.folder / "portal.jsonl"
        message = {"reference": reference, "arrived": arrived} | ONLINE
        file.write_text(json.dumps(message, ensure_ascii=False) + "\n", "utf-8")
        self._told("arrivals", str(file), "--office", wire.read_token(self.token).office)
        return reference

    def _told(self, *arguments: str) -> dict[str, object]:
        command = [*_CENTRAL, *arguments, "--url", self.database, "--data", str(self.folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True)  # noqa: S603 - our own
        if not done.stdout:
            raise Unavailable("tryout_failed")
        answer: dict[str, object] = json.loads(done.stdout)
        return answer


@contextmanager
def running_centre(folder: Path) -> Iterator[RunningCentre]:
    """Run `counter-central tryout` for the length of a `with`. Raises Unavailable: tryout_failed."""
    from counter_app.host.secrets import PASSPHRASE_VARIABLE

    os.environ[PASSPHRASE_VARIABLE] = os.environ.get(PASSPHRASE_VARIABLE) or PASSPHRASE
    folder = folder.absolute()
    command = [*_CENTRAL, "tryout", "--data", str(folder), "--until-stdin-closes"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise Unavailable("tryout_failed")
            said = json.loads(line)
            yield RunningCentre(said["url"], said["token"], said["database"], folder)
        finally:
            if process.stdin:
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            process.kill()  # does nothing where it has ended


_CENTRAL = (sys.executable, "-m", "counter_app.central")
