"""The log as it is stored: rows as events with what lies beside them, where it ends, who may write next."""

from typing import Any

from sqlalchemy import Connection, Row, and_, select

from counter_app.central.tables import events, personal, positions
from counter_app.domain import chain
from counter_app.domain.events import Event, Personal
from counter_app.errors import Refused
from counter_app.wire import WireEvent

COLUMNS = tuple(events.c[name] for name in Event.__slots__)
BESIDE = and_(
    personal.c.office_id == events.c.office_id,
    personal.c.event_id == events.c.event_id,
    personal.c.digest == events.c.personal_digest,  # a fork may have told the same event otherwise
)
LINKS = select(events, personal.c.salt, personal.c.text).select_from(events.outerjoin(personal, BESIDE))


def link(row: Row[Any]) -> WireEvent:
    """Return a row of LINKS as it came."""
    event = Event(*(getattr(row, name) for name in Event.__slots__))
    return WireEvent(event, Personal(row.salt, row.text) if row.salt is not None else None)


def head(connection: Connection, office_id: str, installation_id: str) -> tuple[int, bytes]:
    """Return (seq, digest) of an installation's last event; (0, GENESIS) where there is none."""
    asked = select(events.c.seq, events.c.hash).where(
        events.c.office_id == office_id, events.c.installation_id == installation_id
    )
    row = connection.execute(asked.order_by(events.c.seq.desc()).limit(1)).one_or_none()
    return (row.seq, row.hash) if row else (0, chain.GENESIS)


def lock(connection: Connection, office_id: str) -> int:
    """Let nobody else write for an office until this transaction ends; return its last position.

    So positions become visible in their own order, and lanes, books and epochs are given one at a time.
    Raises Refused: unknown_office.
    """
    asked = select(positions.c.last).where(positions.c.office_id == office_id)
    last: int | None = connection.execute(asked.with_for_update()).scalar_one_or_none()
    if last is None:
        raise Refused("unknown_office", "office", office=office_id[:60])
    return last
