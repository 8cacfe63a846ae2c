"""The events that wait for a person at the centre, with what this PC's log says of them."""

from dataclasses import dataclass

import sqlalchemy as sa

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused
from counter_app.store import projections
from counter_app.store.log import EVENT_COLUMNS
from counter_app.store.pc_tables import quarantine
from counter_app.store.tables import events

MOST = 500  # that are told; nobody reads more in one list
_WAITS = quarantine.c.settled == sa.false()
_EVENTS = (
    sa.select(quarantine.c.event_id, quarantine.c.seq, quarantine.c.code, *EVENT_COLUMNS)
    .outerjoin(events, events.c.event_id == quarantine.c.event_id)
    .where(_WAITS)
    .order_by(quarantine.c.seq, quarantine.c.event_id)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A quarantined event: the centre's `code`, the event where this PC has it, the fact where it is read."""

    event_id: str
    seq: int
    code: str
    event: Event | None
    bare: Fact | None


def waiting(conn: sa.Connection) -> list[Waiting]:
    """Return the first MOST of them, oldest first, without anybody's personal data."""
    found = []
    for event_id, seq, code, *values in conn.execute(_EVENTS):
        event = Event(*values) if values[0] is not None else None
        found.append(Waiting(event_id, seq, code, event, _bare(event)))
    return found


def count(conn: sa.Connection) -> int:
    """Return how many wait."""
    return conn.scalar(sa.select(sa.func.count()).select_from(quarantine).where(_WAITS)) or 0


def _bare(event: Event | None) -> Fact | None:
    if event is None:
        return None
    try:
        return projections.read_fact(event, None)
    except Refused:  # a later app's kind: told by its number alone
        return None
