"""Days, half days, hours and every Tuesday, as minutes of the office's calendar and hours."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.calendar import Hours, WorkCalendar, parse_hours
from counter_app.domain.moments import day_of, minute_at, parse_day, weekday_of
from counter_app.domain.staff.spans import Part, Reception, on_day, one_day, weekly, whole_days
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused
from tests.domain.lives import CALENDAR, minute

DESK = Reception(CALENDAR)
SATURDAYS = Reception(CALENDAR, saturdays=True)
EARLY = Reception(
    WorkCalendar(
        1,
        (),
        (
            Hours("1970-01-01", parse_hours("08:00-12:00,13:00-17:00")),
            Hours("2026-03-10", parse_hours("07:00-11:30,13:30-17:00")),
            Hours("2026-03-17", parse_hours("08:00-16:00")),
            Hours("2026-03-24", parse_hours("07:30-11:30")),
        ),
    )
)


def day(text: str) -> int:
    return parse_day(f"2026-{text}")


def span(begin: str, end: str) -> Span:
    return Span(minute(begin), minute(end))


def test_whole_days_reach_from_opening_to_closing() -> None:
    assert whole_days(DESK, day("03-05"), day("03-05")) == (span("03-05 08:00", "03-05 17:00"),)
    # Days off at either end are none of it: 14 and 15 February are a weekend, then Tết until the 22nd.
    assert whole_days(DESK, day("02-13"), day("02-24")) == (span("02-13 08:00", "02-24 17:00"),)
    assert whole_days(DESK, day("02-14"), day("02-24")) == (span("02-23 08:00", "02-24 17:00"),)


@pytest.mark.parametrize(
    ("reception", "date", "part", "begin", "end"),
    [
        (DESK, "03-05", Part.WHOLE, "08:00", "17:00"),
        (DESK, "03-05", Part.MORNING, "08:00", "12:00"),
        (DESK, "03-05", Part.AFTERNOON, "13:00", "17:00"),
        (EARLY, "03-09", Part.MORNING, "08:00", "12:00"),
        (EARLY, "03-10", Part.MORNING, "07:00", "11:30"),
        (EARLY, "03-10", Part.AFTERNOON, "13:30", "17:00"),
        (EARLY, "03-17", Part.MORNING, "08:00", "12:00"),
        (EARLY, "03-17", Part.AFTERNOON, "12:00", "16:00"),
        (EARLY, "03-24", Part.MORNING, "07:30", "11:30"),
        (SATURDAYS, "03-07", Part.WHOLE, "08:00", "12:00"),
        (SATURDAYS, "03-07", Part.MORNING, "08:00", "12:00"),
        (DESK, "08-22", Part.AFTERNOON, "13:00", "17:00"),  # a made-up Saturday
        (DESK, "03-05", (9 * 60, 10 * 60), "09:00", "10:00"),
    ],
)
def test_parts_of_a_day(
    reception: Reception, date: str, part: Part | tuple[int, int], begin: str, end: str
) -> None:
    assert one_day(reception, day(date), part) == (span(f"{date} {begin}", f"{date} {end}"),)


def test_every_tuesday_afternoon_leaves_days_off_out() -> None:
    found = weekly(DESK, day("02-10"), day("03-03"), {1}, Part.AFTERNOON)
    assert [one.begin for one in found] == [minute(f"{date} 13:00") for date in ("02-10", "02-24", "03-03")]


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: whole_days(DESK, day("03-05"), day("03-04")), "bad_span"),
    (lambda: whole_days(DESK, day("03-05"), day("03-05") + 367), "span_far"),
    (lambda: whole_days(DESK, day("02-16"), day("02-20")), "no_working_day"),
    (lambda: one_day(DESK, day("03-07")), "no_working_day"),
    (lambda: one_day(SATURDAYS, day("03-07"), Part.AFTERNOON), "no_working_day"),
    (lambda: one_day(EARLY, day("03-24"), Part.AFTERNOON), "no_working_day"),
    (lambda: one_day(DESK, day("03-05"), (720, 780)), "no_working_day"),
    (lambda: one_day(DESK, day("03-05"), (600, 600)), "bad_span"),
    (lambda: one_day(DESK, day("03-05"), (600, 1441)), "bad_span"),
    (lambda: one_day(DESK, day("03-05"), (-1, 600)), "bad_span"),
    (lambda: weekly(DESK, day("03-05"), day("03-06"), {1}), "no_working_day"),
    (lambda: weekly(DESK, day("03-05"), day("03-05") + 300, {0, 1}), "too_many_spans"),
    (lambda: weekly(DESK, day("03-05"), day("03-05") + 400, {1}), "span_far"),
]


@pytest.mark.parametrize(("ask", "code"), REFUSED)
def test_what_is_refused_of_spans(ask: Callable[[], object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        ask()
    assert refused.value.code == code


@settings(deadline=None)
@given(
    st.integers(day("01-01"), day("12-31")),
    st.integers(0, 200),
    st.sets(st.integers(0, 6), min_size=1, max_size=2),
    st.sampled_from(Part),
    st.sampled_from([DESK, SATURDAYS, EARLY]),
)
def test_a_recurring_span_lies_in_reception_and_on_its_weekday(
    first: int, length: int, weekdays: set[int], part: Part, reception: Reception
) -> None:
    wanted = [one for one in range(first, first + length + 1) if weekday_of(one) in weekdays]
    days = [one for one in wanted if on_day(reception, one, part) is not None]
    if not days:
        with pytest.raises(Refused, match="no_working_day"):
            weekly(reception, first, first + length, weekdays, part)
        return
    found = weekly(reception, first, first + length, weekdays, part)
    assert [day_of(one.begin) for one in found] == days
    for one, on in zip(found, days, strict=True):
        sessions = reception.on(on)
        assert minute_at(on, sessions[0][0]) <= one.begin < one.end <= minute_at(on, sessions[-1][1])
