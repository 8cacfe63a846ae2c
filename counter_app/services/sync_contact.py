"""What is said to the centre and heard from it in one contact: the net lane's part, without the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from counter_app.errors import Refused, Unavailable
from counter_app.host.clock import Machine
from counter_app.remote.client import Centre
from counter_app.services import chunks, hand_in, held_there, scan_sending, snapshots, sync_retry, sync_state
from counter_app.services.counter import Counter
from counter_app.services.hand_in import HandedIn
from counter_app.services.scan_sending import Piece, Sent
from counter_app.wire import (
    MAX_BATCH,
    Briefing,
    FeedAnswer,
    FeedRequest,
    PushAnswer,
    PushRequest,
    WireEvent,
)
from counter_app.wire_digests import DigestsRequest
from counter_app.wire_snapshot import SnapshotAnswer

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
    chunk: chunks.Wanted | None = None
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
    chunk: chunks.Chunk | None = None
    log: held_there.Asked = held_there.NOTHING
    torn: int = 0


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
        chunk = snapshots.fetch(counter, request.chunk)
        feed = None if chunk else _feed(counter, request)
        heard, carried = chunk.heard if chunk else counter.clock.reading(), 0
        news = centre.briefing() if feed and feed.briefing != request.briefing else None
        carried = len(request.former)
        handed, unheard = _hand_in(centre, request.former)
        problem = problem if problem not in ("", "apart_full") else unheard or problem
        carried = 0
        snapshot = snapshots.ask(centre, feed, request.at_once)
        compared = sync_state.ask(centre, request.compare, feed) if feed else None
    except Unavailable as silent:
        told = Answer(False, push, feed, news, problem, heard=heard, chunk=chunk, log=request.log)
        torn = carried if silent.values.get("torn") else 0
        return replace(told, wait_ms=sync_retry.wish(silent), torn=torn)
    except Refused as refused:
        problem = refused.code if problem in ("", "apart_full") else problem
    goes = feed is not None and not feed.more and not handed
    scan = scan_sending.send(centre, request.scan) if goes else None
    told = Answer(True, push, feed, news, problem, handed, compared, heard=heard, scan=scan)
    torn = request.at_once if scan and scan.torn else 0
    return replace(told, snapshot=snapshot, chunk=chunk, log=request.log, torn=torn)


def _push(counter: Counter, request: Outgoing) -> tuple[PushAnswer | None, str]:
    """Send what waits; a refusal is told by its code, and the others are heard all the same."""
    if not request.events:
        return None, ""
    try:
        return counter.centre.push(PushRequest(request.events), request.body), ""
    except Refused as refused:
        return None, refused.code


def _hand_in(centre: Centre, batch: Sequence[WireEvent]) -> tuple[HandedIn | None, str]:
    """Send what a former installation had not sent; where it is refused, all else goes on."""
    try:
        return hand_in.send(centre, batch), ""
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
