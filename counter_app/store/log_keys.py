"""Which key signs from which event on: as the log itself tells, beginning with the key that was enrolled."""

import sqlalchemy as sa

from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.key_events import KeyRotated
from counter_app.store.log import EVENT_COLUMNS
from counter_app.store.tables import events

# Found by its subject, which has an index: there are a handful in years. By the key's order, which a plus
# keeps SQLite from, it would read the whole log, at each page that is heard.
_ROTATIONS = (
    sa.select(*EVENT_COLUMNS)
    .where(
        events.c.subject == sa.bindparam("installation"),
        sa.literal_column("+events.installation_id", sa.Text) == sa.bindparam("installation"),
        events.c.kind == KeyRotated.KIND,
    )
    .order_by(sa.literal_column("+events.seq"))
)


def rotations(conn: sa.Connection, installation_id: str) -> list[Event]:
    """Return the events by which an installation's key gave way to another, in their order."""
    return [Event(*row) for row in conn.execute(_ROTATIONS, {"installation": installation_id})]


def in_force(conn: sa.Connection, installation_id: str, seq: int, enrolled: bytes) -> bytes:
    """Return the key that signs what follows the event `seq`; `enrolled` is the installation's first."""
    before = [one for one in rotations(conn, installation_id) if one.seq <= seq]
    return chain.key_of(before[-1]) if before else enrolled


def newest(conn: sa.Connection, installation_id: str) -> bytes:
    """Return the last key that an installation's log names, b"" where it goes on with its first."""
    found = rotations(conn, installation_id)
    return chain.key_of(found[-1]) if found else b""


def since(conn: sa.Connection, installation_id: str) -> int | None:
    """Return when (ms UTC) an installation's key last gave way to another; None where it never did."""
    found = rotations(conn, installation_id)
    at = found[-1].happened_at if found else None
    return at if isinstance(at, int) else None  # SQLite takes any type in any column


def ever(conn: sa.Connection, enrolled: dict[str, bytes]) -> list[bytes]:
    """Return every key of these installations, with which their receipts may be signed."""
    later = (chain.key_of(one) for source in enrolled for one in rotations(conn, source))
    return [*enrolled.values(), *filter(None, later)]
