"""What lies beside facts about people told at other PCs: not here before it was fetched for somebody."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from counter_app.domain import chain
from counter_app.domain.events import Personal
from counter_app.domain.kinds import StaffFact
from counter_app.errors import Refused
from counter_app.store import log, projections
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import events, personal
from counter_app.wire import WireEvent

KINDS = frozenset(kind.KIND for kind in StaffFact.__args__)
_LACKING = Prepared(
    sa.select(events.c.event_id)
    .outerjoin(personal, personal.c.event_id == events.c.event_id)
    .where(
        within(events.c.event_id, "ids"),
        events.c.personal_digest.is_not(None),
        personal.c.event_id.is_(None),
    )
)


def without(item: WireEvent) -> WireEvent:
    """Return an event without what is said of people, which a centre of the version before feeds."""
    return WireEvent(item.event) if item.event.kind in KINDS else item


def lacking(conn: sa.Connection, event_ids: Collection[str]) -> frozenset[str]:
    """Return of which of these events the personal data is not here."""
    return (
        frozenset(row[0] for row in _LACKING.rows(conn, ids=texts(event_ids))) if event_ids else frozenset()
    )


def keep(conn: sa.Connection, told: Iterable[tuple[str, Personal]]) -> None:
    """Keep what lies beside events (event_id, data) that lack it, and tell the lists about people anew.

    Raises Refused: personal_differs, where it is not what the event names.
    """
    given = dict(told)
    subjects: set[str] = set()
    for event_id in sorted(lacking(conn, given)):
        event, data = log.find(conn, event_id), given[event_id]
        if event is None or event.kind not in KINDS:
            continue
        if chain.personal_digest(data) != event.personal_digest:
            raise Refused("personal_differs", event_id=event_id)
        log.put_beside(conn, event_id, data)
        subjects.add(event.subject)
    projections.tell_people(conn, subjects)
