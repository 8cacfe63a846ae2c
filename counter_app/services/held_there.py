"""What the centre says to hold of this PC's own log: acknowledged, lost again, or more than is here."""

from counter_app.errors import Damaged
from counter_app.services import identity
from counter_app.services.counter import Counter
from counter_app.store import outbox, succession
from counter_app.wire import FeedAnswer, PushAnswer


def take(counter: Counter, push: PushAnswer | None, feed: FeedAnswer | None) -> tuple[str, str]:
    """Note it; return the codes to tell of either answer, "" for none.

    Where it holds more than we have, another is us: we end here. Raises Damaged: old_copy.
    """
    try:
        return _acknowledged(counter, push), _standing(counter, feed)
    except Damaged:
        identity.end(counter.store, succession.COPIED, counter.clock.now().ms)
        raise


def _acknowledged(counter: Counter, push: PushAnswer | None) -> str:
    """Note what the centre holds; told is a centre that has lost what it had acknowledged."""
    if push is None:
        return ""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        before = outbox.state(conn, own)
        outbox.acknowledge(conn, own, push.acknowledged, push.quarantined, push.store_epoch)
    lost = push.acknowledged < before.acknowledged and push.store_epoch == before.store_epoch
    return "centre_lost_events" if lost else ""


def _standing(counter: Counter, feed: FeedAnswer | None) -> str:
    """Note what the centre holds of us, also where nothing was sent; a restored one says so by its epoch."""
    if feed is None or feed.head < 0:
        return ""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        before = outbox.state(conn, own).store_epoch
        lost = outbox.hear_standing(conn, own, feed.head, feed.archived)
    return "centre_lost_events" if lost and before == feed.store_epoch else ""
