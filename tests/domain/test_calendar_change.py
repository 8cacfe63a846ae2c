"""The swap of 2026-01-02, announced on 2025-12-25, and other new versions over promises on paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.calendar import CalendarDay, WorkCalendar, parse_calendar_csv
from counter_app.domain.calendar_change import CHUNK, Affected, DayChange, Effect, affected, diff
from counter_app.domain.calendar_layers import off_now
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import due_at
from counter_app.domain.limits import parse_limit
from counter_app.domain.moments import day_of, iso_local, parse_local
from counter_app.domain.rules import RuleSet
from tests.domain.conftest import TABLE

SWAPPED = ("2026-01-02", "2026-01-10")
TEXT = TABLE.read_text("utf-8")
AFTER = parse_calendar_csv(TEXT)
BEFORE = parse_calendar_csv("".join(line for line in TEXT.splitlines(True) if line[:10] not in SWAPPED))
OLD, NEW = WorkCalendar(1, BEFORE), WorkCalendar(2, AFTER)


def promise(code: str, limit: str, received: str | int, rules: RuleSet) -> tuple[str, int, Limit, int]:
    """Return a promise reckoned by the calendar before the swap."""
    start = parse_local(received) if isinstance(received, str) else received
    length = parse_limit(limit)
    return code, due_at(length, start, OLD, rules), length, start


def test_the_days_that_changed() -> None:
    swap = diff(BEFORE, AFTER)
    assert [(one.date, one.before, one.after and one.after.kind) for one in swap] == [
        ("2026-01-02", None, "off"),
        ("2026-01-10", None, "work"),
    ]
    assert [(one.date, one.before, one.after) for one in diff(AFTER, BEFORE)] == [
        (one.date, one.after, one.before) for one in swap
    ]
    assert diff(AFTER, tuple(reversed(AFTER))) == ()


def test_another_name_or_source_is_a_change_too() -> None:
    day = CalendarDay("2027-02-04", "off", "29 Tết (dự kiến)", "low", "")
    told = CalendarDay("2027-02-04", "off", "29 Tết", "high", "TB 1/BNV")
    assert diff((day,), (told,)) == (DayChange("2027-02-04", day, told),)


@pytest.mark.parametrize(
    ("limit", "received", "due", "kind", "propose"),
    [
        ("2wd", "2025-12-30T09:00", "2026-01-02T17:00", Effect.PROMISE_ON_DAY_OFF, "2026-01-05T17:00"),
        ("3d", "2025-12-30T09:00", "2026-01-02T17:00", Effect.PROMISE_ON_DAY_OFF, "2026-01-05T17:00"),
        ("8wh", "2025-12-31T15:00", "2026-01-02T15:00", Effect.PROMISE_ON_DAY_OFF, "2026-01-05T17:00"),
        ("3wd", "2025-12-30T09:00", "2026-01-05T17:00", Effect.LAW_SAYS_LATER, "2026-01-06T17:00"),
        ("5wd", "2026-01-05T09:00", "2026-01-12T17:00", Effect.LAW_SAYS_EARLIER, "2026-01-10T17:00"),
        ("1wd", "2025-12-30T09:00", "2025-12-31T17:00", None, ""),
        ("10wd", "2025-12-30T09:00", "2026-01-14T17:00", None, ""),  # a day lost and a day won
    ],
)
def test_the_swap_of_2026(
    rules: RuleSet, limit: str, received: str, due: str, kind: Effect | None, propose: str
) -> None:
    made = promise("A", limit, received, rules)
    assert iso_local(made[1])[:16] == due
    expected = [Affected("A", made[1], kind, parse_local(propose))] if kind else []
    assert affected([made], OLD, NEW, rules) == expected


def test_a_promise_that_the_calendar_did_not_give_is_left_alone(rules: RuleSet) -> None:
    """One made otherwise (extended, or by a still older calendar) is listed for the change only."""
    code, due, limit, received = promise("A", "1wd", "2025-12-30T09:00", rules)
    assert affected([(code, due + 1440, limit, received)], OLD, NEW, rules) == []
    code, _, limit, received = promise("B", "3wd", "2025-12-30T09:00", rules)
    already = due_at(limit, received, NEW, rules)
    assert affected([(code, already, limit, received)], OLD, NEW, rules) == []


def test_what_cannot_be_reckoned_is_listed_and_stops_nothing(rules: RuleSet) -> None:
    good = promise("A", "2wd", "2025-12-30T09:00", rules)
    bad = [("B", good[1] + 1440, Limit(0, LimitUnit.MONTHS), good[3]), ("C", 10**12, good[2], -(10**12))]
    lost = ("D", good[1], Limit(0, LimitUnit.MONTHS), good[3])  # its day off is known all the same
    found = affected([good, *bad, lost], OLD, NEW, rules)
    assert [(one.code, one.kind.value) for one in found] == [
        ("A", "promise_on_day_off"),
        ("B", "not_reckoned"),
        ("C", "not_reckoned"),
        ("D", "promise_on_day_off"),
    ]
    assert [one.propose for one in found[1:3]] == [None, None]


STARTS = st.integers(parse_local("2025-12-15T08:00"), parse_local("2026-01-12T17:00"))
LIMITS = st.sampled_from(["1wd", "3wd", "15d", "8wh", "1m", "same-day"])


@settings(max_examples=50, deadline=None)
@given(drawn=st.lists(st.tuples(LIMITS, STARTS), min_size=1, max_size=8))
def test_many_are_judged_as_each_alone(rules: RuleSet, drawn: list[tuple[str, int]]) -> None:
    few = [promise(str(n), limit, at, rules) for n, (limit, at) in enumerate(drawn)]
    times = CHUNK // len(few) + 2  # more than a chunk
    found = affected(iter(few * times), OLD, NEW, rules)
    assert found == [one for row in few for one in affected([row], OLD, NEW, rules)] * times
    moved = list(off_now([(code, due) for code, due, _, _ in few * times], OLD, NEW))
    assert [(one.code, one.due, one.propose) for one in found if one.kind is Effect.PROMISE_ON_DAY_OFF] == [
        (one.key, one.promise, one.proposed) for one in moved
    ]
    assert all(NEW.is_working(day_of(one.propose)) for one in found if one.propose is not None)
