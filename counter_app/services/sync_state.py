"""Once a day: do this PC's lists tell what the centre's tell? If not, they are told anew from the log.

What counts there by now, or no more, is heard then too.
"""

import datetime
import logging
from dataclasses import dataclass, replace

import msgspec

from counter_app.domain import state_digest
from counter_app.domain.dossier import local_day
from counter_app.errors import Refused
from counter_app.remote.client import Centre
from counter_app.services.counter import Counter
from counter_app.store import disbelief, outbox, projection_state, projections, succession
from counter_app.store.engine import Connection
from counter_app.wire import FeedAnswer
from counter_app.wire_digests import MOST_DAYS, DigestsAnswer, DigestsRequest

EVERY_MS = 24 * 60 * 60_000
DAYS = 92  # that are compared; before them those of open dossiers
DIFFERS = "state_differs"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """What was asked, and what the centre told."""

    asked: DigestsRequest
    told: DigestsAnswer


def question(conn: Connection, counter: Counter) -> DigestsRequest | None:
    """Return what to compare at the next contact, None where nothing is due."""
    now = counter.clock.now().ms
    if abs(now - projection_state.load(conn).compared_ms) < EVERY_MS:
        return None
    first = datetime.date.fromisoformat(local_day(now // 60_000)) - datetime.timedelta(days=DAYS)
    since = first.isoformat()
    days = projection_state.open_days(conn, since, MOST_DAYS)
    return DigestsRequest(-1, since, state_digest.shape(), days, succession.former(conn), apart_of=True)


def ask(centre: Centre, due: DigestsRequest | None, feed: FeedAnswer) -> Compared | None:
    """Ask for the digests; None while none are due, or this PC has not heard all.

    Raises Unavailable. A centre that knows no digests refuses them: that is no problem of ours.
    """
    if due is None or feed.more:
        return None
    try:
        asked = msgspec.structs.replace(due, position=feed.next)
        return Compared(asked, centre.digests(asked))
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
            projections.tell_again(conn, disbelief.replace(conn, told.doubted, told.apart_of))
        if same and not outbox.holds_fork(conn):
            _hold(conn, compared, now)


def _hold(conn: Connection, compared: Compared, now: int) -> None:
    stands = replace(projection_state.load(conn), compared_ms=now)
    found = _differing(conn, compared)
    if found:
        count = projection_state.tell_anew(conn, found)
        still = _differing(conn, compared)
        _log.warning("%d dossiers of %d days told anew, %d days differ", count, len(found), len(still))
        stands = replace(stands, rebuilds=stands.rebuilds + 1)
        found = still
    projection_state.save(conn, replace(stands, differing=" ".join(found)))


def problem(conn: Connection) -> str:
    """Return the code to tell while days differ although the log was read anew, "" otherwise."""
    return DIFFERS if projection_state.load(conn).differing else ""


def _differing(conn: Connection, compared: Compared) -> list[str]:
    told, days = compared.told, compared.told.days
    since, apart = compared.asked.since, (frozenset(told.apart), told.apart_of)
    here = projection_state.digests(conn, since, told.older or (), *apart)
    return sorted(day for day in here.keys() | days.keys() if here.get(day) != days.get(day))
