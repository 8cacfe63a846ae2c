"""A support technician's day with commands only: real processes, a real centre, nothing imported."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli.tryout import running_centre
from counter_app.host.secrets import PASSPHRASE_VARIABLE
from tests.pcs import PASSPHRASE, PERSON, line, lines

# Their processes derive keys at an office's cost.
pytestmark = pytest.mark.usefixtures("full_cost")


def command(data: Path, *arguments: str, code: int = 0, stdin: bytes = b"") -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", arguments[0], "--json", "--data", str(data), *arguments[1:]],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, b""), (arguments, done.stdout)
    return [json.loads(text) for text in done.stdout.splitlines()]


def test_from_a_bare_folder_to_a_proof(apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pcs import opened

    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    data = tmp_path / "pc"
    with running_centre(apart / "centre") as centre:
        (enrolled,) = command(data, "enrol", centre.token)
        assert enrolled["centre"] == centre.url
        first = command(data, "receive", "-", "--as", PERSON, stdin=lines(line("a1"), line("a2")))
        assert [result["ref"] for result in first] == ["a1", "a2"]
        again = command(data, "receive", "-", "--as", PERSON, code=1, stdin=lines(line("a3"), {}, line("a4")))
        assert [("code" in result) for result in again] == [True, False, True]
        codes = [result["code"] for result in (*first, *again) if "code" in result]
        assert len(set(codes)) == 4
        assert command(data, "sync") == [
            {"online": True, "unsent": 0, "scans": 0, "quarantined": [], "problem": None}
        ]
        (here,) = command(data, "verify")
        there = centre.verify()
        assert (here["holds"], there["holds"]) == (True, True)
        assert here["events"] == there["events"]
        assert command(data, "doctor")[0]["healthy"] is True
    assert command(data, "sync", code=3)[0]["online"] is False
    with opened(data) as counter:
        from counter_app.services import papers

        text = papers.receipt_qr(counter, PERSON, codes[0])
    assert command(data, "verify-receipt", text)[0]["code"] == codes[0]
    assert command(data, "enrol", centre.token, code=1)[0]["error"]["code"] == "already_enrolled"


def test_a_pipe_that_closes_early_loses_nothing(pc: Path, tmp_path: Path) -> None:
    """`receive ... | head -1`: what was durable stays, and no traceback is shown."""
    from counter_app.services.verification import verify_log
    from tests.pcs import codes, opened

    file = tmp_path / "in.jsonl"
    file.write_bytes(lines(*(line(f"a{number}") for number in range(40))))
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "counter_app",
            "receive",
            str(file),
            "--as",
            PERSON,
            "--json",
            "--data",
            str(pc),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
    with opened(pc) as counter:
        assert first["code"] in codes(counter)
        assert verify_log(counter).faults == ()


def test_interrupted_at_the_keyboard(pc: Path) -> None:
    import signal

    if sys.platform == "win32":
        pytest.skip("Windows sends no SIGINT to one process")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    try:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "counter_app",
                "receive",
                "-",
                "--as",
                PERSON,
                "--json",
                "--data",
                str(pc),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(lines(line("a1")))
        process.stdin.flush()
        assert "code" in json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert process.stderr.read() == b""
