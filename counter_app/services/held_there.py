"""What the centre says to hold of this PC's own log: acknowledged, lost again, or more than is here."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.errors import Damaged
from counter_app.services import identity
from counter_app.services.counter import Counter
from counter_app.store import log, outbox, succession
from counter_app.store.engine import Connection
from counter_app.wire import FeedAnswer, PushAnswer, WireEvent


@dataclass(frozen=True, slots=True)
class Asked:
    """How our log stood when the centre was asked: its last seq, and the last one `sent`; -1: unknown."""

    last: int = -1
    sent: int = -1


NOTHING = Asked()


def asked(conn: Connection, installation_id: str, batch: Sequence[WireEvent]) -> Asked:
    """Return how our log stands while this batch is collected."""
    return Asked(log.head(conn, installation_id)[0], batch[-1].event.seq if batch else -1)


def take(
    counter: Counter, push: PushAnswer | None, feed: FeedAnswer | None, stood: Asked = NOTHING
) -> tuple[str, str]:
    """Note it; return the codes to tell of either answer, "" for none. Our log `stood` so when it was asked.

    Where it holds more than we have, another is us: we end here. Raises Damaged: old_copy.
    """
    try:
        _check_alone(counter, max(push.acknowledged if push else 0, feed.head if feed else 0), stood)
        return _acknowledged(counter, push, stood), _standing(counter, feed)
    except Damaged:
        identity.end(counter.store, succession.COPIED, counter.clock.now().ms)
        raise


def _check_alone(counter: Counter, told: int, stood: Asked) -> None:
    """What was written since the centre was asked would else pass for what it holds, and never be sent."""
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        if 0 <= stood.last < told and not outbox.is_forked(conn, own):
            raise Damaged("old_copy", installation_id=own, here=stood.last, centre=told)


def _acknowledged(counter: Counter, push: PushAnswer | None, stood: Asked) -> str:
    """Note what the centre holds; told is a centre that has lost what it had acknowledged."""
    if push is None:
        return ""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        before, forked = outbox.state(conn, own), outbox.is_forked(conn, own)
        upto = push.acknowledged if stood.sent < 0 else min(push.acknowledged, stood.sent)
        outbox.acknowledge(conn, own, upto, push.quarantined, push.store_epoch)
        if before.acknowledged and not forked and outbox.is_forked(conn, own):
            # A centre put back since may lack what it had acknowledged of our half; this goes once only.
            outbox.send_all(conn, own)
    lost = push.acknowledged < before.acknowledged and push.store_epoch == before.store_epoch
    return "centre_lost_events" if lost else ""


def _standing(counter: Counter, feed: FeedAnswer | None) -> str:
    """Note what the centre holds of us, also where nothing was sent; a restored one says so by its epoch."""
    if feed is None or feed.head < 0:
        return ""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        before = outbox.state(conn, own)
        lost = outbox.hear_standing(conn, own, feed.head, feed.archived, feed.head_mark)
        if feed.store_epoch != before.store_epoch or 0 <= feed.begins < before.feed_cursor:  # it was put back
            succession.send_all(conn)
            if outbox.is_forked(conn, own):
                outbox.send_all(conn, own)
    return "centre_lost_events" if lost and before.store_epoch == feed.store_epoch else ""
