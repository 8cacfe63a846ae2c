"""The coverage of a large desk, beside a bare walk that only makes as many cells from ready sessions."""

import random

from figures import Figure, in_turns

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.moments import DAY, day_iso, minute_at
from counter_app.domain.people import Grant, Office, Person, Role
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.coverage import Cell, Cover, coverage
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Span, SubstituteAsked
from counter_app.services.counter import Counter

COUNTERS, DAYS, FIRST = 50, 60, 20_779  # from Monday 2026-11-23
OFFICE = Office("00004", "H26.14", "", "", "", "", "", "")


def measure(counter: Counter, rounds: int) -> Figure:
    """Measure 50 counters over 60 days with 80 absences and 60 substitutions."""
    with counter.store.read() as conn:
        calendar = counter.reference(conn).calendar
    here = roster(calendar)
    first, last = day_iso(FIRST), day_iso(FIRST + DAYS - 1)
    sessions = [
        (day_iso(day), minute_at(day, start), minute_at(day, end))
        for day in range(FIRST, FIRST + DAYS)
        if calendar.is_working(day)
        for start, end in calendar.sessions(day)
    ]
    counters = [(one.counter, one.field, one.person_id) for one in here.people if one.counter]

    def bare() -> tuple[Cell, ...]:
        return tuple(
            Cell(day, counter, field, begin, end, Cover.COVERED, person, "", "")
            for day, begin, end in sessions
            for counter, field, person in counters
        )

    if len(coverage(here, first, last)) < len(bare()):
        raise RuntimeError("the floor makes other cells")
    taken = in_turns(lambda: coverage(here, first, last), bare, rounds * 3)
    beside = "as many cells made from ready sessions"
    return Figure("coverage of 50 counters over 60 days", "ms", *taken, target=20.0, of="ours", beside=beside)


def roster(calendar: WorkCalendar) -> Roster:
    """Return a desk of 50 counters and 10 reserve officers in a bad season, always the same."""
    dice = random.Random(4)  # noqa: S311 - no secret
    counters = [f"Quầy {number}" for number in range(1, COUNTERS + 1)] + [""] * 10
    people = tuple(Person(f"p{n:02}", "", "", "Hộ tịch", "", counter) for n, counter in enumerate(counters))
    absences = tuple(_absence(f"a{n}", f"p{dice.randrange(60):02}", dice) for n in range(80))
    return Roster(
        now=minute_at(FIRST + 5, 600),
        calendar=calendar,
        office=OFFICE,
        people=people,
        grants=tuple(Grant(one.person_id, one.person_id, Role.OFFICER, "2025-07-01") for one in people),
        absences=absences,
        requests=tuple(_request(one, f"p{dice.randrange(50, 60):02}") for one in absences[:60]),
    )


def _absence(name: str, person: str, dice: random.Random) -> Absence:
    begin = minute_at(FIRST + dice.randrange(DAYS), 480)
    spans = (Span(begin, begin + dice.randrange(1, 5) * DAY),)
    return Absence(name, person, person, begin, spans, True, AbsenceReason.ANNUAL, "", "")


def _request(absence: Absence, substitute: str) -> Request:
    counter = f"Quầy {int(absence.person[1:]) + 1}"
    asked = SubstituteAsked(
        f"r{absence.absence}", absence.absence, absence.person, counter, substitute, absence.at, absence.spans
    )
    return Request(asked.request, asked.request, absence.person, asked, True, True, sat=(absence.at,))
