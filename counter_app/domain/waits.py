"""What waiting does to a limit (DOMAIN §2, items 11 and 12): restart from zero, or a pause.

How a pause counts, by default:
- working hours: the minutes worked before the wait stay used, the others run on from its end;
- working days, and days: a day counts when it had ended before the wait began (a working day at its
  closing, or the clock time of reception under that policy; a day off at midnight); the day on which
  the wait ends is not counted, as that of a reception; at least one day is left;
- months: as the days up to their last day; same-day: the end of the wait is treated as a reception.
A pause that begins when the limit has run out changes nothing; nor does one, of a limit in days or months,
that begins and ends on one local day, before the limit ends: else a minute of waiting would buy a day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import AfterWait, Limit, LimitUnit
from counter_app.domain.moments import check_minute, day_of
from counter_app.domain.reckoning import (
    MINUTES_OF_HOUR,
    Reckoning,
    day_end,
    reckon,
    reckon_rest,
)
from counter_app.domain.rules import RuleSet
from counter_app.errors import Refused

MAX_WAITS = 50


class WaitFor(StrEnum):
    """What the office waits for: Form 02's papers, or fees and taxes (item 12)."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait that is over: `began` and `ended` in whole minutes UTC."""

    began: int
    ended: int
    after: AfterWait = AfterWait.RESTART
    cause: WaitFor = WaitFor.SUPPLEMENT


@dataclass(frozen=True, slots=True)
class Leg:
    """A limit on its way: `left` of `unit` (working hours in minutes) runs from `since`, after `used`.

    `wait` is the wait before it, None at reception; a leg with `unchanged` is the one before, told again
    because its limit had run out when that wait began, or because that wait took no whole day.
    """

    unit: LimitUnit
    used: int
    left: int
    since: int
    run: Reckoning
    wait: Wait | None = None
    unchanged: bool = False


def legs(
    limit: Limit, received: int, waits: Sequence[Wait], calendar: WorkCalendar, rules: RuleSet
) -> Iterator[Leg]:
    """Yield the leg from reception, then one after each wait, in their order; the last tells when it is due.

    Waits that overlap count once. Raises Refused: bad_wait (one that ends before it begins, begins before
    the reception, or one of too many), and as `reckon`.
    """
    leg = _whole(limit, received, calendar, rules)
    yield leg
    since = received
    for wait in _checked(waits, received):
        since = max(wait.ended, since)  # also past a wait that changed nothing: it may outlast this one
        if wait.after is AfterWait.RESTART:
            leg = _whole(limit, since, calendar, rules, wait)
        elif leg.run.at <= wait.began or _within_a_day(leg, wait):
            leg = Leg(leg.unit, leg.used, leg.left, leg.since, leg.run, wait, unchanged=True)
        else:
            used = _used(leg, max(wait.began, leg.since), calendar, rules)
            run = reckon_rest(leg.unit, leg.left - used, since, calendar, rules)
            leg = Leg(leg.unit, leg.used + used, leg.left - used, since, run, wait)
        yield leg


def _whole(limit: Limit, since: int, calendar: WorkCalendar, rules: RuleSet, wait: Wait | None = None) -> Leg:
    run = Reckoning(*reckon(limit, since, calendar, rules))
    if limit.unit is LimitUnit.MONTHS:
        return Leg(LimitUnit.CALENDAR_DAYS, 0, run.nominal - run.after, since, run, wait)
    hours = limit.unit is LimitUnit.WORKING_HOURS
    return Leg(limit.unit, 0, limit.amount * MINUTES_OF_HOUR if hours else limit.amount, since, run, wait)


def _within_a_day(leg: Leg, wait: Wait) -> bool:
    """Tell whether a pause is too short for a limit counted in days; one that outlasts the limit never is."""
    days = leg.unit is not LimitUnit.WORKING_HOURS
    return days and day_of(wait.began) == day_of(wait.ended) and wait.ended <= leg.run.at


def _used(leg: Leg, began: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return how much of a leg that has not run out had been used when a wait began."""
    if leg.unit is LimitUnit.SAME_DAY:
        return 0
    if leg.unit is LimitUnit.WORKING_HOURS:
        return calendar.worked(began) - calendar.worked(leg.since)
    day = day_of(began)
    working = calendar.is_working(day)
    if leg.unit is LimitUnit.WORKING_DAYS:
        used = calendar.number(day) - calendar.number(leg.run.after)
        running = working and day_end(day, leg.since, calendar, rules) > began
    else:
        used = day - leg.run.after
        running = not working or day_end(day, leg.since, calendar, rules) > began
    if running and not rules.begun_day_counts:
        used -= 1
    return min(max(used, 0), leg.left - 1)


def _checked(waits: Sequence[Wait], received: int) -> list[Wait]:
    for wait in waits[: MAX_WAITS + 1]:
        check_minute(wait.ended, "waits")
        if not received <= wait.began <= wait.ended:
            raise Refused("bad_wait", "waits")
    if len(waits) > MAX_WAITS:
        raise Refused("bad_wait", "waits")
    return sorted(waits, key=lambda wait: (wait.began, wait.ended))
