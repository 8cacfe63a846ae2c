"""Epochs: a database restored from a backup says so, and says from where its feed must be read again.

An office's newest epoch goes out with every answer. A new one begins by itself when PostgreSQL tells of
another course (a dump restored elsewhere, a failover), and by `counter-central restored` otherwise.
"""

import logging
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire
from counter_app.central.centre import Caller, Centre
from counter_app.central.database import course
from counter_app.central.epoch_tables import archived, epochs
from counter_app.central.tables import events, positions

_ID_BYTES = 8
_log = logging.getLogger("counter_app.central")


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one installation: the last seq held here, and the last of it that a backup holds; 0 for none."""

    head: int
    archived: int


def current(centre: Centre, connection: Connection, office_id: str) -> str:
    """Return the office's epoch, begun now where the database has taken another course since the last.

    To be asked before anything is stored: what comes after belongs to the epoch.
    """
    here = course(connection)
    row = connection.execute(_newest(office_id)).one_or_none()
    if row is None or row.course != here:
        begin(connection, office_id, here, centre.now())
        row = connection.execute(_newest(office_id)).one()
    return str(row.epoch)


def begin(connection: Connection, office_id: str, here: str, now: int) -> None:
    """Begin an epoch at the feed's present position; what another begins meanwhile stands."""
    place = select(positions.c.last).where(positions.c.office_id == office_id)
    last = connection.execute(place).scalar_one()
    number = select(func.coalesce(func.max(epochs.c.number), 0)).where(epochs.c.office_id == office_id)
    row = {
        "office_id": office_id,
        "number": connection.execute(number).scalar_one() + 1,
        "epoch": secrets.token_hex(_ID_BYTES),
        "course": here,
        "position": last,
        "began_at": now,
    }
    connection.execute(insert(epochs).values(row).on_conflict_do_nothing())


def newest(connection: Connection, office_id: str) -> str:
    """Return the office's epoch, without beginning one: the database's course where there is none yet."""
    row = connection.execute(_newest(office_id)).one_or_none()
    return row.epoch if row else course(connection)


def count(connection: Connection, office_id: str) -> int:
    """Return how many epochs an office has lived through."""
    asked = select(func.count()).select_from(epochs).where(epochs.c.office_id == office_id)
    return connection.execute(asked).scalar_one()


def vouched(connection: Connection, caller: Caller, request: wire.FeedRequest, epoch: str) -> int:
    """Return the position up to which the feed here is what the caller has heard; `epoch` is the current.

    Its mark is the hash at its cursor. Where that is another or none, events were lost since: it goes back
    to where the first epoch after its own began, or to the start where nothing here knows its own.
    """
    if not request.epoch or request.after == 0 or _hash_at(connection, caller, request.after) == request.mark:
        return request.after
    if request.epoch == epoch:
        _log.error("the store was restored and nobody said so: run `counter-central restored`")
    known = select(epochs.c.number).where(
        epochs.c.office_id == caller.office_id, epochs.c.epoch == request.epoch
    )
    first = select(func.min(epochs.c.position)).where(
        epochs.c.office_id == caller.office_id, epochs.c.number > known.scalar_subquery()
    )
    return min(request.after, connection.execute(first).scalar_one() or 0)


def mark(connection: Connection, caller: Caller, position: int) -> bytes:
    """Return the hash of the office's event at a position, by which a cursor is known again."""
    return _hash_at(connection, caller, position) or b""


def standing(connection: Connection, caller: Caller) -> Standing:
    """Return how much of the caller's own log is here, and in a backup."""
    head = select(func.max(events.c.seq)).where(
        events.c.office_id == caller.office_id, events.c.installation_id == caller.installation_id
    )
    kept = select(archived.c.seq).where(
        archived.c.office_id == caller.office_id, archived.c.installation_id == caller.installation_id
    )
    both = connection.execute(select(head.scalar_subquery(), kept.scalar_subquery())).one()
    return Standing(both[0] or 0, both[1] or 0)


def _newest(office_id: str) -> Select[tuple[str, str]]:
    asked = select(epochs.c.epoch, epochs.c.course).where(epochs.c.office_id == office_id)
    return asked.order_by(epochs.c.number.desc()).limit(1)


def _hash_at(connection: Connection, caller: Caller, position: int) -> bytes | None:
    asked = select(events.c.hash).where(events.c.office_id == caller.office_id, events.c.position == position)
    return connection.execute(asked).scalar()
