"""Personal data that is over its time leaves this PC: a few dossiers in each transaction, whenever cut off.

Also, at once, what was erased at the centre on request. The log and every date stay.
"""

from collections import Counter as Counts
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counter_app.domain import retention as rule
from counter_app.domain.dossier import local_day
from counter_app.domain.erasure import ERASES
from counter_app.domain.retention import Hold
from counter_app.host import kept_papers
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import displaced, outbox
from counter_app.store import retention as store
from counter_app.store.engine import Connection
from counter_app.store.retention import RetentionState
from counter_app.wire import WireEvent

CHUNK = 50  # dossiers in one transaction
DAY_MS = 24 * 60 * MINUTE_MS
_RUNNING = (Hold.OPEN, Hold.RECENT)  # it is not over its time: nothing that anybody must see to


@dataclass(frozen=True, slots=True)
class Done:
    """How many were purged, and how many over their time were kept, by why."""

    purged: int = 0
    held: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Done") -> "Done":
        """Return both together."""
        return Done(self.purged + other.purged, dict(Counts(self.held) + Counts(other.held)))


def told(conn: Connection, counter: Counter) -> int:
    """Return when the centre was last heard, by its own time (ms UTC, 0 for never): no clock here counts."""
    return outbox.state(conn, counter.installation.installation_id).last_contact_ms or 0


def is_due(counter: Counter) -> bool:
    """Tell whether nothing was purged today; once a day, by local days."""
    last = state(counter).ran_at
    return last is None or local_day(last // MINUTE_MS) != local_day(counter.clock.now().ms // MINUTE_MS)


def due(counter: Counter) -> tuple[str, ...]:
    """Return what is over its time, in the order in which `purge` takes it."""
    with counter.store.read() as conn:
        return tuple(store.due(conn, rule.closed_before(local_day(told(conn, counter) // MINUTE_MS))))


def purge(counter: Counter, subjects: Sequence[str]) -> Done:
    """Purge those of up to CHUNK subjects that nothing speaks for keeping, in one transaction.

    What was purged before is no work. Raises Unavailable: the store's.
    """
    waiting = kept_papers.subjects(counter.folder.path)
    with counter.store.write() as conn:
        today = local_day(told(conn, counter) // MINUTE_MS)
        subjects = store.left(conn, subjects)
        asked = store.erased(conn, subjects)
        known = store.custody(conn, subjects, waiting)
        held = {subject: rule.hold(each, today) for subject, each in known.items() if subject not in asked}
        over = [subject for subject, why in held.items() if why is None]
        now = counter.clock.now().ms
        store.purge(conn, over, now, store.OVER)
        store.purge(conn, sorted(asked), now, store.ERASED)
    kept = Counts(why.value for why in held.values() if why is not None and why not in _RUNNING)
    return Done(len(over) + len(asked), kept)


def finish(counter: Counter, done: Done) -> RetentionState:
    """Note that all was gone through; forget old drafts, old papers and former pages of the store.

    What several runs of one day purged is told together.
    """
    again = not is_due(counter)
    with counter.store.write() as conn:
        old = told(conn, counter) - rule.KEPT_DAYS * DAY_MS
        store.drop_drafts(conn, old)
        displaced.forget_before(conn, old)
        before = store.state(conn).purged if again else 0
        store.save(conn, counter.clock.now().ms, done.purged + before, done.held)
    if old > 0:
        counter.folder.discard_receipts(local_day(old // MINUTE_MS))
    if counter.ahead is not None:
        counter.ahead.end()  # a reader keeps the pages of before
    counter.store.trim()
    return state(counter)


def run(counter: Counter) -> RetentionState:
    """Purge all that is over its time, chunk by chunk. Raises as `purge`."""
    subjects = due(counter)
    parts = (subjects[start : start + CHUNK] for start in range(0, len(subjects), CHUNK))
    return finish(counter, sum((purge(counter, part) for part in parts), Done()))


def state(counter: Counter) -> RetentionState:
    """Return how the last purge ended."""
    with counter.store.read() as conn:
        return store.state(conn)


def hear(conn: Connection, counter: Counter, fed: Sequence[WireEvent], keys: Mapping[str, bytes]) -> None:
    """Purge what the centre tells to be erased, in the transaction that stores its word.

    Only the centre's own installation can tell so: `keys` are the office's by installation. It has erased it
    as well, so that nothing need be archived first.
    """
    own = counter.installation.centre_key
    erased = sorted(
        {
            item.event.subject
            for item in fed
            if item.event.kind in ERASES and keys.get(item.event.installation_id) == own
        }
    )
    if erased:
        subjects = [*erased, *store.arrivals(conn, erased)]
        store.purge(conn, subjects, counter.clock.now().ms, store.ERASED)
        kept_papers.discard(counter.folder.path, erased)
