"""Due dates told to people: the sentences and formats of both languages."""

from collections.abc import Iterator

import pytest

from counter_app import texts
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import LimitUnit
from counter_app.domain.deadline import Reason, due
from counter_app.domain.limits import parse_limit
from counter_app.domain.moments import parse_local
from counter_app.domain.rules import RuleSet
from counter_app.texts import formats
from counter_app.texts.reasons import _SENTENCES, reason, reasons


@pytest.fixture(autouse=True)
def _vietnamese_again() -> Iterator[None]:
    texts.use("vi")
    yield
    texts.use("vi")


def say(limit: str, received: str, calendar: WorkCalendar, rules: RuleSet) -> str:
    return reasons(due(parse_limit(limit), parse_local(received), calendar, rules).reasons)


@pytest.mark.parametrize(
    ("limit", "received", "sentence"),
    [
        (
            "3wd",
            "2026-11-19T09:00",
            "nhận 09:00 thứ Năm 19/11; ngày 1 thứ Sáu 20/11; ngày 2 thứ Hai 23/11; "
            "thứ Ba 24/11 nghỉ: Ngày Văn hóa Việt Nam (lần đầu); ngày 3 thứ Tư 25/11",
        ),
        (
            "15d",
            "2026-11-06T09:00",
            "nhận 09:00 thứ Sáu 6/11; ngày thứ 15 là thứ Bảy 21/11/2026; "
            "thứ Bảy 21/11 đến Chủ nhật 22/11 nghỉ cuối tuần; chuyển sang thứ Hai 23/11",
        ),
        (
            "8wh",
            "2026-11-20T15:30",
            "nhận 15:30 thứ Sáu 20/11; giấy tờ chuyển đi sáng thứ Hai 23/11, ngày trả không đổi; "
            "1 giờ 30 phút thứ Sáu 20/11; 6 giờ 30 phút thứ Hai 23/11",
        ),
        (
            "10wd",
            "2027-02-01T09:00",
            "nhận 09:00 thứ Hai 1/2; ngày 1 đến 2: thứ Ba 2/2 đến thứ Tư 3/2; "
            "thứ Năm 4/2 nghỉ: 29 Tết / nghỉ bù (dự kiến); thứ Sáu 5/2 nghỉ: Giao thừa (dự kiến); "
            "thứ Bảy 6/2 nghỉ: Mùng 1 Tết (thứ Bảy); Chủ nhật 7/2 nghỉ: Mùng 2 Tết (Chủ nhật); "
            "thứ Hai 8/2 nghỉ: Mùng 3 Tết; thứ Ba 9/2 nghỉ: Mùng 4 (dự kiến); "
            "thứ Tư 10/2 nghỉ: Nghỉ bù (dự kiến); ngày 3 đến 10: thứ Năm 11/2 đến thứ Hai 22/2",
        ),
        (
            "1wd",
            "2030-04-29T09:00",
            "nhận 09:00 thứ Hai 29/4; ngày 1 thứ Ba 30/4; lịch nghỉ sau ngày 24/11/2027 chưa công bố",
        ),
    ],
)
def test_sentences(vietnam: WorkCalendar, rules: RuleSet, limit: str, received: str, sentence: str) -> None:
    assert say(limit, received, vietnam, rules) == sentence


def test_a_code_of_a_newer_version_shows_itself() -> None:
    assert reason(Reason("invented_later", {})) == "invented_later"


def test_every_code_that_the_domain_gives_has_a_sentence(vietnam: WorkCalendar, rules: RuleSet) -> None:
    receptions = [
        f"2026-{month:02}-{day:02}T{clock}"
        for month in (1, 2, 8, 11)
        for day in range(1, 29)
        for clock in ("05:00", "09:00", "12:30", "15:30", "20:00")
    ]
    given = {
        step.code
        for limit in ("1wd", "9wd", "3d", "1m", "5wh", "same-day")
        for received in (*receptions, "2015-01-05T09:00", "2030-01-01T09:00")
        for step in due(parse_limit(limit), parse_local(received), vietnam, rules).reasons
    }
    told_elsewhere = {  # test_waits
        *("restarted", "paused", "paused_too_late", "paused_within_day", "days_left", "time_left")
    }
    assert given == set(_SENTENCES) - {"clock_time", "as_received"} - told_elsewhere


def test_formats_in_vietnamese() -> None:
    minute = parse_local("2026-11-25T17:00")
    assert formats.money(15000) == "15.000 đ"
    assert formats.money(0) == "0 đ"
    assert formats.day("2026-11-25") == "thứ Tư 25/11/2026"
    assert formats.short_day("2026-11-05") == "thứ Năm 5/11"
    assert formats.moment(minute) == "17:00 thứ Tư 25/11/2026"
    assert formats.clock_time(parse_local("2026-11-25T09:00")) == "09:00"
    assert formats.date_numbers(minute) == "25/11/2026"
    assert [formats.duration(minutes) for minutes in (60, 90, 30)] == ["1 giờ", "1 giờ 30 phút", "30 phút"]
    said = {formats.limit(parse_limit(text)) for text in ("3wd", "15d", "8wh", "2m", "same-day")}
    assert said == {"3 ngày làm việc", "15 ngày", "8 giờ làm việc", "2 tháng", "trong ngày"}
    assert len(said) == len(LimitUnit)


def test_days_and_money_in_english() -> None:
    texts.use("en")
    assert formats.money(1_500_000) == "1,500,000 đ"
    assert formats.day("2026-11-25") == "Wed 25/11/2026"
    assert formats.short_day("2026-11-22") == "Sun 22/11"
    assert formats.moment(parse_local("2026-11-25T17:00")) == "17:00 Wed 25/11/2026"
