"""One PC to the centre and back over HTTP, beside a raw ASGI handler on the same PostgreSQL.

Ours: an encrypted log, signed requests, every link checked, judged and projected, synchronous_commit on,
acknowledged on the PC's disk. The floor stores texts of the same size and asks nothing.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import house
import httpx2
import msgspec
import office
from bare_centre import PAGE, Row
from figures import Figure
from sqlcipher3 import dbapi2

from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.store import outbox
from counter_app.wire import WireEvent

EVENTS, FEW, ENOUGH = 3000, 300, 5  # of one round; of one where fewer than ENOUGH rounds are a trial only
PUSH, FEED, NOOP = 4000.0, 4000.0, 10.0  # events a second, events a second, milliseconds
MANY, STILL = 10_000, 16.0  # events that are applied while a window is open, milliseconds
KEPT = "CREATE TABLE kept (position INTEGER PRIMARY KEY, event TEXT, salt TEXT, text TEXT)"
BARE = "a raw ASGI handler, one batched insert or select; raw sqlcipher3"


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Let one PC push what another takes, `rounds` times EVENTS, in turns with the floor."""
    taken: dict[str, list[float]] = {name: [] for name in ("push", "feed", "noop", "up", "down", "none")}
    with office.centre(folder / "centre", 2) as centre, office.bare(centre.database) as address:
        one, two = (office.enrolled(folder / f"pc{n}", token) for n, token in enumerate(centre.tokens))
        log, raw = office.Log(one), Raw(folder / "raw.db", address)
        for counter in (one, two):
            sync.exchange(counter)
        for _ in range(rounds):
            count = log.receive(EVENTS if rounds >= ENOUGH else FEW)
            rows = _rows(one, count)
            taken["up"].append(count / _seconds(partial(raw.push, rows)))
            taken["push"].append(count / _seconds(lambda: _drain(one)))
            taken["down"].append(count / _seconds(raw.take))
            taken["feed"].append(count / _seconds(lambda: _drain(two)))
            taken["none"].append(_median(raw.take))
            taken["noop"].append(_median(lambda: sync.exchange(two)))
        two.close()
        still = _still(one, log, folder / "pc1", MANY if rounds >= ENOUGH else FEW)
        raw.close()
        one.close()
    return [
        Figure(
            "push: log to acknowledged on disk", "events/s", taken["push"], taken["up"], PUSH, "least", BARE
        ),
        Figure("feed: asked to applied", "events/s", taken["feed"], taken["down"], FEED, "least", BARE),
        Figure("round with nothing new", "ms", taken["noop"], taken["none"], NOOP, "ours", BARE),
        still,
    ]


class Raw:
    """The floor's PC: posts pages of texts, and keeps those that it reads in an encrypted file."""

    def __init__(self, path: Path, address: str) -> None:
        """Open both; the file is as durable as our store."""
        self._client = httpx2.Client(base_url=address, trust_env=False)
        self._conn = dbapi2.connect(str(path), isolation_level=None)
        for pragma in (f"key = \"x'{house.KEY.hex()}'\"", "journal_mode = WAL", "synchronous = FULL"):
            self._conn.execute(f"PRAGMA {pragma}")
        self._conn.execute(KEPT)
        self._after = 0

    def push(self, rows: list[Row]) -> None:
        """Send pages one after the other."""
        for start in range(0, len(rows), PAGE):
            self._client.post("/push", content=msgspec.json.encode(rows[start : start + PAGE]))

    def take(self) -> None:
        """Fetch and keep, a transaction for each page, until nothing new comes."""
        while True:
            answer = self._client.post("/feed", content=b"%d" % self._after)
            rows = msgspec.json.decode(answer.content, type=list[Row])
            self._conn.execute("BEGIN IMMEDIATE")
            values = [(row.event, row.salt, row.text) for row in rows]
            self._conn.executemany("INSERT INTO kept (event, salt, text) VALUES (?, ?, ?)", values)
            self._conn.execute(f"PRAGMA user_version = {secrets.randbelow(2**31)}")  # it was there
            self._conn.commit()
            self._after += len(rows)
            if len(rows) < PAGE:
                return

    def close(self) -> None:
        """Close both."""
        self._client.close()
        self._conn.close()


def _still(one: Counter, log: office.Log, folder: Path, events: int) -> Figure:
    """Let the PC in `folder` take in what the other tells, a window open: in a process of its own, for Qt."""
    log.receive(events)
    _drain(one)
    command = [sys.executable, str(Path(__file__).with_name("applying.py")), str(folder)]
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(command, check=True, capture_output=True, timeout=300, env=quiet)  # noqa: S603 - ours
    held = json.loads(told.stdout)
    name, beside = "longest still moment, 10,000 events applied", "the same window with nothing to do"
    return Figure(name, "ms", [held["applying"]] * 2, [held["idle"]] * 2, STILL, "ours", beside)


def _drain(counter: Counter) -> None:
    state = sync.exchange(counter)
    if state.unsent or state.problem or state.quarantined:
        raise RuntimeError(f"not at rest: {state.problem or state.quarantined[:1] or state.unsent}")


def _rows(counter: Counter, count: int) -> list[Row]:
    """Return what waits to be sent as texts of the same size."""
    own, told = counter.installation.installation_id, list[WireEvent]()
    with counter.store.read() as conn:
        known = outbox.state(conn, own)
        while page := outbox.next_batch(conn, own, known=known):
            told += page
            known = replace(known, acknowledged=page[-1].event.seq)
    if len(told) != count:
        raise RuntimeError(f"{len(told)} of {count} events wait")
    return [
        Row(
            msgspec.json.encode(item.event).decode(),
            item.personal.salt.hex() if item.personal else "",
            item.personal.text if item.personal else "",
        )
        for item in told
    ]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(20)) * 1000
