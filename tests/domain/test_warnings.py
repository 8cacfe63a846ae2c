"""A board's boundaries against the rule for one dossier; next steps, days ahead, quiet hours, choices."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import warnings
from counter_app.domain.calendar import WorkCalendar, parse_calendar_csv
from counter_app.domain.dossier import State
from counter_app.domain.moments import day_of, parse_local
from counter_app.domain.rules import RULE_SETS
from counter_app.domain.urgency import Level, apology_asked_before, apology_due, urgency
from counter_app.domain.warnings import DayAhead, Standing, Step
from counter_app.errors import Refused

DATA = Path(__file__).parents[2] / "resources" / "catalog" / "vn_calendar.csv"
CALENDAR = WorkCalendar(1, parse_calendar_csv(DATA.read_text("utf-8")))
RULES = RULE_SETS[-1]
START = parse_local("2026-01-01T00:00")
YEAR = 365 * 24 * 60
moments = st.integers(START, START + YEAR)
ahead = st.integers(-30 * 24 * 60, 30 * 24 * 60)


@given(moments, ahead, st.integers(1, 80))
def test_boundaries_judge_as_the_rule_for_one_dossier(now: int, distance: int, hours: int) -> None:
    rules = replace(RULES, amber_ahead=hours * 60)
    at = warnings.horizon(now, CALENDAR, rules)
    promise = now + distance
    assert at.level(promise) is urgency(now, promise, CALENDAR, rules).level


@given(moments, ahead)
def test_the_apology_is_due_before_its_boundary_and_not_after(now: int, distance: int) -> None:
    at = warnings.horizon(now, CALENDAR, RULES)
    promise = now + distance
    assert (promise < at.apology) is (apology_due(promise, CALENDAR, RULES) <= now)


@given(moments, st.integers(0, 3 * 24 * 60))
def test_boundaries_only_move_forward(now: int, later: int) -> None:
    one, other = (warnings.horizon(moment, CALENDAR, RULES) for moment in (now, now + later))
    for name in ("today", "next_day", "third_day", "amber", "apology", "proposed"):
        assert getattr(one, name) <= getattr(other, name)


@pytest.mark.parametrize(
    ("now", "next_day", "third_day"),
    [
        ("2026-11-19T09:00", "2026-11-21T00:00", "2026-11-26T00:00"),  # Tuesday 24 is off
        ("2026-11-20T16:59", "2026-11-24T00:00", "2026-11-27T00:00"),
        ("2026-01-09T09:00", "2026-01-11T00:00", "2026-01-14T00:00"),  # a made-up Saturday
        ("2026-11-22T09:00", "2026-11-24T00:00", "2026-11-27T00:00"),  # on a Sunday
    ],
)
def test_the_columns_end_with_working_days(now: str, next_day: str, third_day: str) -> None:
    at = warnings.horizon(parse_local(now), CALENDAR, RULES)
    assert (at.next_day, at.third_day) == (parse_local(next_day), parse_local(third_day))


def test_a_short_limit_asks_for_no_apology_before_it_is_missed() -> None:
    now, closing = parse_local("2026-11-19T09:00"), parse_local("2026-11-19T17:00")
    at = warnings.horizon(now, CALENDAR, RULES)
    assert not now < warnings.apology_owed_before(closing, at, CALENDAR, RULES)
    week_ago = parse_local("2026-11-12T09:00")
    assert week_ago < warnings.apology_owed_before(closing, at, CALENDAR, RULES)
    missed = warnings.horizon(closing + 1, CALENDAR, RULES)
    assert now < warnings.apology_owed_before(closing, missed, CALENDAR, RULES)
    assert warnings.apology_owed_before(parse_local("2026-12-10T17:00"), at, CALENDAR, RULES) == 0


@pytest.mark.parametrize(
    ("begun", "promise", "asked"),
    [
        ("2026-11-19T14:00", "2026-11-19T17:00", False),  # the same day
        ("2026-11-19T16:00", "2026-11-20T17:00", False),  # the next one: only the day of reception is between
        ("2026-11-20T16:00", "2026-11-23T17:00", False),  # Friday afternoon for Monday
        ("2026-11-22T10:00", "2026-11-23T17:00", False),  # Sunday, online, for Monday
        ("2026-11-22T10:00", "2026-11-25T17:00", True),  # Monday lies between
        ("2026-11-18T16:00", "2026-11-20T17:00", True),
        ("2026-11-20T16:00", "2026-11-25T07:00", True),
        ("2026-11-23T16:00", "2026-11-25T17:00", False),  # Tuesday is a holiday
        ("2026-02-13T09:00", "2026-02-23T17:00", False),  # all of Tết is off
    ],
)
def test_the_slip_is_asked_for_in_time_where_a_working_day_lies_between(
    begun: str, promise: str, asked: bool
) -> None:
    at = parse_local(begun)
    horizon = warnings.horizon(at, CALENDAR, replace(RULES, amber_ahead=80 * 60))
    assert (at < warnings.apology_owed_before(parse_local(promise), horizon, CALENDAR, RULES)) is asked


@given(moments, st.integers(0, 30 * 24 * 60), st.integers(0, 7 * 24 * 60), st.integers(0, 24 * 60))
def test_the_steps_of_a_query_say_the_same_of_every_promise(
    now: int, distance: int, age: int, ahead: int
) -> None:
    rules = replace(RULES, apology_ahead=ahead)
    promise, begun = now + distance, now - age
    steps = warnings.apology_steps(now, CALENDAR, rules)
    assert len(steps) == warnings.APOLOGY_STEPS
    before = next((before for after, before in reversed(steps) if promise > after), steps[0][1])
    assert (begun < before) is (begun < apology_asked_before(promise, CALENDAR, rules))


ON_WAY = Standing(
    state=State.RECEIVED,
    held=False,
    resolved_elsewhere=True,
    waiting=False,
    resolved=False,
    arrived=False,
    told=False,
    late_unexplained=False,
    unsigned_apology=False,
)


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({}, Step.HAND_OVER),
        ({"resolved_elsewhere": False}, Step.RESOLVE),
        ({"state": State.IN_PROGRESS}, Step.TAKE_OVER),
        ({"state": State.IN_PROGRESS, "held": True}, Step.RESOLVE),
        ({"held": True, "resolved": True}, Step.BRING_RESULT),
        ({"held": True, "unsigned_apology": True}, Step.SIGN_APOLOGY),
        ({"waiting": True}, Step.REMIND),
        ({"arrived": True}, Step.TELL),
        ({"arrived": True, "told": True}, Step.RETURN),
        ({"arrived": True, "told": True, "late_unexplained": True}, Step.EXPLAIN),
    ],
)
def test_the_next_step(changes: dict[str, object], step: Step) -> None:
    assert warnings.next_step(replace(ON_WAY, **changes)) is step  # type: ignore[arg-type]


def test_days_ahead_name_what_is_off() -> None:
    days = warnings.days_ahead(parse_local("2026-11-20T10:00"), 2, CALENDAR)
    first = day_of(parse_local("2026-11-21T00:00"))
    assert days[:3] == (DayAhead(first, ""), DayAhead(first + 1, ""), DayAhead(first + 2, None))
    assert days[3].off
    assert (days[4].off, len(days)) == (None, 5)


def test_lying_still_counts_working_days() -> None:
    before = warnings.still_before(parse_local("2026-11-27T10:00"), 5, CALENDAR)
    assert before == parse_local("2026-11-20T00:00")  # 20, 23, 25, 26, 27 have gone by


@pytest.mark.parametrize(
    ("now", "quiet"),
    [
        ("2026-11-19T17:29", False),
        ("2026-11-19T17:30", True),
        ("2026-11-20T07:29", True),
        ("2026-11-20T07:30", False),
        ("2026-11-22T10:00", True),  # Sunday
        ("2026-11-24T10:00", True),  # a holiday
        ("2026-01-10T10:00", False),  # a made-up Saturday
    ],
)
def test_quiet_hours_go_over_midnight_and_days_off(now: str, quiet: bool) -> None:
    start, end = 17 * 60 + 30, 7 * 60 + 30
    assert warnings.quiet(parse_local(now), start, end, CALENDAR, days_off=True) is quiet


def test_equal_quiet_hours_are_none() -> None:
    assert not warnings.quiet(parse_local("2026-11-19T10:00"), 600, 600, CALENDAR, days_off=False)
    assert not warnings.quiet(parse_local("2026-11-22T10:00"), 0, 0, CALENDAR, days_off=False)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        ((0, 5, "17:30", "07:30"), "amber_hours"),
        ((81, 5, "17:30", "07:30"), "amber_hours"),
        ((8, 61, "17:30", "07:30"), "still_days"),
        ((8, 5, "24:00", "07:30"), "quiet_from"),
        ((8, 5, "17:30", "7h30"), "quiet_until"),
        ((8, 5, "17:30", "٠٧:30"), "quiet_until"),
    ],
)
def test_bad_choices_are_refused_beside_their_field(choice: tuple[int, int, str, str], field: str) -> None:
    warnings.check_choices(8, 5, "17:30", "7:30")
    with pytest.raises(Refused) as caught:
        warnings.check_choices(*choice)
    assert caught.value.field == field


def test_levels_in_order() -> None:
    at = warnings.horizon(parse_local("2026-11-19T09:00"), CALENDAR, RULES)
    promises = [at.now - 1, at.now, at.today, at.amber]
    assert [at.level(promise) for promise in promises] == [Level.OVERDUE, Level.RED, Level.AMBER, Level.GREEN]
