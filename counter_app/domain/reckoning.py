"""The one reckoning of a due minute (DOMAIN §2, items 1 to 8); `deadline` tells its grounds."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from counter_app.domain.calendar import DAY, OFFSET, WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.limits import MOST, check_limit
from counter_app.domain.moments import (
    END_MINUTE,
    FIRST_MINUTE,
    as_date,
    check_minute,
    clock_of,
    day_of,
    from_date,
    minute_at,
)
from counter_app.domain.rules import AfterHours, DayEnd, RuleSet

MINUTES_OF_HOUR = 60
MONTHS_OF_YEAR = 12

# Bound once: Python 3.11 takes as long to look a member up on its Enum as a bisect does.
_HOURS, _NEXT_OPENING, _CLOCK_TIME = LimitUnit.WORKING_HOURS, AfterHours.NEXT_OPENING, DayEnd.CLOCK_TIME
_Run = tuple[int, int, int, int]


class Reckoning(NamedTuple):
    """Where a limit runs: `at` is the due minute.

    Days, local: `after` is the day that is not counted, `nominal` the last day before it rolled to a
    working day, `day` the due day.
    """

    at: int
    after: int
    nominal: int
    day: int


def reckon(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    """Reckon a limit from the minute of reception; the answer holds a Reckoning's values.

    It is a bare tuple because lists of a hundred thousand are judged by this same code.
    Raises Refused: bad_limit, bad_moment, beyond_calendar.
    """
    unit, amount = limit.unit, limit.amount
    if not 0 < amount <= MOST[unit]:
        check_limit(limit)
    if not FIRST_MINUTE <= received < END_MINUTE:
        check_minute(received)
    return _UNITS[unit](amount, received, calendar, rules)


def reckon_rest(unit: LimitUnit, rest: int, since: int, calendar: WorkCalendar, rules: RuleSet) -> Reckoning:
    """Reckon what is left of a limit: `rest` in its unit, of hours the minutes. Raises as `reckon`."""
    run = _working_minutes if unit is _HOURS else _UNITS[unit]
    return Reckoning(*run(rest, since, calendar, rules))


def off_hours(received: int, calendar: WorkCalendar) -> bool:
    """Tell whether a reception falls after closing (at closing is still in time) or on a day off (item 8)."""
    day = day_of(received)
    return not calendar.is_working(day) or received > calendar.closing(day)


def day_end(day: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the minute at which a working day of a limit ends (item 4).

    A clock time out of hours moves to the next session.
    """
    if rules.day_end is _CLOCK_TIME and not off_hours(received, calendar):
        clock = clock_of(received)
        for start, end in calendar.sessions(day):
            if clock <= end:
                return minute_at(day, max(start, clock))
    return calendar.closing(day)


def _working_days(amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    after = (received + OFFSET) // DAY
    if rules.after_hours is _NEXT_OPENING and off_hours(received, calendar):
        after = calendar.on_or_after(after + 1)
        received = calendar.opening(after)
    day, at = calendar.ahead(after, amount)
    if rules.day_end is _CLOCK_TIME:
        at = day_end(day, received, calendar, rules)
    return at, after, day, day


def _working_hours(amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    return _working_minutes(amount * MINUTES_OF_HOUR, received, calendar, rules)


def _working_minutes(amount: int, received: int, calendar: WorkCalendar, _rules: RuleSet) -> _Run:
    at = calendar.when_worked(calendar.worked(received) + amount)
    day = (at + OFFSET) // DAY
    return at, day, day, day


def _same_day(_amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    today = day_of(received)
    clock = clock_of(received)
    cut_off = rules.same_day_cut_off
    late = clock > cut_off or (clock == cut_off and not rules.cut_off_in_time)
    day = calendar.on_or_after(today + 1) if late or off_hours(received, calendar) else today
    return calendar.closing(day), today, today, day


def _calendar_days(amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    """Roll a last day that is off to the next working day, where it ends at closing (Art. 148)."""
    after = (received + OFFSET) // DAY
    nominal = after + amount
    day, at = calendar.ahead(nominal - 1, 1)
    if rules.day_end is _CLOCK_TIME and day == nominal:
        at = day_end(day, received, calendar, rules)
    return at, after, nominal, day


def _months(amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> _Run:
    after = day_of(received)
    nominal = _months_later(after, amount)
    run = _calendar_days(nominal - after, received, calendar, rules)
    # A month limit cut to the month's end ends at closing under either convention (Art. 148).
    cut = as_date(nominal).day != as_date(after).day
    return (calendar.closing(run[-1]), *run[1:]) if cut else run


def _months_later(day: int, months: int) -> int:
    start = as_date(day)
    years, month = divmod(start.month - 1 + months, MONTHS_OF_YEAR)
    year, month = start.year + years, month + 1
    return from_date(date(year, month, min(start.day, monthrange(year, month)[1])))


_UNITS: dict[LimitUnit, Callable[[int, int, WorkCalendar, RuleSet], _Run]] = {
    LimitUnit.WORKING_DAYS: _working_days,
    LimitUnit.WORKING_HOURS: _working_hours,
    LimitUnit.SAME_DAY: _same_day,
    LimitUnit.CALENDAR_DAYS: _calendar_days,
    LimitUnit.MONTHS: _months,
}
