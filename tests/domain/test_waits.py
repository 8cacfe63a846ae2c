"""Limits that wait (DOMAIN §2, items 11 and 12): examples, and what holds for every wait."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain import codec
from counter_app.domain.calendar import DAY, WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import AfterWait, Wait, WaitFor, due, due_at, due_many, resumed, resumed_at
from counter_app.domain.limits import parse_limit
from counter_app.domain.moments import as_date, clock_of, day_of, iso_local, minute_at, parse_day, parse_local
from counter_app.domain.rules import RULE_SETS, DayEnd, RuleSet
from counter_app.errors import Refused
from counter_app.texts.reasons import reasons
from tests.domain.test_deadline_laws import (
    SESSIONS,
    Changes,
    Walker,
    calendar_of,
    day_kinds,
    fixtures,
    hours,
    limits,
    moments,
    near,
    order,
    policies,
)

RESTART, PAUSE = AfterWait.RESTART, AfterWait.PAUSE


def wait(began: str, ended: str, after: AfterWait = PAUSE, cause: WaitFor = WaitFor.SUPPLEMENT) -> Wait:
    return Wait(parse_local(f"2026-11-{began}"), parse_local(f"2026-11-{ended}"), after, cause)


EXAMPLES = [
    # DOMAIN §2's table
    ("5wd", "02T09:00", [wait("04T10:00", "17T09:00", RESTART)], "2026-11-25T17:00"),
    # a pause: day 1 (3/11) had ended, 4/11 and 17/11 are not counted
    ("5wd", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-11-23T17:00"),
    ("5wd", "02T09:00", [wait("04T17:00", "17T09:00")], "2026-11-20T17:00"),
    ("5wd", "02T09:00", [wait("02T10:00", "02T11:00")], "2026-11-09T17:00"),
    ("5wd", "02T09:00", [wait("04T10:00", "04T10:05")], "2026-11-10T17:00"),
    ("5wd", "02T09:00", [wait("09T17:00", "17T09:00")], "2026-11-09T17:00"),
    ("5wd", "02T09:00", [wait("09T16:59", "17T09:00")], "2026-11-18T17:00"),
    # days: 3/11 had ended, 14 are left from 17/11; a last day that is off counted, one day is left
    ("15d", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-12-01T17:00"),
    ("5d", "02T09:00", [wait("08T10:00", "12T09:00")], "2026-11-13T17:00"),
    ("6d", "02T09:00", [wait("09T10:00", "12T09:00")], "2026-11-13T17:00"),
    ("1m", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-12-16T17:00"),
    # hours go on where they stopped; two pauses; two that overlap count once
    ("8wh", "02T09:00", [wait("02T10:00", "17T09:00")], "2026-11-17T17:00"),
    ("8wh", "02T09:00", [wait("02T10:00", "03T08:00"), wait("03T09:00", "03T10:30")], "2026-11-04T08:30"),
    ("8wh", "02T09:00", [wait("02T10:00", "03T10:00"), wait("02T11:00", "03T09:00")], "2026-11-04T09:00"),
    ("same-day", "02T09:00", [wait("02T10:00", "03T10:00")], "2026-11-03T17:00"),
    ("same-day", "02T09:00", [wait("02T10:00", "03T15:01")], "2026-11-04T17:00"),
    # fees first, then a restart: what was before is forgotten
    (
        "2wd",
        "02T09:00",
        [wait("03T08:00", "04T08:00"), wait("05T08:00", "06T08:00", RESTART)],
        "2026-11-10T17:00",
    ),
    # a restart inside a longer wait begins with the end of both
    (
        "2wd",
        "02T09:00",
        [wait("03T08:00", "10T08:00"), wait("04T08:00", "06T08:00", RESTART)],
        "2026-11-12T17:00",
    ),
]


@pytest.mark.parametrize(("limit", "received", "waits", "expected"), EXAMPLES)
def test_examples(
    vietnam: WorkCalendar, rules: RuleSet, limit: str, received: str, waits: list[Wait], expected: str
) -> None:
    case = (parse_limit(limit), parse_local(f"2026-11-{received}"), waits, vietnam, rules)
    assert iso_local(resumed_at(*case))[:16] == expected
    assert resumed(*case).at == resumed_at(*case)


def test_the_day_on_which_a_pause_begins_is_a_setting(vietnam: WorkCalendar, rules: RuleSet) -> None:
    counts = dataclasses.replace(rules, begun_day_counts=True)
    limit, received = parse_limit("5wd"), parse_local("2026-11-02T09:00")
    for ended, expected in (("17T09:00", "2026-11-20"), ("04T10:05", "2026-11-09")):
        at = resumed_at(limit, received, [wait("04T10:00", ended)], vietnam, counts)
        assert iso_local(at)[:10] == expected


@pytest.mark.parametrize(
    ("limit", "waits", "said"),
    [
        (
            "2wd",
            [wait("04T10:00", "17T09:00", RESTART)],
            "nhận 09:00 thứ Hai 2/11; chờ bổ sung từ 10:00 thứ Tư 4/11 đến 09:00 thứ Ba 17/11; "
            "tính lại từ đầu; ngày 1 thứ Tư 18/11; ngày 2 thứ Năm 19/11",
        ),
        (
            "3wd",
            [wait("04T10:00", "17T09:00", PAUSE, WaitFor.PAYMENT)],
            "nhận 09:00 thứ Hai 2/11; chờ nộp tiền từ 10:00 thứ Tư 4/11 đến 09:00 thứ Ba 17/11; "
            "tạm dừng 71 giờ làm việc; đã tính 1 ngày, còn 2 ngày; "
            "ngày 2 thứ Tư 18/11; ngày 3 thứ Năm 19/11",
        ),
        (
            "8wh",
            [wait("02T10:00", "17T09:00"), wait("18T08:00", "18T09:00")],
            "nhận 09:00 thứ Hai 2/11; chờ bổ sung từ 10:00 thứ Hai 2/11 đến 09:00 thứ Ba 17/11; "
            "tạm dừng 87 giờ làm việc; đã tính 1 giờ, còn 7 giờ; "
            "chờ bổ sung từ 08:00 thứ Tư 18/11 đến 09:00 thứ Tư 18/11; "
            "đã hết hạn từ trước nên không kéo dài; 7 giờ thứ Ba 17/11",
        ),
    ],
)
def test_each_wait_is_told(
    vietnam: WorkCalendar, rules: RuleSet, limit: str, waits: list[Wait], said: str
) -> None:
    answer = resumed(parse_limit(limit), parse_local("2026-11-02T09:00"), waits, vietnam, rules)
    assert reasons(answer.reasons) == said
    assert codec.canonical(codec.plain(answer.reasons))


@pytest.mark.parametrize(
    "waits",
    [
        [wait("02T08:59", "02T10:00")],
        [wait("04T08:59", "04T08:00")],
        [wait("04T08:00", "04T09:00")] * 51,
    ],
)
def test_waits_that_cannot_be_are_refused(vietnam: WorkCalendar, rules: RuleSet, waits: list[Wait]) -> None:
    with pytest.raises(Refused) as refused:
        resumed(parse_limit("5wd"), parse_local("2026-11-02T09:00"), waits, vietnam, rules)
    assert (refused.value.code, refused.value.field) == ("bad_wait", "waits")


def test_the_windows_of_the_law_are_limits_in_the_rules(vietnam: WorkCalendar, rules: RuleSet) -> None:
    friday = parse_local("2026-11-20T15:30")
    assert iso_local(due_at(rules.supplement_window, friday, vietnam, rules))[:16] == "2026-11-26T17:00"
    assert iso_local(due_at(rules.online_acceptance, friday, vietnam, rules))[:16] == "2026-11-23T15:30"
    saturday = parse_local("2026-11-21T20:00")
    assert iso_local(due_at(rules.online_acceptance, saturday, vietnam, rules))[:16] == "2026-11-23T17:00"


PLAIN = RULE_SETS[0]
spans = st.lists(st.tuples(st.integers(0, 20 * DAY), st.integers(0, 12 * DAY)), max_size=3)
kinds_of_wait = st.lists(st.sampled_from(AfterWait), min_size=3, max_size=3)


def waits_of(received: int, spans: Sequence[tuple[int, int]], after: Sequence[AfterWait]) -> list[Wait]:
    return [
        Wait(received + start, received + start + length, how)
        for (start, length), how in zip(spans, after, strict=False)
    ]


def walked(walker: Walker, limit: Limit, received: int, waits: list[Wait]) -> int:
    """Cross days and minutes off one at a time; nothing before the last restart counts."""
    start = max([received, *(each.ended for each in waits if each.after is RESTART)])
    pauses = [each for each in waits if each.after is PAUSE]
    if limit.unit is LimitUnit.WORKING_HOURS:
        return _walked_minutes(walker, limit.amount * 60, start, pauses)
    return _walked_days(walker, limit, start, pauses)


def _walked_minutes(walker: Walker, left: int, now: int, pauses: list[Wait]) -> int:
    while left:
        waiting = any(each.began <= now < each.ended for each in pauses)
        left -= not waiting and walker.open_at(as_date(day_of(now)), clock_of(now))
        now += 1
    return now


def _walked_days(walker: Walker, limit: Limit, start: int, pauses: list[Wait]) -> int:
    def end(day: date) -> int:
        clock = walker.sessions(day)[-1][1] if walker.works(day) else DAY
        return minute_at(parse_day(day.isoformat()), clock)

    def waited(day: date) -> bool:
        return any(
            each.began < end(day) and as_date(day_of(each.began)) <= day <= as_date(day_of(each.ended))
            for each in pauses
        )

    day, left = as_date(day_of(start)), limit.amount
    while left:
        day += timedelta(1)
        counts = limit.unit is LimitUnit.CALENDAR_DAYS or walker.works(day)
        left -= counts and not waited(day)
    while True:  # a last day that is off rolls; a wait that begins meanwhile leaves one day after it
        last = day if walker.works(day) else walker.next_working(day)
        later = [
            each.ended for each in pauses if each.began < end(last) and as_date(day_of(each.ended)) >= day
        ]
        if not later:
            return end(last)
        day = as_date(day_of(later[0])) + timedelta(1)
        while waited(day):
            day += timedelta(1)


@settings(deadline=None, max_examples=200)
@given(day_kinds, hours, near, limits, spans, kinds_of_wait)
def test_equals_the_walker(
    kinds: dict[int, str],
    changes: Changes,
    received: int,
    limit: Limit,
    gaps: list[tuple[int, int]],
    after: list[AfterWait],
) -> None:
    if limit.unit in (LimitUnit.MONTHS, LimitUnit.SAME_DAY):
        limit = Limit(limit.amount + 1, LimitUnit.CALENDAR_DAYS)
    if limit.unit is LimitUnit.WORKING_HOURS:
        limit = Limit(limit.amount % 24 + 1, limit.unit)
    unique = list({n: (n, sessions) for n, sessions in changes}.values())
    waits = waits_of(received, gaps, after)
    expected = walked(Walker(kinds, unique, PLAIN), limit, received, waits)
    assert resumed_at(limit, received, waits, calendar_of(kinds, unique), PLAIN) == expected


@fixtures
@given(moments, limits, spans, kinds_of_wait, policies, st.booleans())
def test_due_in_hours_after_the_wait_and_told(
    vietnam: WorkCalendar,
    received: int,
    limit: Limit,
    gaps: list[tuple[int, int]],
    after: list[AfterWait],
    rules: RuleSet,
    begun: bool,
) -> None:
    rules = dataclasses.replace(rules, begun_day_counts=begun)
    waits = waits_of(received, gaps, after)
    answer = resumed(limit, received, waits, vietnam, rules)
    day, clock = day_of(answer.at), clock_of(answer.at)
    assert vietnam.is_working(day)
    assert any(start <= clock <= end for start, end in vietnam.sessions(day))
    without = due_at(limit, received, vietnam, rules)
    assert order(answer.at, limit, rules) >= order(without, limit, rules)  # no wait makes it earlier
    for each in waits:
        assert answer.at >= each.ended or answer.at <= each.began
    assert len([r for r in answer.reasons if r.code in ("restarted", "paused", "paused_too_late")]) == len(
        waits
    )
    if not waits:
        assert answer == due(limit, received, vietnam, rules)


@fixtures
@given(moments, st.integers(0, 3 * DAY), limits, spans, kinds_of_wait, policies)
def test_monotone_in_reception_limit_and_the_end_of_a_wait(
    vietnam: WorkCalendar,
    received: int,
    later: int,
    limit: Limit,
    gaps: list[tuple[int, int]],
    after: list[AfterWait],
    rules: RuleSet,
) -> None:
    waits = waits_of(received + later, gaps, after)
    first = order(resumed_at(limit, received, waits, vietnam, rules), limit, rules)
    assert first <= order(resumed_at(limit, received + later, waits, vietnam, rules), limit, rules)
    longer = [dataclasses.replace(each, ended=each.ended + later) for each in waits]
    if not any(each.after is RESTART for each in waits):
        assert first <= order(resumed_at(limit, received, longer, vietnam, rules), limit, rules)
    if limit.unit is not LimitUnit.SAME_DAY:
        more = Limit(limit.amount + 1, limit.unit)
        assert first <= order(resumed_at(more, received, waits, vietnam, rules), limit, rules)


@settings(deadline=None, max_examples=100)
@given(day_kinds, st.integers(0, 59), near, limits, spans, kinds_of_wait, st.booleans())
def test_one_more_day_off_is_never_earlier(
    kinds: dict[int, str],
    extra: int,
    received: int,
    limit: Limit,
    gaps: list[tuple[int, int]],
    after: list[AfterWait],
    begun: bool,
) -> None:
    rules = dataclasses.replace(PLAIN, begun_day_counts=begun, day_end=DayEnd.CLOSING)
    changes, waits = [(0, SESSIONS[0])], waits_of(received, gaps, after)
    before = resumed_at(limit, received, waits, calendar_of(kinds, changes), rules)
    assert before <= resumed_at(limit, received, waits, calendar_of(kinds | {extra: "off"}, changes), rules)


@fixtures
@given(moments, st.integers(1, 60), st.integers(0, 9 * DAY), st.integers(0, 9 * DAY))
def test_paused_hours_add_up(
    vietnam: WorkCalendar, rules: RuleSet, received: int, amount: int, start: int, length: int
) -> None:
    """What ran before the pause and what runs after it are the limit's hours, to the minute."""
    began, ended = received + start, received + start + length
    at = resumed_at(
        Limit(amount, LimitUnit.WORKING_HOURS), received, [Wait(began, ended, PAUSE)], vietnam, rules
    )
    worked = vietnam.worked
    ran = worked(at) - worked(received) - (worked(ended) - worked(began) if began < at else 0)
    assert ran == 60 * amount


@fixtures
@given(st.lists(st.tuples(limits, moments), max_size=20), policies)
def test_many_are_reckoned_as_one(
    vietnam: WorkCalendar, rows: list[tuple[Limit, int]], rules: RuleSet
) -> None:
    assert due_many(rows, vietnam, rules) == [due_at(limit, at, vietnam, rules) for limit, at in rows]
