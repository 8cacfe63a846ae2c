"""Rosters at random for tests: people who rotate, are away and stand in for each other, sensibly or not.

Reception is short on purpose (two sessions of 20 minutes), so that a test may walk every minute.
"""

from hypothesis import strategies as st

from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar
from counter_app.domain.moments import day_iso, minute_at, parse_day
from counter_app.domain.people import Grant, Person, Role
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Ending, PersonRotated, Span, SubstituteAsked
from tests.domain.lives import OFFICE

FIRST = parse_day("2026-03-05")  # a Thursday
DAYS = 4  # Thursday, a Friday off, a Saturday, a Sunday worked
ISO = [day_iso(FIRST + n) for n in range(DAYS)]
SESSIONS = ((480, 500), (510, 530))
CALENDAR = WorkCalendar(
    1,
    (CalendarDay(ISO[1], "off", "", "high", ""), CalendarDay(ISO[3], "work", "", "high", "")),
    (Hours("1970-01-01", SESSIONS),),
)
MORNINGS = (Hours("2000-01-01", ((485, 495),)),)
NAMES = ("a", "b", "c", "d", "e")
COUNTERS = ("Q1", "Q2", "Q3", "")
WHOLE = Span(minute_at(FIRST, 475), minute_at(FIRST + 3, 535))
CROWDED = st.sampled_from(("a", "a", "a", "b", "b", "c", "d", "e"))  # some meet often
FIELDS = ("Hộ tịch", "Đất đai")

minutes = st.builds(minute_at, st.integers(FIRST, FIRST + DAYS - 1), st.integers(475, 535))
people = st.tuples(
    *(
        st.builds(
            Person,
            st.just(name),
            st.just(""),
            st.just(""),
            st.sampled_from(FIELDS),
            st.just(""),
            st.just("Q1") if name == "a" else st.sampled_from(COUNTERS),
            st.lists(st.sampled_from(FIELDS), max_size=1).map(tuple),
        )
        for name in NAMES
    )
)
grants = st.lists(
    st.builds(
        Grant,
        st.uuids().map(str),
        st.sampled_from(NAMES),
        st.sampled_from([Role.OFFICER, Role.SUPERVISOR]),
        st.sampled_from(["2025-07-01", ISO[1]]),
        st.sampled_from(["", "", ISO[0], ISO[2]]),
    ),
    max_size=2,
)
rotations = st.lists(
    st.builds(
        PersonRotated,
        st.sampled_from(NAMES),
        minutes,
        st.just(""),
        st.sampled_from(COUNTERS),
        st.sampled_from(ISO),
        st.just(""),
    ),
    max_size=2,
)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    if draw(st.integers(0, 2)):  # mostly long ones: they are what meets
        return (Span(draw(st.sampled_from([WHOLE.begin, WHOLE.begin + 12])), WHOLE.end),)
    edges = sorted(draw(st.sets(minutes, min_size=2, max_size=4)))
    return tuple(Span(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def absences(draw: st.DrawFn, name: str) -> Absence:
    person, back = draw(CROWDED), draw(st.none() | minutes)
    said = (draw(spans()), True, AbsenceReason.SICK, "", "")
    return Absence(name, person, person, minute_at(FIRST, 0), *said, back)


@st.composite
def requests(draw: st.DrawFn, name: str) -> Request:
    asked = SubstituteAsked(
        name,
        "x",
        draw(CROWDED),
        draw(st.sampled_from(("Q1", "Q1", "Q1", "Q2", "Q3"))),
        draw(CROWDED),
        minute_at(FIRST, 0),
        draw(spans()),
    )
    approved = draw(st.sampled_from([None, True, True, False]))
    return Request(
        name,
        name,
        asked.absent,
        asked,
        accepted=draw(st.sampled_from([None, True, True, False])),
        approved=approved,
        decided_at=None if approved is None else draw(minutes),
        sat=tuple(sorted(draw(st.sets(st.just(WHOLE.begin) | minutes, max_size=3)))),
        ended=draw(st.none() | st.none() | minutes),
        why=Ending.RETURNED,
    )


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A desk of five people at three counters, with up to four absences and five requests."""
    always = [
        Grant(name, name, Role.OFFICER, "2025-07-01")
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    ]
    return Roster(
        now=draw(minutes),
        calendar=CALENDAR,
        office=OFFICE,
        people=draw(people),
        grants=(*always, *draw(grants)),
        absences=tuple(draw(absences(f"a{n}")) for n in range(draw(st.integers(0, 4)))),
        requests=tuple(draw(requests(f"r{n}")) for n in range(draw(st.integers(0, 5)))),
        rotations=tuple(draw(rotations)),
        dossiers={name: draw(st.integers(0, 9)) for name in NAMES},
        saturday_fields=draw(st.sampled_from([(), FIELDS[:1], FIELDS])),
        mornings=MORNINGS,
    )
