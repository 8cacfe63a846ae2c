"""Epochs: a database restored from a backup says so, and says from where its feed must be read again.

An office's newest epoch goes out with every answer. A new one begins by itself when PostgreSQL tells of
another course (a dump restored elsewhere, a failover), and by `counter-central restored` otherwise.
"""

import logging
import secrets
from dataclasses import dataclass

from sqlalchemy import Column, Connection, ScalarSelect, Text, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire
from counter_app.central.centre import Caller, Centre
from counter_app.central.database import TIMELINE, course_on
from counter_app.central.epoch_tables import archived, epochs
from counter_app.central.tables import events, offices, positions

_ID_BYTES = 8
_log = logging.getLogger("counter_app.central")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an office stands for one installation that has read the feed up to a cursor.

    `last` is the feed's end, `mark` the hash at the cursor (None: nothing is there), `head` the last seq of
    the installation held here with its hash, `archived` the last that a backup holds (0, b"" for none);
    `revision` is the briefing's.
    """

    epoch: str
    last: int
    mark: bytes | None
    head: int
    head_mark: bytes
    archived: int
    revision: int


def standing(centre: Centre, connection: Connection, caller: Caller, cursor: int) -> Standing:
    """Return how all stands, by one question; a new epoch begins as in `current`."""
    told = {"office": caller.office_id, "installation": caller.installation_id, "cursor": cursor}
    row = connection.execute(_STANDING, told).one()
    epoch, here = row.epoch, course_on(connection, row.timeline)
    if row.course != here:
        epoch = _anew(centre, connection, caller.office_id, here)
    head = row.head or 0, row.head_mark or b""
    return Standing(epoch, row.last, row.mark, *head, row.archived or 0, row.revision)


def current(centre: Centre, connection: Connection, office_id: str) -> str:
    """Return the office's epoch, begun now where the database has taken another course since the last.

    To be asked before anything is stored: what comes after belongs to the epoch.
    """
    row = connection.execute(_CURRENT, {"office": office_id}).one()
    here = course_on(connection, row.timeline)
    return str(row.epoch) if row.course == here else _anew(centre, connection, office_id, here)


def _anew(centre: Centre, connection: Connection, office_id: str, here: str) -> str:
    begin(connection, office_id, here, centre.now())
    return newest(connection, office_id)


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
    row = connection.execute(_CURRENT, {"office": office_id}).one()
    return str(row.epoch or course_on(connection, row.timeline))


def vouched(connection: Connection, caller: Caller, request: wire.FeedRequest, here: Standing) -> int:
    """Return the position up to which the feed here is what the caller has heard; `here` is at its cursor.

    Its mark is the hash at its cursor. Where that is another or none, events were lost since: it goes back
    to where the first epoch after its own began, or to the start where nothing here knows its own.
    """
    if not request.epoch or request.after == 0 or here.mark == request.mark:
        return request.after
    if request.epoch == here.epoch:
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
    return connection.execute(_MARK, {"office": caller.office_id, "cursor": position}).scalar() or b""


def _newest(told: Column[str]) -> ScalarSelect[str]:
    asked = select(told).where(epochs.c.office_id == _OFFICE)
    return asked.order_by(epochs.c.number.desc()).limit(1).scalar_subquery()


# Made once: to build them costs more than to ask.
_OFFICE, _INSTALLATION = bindparam("office", type_=Text), bindparam("installation", type_=Text)
_MARK = select(events.c.hash).where(events.c.office_id == _OFFICE, events.c.position == bindparam("cursor"))
_CURRENT = select(
    TIMELINE.label("timeline"),
    _newest(epochs.c.course).label("course"),
    _newest(epochs.c.epoch).label("epoch"),
)
_OWN = (
    select(events.c.seq, events.c.hash)
    .where(events.c.office_id == _OFFICE, events.c.installation_id == _INSTALLATION)
    .order_by(events.c.seq.desc())
    .limit(1)
    .lateral()
)
_STANDING = (
    _CURRENT.add_columns(
        positions.c.last,
        _MARK.scalar_subquery().label("mark"),
        _OWN.c.seq.label("head"),
        _OWN.c.hash.label("head_mark"),
        select(archived.c.seq)
        .where(archived.c.office_id == _OFFICE, archived.c.installation_id == _INSTALLATION)
        .scalar_subquery()
        .label("archived"),
        offices.c.revision,
    )
    .join_from(positions, offices, offices.c.office_id == positions.c.office_id)
    .outerjoin(_OWN, true())
    .where(positions.c.office_id == _OFFICE)
)
