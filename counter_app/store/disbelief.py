"""What the centre has put in quarantine of the facts about people tells the lists nothing, here as there."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.staff import proof
from counter_app.store import staff_lists
from counter_app.store.pc_tables import disbelieved, quarantine
from counter_app.store.staff_tables import absences, staff_records, substitutions
from counter_app.store.tables import events
from counter_app.wire import Quarantined

Link = tuple[Event, Fact]
_SUBJECTS = (absences.c.absence, substitutions.c.request, staff_records.c.subject)
_KINDS = frozenset(kind.KIND for kind in staff_lists.KINDS)


def keep(conn: sa.Connection, told: Sequence[Quarantined]) -> None:
    """Keep what the centre does not count of what others told; its lists are to be told again."""
    if told:
        rows = [{"event_id": item.event_id, "code": item.code} for item in told]
        conn.execute(insert(disbelieved).prefix_with("OR REPLACE"), rows)


def believed(conn: sa.Connection, links: Sequence[Link]) -> list[Link]:
    """Return the facts of one subject without those about people that the centre refuses.

    What only waits there for its beginning is judged by what is known here.
    """
    about = [event.event_id for event, fact in links if type(fact) in staff_lists.KINDS]
    if not about:
        return list(links)
    own = sa.select(quarantine.c.event_id).where(
        quarantine.c.event_id.in_(about), quarantine.c.code.not_in(proof.EARLY)
    )
    others = sa.select(disbelieved.c.event_id).where(disbelieved.c.event_id.in_(about))
    doubted = set(conn.scalars(own.union(others)))
    return [link for link in links if link[0].event_id not in doubted]


def doubted(conn: sa.Connection) -> list[tuple[str, str]]:
    """Return event_id and code of what others told and does not count."""
    asked = sa.select(disbelieved.c.event_id, disbelieved.c.code).order_by(disbelieved.c.event_id)
    return [(row.event_id, row.code) for row in conn.execute(asked)]


def forget(conn: sa.Connection, subjects: Sequence[str]) -> None:
    """Take what is listed of these subjects out of the lists about people."""
    for column in _SUBJECTS:
        conn.execute(sa.delete(column.table).where(column.in_(subjects)))


def subjects_of(conn: sa.Connection, event_ids: Sequence[str]) -> set[str]:
    """Return what these stored events about people tell of."""
    asked = sa.select(events.c.subject).where(events.c.event_id.in_(event_ids), events.c.kind.in_(_KINDS))
    return set(conn.scalars(asked))
