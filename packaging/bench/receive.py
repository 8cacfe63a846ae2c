"""Receive to durable, beside a raw transaction that writes the same rows and makes the same signatures."""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import house
from figures import Figure, timed
from sqlcipher3 import dbapi2

from counter_app.domain import chain
from counter_app.domain.catalog import Channel, PaperKind
from counter_app.domain.commands import Applicant, IdKind, PaperAnswer, ReceiveDossier
from counter_app.domain.identity import new_event_id
from counter_app.seal import SigningKey
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.store import log

PROCEDURE = "1.004194"  # seven papers and a fee: two events
WARM = 10  # receptions before the first that counts
# Each is prepared once by the driver, as ours are; the lane's row is the only one that is ever there before.
WRITES = {"events": "INSERT", "personal": "INSERT", "dossiers": "INSERT", "lane_use": "INSERT OR REPLACE"}


@dataclass(frozen=True, slots=True)
class Written:
    """What one reception left: rows by table, and per event the bytes that were signed and digested."""

    rows: list[tuple[str, list[list[Any]]]]
    events: list[tuple[bytes, list[bytes]]]


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Receive and write raw in turns, each into a file of its own in `folder` that Store has created."""
    counter = house.furnish(folder / "ours")
    house.furnished(folder / "floor.db", counter.installation).close()
    raw = Raw(folder / "floor.db", house.KEY, counter.signer)
    papers = [paper.label for paper in desk.opening(counter).catalogue.find(PROCEDURE).papers]
    ours, floor = [], []
    waiting: list[Written] = []
    for number in range(rounds + WARM + 1):
        command = _command(number, papers)
        if number % 2 and waiting:  # each goes first in every other round
            floor.append(timed(lambda: raw.write(waiting.pop(0))))
        ours.append(timed(partial(desk.receive, counter, command)))
        waiting.append(_written(counter, command.event_id))
        if not number % 2 and len(waiting) > 1:
            floor.append(timed(lambda: raw.write(waiting.pop(0))))
    raw.close()
    counter.close()
    mine, raws = ([seconds * 1000 for seconds in times[-rounds:]] for times in (ours, floor))
    beside = "raw sqlcipher3: same pragmas, rows, signatures and digests in one transaction"
    return [Figure("receive to durable", "ms", mine, raws, target=2.0, beside=beside)]


class Raw:
    """The floor: sqlcipher3 alone, with the pragmas of our store (WAL is kept in the file)."""

    def __init__(self, path: Path, key: bytes, signer: SigningKey) -> None:
        self._conn = dbapi2.connect(str(path), isolation_level=None)
        self._signer = signer
        self._conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            self._conn.execute(f"PRAGMA {pragma}")

    def write(self, written: Written) -> None:
        """Sign and digest the same bytes, and write the same rows, in one durable transaction."""
        self._conn.execute("BEGIN IMMEDIATE")
        for data, texts in written.events:
            for text in texts:
                hashlib.sha256(text).digest()
            hashlib.sha256(data + self._signer.sign(data)).digest()
        for statement, rows in written.rows:
            self._conn.executemany(statement, rows)
        self._conn.commit()

    def close(self) -> None:
        """Close the file."""
        self._conn.close()


def _command(number: int, papers: list[str]) -> ReceiveDossier:
    return ReceiveDossier(
        event_id=new_event_id(),
        actor_id=house.OFFICER,
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


def _written(counter: Counter, event_id: str) -> Written:
    """Read back what a reception wrote."""
    with counter.store.read() as conn:
        first = log.find(conn, event_id)
        driver = conn.connection.driver_connection
        if first is None or driver is None:
            raise RuntimeError("nothing was written")
        links = log.read_events(conn, first.installation_id, first.seq - 1, 10)
        ids = [link.event_id for link in links]
        named = f"event_id IN ({', '.join('?' * len(ids))})"
        rows = [
            _rows(driver, "events", named, ids),
            _rows(driver, "personal", named, ids),
            _rows(driver, "dossiers", "code = ?", [first.subject]),
            _rows(driver, "lane_use", "serial = ?", [int(first.subject[-4:])]),
        ]
        besides = [log.personal_of(conn, link.event_id) for link in links]
    texts = [
        [link.body.encode(), *([beside.salt + beside.text.encode()] if beside else [])]
        for link, beside in zip(links, besides, strict=True)
    ]
    return Written(rows, list(zip(map(chain.signed_bytes, links), texts, strict=True)))


def _rows(driver: Any, table: str, where: str, values: list[Any]) -> tuple[str, list[list[Any]]]:
    cursor = driver.execute(f"SELECT * FROM {table} WHERE {where}", values)
    names = [column[0] for column in cursor.description]
    kept = [name for name in names if name != "position"]  # the log counts it itself
    rows = [[value for name, value in zip(names, row, strict=True) if name in kept] for row in cursor]
    return f"{WRITES[table]} INTO {table} ({', '.join(kept)}) VALUES ({', '.join('?' * len(kept))})", rows
