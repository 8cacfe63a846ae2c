"""The one reckoning of a due minute (DOMAIN §2, items 1 to 8); `deadline` tells its grounds."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.limits import check_limit
from counter_app.domain.moments import as_date, check_minute, clock_of, day_of, from_date, minute_at
from counter_app.domain.rules import AfterHours, DayEnd, RuleSet

MINUTES_OF_HOUR = 60
MONTHS_OF_YEAR = 12


class Reckoning(NamedTuple):
    """Where a limit runs: minutes `at` (due) and `start` (hour limits: first running minute).

    Days, local: `after` is the day that is not counted, `nominal` the last day before it rolled to a
    working day, `day` the due day.
    """

    at: int
    start: int
    after: int
    nominal: int
    day: int


def reckon(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> Reckoning:
    """Reckon a limit from the minute of reception.

    Raises Refused: bad_limit, bad_moment, beyond_calendar.
    """
    check_limit(limit)
    check_minute(received)
    unit = limit.unit
    if unit is LimitUnit.WORKING_DAYS:
        return _working_days(limit.amount, received, calendar, rules)
    if unit is LimitUnit.WORKING_HOURS:
        return _working_hours(limit.amount, received, calendar)
    if unit is LimitUnit.SAME_DAY:
        return _same_day(received, calendar, rules)
    day = day_of(received)
    nominal = day + limit.amount
    if unit is LimitUnit.MONTHS:
        nominal = _months_later(day, limit.amount)
    return _rolling(nominal, received, calendar, rules, unit is LimitUnit.MONTHS)


def off_hours(received: int, calendar: WorkCalendar) -> bool:
    """Tell whether a reception falls after closing (at closing is still in time) or on a day off (item 8)."""
    day = day_of(received)
    return not calendar.is_working(day) or received > calendar.closing(day)


def _working_days(amount: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> Reckoning:
    after = day_of(received)
    if rules.after_hours is AfterHours.NEXT_OPENING and off_hours(received, calendar):
        after = calendar.on_or_after(after + 1)
        received = calendar.opening(after)
    day = calendar.numbered(calendar.number(after) + amount)
    return Reckoning(_end(day, received, calendar, rules), received, after, day, day)


def _working_hours(amount: int, received: int, calendar: WorkCalendar) -> Reckoning:
    run = calendar.worked(received)
    at = calendar.when_worked(run + amount * MINUTES_OF_HOUR)
    start = calendar.when_worked(run + 1) - 1
    day = day_of(at)
    return Reckoning(at, start, day_of(received), day, day)


def _same_day(received: int, calendar: WorkCalendar, rules: RuleSet) -> Reckoning:
    today = day_of(received)
    clock = clock_of(received)
    cut_off = rules.same_day_cut_off
    late = clock > cut_off or (clock == cut_off and not rules.cut_off_in_time)
    day = calendar.on_or_after(today + 1) if late or off_hours(received, calendar) else today
    return Reckoning(calendar.closing(day), received, today, today, day)


def _rolling(nominal: int, received: int, calendar: WorkCalendar, rules: RuleSet, months: bool) -> Reckoning:
    after = day_of(received)
    day = calendar.on_or_after(nominal)
    at = calendar.closing(day)
    # A day that rolled or was cut to the month's end ends at closing under either convention (Art. 148).
    cut = months and as_date(nominal).day != as_date(after).day
    if day == nominal and not cut:
        at = _end(day, received, calendar, rules)
    return Reckoning(at, received, after, nominal, day)


def _months_later(day: int, months: int) -> int:
    start = as_date(day)
    years, month = divmod(start.month - 1 + months, MONTHS_OF_YEAR)
    year, month = start.year + years, month + 1
    return from_date(date(year, month, min(start.day, monthrange(year, month)[1])))


def _end(day: int, received: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the due minute of a last day (item 4); a clock time out of hours moves to the next session."""
    if rules.day_end is DayEnd.CLOCK_TIME and not off_hours(received, calendar):
        clock = clock_of(received)
        for start, end in calendar.sessions(day):
            if clock <= end:
                return minute_at(day, max(start, clock))
    return calendar.closing(day)
