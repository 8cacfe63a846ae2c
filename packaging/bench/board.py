"""The board of due dates over very many open dossiers, and how long the window then stands still."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import crowd
import house
from figures import Figure, in_turns
from sqlcipher3 import dbapi2

from counter_app.services import board
from counter_app.services.board import COLUMNS, Lot

FRAME = 16.0  # ms
_PAGE = """
SELECT watched, code, name, procedure_name, actor_id, state, holder, resolving_unit, received, first_due, due,
    extended_due, waiting_since, resolved, arrived, told, apology, explained
FROM dossiers WHERE watched >= ? AND watched < ? ORDER BY watched, code LIMIT 100
"""
_COUNT = "SELECT count(*) FROM dossiers WHERE watched >= ? AND watched < ?"
FAR = 2**40


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Measure on `crowd.MANY` open dossiers in `folder`; each value is one reading."""
    counter = crowd.gather(folder)
    raw = dbapi2.connect(str(folder / "counter.db"), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{house.KEY.hex()}'\"")

    def ranges(statement: str) -> list[Any]:
        at = board.look(counter, house.OFFICER).horizon
        edges = [0, at.now, at.today, at.next_day, at.third_day, FAR]
        raw.execute("BEGIN")
        found = [raw.execute(statement, edge).fetchall() for edge in pairwise(edges)]
        raw.execute("COMMIT")
        return found

    def first() -> list[Any]:
        raw.execute("BEGIN")
        found: list[Any] = raw.execute(_PAGE, (0, FAR)).fetchall()
        raw.execute("COMMIT")
        return found

    _same([row.code for row in board.page(counter, house.OFFICER, Lot.ALL).rows], [row[1] for row in first()])
    seen = board.look(counter, house.OFFICER)
    _same([seen.counts[lot] for lot in COLUMNS], [rows[0][0] for rows in ranges(_COUNT)])
    taken = in_turns(lambda: board.page(counter, house.OFFICER, Lot.ALL), first, rounds * 20)
    raw.close()
    counter.close()
    beside = "the raw indexed query of the same hundred rows"
    page = Figure("first page of 100,000 due dates", "ms", *taken, target=1.5, beside=beside)
    return [page, *_still(folder, rounds)]


def _same(ours: list[Any], floor: list[Any]) -> None:
    if ours != floor:
        raise RuntimeError("the floor gives other rows")


def _still(folder: Path, rounds: int) -> list[Figure]:
    """Run the window in a process of its own: Qt wants the main thread."""
    command = [sys.executable, str(Path(__file__).with_name("heartbeat.py")), str(folder), str(rounds)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    told = json.loads(run.stdout.splitlines()[-1])
    beside = "the same window left alone"
    return [
        Figure(f"longest still moment, {name}", "ms", told[key], told["idle"], FRAME, "ours", beside)
        for key, name in (("scrolling", "100,000 scrolled"), ("refreshing", "100,000 read anew"))
    ]
