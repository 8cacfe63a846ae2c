"""What the centre has not acknowledged yet, and how far each side has heard the other.

The outbox is no table: it is this installation's events with seq greater than the acknowledged one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.events import Event, Personal
from counter_app.errors import Damaged
from counter_app.store import doubts, log, projections
from counter_app.store.pc_tables import quarantine, sync_state
from counter_app.store.statements import Prepared
from counter_app.store.tables import events, personal
from counter_app.wire import MAX_BATCH, Quarantined, WireEvent

AGAIN_MS = 60_000
_BYTES = (
    4 * 1024 * 1024
)  # of bodies and personal texts in one batch; wire.MAX_BODY holds them as base64 and JSON


@dataclass(frozen=True, slots=True)
class SyncState:
    """How far counter and centre have heard each other; times are ms UTC, None for never or not now.

    Up to seq `acknowledged` our events are durable at the centre, up to `archived` in a backup of it.
    `feed_mark` is the hash of the event at `feed_cursor`; after `failures` in a row the next try is due at
    `next_try_ms`. So many events `at_once` come through.
    """

    acknowledged: int = 0
    feed_cursor: int = 0
    store_epoch: str = ""
    last_contact_ms: int | None = None
    unreachable_since: int | None = None
    feed_mark: bytes = b""
    archived: int = 0
    failures: int = 0
    next_try_ms: int = 0
    at_once: int = MAX_BATCH


_STATE = Prepared(
    sa.select(*(sync_state.c[name] for name in SyncState.__slots__)).where(
        sync_state.c.installation_id == sa.bindparam("installation")
    )
)
_SAVE = Prepared(insert(sync_state).prefix_with("OR REPLACE"), ["installation_id", *SyncState.__slots__])
_BATCH = Prepared(
    sa.select(*log.EVENT_COLUMNS, personal.c.salt, personal.c.text)
    .outerjoin(personal, personal.c.event_id == events.c.event_id)
    .where(events.c.installation_id == sa.bindparam("installation"), events.c.seq > sa.bindparam("after"))
    .order_by(events.c.seq)
    .limit(sa.bindparam("limit"))
)
_OLDEST = Prepared(
    sa.select(events.c.happened_at, events.c.seq)
    .where(events.c.installation_id == sa.bindparam("installation"), events.c.seq > sa.bindparam("after"))
    .order_by(events.c.seq)
)
_QUARANTINED = Prepared(
    sa.select(quarantine.c.event_id, quarantine.c.seq, quarantine.c.code)
    .where(quarantine.c.settled == sa.false())
    .order_by(quarantine.c.seq)
)
APART = ("log_forked", "duplicate_event")  # what the centre keeps beside this PC's log, and not in it
_apart = sa.or_(*(quarantine.c.code == code for code in APART))
# As a join SQLite reads the whole log for it: with every reception a little slower.
_owner = (
    sa.select(events.c.installation_id).where(events.c.event_id == quarantine.c.event_id).scalar_subquery()
)
_FORK = Prepared(sa.select(quarantine.c.seq).where(_apart))
_FORKED = Prepared(sa.select(quarantine.c.seq).where(_apart, _owner == sa.bindparam("installation")))


def state(conn: sa.Connection, installation_id: str) -> SyncState:
    """Return how far this installation and the centre have heard each other."""
    row = _STATE.first(conn, installation=installation_id)
    return SyncState(*row) if row else SyncState()


def next_batch(
    conn: sa.Connection, installation_id: str, limit: int = MAX_BATCH, *, known: SyncState | None = None
) -> list[WireEvent]:
    """Return the next unacknowledged events without a gap, lowest first, as many as one push may carry.

    So it would be where things stood as `known` says.
    """
    known = known or state(conn, installation_id)
    wanted = {"after": known.acknowledged, "limit": min(limit, known.at_once)}
    batch: list[WireEvent] = []
    size = 0
    for *values, salt, text in _BATCH.each(conn, installation=installation_id, **wanted):
        event = Event(*values)
        size += len(event.body.encode()) + len((text or "").encode()) + 1024
        if batch and size > _BYTES:
            break
        batch.append(WireEvent(event, Personal(salt, text) if salt is not None else None))
    return batch


def unsent(conn: sa.Connection, installation_id: str) -> tuple[int, int | None]:
    """Return how many events are not acknowledged, and when (ms UTC) the first of them happened."""
    after = state(conn, installation_id).acknowledged
    oldest = _OLDEST.first(conn, installation=installation_id, after=after)
    if oldest is None:
        return 0, None
    happened_at, seq = oldest
    return log.head(conn, installation_id)[0] - seq + 1, happened_at


def acknowledge(
    conn: sa.Connection,
    installation_id: str,
    upto: int,
    quarantined: Sequence[Quarantined],
    store_epoch: str,
) -> SyncState:
    """Note that the centre holds everything up to seq `upto`, and what of it waits for a person there.

    A new `store_epoch` is a centre restored from a backup: its word counts although it is lower than the
    last. The epoch is kept with the feed's answer, that gives the cursor. Raises Damaged: old_copy, when it
    holds more of us than we do.
    """
    last, _digest = log.head(conn, installation_id)
    if upto > last:
        raise Damaged("old_copy", installation_id=installation_id, here=last, centre=upto)
    before = state(conn, installation_id)
    if before.store_epoch in ("", store_epoch):
        after = replace(before, acknowledged=max(upto, before.acknowledged), store_epoch=store_epoch)
    else:
        after = replace(before, acknowledged=upto)
    save_state(conn, installation_id, after)
    quarantine_events(conn, quarantined)
    return after


def advance_feed(
    conn: sa.Connection,
    installation_id: str,
    cursor: int,
    store_epoch: str,
    mark: bytes = b"",
    begins: int = -1,
) -> SyncState:
    """Note that the office's feed is stored up to `cursor`, where the event has the hash `mark`.

    `begins` is where the page began: a restored centre puts a cursor back to where it can vouch for it. One
    that tells no `begins` is older; under its new `store_epoch` the feed is read, and our own log sent, from
    the start. Both ends know what they already hold.
    """
    before = state(conn, installation_id)
    same = before.store_epoch in ("", store_epoch)
    if not same and begins < 0:
        after = replace(before, acknowledged=0, feed_cursor=0, feed_mark=b"", store_epoch=store_epoch)
    elif cursor > before.feed_cursor or 0 <= begins < before.feed_cursor:
        after = replace(before, feed_cursor=cursor, feed_mark=mark, store_epoch=store_epoch)
    else:
        after = replace(before, store_epoch=store_epoch)
    save_state(conn, installation_id, after)
    return after


def hear_standing(
    conn: sa.Connection, installation_id: str, head: int, archived: int, mark: bytes = b""
) -> bool:
    """Note up to which seq the centre says to hold our events, and a backup of it; tell if some are lost.

    What it has lost is unsent again. Of a log that it holds twice (`is_forked`) its word says nothing: so
    where `mark`, the hash of what it holds at `head`, is another's than our event's. Raises Damaged:
    old_copy, when it holds more of us than we do.
    """
    if is_forked(conn, installation_id):
        return False
    last, digest = log.head(conn, installation_id)
    if head > last:
        raise Damaged("old_copy", installation_id=installation_id, here=last, centre=head)
    here = digest if head == last else log.hash_at(conn, installation_id, head)
    if head and mark not in (b"", here):
        _part(conn, installation_id, head)
        return False
    before = state(conn, installation_id)
    kept = min(before.acknowledged, head)
    after = replace(before, acknowledged=kept, archived=min(archived, head))
    save_state(conn, installation_id, after)
    return kept < before.acknowledged


def _part(conn: sa.Connection, installation_id: str, seq: int) -> None:
    """Note that the centre holds another event than ours of that number, and send it all of ours."""
    (ours,) = log.read_events(conn, installation_id, seq - 1, 1)
    quarantine_events(conn, [Quarantined(ours.event_id, seq, APART[0])])
    send_all(conn, installation_id)


def send_all(conn: sa.Connection, installation_id: str) -> None:
    """Let all of a log be sent once more; the centre passes over what it holds."""
    save_state(conn, installation_id, replace(state(conn, installation_id), acknowledged=0))


def contact(conn: sa.Connection, installation_id: str, now_ms: int) -> None:
    """Note that the centre gave a signed answer at `now_ms` of its own time, to AGAIN_MS exactly: where
    nothing else is new, no disk is waited for.
    """
    before = state(conn, installation_id)
    met = replace(before, unreachable_since=None, failures=0, next_try_ms=0)
    if before.last_contact_ms is None or not 0 <= now_ms - before.last_contact_ms < AGAIN_MS:
        met = replace(met, last_contact_ms=now_ms)
    save_state(conn, installation_id, met)


def answered(conn: sa.Connection, installation_id: str) -> None:
    """Note that the centre can be reached, whatever it said."""
    before = state(conn, installation_id)
    save_state(conn, installation_id, replace(before, unreachable_since=None, failures=0, next_try_ms=0))


def unreachable(conn: sa.Connection, installation_id: str, now_ms: int, next_try_ms: int = 0) -> None:
    """Note that the centre did not answer; the first such moment since the last contact is kept."""
    before = state(conn, installation_id)
    since = now_ms if before.unreachable_since is None else before.unreachable_since
    failures = before.failures + 1
    failed = replace(before, unreachable_since=since, failures=failures, next_try_ms=next_try_ms)
    save_state(conn, installation_id, failed)


def carry(conn: sa.Connection, installation_id: str, at_once: int) -> None:
    """Note how many events the next contact sends, or asks for, at once."""
    save_state(conn, installation_id, replace(state(conn, installation_id), at_once=at_once))


def quarantine_events(conn: sa.Connection, quarantined: Sequence[Quarantined]) -> None:
    """Keep what a person must read; the newest reason of an event stands."""
    if quarantined:
        names = Quarantined.__struct_fields__
        rows = [{name: getattr(item, name) for name in names} for item in quarantined]
        conn.execute(insert(quarantine).prefix_with("OR REPLACE"), rows)
        projections.tell_again(conn, [item.event_id for item in quarantined])


def replace_quarantine(conn: sa.Connection, installation_id: str, quarantined: Sequence[Quarantined]) -> None:
    """Keep of our own log only what does not count still; a log told to be held twice stays so, also when a
    person has settled what lies apart.
    """
    own = sa.select(events.c.event_id).where(events.c.installation_id == installation_id)
    gone = (
        sa.delete(quarantine)
        .where(quarantine.c.event_id.in_(own), quarantine.c.code.not_in(APART))
        .returning(quarantine.c.event_id)
    )
    before = conn.scalars(gone).all()
    looked_at = [item.event_id for item in quarantined if item.settled and item.code in APART]
    quarantine_events(conn, [item for item in quarantined if item.event_id not in looked_at])
    conn.execute(sa.update(quarantine).where(quarantine.c.event_id.in_(looked_at)).values(settled=True))
    projections.tell_again(conn, before)


def in_quarantine(conn: sa.Connection) -> list[Quarantined]:
    """Return the events that wait for a person, by seq."""
    return [Quarantined(*row) for row in _QUARANTINED.rows(conn)]


def holds_fork(conn: sa.Connection) -> bool:
    """Tell whether the centre holds a part of this PC's log apart, or of one that it continues."""
    return _FORK.first(conn) is not None


def is_forked(conn: sa.Connection, installation_id: str) -> bool:
    """Tell whether the centre holds another log of this installation: one of the two stores is a copy."""
    return _FORKED.first(conn, installation=installation_id) is not None


def read_anew(conn: sa.Connection, installation_id: str) -> None:
    """Let the feed be read from its start again; what is held already is passed over."""
    save_state(conn, installation_id, replace(state(conn, installation_id), feed_cursor=0))


def save_state(conn: sa.Connection, installation_id: str, after: SyncState) -> None:
    """Keep how far an installation and the centre have heard each other."""
    if after != state(conn, installation_id):  # else nothing to write, no disk to wait for
        row = {name: getattr(after, name) for name in SyncState.__slots__}
        _SAVE.insert(conn, [row | {"installation_id": installation_id}])
    if after.feed_cursor == 0:
        doubts.try_all(conn)
