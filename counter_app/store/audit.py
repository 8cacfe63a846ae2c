"""The log as it was written, newest first, in pages that begin below a position; never an OFFSET."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused
from counter_app.store import projections
from counter_app.store.log import EVENT_COLUMNS
from counter_app.store.tables import events, personal


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for; "" and () narrow nothing. `since` and `until` (not counted) are ms UTC."""

    person: str = ""
    kinds: Collection[str] = ()
    since: int | None = None
    until: int | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """An event at its position, what it says `bare` of personal data, and `whole`; None where unreadable.

    `lacking` where it names personal data that is not here.
    """

    position: int
    event: Event
    bare: Fact | None
    whole: Fact | None
    lacking: bool = False


def page(conn: sa.Connection, wanted: Narrowed, below: int | None, limit: int) -> list[Logged]:
    """Return up to `limit` events that came before the position `below` (None: the newest), newest first."""
    asked = sa.select(events.c.position, *EVENT_COLUMNS, personal.c.salt, personal.c.text)
    asked = asked.outerjoin(personal, personal.c.event_id == events.c.event_id).where(*_where(wanted))
    if below is not None:
        asked = asked.where(events.c.position < below)
    rows = conn.execute(asked.order_by(events.c.position.desc()).limit(limit))
    return [_logged(position, Event(*values), salt, text) for position, *values, salt, text in rows]


def size(conn: sa.Connection) -> int:
    """Return the last position there is, 0 in an empty log."""
    return conn.scalar(sa.select(sa.func.max(events.c.position))) or 0


def _where(wanted: Narrowed) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.person:
        yield events.c.actor_id == wanted.person
    if wanted.kinds:
        yield events.c.kind.in_(sorted(wanted.kinds))
    if wanted.since is not None:
        yield events.c.happened_at >= wanted.since
    if wanted.until is not None:
        yield events.c.happened_at < wanted.until
    if wanted.subject:
        yield events.c.subject == wanted.subject


def _logged(position: int, event: Event, salt: bytes | None, text: str | None) -> Logged:
    try:
        bare = projections.read_fact(event, None)
    except Refused:  # a later app's, or altered since: it is shown by its kind; `verify` names it
        return Logged(position, event, None, None)
    try:
        whole = bare if salt is None else projections.read_fact(event, Personal(salt, text or ""))
    except Refused:
        whole = bare
    return Logged(position, event, bare, whole, salt is None and event.personal_digest is not None)
