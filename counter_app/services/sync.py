"""What goes to the centre and comes from it, in three steps so that no database waits for a network.

`outgoing` and `settle` run on the db lane, `contact` on the net lane; `exchange` runs all in one thread.
"""

from dataclasses import dataclass, replace

from counter_app.services import (
    briefing_news,
    hand_in,
    held_there,
    identity,
    pc_report,
    scan_sending,
    snapshots,
    sync_ahead,
    sync_feed,
    sync_retry,
    sync_state,
)
from counter_app.services.counter import Counter
from counter_app.services.sync_contact import Answer, Outgoing, contact
from counter_app.store import briefing as briefings
from counter_app.store import doubts, installation, outbox, succession
from counter_app.store.engine import Connection
from counter_app.wire import Quarantined

__all__ = ["Answer", "Outgoing", "contact"]  # with what is here

MAX_ROUNDS = 10_000  # of one exchange


@dataclass(frozen=True, slots=True)
class SyncState:
    """How counter and centre stand; times are ms UTC, None for never. `again` says more is waiting, `scans`
    that only more of a scan is, `wait_ms` for how long not to try after a failure. While a snapshot is on its
    way, `share` (percent) of what the office has told is here; what is `unfolded` of it is for `go_on`.
    """

    online: bool
    offline_since: int | None
    last_contact: int | None
    unsent: int
    oldest_unsent: int | None
    quarantined: tuple[Quarantined, ...]
    clock: str
    problem: str = ""
    again: bool = False
    wait_ms: int = 0
    scans: bool = False
    share: int | None = None
    unfolded: bool = False


def state(counter: Counter) -> SyncState:
    """Return how things stand, without asking the centre."""
    with counter.store.read() as conn:
        return _state(conn, counter)


def outgoing(counter: Counter) -> Outgoing:
    """Collect what the next contact will say; meanwhile what may follow it is prepared."""
    own, before = counter.installation.installation_id, counter.ahead
    counter.ahead = None
    with counter.store.read() as conn:
        ended = identity.fault(conn, own)
        if ended and ended.code != "installation_revoked":
            return Outgoing([], 0, "", closed=ended.code)
        known = outbox.state(conn, own)
        batch = sync_ahead.next_batch(conn, own, known, before)
        former = tuple(succession.next_batch(conn, known.at_once))
        digest = briefings.digest(conn)
        events = list(batch.events)
        due = None if events else sync_state.question(conn, counter)
        place = known.feed_cursor, digest, known.store_epoch, known.feed_mark
        scan = None if events else scan_sending.next_piece(conn, counter)
        chunk, asked = snapshots.wanted(counter, known), held_there.asked(conn, own, events)
        report = pc_report.of(conn, counter)
    if 0 <= asked.sent < asked.last:
        counter.ahead = sync_ahead.Ahead(counter.store, own, known, asked.sent)
    said = Outgoing(events, *place, due, former, "", scan, chunk, asked, report, known.at_once)
    return replace(said, body=batch.body)


def settle(counter: Counter, answer: Answer) -> SyncState:
    """Store what a contact heard, each part in one transaction, and return how things stand.

    Raises Damaged: old_copy, and nothing is written from then on. What the centre says and cannot prove is
    left out and told as `problem`.
    """
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        before = outbox.state(conn, own)
        _note_contact(conn, counter, answer)
    forgotten, lost = held_there.take(counter, answer.push, answer.feed, answer.log)
    if answer.chunk or answer.snapshot:
        snapshots.begin(counter, answer.chunk, answer.snapshot)
    unfit = _take_briefing(counter, answer)
    news = answer.briefing is not None and not unfit
    sync_feed.take(counter, answer.feed, news=news, cut=not answer.online)
    unfit = snapshots.take(counter, answer.chunk, answer.snapshot, heard=answer.feed is not None) or unfit
    handed = hand_in.take(counter, answer.former)
    sync_state.take(counter, answer.compared)
    scans = scan_sending.take(counter, answer.scan)
    if answer.problem == "installation_revoked":
        hand_in.revoked(counter)
    problem = answer.problem or forgotten or lost or unfit
    with counter.store.read() as conn:
        stands, after = _state(conn, counter, problem), outbox.state(conn, own)
    # Only where something has moved: a centre that always says "more" is not asked for ever.
    moved = (after.acknowledged, after.feed_cursor) != (before.acknowledged, before.feed_cursor)
    moved = moved or handed or answer.chunk is not None
    anew = after.feed_cursor < before.feed_cursor
    more = stands.unsent > 0 or anew or stands.share is not None or bool(answer.feed and answer.feed.more)
    scans = scans and answer.feed is not None and not stands.unsent
    return replace(stands, again=answer.online and moved and more, scans=answer.online and scans)


def go_on(counter: Counter) -> SyncState:
    """Fold the next few events of a chunk (db lane); whoever waits for that lane comes in between."""
    snapshots.fold(counter)
    return replace(state(counter), again=True)


def exchange(counter: Counter) -> SyncState:
    """Contact the centre until nothing is waiting, or it does not answer."""
    for _ in range(MAX_ROUNDS):
        after = settle(counter, contact(counter, outgoing(counter)))
        while after.unfolded:
            after = go_on(counter)
        if not (after.again or after.scans):
            break
    return after


def _note_contact(conn: Connection, counter: Counter, answer: Answer) -> None:
    own = counter.installation.installation_id
    signed = answer.feed or answer.chunk or answer.push
    if signed:
        counter.clock.anchor(signed.now, answer.heard)
        if counter.clock.anchored:
            installation.save_anchor(conn, own, counter.clock.anchored)
    now = counter.clock.now().ms
    if signed:  # by the centre's time: a bare refusal proves nothing of roles, and our own clock can be set
        outbox.contact(conn, own, signed.now)
    elif answer.online:
        outbox.answered(conn, own)
    known = outbox.state(conn, own)
    if not answer.online:
        outbox.unreachable(conn, own, now, now + sync_retry.delay(known.failures, answer.wait_ms))
    if answer.online or answer.torn:
        outbox.carry(conn, own, sync_retry.at_once(known.at_once, answer.torn))


def _take_briefing(counter: Counter, answer: Answer) -> str:
    if answer.briefing is None or answer.feed is None:
        return ""
    return briefing_news.take(counter, answer.briefing, answer.feed.now, answer.feed.briefing)


def _state(conn: Connection, counter: Counter, problem: str = "") -> SyncState:
    own = counter.installation.installation_id
    stored, now = outbox.state(conn, own), counter.clock.now()
    unsent, oldest = outbox.unsent(conn, own)
    fault = identity.fault(conn, own) or counter.head.fault(conn)
    return SyncState(
        online=stored.last_contact_ms is not None and stored.unreachable_since is None,
        offline_since=stored.unreachable_since,
        last_contact=stored.last_contact_ms,
        unsent=unsent + succession.unsent(conn),
        oldest_unsent=oldest,
        quarantined=tuple(outbox.in_quarantine(conn)),
        clock=now.quality,
        wait_ms=sync_retry.left(stored.next_try_ms, now.ms),
        problem=fault.code if fault else problem or doubts.told(conn) or sync_state.problem(conn),
        share=snapshots.share(counter),
        unfolded=snapshots.waits(counter),
    )
