"""What the page of people shows: who sits where on the days asked for, and everything that is open today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from counter_app.domain.moments import day_iso, parse_day
from counter_app.domain.people import Role
from counter_app.domain.permissions import READS, Page
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.coverage import Cell, coverage, receives, reserve
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason
from counter_app.services import reading, silence, staff
from counter_app.services.counter import Counter


@dataclass(frozen=True, slots=True)
class Rota:
    """The days `first_day` to `last_day` (YYYY-MM-DD), and today's cells whatever days were asked for.

    `reserves` has the ready reserve officers of each of them, and of today, that is a working day. `quiet`
    says that nothing is to be announced in this minute; `lacking` are absences that somebody has to decide on
    and whose reason, which the reader may know, is not at this PC.
    """

    roster: Roster
    first_day: str
    last_day: str
    cells: tuple[Cell, ...]
    today: tuple[Cell, ...]
    reserves: Mapping[str, tuple[str, ...]]
    quiet: bool
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits where on a day, whose place it is, and who is ready in reserve (None: no working day).

    `names` by id, `states` of requests. The duty board says no less to citizens; never why somebody is away.
    """

    cells: tuple[Cell, ...]
    reserve: tuple[str, ...] | None
    names: Mapping[str, str]
    states: Mapping[str, RequestState]


def sitting(counter: Counter, day: str) -> Sitting:
    """Return who sits where on a day (YYYY-MM-DD). Raises as `look`."""
    with counter.store.read() as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
    names = {person.person_id: person.name for person in roster.people}
    states = {one.request: one.state(roster.now) for one in roster.requests}
    ready = reserve(roster, day) if receives(roster, parse_day(day)) else None
    return Sitting(coverage(roster, day, day), ready, names, states)


def look(counter: Counter, reader_id: str, first_day: str, last_day: str) -> Rota:
    """Return the rota of these days; why a colleague is away is told to who may read records only.

    Raises Refused: bad_date, span_far, not_enrolled, and as `reading.check`.
    """
    with counter.store.read() as conn:
        roles = reading.check(conn, counter, reader_id, Page.ROSTER)
        roster = _as_seen_by(reader_id, roles, staff.roster(conn, counter, counter.clock.now()))
    cells = coverage(roster, first_day, last_day)
    days = {*range(parse_day(first_day), parse_day(last_day) + 1), parse_day(roster.today)}
    reserves = {day_iso(day): reserve(roster, day_iso(day)) for day in sorted(days) if receives(roster, day)}
    quiet = silence.is_quiet(counter.settings.alerts, roster.calendar, roster.now)
    today = coverage(roster, roster.today, roster.today)
    return Rota(roster, first_day, last_day, cells, today, reserves, quiet, _lacking(roster))


def _lacking(roster: Roster) -> tuple[str, ...]:
    weighed = {one.asked.absence for one in roster.requests if one.approved is None}
    return tuple(one.absence for one in roster.absences if one.lacking and one.absence in weighed)


def _as_seen_by(reader: str, roles: frozenset[Role], roster: Roster) -> Roster:
    """Return the roster without what lies in colleagues' records, where the reader may not read these."""
    if roles & READS[Page.RECORDS]:
        return roster
    seen = (one if one.person == reader else _bare(one) for one in roster.absences)
    return replace(roster, absences=tuple(seen), inspections={})


def _bare(absence: Absence) -> Absence:
    """Return who is away when, not why."""
    return replace(absence, reason=AbsenceReason.OTHER, text="", document="", veiled=True)
