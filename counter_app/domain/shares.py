"""Joint procedures (liên thông): each unit's share of the whole limit, for its sheet (DOMAIN §2.13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit, Part
from counter_app.domain.deadline import due_at
from counter_app.domain.moments import clock_of, day_of, minute_at
from counter_app.domain.reckoning import Reckoning, reckon
from counter_app.domain.rules import RuleSet
from counter_app.errors import Refused

HOURS_A_DAY = 8  # working hours (DOMAIN §2.1)


class Kept(StrEnum):
    """How a unit kept its share; OPEN until that can be said."""

    OPEN = ""
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit has: from when and until when, in whole minutes UTC."""

    unit: str
    since: int
    due: int


def check_parts(parts: Sequence[Part], whole: Limit, name: str) -> None:
    """Hold the units' parts against the whole limit before anybody is promised anything.

    Working days and hours add up with 8 hours a day (DOMAIN §2.1); any other two units never do.
    Raises Refused, with `name` as the field: shares_exceed_whole (with the first `unit` that does), and
    shares_fall_short.
    """
    left = _measure(whole)
    for part in parts:
        measure = _measure(part.limit)
        if measure[0] != left[0] or measure[1] > left[1]:
            raise Refused("shares_exceed_whole", name, unit=part.unit)
        left = (left[0], left[1] - measure[1])
    if parts and left[1]:
        raise Refused("shares_fall_short", name, unit=parts[-1].unit)


def next_part(parts: Sequence[Part], units: Iterable[str]) -> Part | None:
    """Return whose turn it is after the papers went to `units` one after the other, None after the last.

    A unit that is no part, as the desk or one that was only asked, takes nobody's turn.
    """
    waiting = list(parts)
    for unit in units:
        if waiting and unit == waiting[0].unit:
            waiting.pop(0)
    return waiting[0] if waiting else None


def shares(
    parts: Sequence[Part], whole: Limit, received: int, calendar: WorkCalendar, rules: RuleSet
) -> tuple[Share, ...]:
    """Lay the units' limits one after the other into the whole limit, each from the end of the one before.

    A share in calendar days whose last day is off rolls for its unit, but the next one counts from the
    unrolled day, as the whole does: 5 and 5 days are 10. Raises Refused: shares_exceed_whole (with the
    first `unit` that does), and as `deadline.due`.
    """
    end = due_at(whole, received, calendar, rules)
    found: list[Share] = []
    since, counted_from = received, received
    for unit, limit in ((part.unit, part.limit) for part in parts):
        run = Reckoning(*reckon(limit, counted_from, calendar, rules))
        if _later(run.at, end, limit):
            raise Refused("shares_exceed_whole", "shares", unit=unit)
        found.append(Share(unit, since, min(run.at, end)))
        since = run.at
        counted_from = run.at if run.nominal == run.day else minute_at(run.nominal, clock_of(run.at))
    return tuple(found)


def kept(due: int | None, done: int | None, now: int) -> Kept:
    """Judge a share (`due`, None for a unit without one) by the minute `done` in which the unit handed on.

    Early is on a day before. One that has not handed on when its share is over is late already.
    """
    if due is None or (done is None and now <= due):
        return Kept.OPEN
    at = now if done is None else done
    if at > due:
        return Kept.LATE
    return Kept.EARLY if day_of(at) < day_of(due) else Kept.ON_TIME


def _measure(limit: Limit) -> tuple[LimitUnit, int]:
    if limit.unit is LimitUnit.WORKING_DAYS:
        return LimitUnit.WORKING_HOURS, limit.amount * HOURS_A_DAY
    return limit.unit, limit.amount


def _later(at: int, end: int, limit: Limit) -> bool:
    """Tell whether a share ends after the whole; one in days may end in the day in which the whole ends."""
    days = limit.unit is not LimitUnit.WORKING_HOURS
    return day_of(at) > day_of(end) if days else at > end
