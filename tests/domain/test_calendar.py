"""The working calendar: its data, its hours, its minutes and the texts of moments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar, parse_calendar_csv, parse_hours
from counter_app.domain.moments import (
    END_MINUTE,
    FIRST_MINUTE,
    as_date,
    day_iso,
    day_of,
    iso_local,
    parse_day,
    parse_local,
)
from counter_app.errors import Refused
from counter_app.texts.refusals import sentence

HEAD = "date,kind,name,confidence,source\n"


def off(date: str, confidence: str = "high") -> CalendarDay:
    return CalendarDay(date, "off", "Nghỉ", confidence, "")


@pytest.mark.parametrize(
    ("date", "working"),
    [
        ("2018-12-31", False),
        ("2026-01-02", False),  # announced on 2025-12-25; libraries are wrong here
        ("2026-01-10", True),
        ("2026-11-24", False),
        ("2026-11-22", False),
        ("2026-11-23", True),
        ("2027-11-24", False),
        ("2027-11-27", False),
        ("2031-04-30", True),  # past the data only weekends are off
    ],
)
def test_working_days_of_the_real_calendar(vietnam: WorkCalendar, date: str, working: bool) -> None:
    assert vietnam.is_working(parse_day(date)) is working


def test_each_day_since_2019_agrees_with_the_table(vietnam: WorkCalendar) -> None:
    for day in range(parse_day("2019-01-01"), parse_day("2030-12-31")):
        entry = vietnam.exception(day)
        expected = entry.kind == "work" if entry else as_date(day).weekday() < 5
        assert vietnam.is_working(day) is expected
        assert (vietnam.on_or_after(day) == day) is expected
        assert vietnam.number(day) - vietnam.number(day - 1) == int(expected)


def test_the_calendar_is_announced_to_its_last_row(vietnam: WorkCalendar) -> None:
    assert day_iso(vietnam.announced_until) == "2027-11-24"


def test_hours_change_on_their_day() -> None:
    early = Hours("2026-11-20", parse_hours("07:00-11:30,13:30-17:00"))
    calendar = WorkCalendar(1, (), (early, Hours("2019-01-01", parse_hours("08:00-12:00,13:00-17:00"))))
    before, after = parse_day("2026-11-19"), parse_day("2026-11-20")
    assert iso_local(calendar.opening(before)) == "2026-11-19T08:00:00+07:00"
    assert iso_local(calendar.opening(after)) == "2026-11-20T07:00:00+07:00"
    assert calendar.opening(parse_day("2005-01-03")) == parse_local("2005-01-03T08:00")
    noon = parse_local("2026-11-20T12:00")
    assert calendar.worked(noon) - calendar.worked(parse_local("2026-11-19T16:00")) == 60 + 270


@given(st.integers(FIRST_MINUTE, END_MINUTE - 60 * 24 * 400))
def test_worked_minutes_come_back_to_their_minute(minute: int) -> None:
    calendar = WorkCalendar(1, (off("2026-11-24"),))
    total = calendar.worked(minute)
    assert calendar.when_worked(total + 1) > minute
    assert calendar.worked(calendar.when_worked(total + 1)) == total + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8-12",
        "12:00-08:00",
        "08:00-12:00,11:00-17:00",
        "08:00-24:30",
        "08:00-08:00",
        "08:00-12:00,",
        "x" * 500,
        "08:60-12:00",
        ",".join(f"{hour:02}:00-{hour:02}:30" for hour in range(8, 16)),
    ],
)
def test_bad_hours_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_hours(text)
    assert (refused.value.code, refused.value.field) == ("bad_hours", "hours")


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ("", 1),
        ("date,kind\n", 1),
        (HEAD + "2026-02-30,off,Tết,high,x\n", 2),
        (HEAD + "2026-02-16,off,Tết,high,x\n2026-02-16,work,Tết,high,x\n", 3),
        (HEAD + "2026-02-16,closed,Tết,high,x\n", 2),
        (HEAD + "2026-02-16,off,Tết,perhaps,x\n", 2),
        (HEAD + "2026-02-16,off,Tết,high,x\n2026-02-17,off,Tết\n", 3),
        (HEAD + "2026-2-16,off,Tết,high,x\n", 2),
        (HEAD + "2026-02-16,off," + "T" * 201 + ",high,x\n", 2),
        (HEAD + "2026-02-16,off," + "T" * 200_000 + ",high,x\n", 2),
        ("x" * 1_000_001, 0),
    ],
)
def test_bad_calendar_rows_are_named(rows: str, row: int) -> None:
    with pytest.raises(Refused) as refused:
        parse_calendar_csv(rows)
    assert refused.value.code in CODES
    assert refused.value.values["row"] == row


@pytest.mark.parametrize(
    ("line", "column", "allowed"),
    [
        ("2026-02-30,off,Tết,high,x", "date", "YYYY-MM-DD"),
        ("2026-02-16,closed,Tết,high,x", "kind", "off, work"),
        ("2026-02-16,off,Tết,chắc,x", "confidence", "high, medium, low"),
    ],
)
def test_a_wrong_cell_is_named_with_what_may_stand_there(line: str, column: str, allowed: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_calendar_csv(HEAD + line + "\n")
    assert refused.value.code == "bad_calendar_cell"
    assert (refused.value.values["column"], refused.value.values["allowed"]) == (column, allowed)
    said = sentence(refused.value)
    assert all(word in said for word in ("dòng 2", f"cột {column}", allowed)), said


def test_a_day_twice_is_named() -> None:
    with pytest.raises(Refused) as refused:
        parse_calendar_csv(HEAD + "2026-02-16,off,Tết,high,x\n" * 2)
    assert refused.value.code == "calendar_day_twice"
    assert "dòng 3, cột date: ngày 2026-02-16 đã có" in sentence(refused.value)


CODES = ("bad_calendar", "bad_calendar_cell", "calendar_day_twice")


@given(st.text(max_size=300))
def test_any_text_is_a_calendar_or_refused(text: str) -> None:
    for table in (text, HEAD + text):
        code = CODES[0]
        try:
            WorkCalendar(1, parse_calendar_csv(table))
        except Refused as refused:
            code = refused.code
        assert code in CODES


def test_a_table_with_a_byte_order_mark_is_read() -> None:
    assert parse_calendar_csv("\ufeff" + HEAD + "2026-02-16,off,Tết,high,x\r\n") == (
        CalendarDay("2026-02-16", "off", "Tết", "high", "x"),
    )


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-19T09:00", "2026-11-19T09:00:00+07:00"),
        ("2026-11-19 09:00", "2026-11-19T09:00:00+07:00"),
        ("2026-11-19T15:00:40", "2026-11-19T15:00:00+07:00"),
        ("2026-11-19T09:00:00+07:00", "2026-11-19T09:00:00+07:00"),
        ("2026-11-19T02:00Z", "2026-11-19T09:00:00+07:00"),
        ("2026-11-19T20:30:00-05:30", "2026-11-20T09:00:00+07:00"),
    ],
)
def test_moments_are_read_to_the_minute(text: str, local: str) -> None:
    assert iso_local(parse_local(text)) == local


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "2026-11-19", "2026-02-30T09:00", "2026-11-19T24:00", "2026-11-19T09:00\n"),
        *("1999-12-31T09:00", "2100-01-01T09:00"),
        *("2026-11-19T09:00+15:00", "2026-11-19T09:00:61", "٢٠٢٦-11-19T09:00"),
    ],
)
def test_bad_moments_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_local(text)
    assert (refused.value.code, refused.value.field) == ("bad_moment", "received")


@given(st.integers(FIRST_MINUTE, END_MINUTE - 1))
def test_moments_come_back(minute: int) -> None:
    assert parse_local(iso_local(minute)) == minute
    assert parse_day(iso_local(minute)[:10]) == day_of(minute)
