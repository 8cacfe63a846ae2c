"""Dates, times and money as official papers write them."""

from datetime import UTC, datetime

import pytest

from counter_app.documents import wording


def minute(*parts: int) -> int:
    """Return the minute of a wall clock at +07:00."""
    return int(datetime(*parts, tzinfo=UTC).timestamp()) // 60 - 7 * 60  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("when", "date", "time", "weekday"),
    [
        (minute(2026, 11, 25, 17), "ngày 25 tháng 11 năm 2026", "17 giờ 00 phút", "thứ Tư"),
        (minute(2026, 1, 5, 0, 5), "ngày 05 tháng 01 năm 2026", "00 giờ 05 phút", "thứ Hai"),
        (minute(2026, 3, 1, 23, 59), "ngày 01 tháng 3 năm 2026", "23 giờ 59 phút", "Chủ nhật"),
        (minute(2026, 1, 10, 8), "ngày 10 tháng 01 năm 2026", "08 giờ 00 phút", "thứ Bảy"),
    ],
)
def test_dates_and_times(when: int, date: str, time: str, weekday: str) -> None:
    assert (wording.date(when), wording.time(when), wording.weekday(when)) == (date, time, weekday)


def test_a_promise_names_its_weekday() -> None:
    said = wording.moment(minute(2026, 11, 25, 17))
    assert said == "17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026"


def test_tables_say_days_in_figures() -> None:
    when = minute(2026, 1, 5, 0, 5)
    assert (wording.day(when), wording.stamp(when)) == ("05/01/2026", "00:05 05/01/2026")


def test_money_has_dots() -> None:
    assert [wording.money(n) for n in (0, 500, 15_000, 1_250_000)] == [
        "0 đồng",
        "500 đồng",
        "15.000 đồng",
        "1.250.000 đồng",
    ]
