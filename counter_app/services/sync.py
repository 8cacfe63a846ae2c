"""What goes to the centre and comes from it, in three steps so that no database waits for a network.

`outgoing` and `settle` run on the db lane, `contact` on the net lane; `exchange` runs all in one thread.
"""

from dataclasses import dataclass, field, replace

from counter_app.errors import Refused, Unavailable
from counter_app.host.clock import Machine
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
from counter_app.services.hand_in import HandedIn
from counter_app.services.scan_sending import Piece, Sent
from counter_app.store import briefing as briefings
from counter_app.store import doubts, installation, outbox, succession
from counter_app.store.engine import Connection
from counter_app.wire import (
    MAX_BATCH,
    Briefing,
    FeedAnswer,
    FeedRequest,
    PushAnswer,
    PushRequest,
    Quarantined,
    WireEvent,
)
from counter_app.wire_digests import DigestsRequest
from counter_app.wire_snapshot import SnapshotAnswer

MAX_ROUNDS = 10_000  # of one exchange
FEED_EVERY = 8  # batches that are sent before the feed is asked


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What one contact will say: our next events, and where our feed stands; then those of a `former`
    installation; where there are none, a piece of a `scan`. `closed` is the code of why there is no contact.
    A `chunk` of a snapshot is asked for instead of the feed. So stands our `log`; up to `at_once` events go,
    or come, in one piece.
    """

    events: list[WireEvent]
    feed_after: int
    briefing: str
    epoch: str = ""
    mark: bytes = b""
    compare: DigestsRequest | None = None
    former: tuple[WireEvent, ...] = ()
    closed: str = ""
    scan: Piece | None = None
    chunk: snapshots.Wanted | None = None
    log: held_there.Asked = held_there.NOTHING
    report: dict[str, int | str] = field(default_factory=dict)
    at_once: int = MAX_BATCH
    body: bytes = b""  # the push as it travels, where it was made before


@dataclass(frozen=True, slots=True)
class Answer:
    """What one contact heard before it ended. `online` is False when the centre did not answer, or no more;
    `problem` is the code of what it refused; `wait_ms` is for how long it wants not to be asked. `heard` are
    the PC's clocks when its time came. It, or its piece of a scan, was `torn` with so many events: fewer may
    come through.
    """

    online: bool
    push: PushAnswer | None = None
    feed: FeedAnswer | None = None
    briefing: Briefing | None = None
    problem: str = ""
    former: HandedIn | None = None
    compared: sync_state.Compared | None = None
    wait_ms: int = 0
    heard: Machine | None = None
    scan: Sent | None = None
    snapshot: SnapshotAnswer | None = None
    chunk: snapshots.Chunk | None = None
    log: held_there.Asked = held_there.NOTHING
    torn: int = 0


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
        scan = None if events or former else scan_sending.next_piece(conn, counter)
        chunk, asked = snapshots.wanted(counter, known), held_there.asked(conn, own, events)
        report = pc_report.of(conn, counter)
    if 0 <= asked.sent < asked.last:
        counter.ahead = sync_ahead.Ahead(counter.store, own, known, asked.sent)
    said = Outgoing(events, *place, due, former, "", scan, chunk, asked, report, known.at_once)
    return replace(said, body=batch.body)


def contact(counter: Counter, request: Outgoing) -> Answer:
    """Push, read a page of the feed or the chunk wanted, and a changed briefing; hand in what is a former's.

    While more is to be pushed the rest waits, for a few batches: on a slow line each answer costs its time.
    Raises none of our errors: what was heard counts, also when the centre falls silent or refuses the rest.
    """
    if request.closed:
        return Answer(False, problem=request.closed)
    centre = counter.centre
    push, feed, news, handed, compared, problem = None, None, None, None, None, ""
    heard, chunk, snapshot = None, None, None
    carried = len(request.events)
    try:
        push, problem = _push(counter, request)
        heard = counter.clock.reading()
        if _goes_on(request, push):
            return Answer(True, push, heard=heard, log=request.log)
        carried = request.at_once
        chunk = snapshots.fetch(centre, request.chunk)
        feed = None if chunk else _feed(counter, request)
        heard, carried = counter.clock.reading(), 0
        news = centre.briefing() if feed and feed.briefing != request.briefing else None
        carried = len(request.former)
        handed = hand_in.send(centre, request.former)
        carried = 0
        snapshot = snapshots.ask(centre, feed, request.at_once)
        compared = sync_state.ask(centre, request.compare, feed) if feed else None
    except Unavailable as silent:
        told = Answer(False, push, feed, news, problem, heard=heard, chunk=chunk, log=request.log)
        torn = carried if silent.values.get("torn") else 0
        return replace(told, wait_ms=sync_retry.wish(silent), torn=torn)
    except Refused as refused:
        problem = refused.code if problem in ("", "apart_full") else problem
    scan = scan_sending.send(centre, request.scan) if feed and not feed.more else None
    told = Answer(True, push, feed, news, problem, handed, compared, heard=heard, scan=scan)
    torn = request.at_once if scan and scan.torn else 0
    return replace(told, snapshot=snapshot, chunk=chunk, log=request.log, torn=torn)


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


def _push(counter: Counter, request: Outgoing) -> tuple[PushAnswer | None, str]:
    """Send what waits; a refusal is told by its code, and the others are heard all the same."""
    if not request.events:
        return None, ""
    try:
        return counter.centre.push(PushRequest(request.events), request.body), ""
    except Refused as refused:
        return None, refused.code


def _feed(counter: Counter, request: Outgoing) -> FeedAnswer:
    """Ask for the next page."""
    after, stands = request.feed_after, request.report
    asked = FeedRequest(after, request.at_once, epoch=request.epoch, mark=request.mark, report=stands)
    return counter.centre.feed(asked)


def _goes_on(request: Outgoing, push: PushAnswer | None) -> bool:
    """Tell whether the next batch is to follow this one at once: it is there, and more waits."""
    sent, size = request.log.sent, len(request.events)
    taken = push is not None and push.acknowledged >= sent
    return taken and sent < request.log.last and sent % (FEED_EVERY * size) >= size


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
