"""What holds for every wait: equal to a walker, monotone, never in the wait, never on a day off."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.calendar import DAY, WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import AfterWait, Wait, due, due_at, due_many, resumed, resumed_at
from counter_app.domain.moments import as_date, clock_of, day_of, minute_at, parse_day
from counter_app.domain.rules import RULE_SETS, DayEnd, RuleSet
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
    counted: list[Wait] = []
    for each in sorted(pauses, key=lambda wait: (wait.began, wait.ended)):
        within_a_day = day_of(each.began) == day_of(each.ended)
        if not within_a_day or each.ended > _walked_days(walker, limit, start, counted):
            counted.append(each)
    return _walked_days(walker, limit, start, counted)


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
    told = ("restarted", "paused", "paused_too_late", "paused_within_day")
    assert len([r for r in answer.reasons if r.code in told]) == len(waits)
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
