"""Every promise, moment and fee of the log reckoned again, and the lists held against the log."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from counter_app.domain import cross_check, facts, recomputation
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.dossier import local_day
from counter_app.domain.events import Event
from counter_app.domain.kinds import KINDS, RECEPTIONS, Fact
from counter_app.domain.recomputation import MINUTE_MS, Difference
from counter_app.domain.retention import KEPT_DAYS, closed_before
from counter_app.domain.staff_events import SubstitutionDecided
from counter_app.errors import Refused
from counter_app.services import approvals, paper_book, retention
from counter_app.services.counter import Counter
from counter_app.services.verification import LOWEST, MAX_NAMED, PAGE, UNREADABLE
from counter_app.store import calendars, comparison, log, projections
from counter_app.store import missing as store
from counter_app.store.engine import Connection

DAY_MS = 24 * 60 * MINUTE_MS
LATER = ("unknown_kind", "unknown_version")


@dataclass(frozen=True, slots=True)
class Recomputation:
    """What reckoning again found: `count` differences, the first of them named, and what lies `apart`.

    `apart` has one difference for each code and missing version, with the number of its events.
    """

    dossiers: int
    count: int
    differences: tuple[Difference, ...]
    apart: tuple[tuple[Difference, int], ...]


@dataclass(slots=True)
class Held:
    """The calendars of this PC by version, and the versions of which a row is not what was told."""

    by_version: dict[int, list[WorkCalendar]] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)


def recompute(counter: Counter) -> Recomputation:
    """Reckon the whole log again and compare the lists with it; read in pages, within one picture."""
    tally = _Tally()
    with counter.store.read() as conn:
        calendar = held(conn)
        own = counter.installation.installation_id
        for version in calendar.changed:
            tally.take([Difference("calendar_changed", "", "", own, 0, version)])
        checked: set[str] = set()
        decided: set[str] = set()
        entered: set[str] = set()
        for event in _events(conn):
            tally.dossiers += event.kind in RECEPTIONS
            tally.take(recheck(event, None, calendar))
            if event.kind in cross_check.CHECKED:
                checked.add(event.subject)
            elif event.kind == SubstitutionDecided.KIND:
                decided.add(event.subject)
            elif event.kind == DossierCaptured.KIND:
                entered.add(event.subject)
        tally.take(_crossed(conn, sorted(checked, key=str)))
        tally.take(comparison.compare(conn))
        tally.take(missing(conn, counter))
        tally.take(approvals.doubts(conn, counter, sorted(decided, key=str)))
        tally.take(paper_book.doubts(conn, counter, sorted(entered, key=str)))
    return tally.told()


def held(conn: Connection) -> Held:
    """Return the calendars that this PC was ever told."""
    found = Held()
    for edition in calendars.editions(conn):
        if edition.calendar is None:
            found.changed.append(edition.version)
        else:
            found.by_version.setdefault(edition.version, []).append(edition.calendar)
    return found


def recheck(event: Event, fact: Fact | None, calendar: Held) -> Iterator[Difference]:
    """Yield what differs of one event; `fact` is read from the event's body where it is None."""
    try:
        fact = fact or facts.join(event, None)
        version = recomputation.calendar_of(fact)
        yield from recomputation.differences(event, fact, calendar.by_version.get(version or 0, ()))
    except Refused as refused:
        later = refused.code in LATER
        yield recomputation.of(event, "version_not_known" if later else "fact_unreadable", event.version)
    except UNREADABLE:
        yield recomputation.of(event, "fact_unreadable", str(event.version)[:20])


def missing(conn: Connection, counter: Counter, subject: str | None = None) -> Iterator[Difference]:
    """Yield the own events, of one dossier or of all, whose reasons and names went before their time.

    The chain holds without them: only the rule of retention tells a purge from somebody's hand.
    """
    now = retention.told(conn, counter)
    before = closed_before(local_day(now // MINUTE_MS))
    for event in store.missing(conn, before, now - KEPT_DAYS * DAY_MS, subject):
        yield recomputation.of(event, "personal_missing")


def _events(conn: Connection) -> Iterator[Event]:
    for source in log.installations(conn):
        after = LOWEST
        while page := log.read_events(conn, source, after, PAGE):
            yield from (event for event in page if event.kind in KINDS)
            after = page[-1].seq


def _crossed(conn: Connection, subjects: list[str]) -> Iterator[Difference]:
    for start in range(0, len(subjects), projections.CHUNK):
        history = projections.history(conn, subjects[start : start + projections.CHUNK])
        for _subject, links in itertools.groupby(history, key=lambda link: link[0].subject):
            yield from cross_check.cross_check(list(links))


class _Tally:
    def __init__(self) -> None:
        self.dossiers = self._count = 0
        self._named: list[Difference] = []
        self._apart: dict[tuple[str, int | str], tuple[Difference, int]] = {}

    def take(self, found: Iterable[Difference]) -> None:
        for difference in found:
            if difference.apart:
                key = (difference.code, difference.stored)
                first, count = self._apart.get(key, (difference, 0))
                self._apart[key] = (first, count + 1)
            else:
                self._count += 1
                self._named += [difference] if len(self._named) < MAX_NAMED else []

    def told(self) -> Recomputation:
        return Recomputation(self.dossiers, self._count, tuple(self._named), tuple(self._apart.values()))
