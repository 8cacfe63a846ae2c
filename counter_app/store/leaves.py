"""What became of a paper book's leaves, read from the log and the list of dossiers. Everything only reads."""

from collections.abc import Sequence

import sqlalchemy as sa

from counter_app.domain.book_events import LeafVoided
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, events

_VOID = Prepared(
    sa.select(events.c.event_id).where(
        events.c.subject == sa.bindparam("code"), events.c.kind == sa.bindparam("kind")
    )
)


def is_void(conn: sa.Connection, code: str) -> bool:
    """Tell whether a leaf was given up."""
    return _VOID.first(conn, code=code, kind=LeafVoided.KIND) is not None


def captured(conn: sa.Connection, codes: Sequence[str]) -> set[str]:
    """Return which of these leaves are dossiers."""
    return set(conn.scalars(sa.select(dossiers.c.code).where(dossiers.c.code.in_(codes))))


def voided(conn: sa.Connection, codes: Sequence[str]) -> set[str]:
    """Return which of these leaves were given up."""
    told = events.c.subject.in_(codes)
    return set(conn.scalars(sa.select(events.c.subject).where(told, events.c.kind == LeafVoided.KIND)))
