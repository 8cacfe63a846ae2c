"""What is critical about an absence."""

from dataclasses import replace

import pytest

from counter_app.domain.moments import parse_day
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff.coverage import receives, reserve
from counter_app.domain.staff.notes import critical
from counter_app.domain.staff.spans import Reception, one_day, whole_days
from counter_app.domain.staff_events import Span
from tests.domain.lives import CALENDAR, minute
from tests.domain.staff_desk import ANH, MINH, RESERVE, SICK, THURSDAY, Desk, absent


def spans(first: str, last: str = "") -> tuple[Span, ...]:
    days = parse_day(f"2026-{first}"), parse_day(f"2026-{last or first}")
    return whole_days(Reception(CALENDAR), *days)


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        ("03-05", "", ()),
        ("02-06", "", ()),
        ("02-09", "", ("around_tet",)),  # the fifth working day before Tết
        ("02-13", "", ("around_tet", "before_holiday")),
        ("02-23", "", ("around_tet", "after_holiday")),
        ("02-27", "", ("around_tet",)),
        ("03-02", "", ()),
        ("02-13", "02-23", ("around_tet", "before_holiday", "after_holiday")),
        ("04-24", "", ("before_holiday",)),  # a Friday before a weekend with its day in lieu
        ("04-29", "", ("before_holiday",)),
        ("05-04", "", ("after_holiday",)),
        ("11-23", "", ("before_holiday",)),
        ("11-25", "", ("after_holiday",)),
        ("12-31", "", ("before_holiday",)),  # the solar new year is no Tết
        ("03-06", "", ()),  # before an ordinary weekend
    ],
)
def test_days_around_holidays(first: str, last: str, codes: tuple[str, ...]) -> None:
    desk = Desk().at("01-05 08:00")
    assert critical(desk.roster, MINH, spans(first, last or first)) == codes


def test_a_saturday_with_reception_counts_as_the_others() -> None:
    roster = replace(Desk().at("01-05 08:00").roster, saturday_fields=("Hộ tịch",))
    (before_tet,) = one_day(Reception(CALENDAR, saturdays=True), parse_day("2026-02-14"))
    assert critical(roster, MINH, (before_tet,)) == ("around_tet", "before_holiday")
    assert critical(roster, RESERVE, (before_tet,)) == ("last_reserve", "around_tet", "before_holiday")
    assert critical(roster, ANH, (before_tet,)) == ()  # his counter is closed
    assert reserve(roster, "2026-02-14") == (RESERVE,)
    assert receives(roster, parse_day("2026-02-14"))
    assert not receives(roster, parse_day("2026-02-15"))


def test_two_away_at_once() -> None:
    desk = absent()
    assert critical(desk.roster, ANH, THURSDAY) == ("overlap",)
    assert critical(desk.roster, MINH, THURSDAY) == ()
    assert critical(desk.roster, ANH, (Span(minute("03-04 08:00"), minute("03-04 17:00")),)) == ()


def test_the_last_reserve_officer() -> None:
    desk = Desk()
    assert critical(desk.roster, RESERVE, THURSDAY) == ("last_reserve",)
    desk.do(LogAbsence, RESERVE, person=RESERVE, spans=THURSDAY, **SICK)
    assert critical(desk.roster, RESERVE, THURSDAY) == ("last_reserve",)  # on record already
    assert critical(desk.roster, MINH, THURSDAY) == ()
