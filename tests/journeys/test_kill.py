"""Killed at any moment during bulk intake: what was printed is in the log, and the next run goes on."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from counter_app.services import desk
from counter_app.services.verification import verify_log
from tests import pcs
from tests.pcs import PERSON, line, lines, opened

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
    pytest.mark.usefixtures("full_cost"),  # what the killed processes opened
]
LINES, SEED = 400, 20261119


def killed_after(pc: Path, file: Path, results: int, delay: float) -> list[dict[str, Any]]:
    """Receive `file` and kill the process `delay` seconds after that many results; return those printed."""
    command = [sys.executable, "-m", "counter_app", "receive", str(file), "--as", PERSON]
    with subprocess.Popen(
        [*command, "--json", "--data", str(pc)],
        stdout=subprocess.PIPE,
        env=os.environ | {"QT_QPA_PLATFORM": ""},
    ) as process:
        assert process.stdout
        printed = [process.stdout.readline() for _ in range(results)]
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        printed += process.stdout.readlines()
        assert process.wait() == -signal.SIGKILL
    return [json.loads(text) for text in printed if text.endswith(b"\n")]


def test_killed_at_random_moments(pc: Path, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    file = tmp_path / "in.jsonl"
    file.write_bytes(lines(*(line(f"a{number}") for number in range(LINES))))
    codes: dict[str, str] = {}
    for _kill in range(10):
        results = chance.choice((0, 1, 2, 5, 20))
        told = killed_after(pc, file, results, chance.choice((0.0, 0.001, 0.01, 0.3)) if results else 0.2)
        assert len(told) >= results
        for result in told:
            assert result["code"] not in codes.values()
            codes[result["event_id"]] = result["code"]
        with opened(pc) as counter:
            assert verify_log(counter).faults == ()
            with counter.store.read() as conn:
                assert all(desk.received_fact(conn, one).code == code for one, code in codes.items())
            received = pcs.codes(counter)
        assert set(codes.values()) <= set(received)
        serials = [*range(1000, 1500), *range(9000, 9500)]  # of the lane, then those in reserve, without gaps
        assert [int(code[-4:]) for code in received] == serials[: len(received)]
    assert len(codes) > 20
