"""Days off as people type them, seen from Thursday 19 November 2026, 09:00; Tuesday 24 is off."""

from datetime import date

import pytest

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.moments import from_date, iso_local, minute_at
from counter_app.domain.staff.spans import Reception
from counter_app.domain.staff.typed_days import read_days
from counter_app.errors import Refused

NOW = minute_at(from_date(date(2026, 11, 19)), 9 * 60)


@pytest.fixture
def desk(vietnam: WorkCalendar) -> Reception:
    return Reception(vietnam)


def read(text: str, desk: Reception) -> list[str]:
    return [f"{iso_local(one.begin)[5:16]} {iso_local(one.end)[5:16]}" for one in read_days(text, NOW, desk)]


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("25/11", ["11-25T08:00 11-25T17:00"]),
        ("25", ["11-25T08:00 11-25T17:00"]),
        ("25/11/2026", ["11-25T08:00 11-25T17:00"]),
        ("ngày 25.11", ["11-25T08:00 11-25T17:00"]),
        ("25-11", ["11-25T08:00 11-25T17:00"]),
        ("25/11/26", ["11-25T08:00 11-25T17:00"]),
        ("25-11-2026 8-10", ["11-25T08:00 11-25T10:00"]),
        ("25-11 s", ["11-25T08:00 11-25T12:00"]),
        ("18", ["12-18T08:00 12-18T17:00"]),  # this month's is over
        ("31", ["12-31T08:00 12-31T17:00"]),  # November has none
        ("25-27/11", ["11-25T08:00 11-27T17:00"]),
        ("25 - 27", ["11-25T08:00 11-27T17:00"]),
        ("30/11-2/12", ["11-30T08:00 12-02T17:00"]),
        ("từ 30/11 đến 2/12", ["11-30T08:00 12-02T17:00"]),
        ("23-25/11", ["11-23T08:00 11-25T17:00"]),  # the holiday lies within
        ("25/11 s", ["11-25T08:00 11-25T12:00"]),
        ("25/11 chiều", ["11-25T13:00 11-25T17:00"]),
        ("25-26/11 c", ["11-25T13:00 11-25T17:00", "11-26T13:00 11-26T17:00"]),
        ("25/11 8-10", ["11-25T08:00 11-25T10:00"]),
        ("25/11 8h30-10h", ["11-25T08:30 11-25T10:00"]),
        ("25/11 8:30-10:15", ["11-25T08:30 11-25T10:15"]),
        ("", ["11-19T08:00 11-19T17:00"]),
        ("nay", ["11-19T08:00 11-19T17:00"]),
        ("hôm nay 10-11", ["11-19T10:00 11-19T11:00"]),
        ("chiều nay", ["11-19T13:00 11-19T17:00"]),
        ("c", ["11-19T13:00 11-19T17:00"]),
        ("mai s", ["11-20T08:00 11-20T12:00"]),
        ("T6", ["11-20T08:00 11-20T17:00"]),
        ("thứ 2 c", ["11-23T13:00 11-23T17:00"]),
        ("T2 hằng tuần đến 7/12", [f"{day}T08:00 {day}T17:00" for day in ("11-23", "11-30", "12-07")]),
        ("T3 c đến 1/12", ["12-01T13:00 12-01T17:00"]),  # not on the holiday
        ("t5 s den 26/11", ["11-26T08:00 11-26T12:00"]),  # today's morning has begun
        ("T2, T4 hằng tuần đến 25/11", ["11-23T08:00 11-23T17:00", "11-25T08:00 11-25T17:00"]),
        ("5/1", ["01-05T08:00 01-05T17:00"]),
    ],
)
def test_what_is_meant(typed: str, spans: list[str], desk: Reception) -> None:
    assert read(typed, desk) == spans


def test_the_next_year_is_meant_only_when_this_one_is_long_over(desk: Reception) -> None:
    (january,) = read_days("5/1", NOW, desk)
    assert iso_local(january.begin).startswith("2027")
    (yesterday,) = read_days("18/11", NOW, desk)
    assert iso_local(yesterday.begin).startswith("2026")  # and is refused as past, not put off for a year


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc", "bad_days"),
        ("32/11", "bad_days"),
        ("31/11", "bad_days"),
        ("25/11 26/11", "bad_days"),
        ("25/11 s c", "bad_days"),
        ("T2 hằng tuần", "bad_days"),
        ("25/11 hằng tuần đến 31/12", "bad_days"),
        ("T8", "bad_days"),
        ("25/11 đến mai", "bad_days"),
        ("25/11 8:75-10", "bad_days"),
        ("²5/11", "bad_days"),
        ("1" * 81, "bad_days"),
        ("27-25/11", "bad_span"),
        ("25/11 10-8", "bad_span"),
        ("24/11", "no_working_day"),
        ("21/11", "no_working_day"),
        ("25/11 12-13", "no_working_day"),
        ("25/11-25/12/2028", "span_far"),
    ],
)
def test_what_is_not_understood_is_said_beside_the_days(typed: str, code: str, desk: Reception) -> None:
    with pytest.raises(Refused) as refused:
        read_days(typed, NOW, desk)
    assert (refused.value.code, refused.value.field) == (code, "days")
