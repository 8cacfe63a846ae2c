"""Online arrivals that wait for an answer. Everything here only reads."""

from dataclasses import dataclass

import sqlalchemy as sa

from counter_app.store.tables import online_inbox

_OPEN = (
    sa.select(
        online_inbox.c.reference,
        online_inbox.c.event_id,
        online_inbox.c.procedure,
        online_inbox.c.name,
        online_inbox.c.arrived,
    )
    .where(online_inbox.c.answered.is_(None), online_inbox.c.arrived.is_not(None))
    .order_by(online_inbox.c.arrived, online_inbox.c.reference)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One arrival without an answer; `arrived` is the portal's minute, UTC."""

    reference: str
    event_id: str
    procedure: str
    name: str
    arrived: int


def waiting(conn: sa.Connection, limit: int) -> list[Waiting]:
    """Return the arrivals that wait, oldest first, at most `limit`."""
    return [Waiting(*row) for row in conn.execute(_OPEN.limit(limit))]


def still_open(conn: sa.Connection, reference: str) -> list[str]:
    """Return the reference, if it is that of an arrival without an answer; [] otherwise, also for ""."""
    if not reference:
        return []
    statement = sa.select(online_inbox.c.reference).where(
        online_inbox.c.reference == reference,
        online_inbox.c.answered.is_(None),
        online_inbox.c.arrived.is_not(None),
    )
    return list(conn.scalars(statement))
