"""What goes to the centre and comes from it, in three steps so that no database waits for a network.

`outgoing` and `settle` run on the db lane, `contact` on the net lane; `exchange` runs all in one thread.
"""

import itertools
from dataclasses import dataclass, replace

from counter_app import seal
from counter_app.domain import chain, numbering
from counter_app.domain.events import Event
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from counter_app.store import installation, log, outbox
from counter_app.store.engine import Connection
from counter_app.wire import (
    Briefing,
    FeedAnswer,
    FeedRequest,
    PushAnswer,
    PushRequest,
    Quarantined,
    WireEvent,
)

MAX_ROUNDS = 10_000  # of one exchange: a centre that always says "more" must not hold us for ever


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What one contact will say: our next events, and where our feed stands."""

    events: list[WireEvent]
    feed_after: int
    briefing: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one contact heard. `problem` is the code of a centre that answered with a refusal."""

    online: bool
    now: int = 0
    push: PushAnswer | None = None
    feed: FeedAnswer | None = None
    briefing: Briefing | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SyncState:
    """How counter and centre stand; times are ms UTC, None for never. `again` says more is waiting."""

    online: bool
    offline_since: int | None
    last_contact: int | None
    unsent: int
    oldest_unsent: int | None
    quarantined: tuple[Quarantined, ...]
    clock: str
    problem: str = ""
    again: bool = False


def state(counter: Counter) -> SyncState:
    """Return how things stand, without asking the centre."""
    with counter.store.read() as conn:
        return _state(conn, counter)


def outgoing(counter: Counter) -> Outgoing:
    """Collect what the next contact will say."""
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        batch = outbox.next_batch(conn, own)
        return Outgoing(batch, outbox.state(conn, own).feed_cursor, briefings.digest(conn))


def contact(counter: Counter, request: Outgoing) -> Answer:
    """Push, then read a page of the feed and, when it has changed, the briefing. Never raises Unavailable."""
    centre = counter.centre
    try:
        push = centre.push(PushRequest(request.events)) if request.events else None
        feed = centre.feed(FeedRequest(request.feed_after))
        news = centre.briefing() if feed.briefing != request.briefing else None
    except Unavailable:
        return Answer(online=False)
    except Refused as refused:
        return Answer(online=True, now=counter.clock.now().ms, problem=refused.code)
    return Answer(True, feed.now, push, feed, news)


def settle(counter: Counter, answer: Answer) -> SyncState:
    """Store what a contact heard, each part in one transaction, and return how things stand.

    Raises Damaged: old_copy. What the centre says and cannot prove is left out and told as `problem`.
    """
    own = counter.installation.installation_id
    if not answer.online:
        with counter.store.write() as conn:
            outbox.unreachable(conn, own, counter.clock.now().ms)
        return state(counter)
    if answer.feed:
        counter.clock.anchor(answer.now)
    with counter.store.write() as conn:
        outbox.contact(conn, own, counter.clock.now().ms)
        if answer.feed and counter.clock.anchored:
            installation.save_anchor(conn, own, counter.clock.anchored)
        if answer.push:
            outbox.acknowledge(
                conn, own, answer.push.acknowledged, answer.push.quarantined, answer.push.store_epoch
            )
    problem = answer.problem or _take_news(counter, answer)
    with counter.store.read() as conn:
        now = _state(conn, counter, problem)
    moved = answer.push is not None or (answer.feed is not None and answer.feed.more)
    waiting = now.unsent > 0 or (answer.feed is not None and answer.feed.more)
    again = bool(moved and waiting and not problem)
    return replace(now, again=again)


def exchange(counter: Counter) -> SyncState:
    """Contact the centre until nothing is waiting, or it does not answer."""
    for _ in range(MAX_ROUNDS):
        after = settle(counter, contact(counter, outgoing(counter)))
        if not after.again:
            break
    return after


def check_briefing(briefing: Briefing, centre_key: bytes) -> None:
    """Refuse a lane that the centre's key did not sign: lane_forged."""
    lane = briefing.lane
    if not seal.verify(centre_key, numbering.lane_bytes(lane), lane.signature):
        raise Refused("lane_forged", None, lane=lane.lane_id)


def _take_news(counter: Counter, answer: Answer) -> str:
    """Store briefing and feed; return the code of what could not be proved, "" where all holds."""
    try:
        if answer.briefing:
            check_briefing(answer.briefing, counter.installation.centre_key)
            with counter.store.write() as conn:
                briefings.save(conn, answer.briefing, answer.now)
        if answer.feed:
            _take_feed(counter, answer.feed)
    except (Refused, Damaged) as error:
        return error.code
    return ""


def _take_feed(counter: Counter, feed: FeedAnswer) -> None:
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        reference = counter.reference(conn)
        keys = {key.installation_id: key.public_key for key in reference.briefing.keys}
        by_source = sorted(feed.events, key=lambda item: (item.event.installation_id, item.event.seq))
        for source, items in itertools.groupby(by_source, key=lambda item: item.event.installation_id):
            if source == own:
                continue
            if source not in keys:
                raise Damaged("key_unknown", installation_id=source)
            log.append_foreign(conn, _proved(conn, source, list(items), keys[source]))
        outbox.advance_feed(conn, own, feed.next, feed.store_epoch)


def _proved(conn: Connection, source: str, items: list[WireEvent], key: bytes) -> list[WireEvent]:
    """Return the events not held yet, each proved to continue that installation's chain."""
    head = log.head(conn, source)
    new = [item for item in items if item.event.seq > head[0]]
    events: list[Event] = [item.event for item in new]
    for item, _link in zip(new, chain.check(events, head, key, seal.verify), strict=True):
        told = item.event.personal_digest
        if item.personal and chain.personal_digest(item.personal) != told:
            raise Damaged("personal_changed", installation_id=source, seq=item.event.seq)
    return new


def _state(conn: Connection, counter: Counter, problem: str = "") -> SyncState:
    own = counter.installation.installation_id
    stored = outbox.state(conn, own)
    unsent, oldest = outbox.unsent(conn, own)
    return SyncState(
        online=stored.last_contact_ms is not None and stored.unreachable_since is None,
        offline_since=stored.unreachable_since,
        last_contact=stored.last_contact_ms,
        unsent=unsent,
        oldest_unsent=oldest,
        quarantined=tuple(outbox.in_quarantine(conn)),
        clock=counter.clock.now().quality,
        problem=problem,
    )
