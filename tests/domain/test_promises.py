"""Promises watched: urgency, the apology's last minute, shares, layers, calendar changes, Saturdays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar
from counter_app.domain.calendar_layers import Layer, Moved, conflicts, layered_days, off_now
from counter_app.domain.catalog import Limit, LimitUnit, Part
from counter_app.domain.deadline import due_at
from counter_app.domain.limits import parse_limit
from counter_app.domain.moments import DAY, day_of, iso_local, parse_local
from counter_app.domain.reception import reception_open
from counter_app.domain.rules import RuleSet
from counter_app.domain.shares import Share, check_parts, next_part, shares
from counter_app.domain.urgency import Level, Urgency, apology_due, urgency
from counter_app.errors import Refused
from tests.domain.test_deadline_laws import fixtures, moments


def test_levels_on_the_way_to_a_promise(vietnam: WorkCalendar, rules: RuleSet) -> None:
    promise = parse_local("2026-11-25T17:00")  # Wednesday; Tuesday 24 is off
    days = {
        "2026-11-20T16:59": (Level.GREEN, 961),
        "2026-11-20T17:00": (Level.AMBER, 960),  # one working day, Monday, before the day of expiry
        "2026-11-23T09:00": (Level.AMBER, 900),
        "2026-11-24T12:00": (Level.AMBER, 480),
        "2026-11-25T00:00": (Level.RED, 480),
        "2026-11-25T17:00": (Level.RED, 0),
        "2026-11-25T17:01": (Level.OVERDUE, 0),
        "2026-11-26T09:00": (Level.OVERDUE, -60),
    }
    for now, (level, left) in days.items():
        assert urgency(parse_local(now), promise, vietnam, rules) == Urgency(level, left), now


@fixtures
@given(moments, st.integers(0, 30 * DAY), st.integers(0, DAY))
def test_nothing_becomes_less_urgent(
    vietnam: WorkCalendar, rules: RuleSet, now: int, ahead: int, later: int
) -> None:
    order = list(Level)
    first, then = (urgency(at, now + ahead, vietnam, rules) for at in (now, now + later))
    assert order.index(first.level) <= order.index(then.level)
    assert first.left >= then.left


@pytest.mark.parametrize(
    ("promise", "expected"),
    [
        ("2026-11-20T17:00", "2026-11-19T17:00"),
        ("2026-11-25T17:00", "2026-11-23T17:00"),  # the day before is off
        ("2026-11-23T10:30", "2026-11-20T17:00"),
        ("2026-11-20T10:30", "2026-11-19T10:30"),
        ("2026-11-20T13:00", "2026-11-19T12:00"),
        ("2026-11-20T08:00", "2026-11-18T17:00"),
        ("2026-02-23T17:00", "2026-02-13T17:00"),  # after Tết
    ],
)
def test_the_apology_is_due_a_day_before(
    vietnam: WorkCalendar, rules: RuleSet, promise: str, expected: str
) -> None:
    assert iso_local(apology_due(parse_local(promise), vietnam, rules))[:16] == expected


@fixtures
@given(moments)
def test_the_apology_is_never_less_than_a_day_before(
    vietnam: WorkCalendar, rules: RuleSet, promise: int
) -> None:
    at = apology_due(promise, vietnam, rules)
    assert at <= promise - DAY
    assert vietnam.is_working(day_of(at))
    assert vietnam.worked(at) == vietnam.worked(promise - DAY)


def laid(parts: str, whole: str, calendar: WorkCalendar, rules: RuleSet) -> tuple[Share, ...]:
    each = [Part(str(n), parse_limit(part)) for n, part in enumerate(parts.split("+"))]
    return shares(each, parse_limit(whole), parse_local("2026-11-19T09:00"), calendar, rules)


def test_shares_follow_one_another(vietnam: WorkCalendar, rules: RuleSet) -> None:
    found = laid("2wd+1wd", "3wd", vietnam, rules)
    assert [(s.unit, iso_local(s.since)[:16], iso_local(s.due)[:16]) for s in found] == [
        ("0", "2026-11-19T09:00", "2026-11-23T17:00"),
        ("1", "2026-11-23T17:00", "2026-11-25T17:00"),
    ]
    assert laid("4wh+4wh", "8wh", vietnam, rules)[-1].due == parse_local("2026-11-20T09:00")
    assert laid("4wh", "1wd", vietnam, rules)[0].due == parse_local("2026-11-19T14:00")


@pytest.mark.parametrize(
    ("parts", "whole", "unit"), [("2wd+2wd", "3wd", "1"), ("4wh+5wh", "8wh", "1"), ("16d", "15d", "0")]
)
def test_shares_that_exceed_the_whole_name_the_unit(
    vietnam: WorkCalendar, rules: RuleSet, parts: str, whole: str, unit: str
) -> None:
    with pytest.raises(Refused, match="shares_exceed_whole") as refused:
        laid(parts, whole, vietnam, rules)
    assert refused.value.values == {"unit": unit}


@fixtures
@given(
    moments,
    st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_HOURS]),
    st.lists(st.integers(1, 30), min_size=1, max_size=4),
)
def test_parts_of_a_limit_always_fit_and_end_with_it(
    vietnam: WorkCalendar, rules: RuleSet, received: int, unit: LimitUnit, amounts: list[int]
) -> None:
    whole = Limit(sum(amounts), unit)
    found = shares([Part("x", Limit(n, unit)) for n in amounts], whole, received, vietnam, rules)
    assert found[-1].due == due_at(whole, received, vietnam, rules)
    assert all(share.since <= share.due for share in found)


@pytest.mark.parametrize("parts", ["2wd+1wd", "3wd", "16wh+1wd", "8wh+8wh+8wh"])
def test_parts_add_up_to_the_whole(parts: str) -> None:
    each = [Part(str(n), parse_limit(part)) for n, part in enumerate(parts.split("+"))]
    check_parts(each, parse_limit("3wd"), "parts")
    check_parts([], parse_limit("3wd"), "parts")


@pytest.mark.parametrize(
    ("parts", "whole", "code", "unit"),
    [
        ("2wd+2wd", "3wd", "shares_exceed_whole", "1"),
        ("2d+1wd", "3wd", "shares_exceed_whole", "0"),
        ("8wh", "same-day", "shares_exceed_whole", "0"),
        ("1wd+1wd", "3wd", "shares_fall_short", "1"),
    ],
)
def test_parts_that_are_not_the_whole_are_refused(parts: str, whole: str, code: str, unit: str) -> None:
    each = [Part(str(n), parse_limit(part)) for n, part in enumerate(parts.split("+"))]
    with pytest.raises(Refused, match=code) as refused:
        check_parts(each, parse_limit(whole), "parts")
    assert (refused.value.field, refused.value.values) == ("parts", {"unit": unit})


def test_the_next_part_is_whose_turn_it_is() -> None:
    one, two, back = (Part(name, Limit(1, LimitUnit.WORKING_DAYS)) for name in ("A", "B", "A"))
    parts = (one, two, back)
    for units, turn in (
        ((), one),
        (("A",), two),
        (("A", "", "C"), two),
        (("A", "B"), back),
        (("A", "B", "A"), None),
    ):
        assert next_part(parts, units) == turn


def day(date: str, kind: str, name: str = "") -> CalendarDay:
    return CalendarDay(date, kind, name, "high", "")


NATIONAL = Layer("quốc gia", (day("2026-11-24", "off"), day("2026-12-31", "off")))
PROVINCE = Layer("tỉnh", (day("2026-11-24", "work"), day("2026-11-26", "off")))
OFFICE = Layer("phường", (day("2026-12-25", "off"),))


def test_a_later_layer_wins_and_conflicts_are_told() -> None:
    calendar = WorkCalendar(7, layered_days([NATIONAL, PROVINCE, OFFICE]))
    works = {
        date: calendar.is_working(day_of(parse_local(f"{date}T09:00")))
        for date in ("2026-11-24", "2026-11-26", "2026-12-25", "2026-12-31")
    }
    assert works == {"2026-11-24": True, "2026-11-26": False, "2026-12-25": False, "2026-12-31": False}
    assert [(c.lower, c.upper, c.now.date) for c in conflicts([NATIONAL, PROVINCE, OFFICE])] == [
        ("quốc gia", "tỉnh", "2026-11-24")
    ]
    assert layered_days([]) == ()


def test_promises_on_a_day_that_is_off_now(rules: RuleSet) -> None:
    """The swap of 2026-01-02, announced on 2025-12-25 (DOMAIN §2.16)."""
    old = WorkCalendar(1, (day("2026-01-01", "off"),))
    new = WorkCalendar(2, (day("2026-01-01", "off"), day("2026-01-02", "off"), day("2026-01-10", "work")))
    promises = [(n, parse_local(f"2026-01-{n:02}T17:00")) for n in (1, 2, 3, 5)]
    moved = list(off_now(promises, old, new))
    assert moved == [Moved(2, parse_local("2026-01-02T17:00"), parse_local("2026-01-05T17:00"))]
    assert list(off_now(promises, new, new)) == []


@pytest.mark.parametrize(
    ("saturdays", "moment", "is_open"),
    [
        (False, "2026-11-20T09:00", True),
        (False, "2026-11-20T12:30", False),
        (False, "2026-11-20T17:00", True),
        (False, "2026-11-21T09:00", False),
        (True, "2026-11-21T09:00", True),
        (True, "2026-11-21T13:00", False),
        (True, "2026-11-22T09:00", False),
        (True, "2026-11-24T09:00", False),  # a holiday
        (True, "2027-02-06T09:00", False),  # a Saturday that the calendar names off
        (False, "2026-01-10T16:00", True),  # a made-up Saturday
    ],
)
def test_reception_on_saturday_mornings(
    vietnam: WorkCalendar, saturdays: bool, moment: str, is_open: bool
) -> None:
    assert reception_open(saturdays, parse_local(moment), vietnam) is is_open


def test_a_saturday_reception_makes_no_day_count(vietnam: WorkCalendar, rules: RuleSet) -> None:
    mornings = (Hours("2026-12-01", ((450, 690),)),)
    assert not reception_open(True, parse_local("2026-11-21T09:00"), vietnam, mornings)
    assert reception_open(True, parse_local("2026-12-05T07:30"), vietnam, mornings)
    at = due_at(parse_limit("1wd"), parse_local("2026-11-21T09:00"), vietnam, rules)
    assert iso_local(at)[:16] == "2026-11-23T17:00"
