"""The append-only log: writes an installation's facts as signed links, and reads links back."""

import operator
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from counter_app import typed_facts
from counter_app.domain import chain, facts
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused
from counter_app.seal import SALT_BYTES, SigningKey
from counter_app.store import projections
from counter_app.store.pc_tables import installation, sync_state
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import events, personal
from counter_app.wire import MAX_EVENT, WireEvent

KEPT_MS = 90 * 24 * 60 * 60_000  # what is sent to the centre is kept here so long, whatever it says
MAX_TOLD = 1000  # of what lies where it should not
EVENT_COLUMNS = projections.EVENT_COLUMNS
_ROW, _values = (*Event.__slots__, "hash"), operator.attrgetter(*Event.__slots__)
_INSERT_EVENT = Prepared(sa.insert(events), _ROW)
_INSERT_PERSONAL = Prepared(sa.insert(personal), ["event_id", "salt", "text"])
_HEAD = Prepared(
    sa.select(events.c.seq, events.c.hash)
    .where(events.c.installation_id == sa.bindparam("installation"))
    .order_by(events.c.seq.desc())
)
_HASH = Prepared(
    sa.select(events.c.hash).where(
        events.c.installation_id == sa.bindparam("installation"), events.c.seq == sa.bindparam("seq")
    )
)
_HELD = Prepared(sa.select(events.c.event_id).where(within(events.c.event_id, "ids")))
_FILLED = Prepared(
    sa.select(events.c.seq).where(
        events.c.installation_id == sa.bindparam("installation"), events.c.seq >= sa.bindparam("first")
    )
)
_FIND = Prepared(sa.select(*EVENT_COLUMNS).where(events.c.event_id == sa.bindparam("event")))
_PERSONAL = Prepared(
    sa.select(personal.c.salt, personal.c.text).where(personal.c.event_id == sa.bindparam("event"))
)
_AFTER = (
    sa.select(*EVENT_COLUMNS)
    .where(events.c.installation_id == sa.bindparam("installation"), events.c.seq > sa.bindparam("after"))
    .order_by(events.c.seq)
    .limit(sa.bindparam("limit"))
)
_LINKED = _AFTER.add_columns(events.c.hash)
_LINKED_OF = (
    sa.select(*EVENT_COLUMNS, events.c.hash)
    .where(events.c.subject == sa.bindparam("subject"))
    .order_by(events.c.position)
)

_BEFORE = sa.func.lag(events.c.position).over(partition_by=events.c.installation_id, order_by=events.c.seq)
_PLACES = sa.select(
    events.c.installation_id, events.c.seq, events.c.position, _BEFORE.label("before")
).subquery()
_DISORDERED = (
    sa.select(_PLACES.c.installation_id, _PLACES.c.seq)
    .where(_PLACES.c.position < _PLACES.c.before)
    .limit(MAX_TOLD)
)
_STRAY = (
    sa.select(personal.c.event_id)
    .outerjoin(events, events.c.event_id == personal.c.event_id)
    .where(events.c.event_id.is_(None))
    .limit(MAX_TOLD)
)
_HERE = sa.select(installation.c.installation_id).scalar_subquery()
_CONTACT = (
    sa.select(sync_state.c.last_contact_ms).where(sync_state.c.installation_id == _HERE).scalar_subquery()
)
# Nobody tells of a former installation what a backup holds of it: what the centre has had for so long is.
_LONG_THERE = sa.and_(
    events.c.installation_id != _HERE,
    events.c.seq <= sa.func.coalesce(sync_state.c.acknowledged, 0),
    events.c.happened_at < sa.func.coalesce(_CONTACT, 0) - KEPT_MS,
)
_UNARCHIVED = (
    sa.select(events.c.subject)
    .distinct()
    .outerjoin(sync_state, sync_state.c.installation_id == events.c.installation_id)
    .where(
        events.c.installation_id.in_(projections.OWN_IDS),
        events.c.seq > sa.func.coalesce(sync_state.c.archived, 0),
        ~_LONG_THERE,
    )
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when (ms UTC), how sure the clock is (A B C U S), and the installation's key."""

    installation_id: str
    actor_id: str
    happened_at: int
    clock: str
    signer: SigningKey


def append(conn: sa.Connection, entries: Sequence[tuple[str, str, Fact]], stamp: Stamp) -> list[Event]:
    """Link, sign, insert and project (event_id, subject, fact) entries within the caller's transaction.

    Raises Refused: event_too_large, code_taken, unknown_dossier, not_canonical.
    """
    seq, prev = head(conn, stamp.installation_id)
    links: list[tuple[Event, Fact]] = []
    rows: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    for number, (event_id, subject, fact) in enumerate(entries, seq + 1):
        body, private = _texts(fact)
        data = Personal(os.urandom(SALT_BYTES), private) if private is not None else None
        draft = Event(
            event_id=event_id,
            installation_id=stamp.installation_id,
            seq=number,
            prev=prev,
            kind=fact.KIND,
            version=fact.VERSION,
            subject=subject,
            actor_id=stamp.actor_id,
            happened_at=stamp.happened_at,
            clock=stamp.clock,
            body=body,
            personal_digest=chain.personal_digest(data) if data else None,
            signature=b"",
        )
        event, prev = chain.link(draft, stamp.signer.sign)
        links.append((event, fact))
        rows.append(_row(event, prev))
        if data:
            beside.append(_personal_row(event_id, data))
    _INSERT_EVENT.insert(conn, rows)
    _INSERT_PERSONAL.insert(conn, beside)
    projections.project(conn, links)
    return [event for event, _fact in links]


def append_foreign(
    conn: sa.Connection, fed: Sequence[WireEvent], digests: Mapping[str, bytes] | None = None
) -> list[str]:
    """Store events of other installations (the caller has verified them); return the event_ids left out.

    `digests` are those that were reckoned on the way, by event_id. Idempotent on event_id. Left out is an
    event whose (installation, seq) is held by another event.
    """
    known, reckoned = held(conn, [item.event.event_id for item in fed]), digests or {}
    new = {item.event.event_id: item for item in fed if item.event.event_id not in known}
    filled = _filled(conn, [item.event for item in new.values()])
    taken: list[str] = []
    rows: list[dict[str, Any]] = []
    beside: list[dict[str, Any]] = []
    subjects: set[str] = set()
    for event_id, item in new.items():
        where = (item.event.installation_id, item.event.seq)
        if where in filled:
            taken.append(event_id)
            continue
        filled.add(where)
        subjects.add(item.event.subject)
        rows.append(_row(item.event, reckoned.get(event_id) or chain.digest(item.event)))
        if item.personal:
            beside.append(_personal_row(event_id, item.personal))
    _INSERT_EVENT.insert(conn, rows)
    _INSERT_PERSONAL.insert(conn, beside)
    projections.refold(conn, sorted(subjects))
    return taken


def put_beside(conn: sa.Connection, event_id: str, data: Personal) -> None:
    """Put personal data (the caller has proved it) beside an event that has come without it."""
    _INSERT_PERSONAL.insert(conn, [_personal_row(event_id, data)])


def head(conn: sa.Connection, installation_id: str) -> tuple[int, bytes]:
    """Return (seq, digest) of the installation's last event; (0, GENESIS) where there is none."""
    row = _HEAD.first(conn, installation=installation_id)
    return (row[0], row[1]) if row else (0, chain.GENESIS)


def hash_at(conn: sa.Connection, installation_id: str, seq: int) -> bytes | None:
    """Return the digest stored beside the event of that number; None where there is none."""
    row = _HASH.first(conn, installation=installation_id, seq=seq)
    return row[0] if row else None


def held(conn: sa.Connection, event_ids: Iterable[str]) -> set[str]:
    """Return which of these ids the log has events of."""
    return {row[0] for row in _HELD.rows(conn, ids=texts(event_ids))}


def find(conn: sa.Connection, event_id: str) -> Event | None:
    """Return the event of that id."""
    row = _FIND.first(conn, event=event_id)
    return Event(*row) if row else None


def fact(conn: sa.Connection, event_id: str) -> Fact | None:
    """Return what the event of that id says. Raises as `facts.join`."""
    event = find(conn, event_id)
    return facts.join(event, personal_of(conn, event_id)) if event else None


def personal_of(conn: sa.Connection, event_id: str) -> Personal | None:
    """Return the personal data beside an event; None where it has none, or it was purged."""
    row = _PERSONAL.first(conn, event=event_id)
    return Personal(*row) if row else None


def read_events(conn: sa.Connection, installation_id: str, after_seq: int, limit: int) -> list[Event]:
    """Return up to `limit` events with seq > `after_seq`, lowest first."""
    rows = conn.execute(_AFTER, {"installation": installation_id, "after": after_seq, "limit": limit})
    return [Event(*row) for row in rows]


def read_linked(
    conn: sa.Connection, installation_id: str, after_seq: int, limit: int
) -> list[tuple[Event, bytes]]:
    """Return as `read_events`, each event with the hash that was stored beside it."""
    values = {"installation": installation_id, "after": after_seq, "limit": limit}
    return [(Event(*row), digest) for *row, digest in conn.execute(_LINKED, values)]


def linked_of(conn: sa.Connection, subject: str) -> list[tuple[Event, bytes]]:
    """Return every event of one subject with its stored hash, in the order they came."""
    return [(Event(*row), digest) for *row, digest in conn.execute(_LINKED_OF, {"subject": subject})]


def installations(conn: sa.Connection) -> list[str]:
    """Return the ids of all installations that this log knows events of."""
    return list(conn.scalars(sa.select(events.c.installation_id).distinct().order_by("installation_id")))


def disordered(conn: sa.Connection) -> list[tuple[str, int]]:
    """Return (installation, seq) of each event that lies before one that its own log has earlier."""
    return [(row[0], row[1]) for row in conn.execute(_DISORDERED)]


def stray(conn: sa.Connection) -> list[str]:
    """Return the ids under which personal data lies beside no event."""
    return list(conn.scalars(_STRAY))


def purge(conn: sa.Connection, event_ids: Sequence[str], *, erased: bool = False) -> None:
    """Erase personal data beside these events, also from the projections. The chain still verifies.

    Raises Refused: not_archived, where an event that this PC has told is in no backup of the centre yet: it
    may be asked for again; what is `erased` at the centre is not.
    """
    if not erased and conn.execute(_UNARCHIVED.where(events.c.event_id.in_(event_ids))).first():
        raise Refused("not_archived")
    conn.execute(sa.delete(personal).where(personal.c.event_id.in_(event_ids)))
    touched = sa.select(events.c.subject).distinct().where(events.c.event_id.in_(event_ids))
    projections.refold(conn, list(conn.scalars(touched)))


def unarchived(conn: sa.Connection, subjects: Sequence[str]) -> set[str]:
    """Return those subjects or events of which this PC has told what is in no backup of the centre yet."""
    about = sa.or_(events.c.subject.in_(subjects), events.c.event_id.in_(subjects))
    rows = conn.execute(_UNARCHIVED.add_columns(events.c.event_id).where(about))
    return {name for row in rows for name in row}


def _filled(conn: sa.Connection, told: Sequence[Event]) -> set[tuple[str, int]]:
    """Return (installation, seq) of what the log holds of these installations, from their lowest seq here."""
    first: dict[str, int] = {}
    for event in told:
        first[event.installation_id] = min(event.seq, first.get(event.installation_id, event.seq))
    found: set[tuple[str, int]] = set()
    for source, low in first.items():
        found.update((source, row[0]) for row in _FILLED.rows(conn, installation=source, first=low))
    return found


def _texts(fact: Fact) -> tuple[str, str | None]:
    body, private = typed_facts.split(fact)
    for text in (body, private or ""):
        if len(text.encode()) > MAX_EVENT:
            raise Refused("event_too_large", limit=MAX_EVENT)
    return body, private


def _row(event: Event, digest: bytes) -> dict[str, Any]:
    return dict(zip(_ROW, (*_values(event), digest), strict=True))


def _personal_row(event_id: str, data: Personal) -> dict[str, Any]:
    return {"event_id": event_id, "salt": data.salt, "text": data.text}
