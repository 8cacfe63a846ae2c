"""The law's clock by examples: DOMAIN §2's table and each of its items 1 to 8."""

import dataclasses

import pytest

from counter_app.domain import codec
from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar, parse_hours
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import Due, due, due_at
from counter_app.domain.limits import limit_text, parse_limit
from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.rules import RULE_SETS, AfterHours, DayEnd, RuleSet, rule_set, rules_on
from counter_app.errors import Refused

EXAMPLES = [
    # DOMAIN §2's table
    ("3wd", "2026-11-19T09:00", "2026-11-25T17:00"),
    ("5wd", "2026-01-05T09:00", "2026-01-10T17:00"),
    ("3wd", "2026-02-13T09:00", "2026-02-25T17:00"),
    ("same-day", "2026-11-23T15:20", "2026-11-25T17:00"),
    ("15d", "2026-11-09T09:00", "2026-11-25T17:00"),
    ("8wh", "2026-11-20T15:30", "2026-11-23T15:30"),
    ("1wh", "2026-11-20T11:30", "2026-11-20T13:30"),
    ("5wd", "2026-11-17T09:00", "2026-11-25T17:00"),
    # 1: hours run at once, a used-up hour limit ends at the closing
    ("4wh", "2026-11-19T08:00", "2026-11-19T12:00"),
    ("8wh", "2026-11-19T08:00", "2026-11-19T17:00"),
    ("1wh", "2026-11-19T12:30", "2026-11-19T14:00"),
    ("1wh", "2026-11-19T17:00", "2026-11-20T09:00"),
    ("1wh", "2026-11-19T06:00", "2026-11-19T09:00"),
    # 3: months, and rolling
    ("1m", "2026-01-31T09:00", "2026-03-02T17:00"),
    ("1m", "2024-01-31T09:00", "2024-02-29T17:00"),
    ("12m", "2024-02-29T09:00", "2025-02-28T17:00"),
    ("2m", "2026-11-30T09:00", "2027-02-01T17:00"),  # 30/1 is a Saturday
    ("1m", "2026-10-24T09:00", "2026-11-25T17:00"),
    # 5: a made-up Saturday counts, with ordinary hours
    ("1wd", "2026-08-21T09:00", "2026-08-22T17:00"),
    ("same-day", "2026-08-22T14:00", "2026-08-22T17:00"),
    ("7wh", "2026-08-21T15:00", "2026-08-22T14:00"),
    # 6: strictly after 15:00
    ("same-day", "2026-11-19T15:00", "2026-11-19T17:00"),
    ("same-day", "2026-11-19T15:00:40", "2026-11-19T17:00"),
    ("same-day", "2026-11-19T15:01", "2026-11-20T17:00"),
    # 7: after 15:00 other limits stay
    ("1wd", "2026-11-19T15:01", "2026-11-20T17:00"),
    # 8: after closing or on a day off
    ("1wh", "2026-11-20T17:30", "2026-11-23T09:00"),
    ("1wd", "2026-11-19T20:00", "2026-11-20T17:00"),
    ("1wd", "2026-11-22T10:00", "2026-11-23T17:00"),
    ("3d", "2026-11-22T10:00", "2026-11-25T17:00"),
    ("1m", "2026-11-22T10:00", "2026-12-22T17:00"),
    ("same-day", "2026-11-22T10:00", "2026-11-23T17:00"),
    ("same-day", "2026-11-24T10:00", "2026-11-25T17:00"),
    # past the data
    ("1wd", "2030-04-29T09:00", "2030-04-30T17:00"),
]


@pytest.mark.parametrize(("limit", "received", "expected"), EXAMPLES)
def test_examples(vietnam: WorkCalendar, rules: RuleSet, limit: str, received: str, expected: str) -> None:
    answer = due(parse_limit(limit), parse_local(received), vietnam, rules)
    assert iso_local(answer.at)[:16] == expected
    assert due_at(parse_limit(limit), parse_local(received), vietnam, rules) == answer.at


def told(limit: str, received: str, calendar: WorkCalendar, rules: RuleSet) -> list[tuple[object, ...]]:
    answer = due(parse_limit(limit), parse_local(received), calendar, rules)
    return [(reason.code, *reason.values.values()) for reason in answer.reasons]


def test_working_days_are_numbered_and_holidays_named(vietnam: WorkCalendar, rules: RuleSet) -> None:
    assert told("3wd", "2026-11-19T09:00", vietnam, rules) == [
        ("received", parse_local("2026-11-19T09:00")),
        ("counted", 1, 1, "2026-11-20", "2026-11-20"),
        ("counted", 2, 2, "2026-11-23", "2026-11-23"),
        ("day_off", "2026-11-24", "2026-11-24", "Ngày Văn hóa Việt Nam (lần đầu)", "high"),
        ("counted", 3, 3, "2026-11-25", "2026-11-25"),
    ]


def test_many_working_days_are_told_as_ranges(vietnam: WorkCalendar, rules: RuleSet) -> None:
    assert told("40wd", "2026-11-17T09:00", vietnam, rules)[1:] == [
        ("counted", 1, 4, "2026-11-18", "2026-11-23"),
        ("day_off", "2026-11-24", "2026-11-24", "Ngày Văn hóa Việt Nam (lần đầu)", "high"),
        ("counted", 5, 31, "2026-11-25", "2026-12-31"),
        ("day_off", "2027-01-01", "2027-01-01", "Tết Dương lịch", "high"),
        ("counted", 32, 40, "2027-01-04", "2027-01-14"),
    ]


def test_a_made_up_day_and_a_long_holiday_are_named_once(vietnam: WorkCalendar, rules: RuleSet) -> None:
    codes = told("5wd", "2026-01-05T09:00", vietnam, rules)
    assert codes[-2:] == [
        ("made_up_day", "2026-01-10", "Làm bù cho 02/01/2026", "high"),
        ("counted", 5, 5, "2026-01-10", "2026-01-10"),
    ]
    assert told("3wd", "2026-02-13T09:00", vietnam, rules)[1] == (
        "day_off",
        "2026-02-16",
        "2026-02-20",
        "Tết Bính Ngọ",
        "high",
    )


def test_a_rolled_day_says_what_it_rolled_over(vietnam: WorkCalendar, rules: RuleSet) -> None:
    assert told("1m", "2026-01-31T09:00", vietnam, rules)[1:] == [
        ("months", 1, "2026-02-28"),
        ("day_off", "2026-02-28", "2026-03-01", "", "high"),
        ("next_working_day", "2026-03-02"),
    ]


def test_hours_are_told_by_day(vietnam: WorkCalendar, rules: RuleSet) -> None:
    assert told("8wh", "2026-11-20T15:30", vietnam, rules)[1:] == [
        ("papers_next_morning", "2026-11-23"),
        ("worked", 90, "2026-11-20", "2026-11-20"),
        ("worked", 390, "2026-11-23", "2026-11-23"),
    ]
    assert told("80wh", "2026-11-22T09:00", vietnam, rules)[1:] == [
        ("hours_start", parse_local("2026-11-23T08:00")),
        ("worked", 480, "2026-11-23", "2026-11-23"),
        ("day_off", "2026-11-24", "2026-11-24", "Ngày Văn hóa Việt Nam (lần đầu)", "high"),
        ("worked", 4320, "2026-11-25", "2026-12-07"),
    ]


def test_late_same_day_tells_the_cut_off(vietnam: WorkCalendar, rules: RuleSet) -> None:
    assert told("same-day", "2026-11-23T15:20", vietnam, rules)[1:3] == [
        ("same_day_late", parse_local("2026-11-23T15:00")),
        ("day_off", "2026-11-24", "2026-11-24", "Ngày Văn hóa Việt Nam (lần đầu)", "high"),
    ]
    assert told("same-day", "2026-11-23T09:00", vietnam, rules)[1:] == [("same_day", "2026-11-23")]


def test_a_day_that_closes_before_the_cut_off_is_late_after_closing(rules: RuleSet) -> None:
    mornings = WorkCalendar(1, (), (Hours("2020-01-01", parse_hours("07:30-11:30")),))
    assert told("same-day", "2026-11-19T11:31", mornings, rules)[1] == (
        "same_day_late",
        parse_local("2026-11-19T11:30"),
    )


def test_estimates_and_unannounced_days_are_told(vietnam: WorkCalendar, rules: RuleSet) -> None:
    steps = told("5wd", "2027-02-01T09:00", vietnam, rules)
    assert ("day_off", "2027-02-04", "2027-02-04", "29 Tết / nghỉ bù (dự kiến)", "low") in steps
    assert steps[-1][0] != "not_announced"
    assert told("5wd", "2027-11-22T09:00", vietnam, rules)[-1] == ("not_announced", "2027-11-24")


CLOCK = dataclasses.replace(RULE_SETS[0], day_end=DayEnd.CLOCK_TIME)
OPENING = dataclasses.replace(RULE_SETS[0], after_hours=AfterHours.NEXT_OPENING)
EARLY = dataclasses.replace(RULE_SETS[0], cut_off_in_time=False)


@pytest.mark.parametrize(
    ("policy", "limit", "received", "expected"),
    [
        (CLOCK, "3wd", "2026-11-19T09:10", "2026-11-25T09:10"),
        (CLOCK, "3wd", "2026-11-19T07:10", "2026-11-25T08:00"),
        (CLOCK, "3wd", "2026-11-19T12:10", "2026-11-25T13:00"),
        (CLOCK, "3wd", "2026-11-19T20:10", "2026-11-25T17:00"),
        (CLOCK, "15d", "2026-11-09T09:10", "2026-11-25T17:00"),  # rolled: Art. 148 ends it at closing
        (CLOCK, "14d", "2026-11-09T09:10", "2026-11-23T09:10"),
        (CLOCK, "same-day", "2026-11-19T09:10", "2026-11-19T17:00"),
        (OPENING, "1wd", "2026-11-19T20:00", "2026-11-23T17:00"),
        (OPENING, "1wd", "2026-11-22T10:00", "2026-11-25T17:00"),
        (OPENING, "1wd", "2026-11-19T17:00", "2026-11-20T17:00"),
        (OPENING, "1wd", "2026-11-19T05:00", "2026-11-20T17:00"),
        (EARLY, "same-day", "2026-11-19T15:00", "2026-11-20T17:00"),
        (EARLY, "same-day", "2026-11-19T14:59", "2026-11-19T17:00"),
    ],
)
def test_open_items_are_settings(
    vietnam: WorkCalendar, policy: RuleSet, limit: str, received: str, expected: str
) -> None:
    assert iso_local(due_at(parse_limit(limit), parse_local(received), vietnam, policy))[:16] == expected


def test_the_other_policies_say_so(vietnam: WorkCalendar) -> None:
    assert told("3wd", "2026-11-19T09:10", vietnam, CLOCK)[-1] == (
        "clock_time",
        parse_local("2026-11-25T09:10"),
    )
    assert told("1wd", "2026-11-21T10:00", vietnam, OPENING)[1:3] == [
        ("day_off", "2026-11-21", "2026-11-21", "", "high"),
        ("as_received", parse_local("2026-11-23T08:00")),
    ]


def test_rule_sets_are_dated_and_found_by_name() -> None:
    assert rules_on("2025-06-30").rules_id == "ND61/2018"
    assert rules_on("2025-07-01").rules_id == "ND118/2025"
    assert rules_on("2001-01-01").rules_id == "ND61/2018"
    assert rule_set("ND118/2025") is rules_on("2026-01-01")
    with pytest.raises(Refused, match="unknown_rules"):
        rule_set("ND1/1900")


def test_an_office_may_change_what_nobody_has_confirmed() -> None:
    name = "ND118/2025;begun_day_counts=yes;day_end=clock_time;online_acceptance=4wh;same_day_cut_off=960"
    changed = rule_set(name)
    assert (changed.rules_id, changed.day_end, changed.same_day_cut_off) == (name, DayEnd.CLOCK_TIME, 960)
    assert (changed.begun_day_counts, changed.online_acceptance) == (True, parse_limit("4wh"))
    assert changed.effective == rule_set("ND118/2025").effective


@pytest.mark.parametrize(
    "changes",
    [
        "day_end=never",
        "rules_id=x",
        "cut_off_in_time=1",
        "same_day_cut_off=0900",
        "same_day_cut_off=2000",
        "day_end=closing;after_hours=next_opening",
        "day_end=closing;day_end=closing",
        "",
    ],
)
def test_changes_have_one_spelling(changes: str) -> None:
    with pytest.raises(Refused, match="unknown_rules"):
        rule_set(f"ND118/2025;{changes}")


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3wd", Limit(3, LimitUnit.WORKING_DAYS)),
        (" 15D ", Limit(15, LimitUnit.CALENDAR_DAYS)),
        ("8wh", Limit(8, LimitUnit.WORKING_HOURS)),
        ("2m", Limit(2, LimitUnit.MONTHS)),
        ("same-day", Limit(0, LimitUnit.SAME_DAY)),
        ("0.5wd", Limit(4, LimitUnit.WORKING_HOURS)),
        ("1,5wd", Limit(12, LimitUnit.WORKING_HOURS)),
    ],
)
def test_limits_are_read_and_written(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit
    assert parse_limit(limit_text(limit)) == limit


@pytest.mark.parametrize(
    "text", ["", "0wd", "-1wd", "3", "wd", "3w", "3651wd", "121m", "9999d", "1.5d", "٣wd", "1e3d", "3wd" * 99]
)
def test_nonsense_limits_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_limit(text)
    assert (refused.value.code, refused.value.field) == ("bad_limit", "limit")


@pytest.mark.parametrize(
    ("amount", "unit"), [(0, "wd"), (-3, "d"), (3651, "wh"), (121, "m"), (1, "same-day")]
)
def test_nonsense_limits_are_not_reckoned(
    vietnam: WorkCalendar, rules: RuleSet, amount: int, unit: str
) -> None:
    with pytest.raises(Refused, match="bad_limit"):
        due(Limit(amount, LimitUnit(unit)), parse_local("2026-11-19T09:00"), vietnam, rules)


def test_a_reception_outside_the_centuries_is_refused(vietnam: WorkCalendar, rules: RuleSet) -> None:
    for minute in (-(10**9), 10**12):
        with pytest.raises(Refused, match="bad_moment"):
            due(parse_limit("3wd"), minute, vietnam, rules)


def test_the_longest_limits_are_reckoned_and_fit_into_an_event(vietnam: WorkCalendar, rules: RuleSet) -> None:
    for limit in ("3650wd", "3650d", "3650wh", "120m"):
        answer: Due = due(parse_limit(limit), parse_local("2019-01-02T09:00"), vietnam, rules)
        assert len(codec.canonical(codec.plain(answer.reasons)).encode()) < 48 * 1024
    assert (
        iso_local(due_at(parse_limit("3650wd"), parse_local("2099-12-31T09:00"), vietnam, rules))[:4]
        == "2113"
    )


def test_a_calendar_too_poor_for_a_limit_refuses_it(rules: RuleSet) -> None:
    minute_a_day = WorkCalendar(1, (), (Hours("2000-01-01", ((480, 481),)),))
    with pytest.raises(Refused, match="beyond_calendar"):
        due(parse_limit("3650wh"), parse_local("2026-11-19T09:00"), minute_a_day, rules)


def test_an_empty_calendar_says_that_nothing_is_announced(rules: RuleSet) -> None:
    assert told("1wd", "2026-11-19T09:00", WorkCalendar(1, ()), rules)[-1][0] == "not_announced"


def test_a_later_holiday_moves_only_what_is_reckoned_anew(vietnam: WorkCalendar, rules: RuleSet) -> None:
    swapped = WorkCalendar(2, (CalendarDay("2026-01-02", "work", "Chưa hoán đổi", "high", ""),))
    limit, received = parse_limit("1wd"), parse_local("2025-12-31T09:00")
    assert iso_local(due_at(limit, received, swapped, rules))[:10] == "2026-01-01"
    assert iso_local(due_at(limit, received, vietnam, rules))[:10] == "2026-01-05"
