"""Once a day: do this PC's lists tell what the centre's tell? If not, they are told anew from the log.

What counts there by now, or no more, is heard then too.
"""

import datetime
import logging
from dataclasses import dataclass, replace

from counter_app.domain import state_digest
from counter_app.domain.dossier import local_day
from counter_app.errors import Refused
from counter_app.remote.client import Centre
from counter_app.services.counter import Counter
from counter_app.store import disbelief, outbox, projection_state, projections, succession
from counter_app.store.engine import Connection
from counter_app.wire import DigestsAnswer, DigestsRequest, FeedAnswer

EVERY_MS = 24 * 60 * 60_000
DAYS = 92  # that are compared
DIFFERS = "state_differs"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the centre told of the days from `first` (YYYY-MM-DD)."""

    first: str
    told: DigestsAnswer


def since(conn: Connection, counter: Counter) -> str:
    """Return the first day to compare at the next contact, "" where none is due."""
    now = counter.clock.now().ms
    if abs(now - projection_state.load(conn).compared_ms) < EVERY_MS:
        return ""
    first = datetime.date.fromisoformat(local_day(now // 60_000)) - datetime.timedelta(days=DAYS)
    return first.isoformat()


def ask(centre: Centre, first: str, feed: FeedAnswer) -> Compared | None:
    """Ask for the digests from day `first`; None while none is due, or this PC has not heard all.

    Raises Unavailable. A centre that knows no digests refuses them: that is no problem of ours.
    """
    if not first or feed.more:
        return None
    try:
        return Compared(first, centre.digests(DigestsRequest(feed.next, first, state_digest.shape())))
    except Refused:
        return None


def take(counter: Counter, compared: Compared | None) -> None:
    """Hold each day's dossiers against the centre's; those of days that differ are told anew, the log never.

    Only while both ends know the same events: otherwise the next contact asks again. Before that, what an
    earlier version of the app could not read is told.
    """
    own, now = counter.installation.installation_id, counter.clock.now().ms
    with counter.store.read() as conn:
        if compared is None and projection_state.is_learnt(conn):
            return
    with counter.store.write() as conn:
        if subjects := projection_state.learn(conn):
            _log.info("%d subjects told anew by this version", subjects)
        if compared is None:
            return
        told = compared.told
        outbox.replace_quarantine(conn, own, told.quarantined)
        same = told.position == outbox.state(conn, own).feed_cursor and not outbox.unsent(conn, own)[0]
        same = same and not succession.unsent(conn)
        if same and told.doubted is not None:
            projections.tell_again(conn, disbelief.replace(conn, told.doubted))
        if same and not outbox.holds_fork(conn):
            _hold(conn, compared, now)


def _hold(conn: Connection, compared: Compared, now: int) -> None:
    stands = replace(projection_state.load(conn), compared_ms=now)
    found = _differing(conn, compared)
    if found:
        count = projection_state.tell_anew(conn, found)
        still = _differing(conn, compared)
        _log.warning("%d dossiers of %d days told anew, %d days differ", count, len(found), len(still))
        stands = replace(stands, rebuilt_ms=now, rebuilds=stands.rebuilds + 1)
        found = still
    projection_state.save(conn, replace(stands, differing=" ".join(found)))


def problem(conn: Connection) -> str:
    """Return the code to tell while days differ although the log was read anew, "" otherwise."""
    return DIFFERS if projection_state.load(conn).differing else ""


def _differing(conn: Connection, compared: Compared) -> list[str]:
    days = compared.told.days
    here = projection_state.digests(conn, compared.first, frozenset(compared.told.apart))
    return sorted(day for day in here.keys() | days.keys() if here.get(day) != days.get(day))
