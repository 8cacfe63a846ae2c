"""Receive to durable, beside a raw transaction that writes the same rows and makes the same signatures."""

import hashlib
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from counter_app.domain import chain
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, IdKind, PaperAnswer, PaperKind, ReceiveDossier
from counter_app.domain.identity import new_event_id
from counter_app.seal import SigningKey
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.store import log

TABLES = ("events", "personal", "dossiers", "lane_use")
PROCEDURE = "1.004194"


def measure(counter: Counter, key: bytes, path: Path, rounds: int) -> dict[str, float]:
    """Take both in turns, `rounds` times; return medians in milliseconds and their ratio."""
    actor = desk.opening(counter).people[0].person_id
    papers = [paper.label for paper in desk.opening(counter).catalogue.find(PROCEDURE).papers]
    raw = Raw(path, key, counter.signer)
    ours, floor = [], []
    for number in range(rounds + 5):
        command = _command(number, actor, papers)
        took = _timed(lambda command=command: desk.receive(counter, command))
        rows, events = _written(counter, command.event_id)
        took_raw = _timed(lambda rows=rows, events=events: raw.write(rows, events))
        if number >= 5:  # the first ones warm both
            ours.append(took)
            floor.append(took_raw)
    raw.close()
    mine, theirs = statistics.median(ours), statistics.median(floor)
    return {"ours_ms": mine, "floor_ms": theirs, "ratio": mine / theirs, "rounds": rounds}


class Raw:
    """The floor: sqlcipher3 alone, with the pragmas of our store."""

    def __init__(self, path: Path, key: bytes, signer: SigningKey) -> None:
        self._conn = dbapi2.connect(str(path), isolation_level=None)
        self._signer = signer
        self._conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            self._conn.execute(f"PRAGMA {pragma}")
        for table in (*TABLES, "events"):
            self._conn.execute(f"SELECT count(*) FROM {table}")

    def write(self, rows: list[tuple[str, dict[str, Any]]], events: list[Any]) -> None:
        """Sign and digest the same bytes, and write the same rows, in one durable transaction."""
        self._conn.execute("BEGIN IMMEDIATE")
        for data, texts in events:
            for text in texts:
                hashlib.sha256(text).digest()
            hashlib.sha256(data + self._signer.sign(data)).digest()
        for table, row in rows:
            names = ", ".join(row)
            marks = ", ".join("?" * len(row))
            self._conn.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", [*row.values()])
        self._conn.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._conn.close()


def _command(number: int, actor: str, papers: list[str]) -> ReceiveDossier:
    return ReceiveDossier(
        event_id=new_event_id(),
        actor_id=actor,
        procedure=PROCEDURE,
        channel=Channel.IN_PERSON,
        applicant=Applicant(
            f"Nguyễn Văn Thử {number}",
            id_kind=IdKind.CITIZEN_ID,
            id_number=f"001090{number:06d}",
            birth_date="1990-01-01",
            address="Tổ 1, Phường Ba Đình, Thành phố Hà Nội",
            phone="0912345678",
        ),
        papers=tuple(PaperAnswer(label, PaperKind.ORIGINAL, 1) for label in papers),
    )


def _written(counter: Counter, event_id: str) -> tuple[list[tuple[str, dict[str, Any]]], list[Any]]:
    """Read back what the reception wrote: rows of each table, and per event the bytes signed and hashed."""
    with counter.store.read() as conn:
        event = log.find(conn, event_id)
        if event is None:
            raise RuntimeError("nothing was written")
        links = log.read_events(conn, event.installation_id, event.seq - 1, 10)
        rows: list[tuple[str, dict[str, Any]]] = []
        hashed = []
        for link in links:
            personal = log.personal_of(conn, link.event_id)
            texts = [link.body.encode()] + ([personal.salt + personal.text.encode()] if personal else [])
            hashed.append((chain.signed_bytes(link), texts))
        driver = conn.connection.driver_connection
        if driver is None:
            raise RuntimeError("closed")
        ids = tuple(link.event_id for link in links)
        marks = ", ".join("?" * len(ids))
        for table, where, values in (
            ("events", f"event_id IN ({marks})", ids),
            ("personal", f"event_id IN ({marks})", ids),
            ("dossiers", "code = ?", (event.subject,)),
            ("lane_use", "serial = ?", (int(event.subject[-4:]),)),
        ):
            cursor = driver.execute(f"SELECT * FROM {table} WHERE {where}", values)
            names = [column[0] for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor]
            rows += [(table, {k: v for k, v in row.items() if k != "position"}) for row in found]
    return rows, hashed


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
