"""Personal data that is over its time leaves this PC: a few dossiers in each transaction, whenever cut off.

Also, at once, what was erased at the centre on request. The log and every date stay.
"""

from collections import Counter as Counts
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counter_app.domain import retention as rule
from counter_app.domain.dossier import local_day
from counter_app.domain.erasure import PersonalErased
from counter_app.domain.retention import Hold
from counter_app.host import kept_papers
from counter_app.services.counter import MINUTE_MS, Counter
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


def is_due(counter: Counter) -> bool:
    """Tell whether nothing was purged today; once a day, by local days."""
    last = state(counter).ran_at
    return last is None or local_day(last // MINUTE_MS) != _today(counter)


def due(counter: Counter) -> tuple[str, ...]:
    """Return what is over its time, in the order in which `purge` takes it."""
    with counter.store.read() as conn:
        return tuple(store.due(conn, rule.closed_before(_today(counter))))


def purge(counter: Counter, subjects: Sequence[str]) -> Done:
    """Purge those of up to CHUNK subjects that nothing speaks for keeping, in one transaction.

    What was purged before is no work. Raises Unavailable: the store's.
    """
    waiting, today = kept_papers.subjects(counter.folder.path), _today(counter)
    with counter.store.write() as conn:
        subjects = store.left(conn, subjects)
        asked = store.erased(conn, subjects)
        told = store.custody(conn, subjects, waiting)
        held = {subject: rule.hold(each, today) for subject, each in told.items() if subject not in asked}
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
    now = counter.clock.now().ms
    counter.folder.discard_receipts(rule.closed_before(_today(counter)))
    with counter.store.write() as conn:
        store.drop_drafts(conn, now - rule.KEPT_DAYS * DAY_MS)
        before = store.state(conn)
        today = before.ran_at is not None and local_day(before.ran_at // MINUTE_MS) == _today(counter)
        store.save(conn, now, done.purged + (before.purged if today else 0), done.held)
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


def hear(conn: Connection, counter: Counter, told: Sequence[WireEvent], keys: Mapping[str, bytes]) -> None:
    """Purge what the centre tells to be erased, in the transaction that stores its word.

    Only the centre's own installation can tell so: `keys` are the office's by installation. It has erased it
    as well, so that nothing need be archived first.
    """
    own = counter.installation.centre_key
    erased = sorted(
        {
            item.event.subject
            for item in told
            if item.event.kind == PersonalErased.KIND and keys.get(item.event.installation_id) == own
        }
    )
    if erased:
        subjects = [*erased, *store.arrivals(conn, erased)]
        store.purge(conn, subjects, counter.clock.now().ms, store.ERASED)
        kept_papers.discard(counter.folder.path, erased)


def _today(counter: Counter) -> str:
    return local_day(counter.clock.now().ms // MINUTE_MS)
