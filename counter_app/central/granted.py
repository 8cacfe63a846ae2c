"""What the centre has granted and taken away, kept beside its database: a restored one must not forget it.

One line of JSON for each, in the folder of the centre's key, on the disk before it is answered.
"""

import errno
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central.centre import Centre
from counter_app.central.tables import books as table_of_books
from counter_app.central.tables import installations, lanes
from counter_app.domain import numbering, paper_book
from counter_app.domain.numbering import Lane
from counter_app.domain.paper_book import Book
from counter_app.errors import Damaged
from counter_app.seal import verify

FILE = "granted.jsonl"


class Grant(msgspec.Struct, frozen=True, tag="granted"):
    """A lane and the installation that holds it; the lane's own signature proves it."""

    office_id: str
    public_key: bytes
    label: str
    enrolled_at: int
    lane: Lane


class Revocation(msgspec.Struct, frozen=True, tag="revoked"):
    """An installation whose word counts no more since `at` (ms UTC): by whom, why; `done` as of Erasure."""

    office_id: str
    installation_id: str
    at: int
    by: str
    reason: str
    done: bool = True


class KeysEnded(msgspec.Struct, frozen=True, tag="keys-ended"):
    """The public keys of a person that an administrator ended at `at` (ms UTC); `done` as of Erasure."""

    office_id: str
    keys: tuple[bytes, ...]
    at: int
    done: bool = True


class BookGrant(msgspec.Struct, frozen=True, tag="book"):
    """A paper book, proved by its own signature; by whom it was granted and why."""

    book: Book
    by: str
    reason: str


class Erasure(msgspec.Struct, frozen=True, tag="erased"):
    """A dossier whose personal data was erased at `at` (ms UTC): by whom, why, and what went with it.

    `arrivals` are the subjects of its online arrival, `scans` the digests that its events name. One line says
    before the commit what is to be done, another one after it that it is `done`: whatever is cut off, what
    was done is not forgotten, and what was not is not missed. Versions before told all in one line.
    """

    office_id: str
    code: str
    arrivals: tuple[str, ...]
    scans: tuple[str, ...]
    at: int
    by: str
    reason: str
    done: bool = True


Line = Grant | Revocation | KeysEnded | BookGrant | Erasure


def note(centre: Centre, connection: Connection, office_id: str, lane: Lane) -> None:
    """Append a lane to the file, before the transaction that grants it is committed."""
    holder = connection.execute(
        select(installations).where(
            installations.c.office_id == office_id, installations.c.installation_id == lane.installation_id
        )
    ).one()
    append(centre, Grant(office_id, holder.public_key, holder.label, holder.enrolled_at, lane))


def append(centre: Centre, line: Line) -> None:
    """Append a line to the file and wait for the disk."""
    if centre.folder is None:
        return
    text = b"\n" + msgspec.json.encode(line)  # a torn line ends where the next begins
    _write(centre.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, text)
    if os.name == "posix":  # the file's name too
        _write(centre.folder, os.O_RDONLY, b"")


def _write(path: Path, how: int, text: bytes) -> None:
    file = os.open(path, how, 0o600)
    try:
        if text and os.write(file, text) != len(text):  # a disk that is full but for a few bytes
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    finally:
        os.close(file)


def replay(centre: Centre, connection: Connection) -> int:
    """Enter, as owner, what the file tells and the database has lost; return how many lanes that were.

    An installation that is unknown here comes back with its lane; what is known keeps what is said of it.
    """
    count = 0
    for line in _read(centre):
        if isinstance(line, Grant):
            count += _grant(connection, line)
        elif isinstance(line, BookGrant):
            row = asdict(line.book) | {"by": line.by, "reason": line.reason}
            connection.execute(insert(table_of_books).values(row).on_conflict_do_nothing())
    return count


def lost(centre: Centre, connection: Connection) -> Iterator[Damaged]:
    """Yield grant_differs for each grant that the database tells otherwise, or no more.

    A PC that is unknown here, or was enrolled by a later try, may never have been answered: its line comes
    before its transaction ends.
    """
    for line in _read(centre):
        if isinstance(line, Grant):
            pc: dict[str, object] = {"office_id": line.office_id, "enrolled_at": line.enrolled_at}
            pc["installation_id"] = line.lane.installation_id
            name, lane = line.lane.lane_id, {"office_id": line.office_id, "lane_id": line.lane.lane_id}
            holds = _stands(connection, lanes, lane) or not _stands(connection, installations, pc)
        elif isinstance(line, BookGrant):
            name = line.book.book_id
            row = asdict(line.book) | {"by": line.by, "reason": line.reason}
            holds = _stands(connection, table_of_books, row)
        else:
            continue
        if not holds:
            yield Damaged("grant_differs", grant=name)


def enrolled(centre: Centre) -> set[tuple[str, str, bytes, str, int]]:
    """Return what was told of each installation with its lanes: office, id, key, label, when (ms UTC)."""
    lines = (line for line in _read(centre) if isinstance(line, Grant))
    return {
        (one.office_id, one.lane.installation_id, one.public_key, one.label, one.enrolled_at) for one in lines
    }


def _stands(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    told = (table.c[name].is_not_distinct_from(value) for name, value in row.items())
    return connection.execute(select(table.c.office_id).where(*told)).first() is not None


def withdrawals(centre: Centre) -> list[Revocation | KeysEnded]:
    """Return what was to be taken away, and what was; entering it again is `withdrawals.again`'s."""
    return [line for line in _read(centre) if isinstance(line, Revocation | KeysEnded)]


def erasures(centre: Centre) -> list[Erasure]:
    """Return what was to be erased on request, and what was; entering it again is `erasure.again`'s."""
    return [line for line in _read(centre) if isinstance(line, Erasure)]


def lanes_told(centre: Centre, office_id: str) -> list[Lane]:
    """Return the lanes that were granted in an office; the database may be an older one, and nobody has said
    so yet.
    """
    lines = [line for line in _read(centre) if isinstance(line, Grant)]
    return [line.lane for line in lines if line.office_id == office_id]


def books(centre: Centre, office_id: str) -> list[Book]:
    """Return an office's paper books; the database may be an older one, as in `lanes_told`."""
    lines = [line for line in _read(centre) if isinstance(line, BookGrant)]
    return [line.book for line in lines if line.book.office_id == office_id]


def _grant(connection: Connection, grant: Grant) -> int:
    holder = {name: getattr(grant, name) for name in ("office_id", "public_key", "label", "enrolled_at")}
    holder["installation_id"] = grant.lane.installation_id
    connection.execute(insert(installations).values(holder).on_conflict_do_nothing())
    row = {"office_id": grant.office_id} | {n: getattr(grant.lane, n) for n in Lane.__slots__}
    entered = insert(lanes).values(row)
    later = entered.on_conflict_do_update(
        index_elements=["office_id", "lane_id"],
        set_={"valid_to": entered.excluded.valid_to, "signature": entered.excluded.signature},
        where=(lanes.c.valid_to < entered.excluded.valid_to)
        & (lanes.c.installation_id == entered.excluded.installation_id),
    )
    return len(connection.execute(later.returning(lanes.c.lane_id)).all())


def _read(centre: Centre) -> Iterator[Line]:
    path = centre.folder / FILE if centre.folder else None
    if path is None or not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                told = msgspec.json.decode(line, type=Line)
            except ValueError:
                continue  # torn by a power cut, and then never answered
            if _is_signed(centre, told):
                yield told


def _is_signed(centre: Centre, told: Line) -> bool:
    """Tell whether the centre's own key signed what is granted; the others take away only."""
    if isinstance(told, Revocation | KeysEnded | Erasure):
        return True
    if isinstance(told, BookGrant):
        return verify(centre.key.public, paper_book.book_bytes(told.book), told.book.signature)
    return verify(centre.key.public, numbering.lane_bytes(told.lane), told.lane.signature)
