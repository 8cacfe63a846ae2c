"""The law's clock by its laws: what holds for every limit, reception, calendar and policy."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import due, due_at
from counter_app.domain.moments import as_date, clock_of, day_iso, day_of, minute_at, parse_day, parse_local
from counter_app.domain.rules import AfterHours, DayEnd, RuleSet

fixtures = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
RULES = [
    RuleSet("test", "2000-01-01", cut_off_in_time=in_time, day_end=end, after_hours=after)
    for in_time, end, after in itertools.product((True, False), DayEnd, AfterHours)
]
FIRST, LAST = parse_local("2019-01-01T00:00"), parse_local("2029-01-01T00:00")
SESSIONS = (
    ((480, 720), (780, 1020)),
    ((420, 690), (810, 1020)),
    ((450, 690),),
    ((0, 1439),),
    ((480, 600), (600, 660), (900, 1000)),
)
WINDOW = parse_day("2026-11-01")  # random calendars differ from Monday-to-Friday in its 60 days

moments = st.integers(FIRST, LAST)
limits = st.one_of(
    st.builds(Limit, st.integers(1, 90), st.sampled_from([LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS])),
    st.builds(Limit, st.integers(1, 200), st.just(LimitUnit.WORKING_HOURS)),
    st.builds(Limit, st.integers(1, 24), st.just(LimitUnit.MONTHS)),
    st.just(Limit(0, LimitUnit.SAME_DAY)),
)
policies = st.sampled_from(RULES)
day_kinds = st.dictionaries(st.integers(0, 59), st.sampled_from(["off", "work"]), max_size=25)
hours = st.lists(st.tuples(st.integers(0, 59), st.sampled_from(SESSIONS)), min_size=1, max_size=3)
near = st.integers(minute_at(WINDOW, 0), minute_at(WINDOW + 40, 0))

Changes = Sequence[tuple[int, tuple[tuple[int, int], ...]]]


def calendar_of(kinds: dict[int, str], changes: Changes) -> WorkCalendar:
    days = tuple(CalendarDay(day_iso(WINDOW + n), kind, f"{n}", "high", "") for n, kind in kinds.items())
    return WorkCalendar(1, days, tuple(Hours(day_iso(WINDOW + n), sessions) for n, sessions in changes))


class Walker:
    """The same rules by walking days and minutes one at a time, as a person with a paper calendar would."""

    def __init__(self, kinds: dict[int, str], changes: Changes, rules: RuleSet) -> None:
        self.kinds = {as_date(WINDOW + n): kind for n, kind in kinds.items()}
        self.changes = sorted({as_date(WINDOW + n): sessions for n, sessions in changes}.items())
        self.rules = rules

    def works(self, day: date) -> bool:
        return self.kinds.get(day, "work" if day.isoweekday() <= 5 else "off") == "work"

    def sessions(self, day: date) -> tuple[tuple[int, int], ...]:
        current = self.changes[0][1]
        for start, sessions in self.changes:
            if start <= day:
                current = sessions
        return current

    def next_working(self, day: date) -> date:
        day += timedelta(1)
        while not self.works(day):
            day += timedelta(1)
        return day

    def open_at(self, day: date, clock: int) -> bool:
        return self.works(day) and any(start <= clock < end for start, end in self.sessions(day))

    def due(self, limit: Limit, day: date, clock: int) -> tuple[date, int]:
        if limit.unit is LimitUnit.WORKING_HOURS:
            return self.hours(limit.amount * 60, day, clock)
        late = not self.works(day) or clock > self.sessions(day)[-1][1]
        if limit.unit is LimitUnit.SAME_DAY:
            cut = clock > 900 or (clock == 900 and not self.rules.cut_off_in_time)
            last = self.next_working(day) if late or cut else day
            return last, self.sessions(last)[-1][1]
        at_clock = self.rules.day_end == "clock_time" and not late
        if limit.unit is LimitUnit.WORKING_DAYS:
            last = day
            if late and self.rules.after_hours == "next_opening":
                last = self.next_working(day)
                clock, at_clock = self.sessions(last)[0][0], self.rules.day_end == "clock_time"
            for _ in range(limit.amount):
                last = self.next_working(last)
        else:
            last = day + timedelta(limit.amount)
            if not self.works(last):
                last, at_clock = self.next_working(last), False
        return last, self.clamp(last, clock) if at_clock else self.sessions(last)[-1][1]

    def clamp(self, day: date, clock: int) -> int:
        inside = [max(start, clock) for start, end in self.sessions(day) if clock <= end]
        return inside[0] if inside else self.sessions(day)[-1][1]

    def hours(self, left: int, day: date, clock: int) -> tuple[date, int]:
        while left:
            left -= self.open_at(day, clock)
            clock += 1
            if clock == 1440 and left:
                day, clock = day + timedelta(1), 0
        return day, clock


@settings(deadline=None, max_examples=150)
@given(day_kinds, hours, near, limits, policies)
def test_equals_the_walker(
    kinds: dict[int, str],
    changes: Changes,
    received: int,
    limit: Limit,
    rules: RuleSet,
) -> None:
    assume(limit.unit is not LimitUnit.MONTHS)
    if limit.unit is LimitUnit.WORKING_HOURS:
        limit = Limit(limit.amount % 24 + 1, limit.unit)
    walker = Walker(kinds, list({n: (n, sessions) for n, sessions in changes}.values()), rules)
    day, clock = walker.due(limit, as_date(day_of(received)), clock_of(received))
    unique = list({n: (n, sessions) for n, sessions in changes}.values())
    expected = minute_at(parse_day(day.isoformat()), clock)
    assert due_at(limit, received, calendar_of(kinds, unique), rules) == expected


def order(at: int, limit: Limit, rules: RuleSet) -> int:
    """Return what grows with limit and reception: the minute; the day where a rolled day ends at closing
    (Art. 148) while its neighbour ends at the clock time of reception."""
    rolls = limit.unit in (LimitUnit.CALENDAR_DAYS, LimitUnit.MONTHS)
    return day_of(at) if rolls and rules.day_end is DayEnd.CLOCK_TIME else at


@fixtures
@given(moments, st.integers(0, 20_000), limits, policies)
def test_later_receptions_are_never_due_earlier(
    vietnam: WorkCalendar, received: int, later: int, limit: Limit, rules: RuleSet
) -> None:
    for step in {1, 60, later}:
        first = due_at(limit, received, vietnam, rules)
        then = due_at(limit, received + step, vietnam, rules)
        assert order(first, limit, rules) <= order(then, limit, rules)


@fixtures
@given(moments, limits, policies)
def test_longer_limits_are_never_due_earlier(
    vietnam: WorkCalendar, received: int, limit: Limit, rules: RuleSet
) -> None:
    assume(limit.unit is not LimitUnit.SAME_DAY)
    longer = Limit(limit.amount + 1, limit.unit)
    first, then = (due_at(each, received, vietnam, rules) for each in (limit, longer))
    assert order(first, limit, rules) <= order(then, limit, rules)


@fixtures
@given(moments, limits, policies)
def test_never_due_on_a_day_off_or_out_of_hours_or_before_reception(
    vietnam: WorkCalendar, received: int, limit: Limit, rules: RuleSet
) -> None:
    at = due_at(limit, received, vietnam, rules)
    day, clock = day_of(at), clock_of(at)
    assert vietnam.is_working(day)
    assert any(start <= clock <= end for start, end in vietnam.sessions(day))
    assert at >= received


@fixtures
@given(moments, st.integers(1, 99), st.integers(1, 99), policies)
def test_hours_add_up(vietnam: WorkCalendar, received: int, one: int, other: int, rules: RuleSet) -> None:
    unit = LimitUnit.WORKING_HOURS
    between = due_at(Limit(one, unit), received, vietnam, rules)
    whole = due_at(Limit(one + other, unit), received, vietnam, rules)
    assert due_at(Limit(other, unit), between, vietnam, rules) == whole


@settings(deadline=None, max_examples=100)
@given(day_kinds, st.integers(0, 59), near, limits, policies)
def test_one_more_day_off_is_never_earlier(
    kinds: dict[int, str], extra: int, received: int, limit: Limit, rules: RuleSet
) -> None:
    changes = [(0, SESSIONS[0])]
    before = due_at(limit, received, calendar_of(kinds, changes), rules)
    assert before <= due_at(limit, received, calendar_of(kinds | {extra: "off"}, changes), rules)


@fixtures
@given(moments, limits, policies)
def test_reasons_agree_with_the_due_date(
    vietnam: WorkCalendar, received: int, limit: Limit, rules: RuleSet
) -> None:
    answer = due(limit, received, vietnam, rules)
    assert answer.at == due_at(limit, received, vietnam, rules)
    by_code: dict[str, list[dict[str, str | int]]] = {}
    for reason in answer.reasons:
        by_code.setdefault(reason.code, []).append(reason.values)
    last = day_iso(day_of(answer.at))
    if limit.unit is LimitUnit.WORKING_DAYS:
        counted = by_code["counted"]
        numbers = [n for step in counted for n in range(int(step["first"]), int(step["last"]) + 1)]
        assert numbers == list(range(1, limit.amount + 1))
        assert counted[-1]["to"] == last
    elif limit.unit is LimitUnit.WORKING_HOURS:
        assert sum(int(step["minutes"]) for step in by_code["worked"]) == 60 * limit.amount
        assert by_code["worked"][-1]["to"] == last
    else:
        days = [str(value) for steps in by_code.values() for step in steps for value in step.values()]
        assert last in days
    assert ("not_announced" in by_code) == (day_of(answer.at) > vietnam.announced_until)


@fixtures
@given(moments, st.integers(1, 60), policies)
def test_every_holiday_in_between_is_named(
    vietnam: WorkCalendar, received: int, amount: int, rules: RuleSet
) -> None:
    answer = due(Limit(amount, LimitUnit.WORKING_DAYS), received, vietnam, rules)
    named = [step.values for step in answer.reasons if step.code == "day_off" and step.values["name"]]
    for day in vietnam.exceptions(day_of(received), day_of(answer.at)):
        entry = vietnam.exception(day)
        if entry and entry.kind == "off":
            spans = [(str(v["from"]), str(v["to"])) for v in named if v["name"] == entry.name]
            assert any(first <= entry.date <= last for first, last in spans)
