"""Joint procedures (liên thông): each unit's share of the whole limit, for its sheet (DOMAIN §2.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.deadline import due_at
from counter_app.domain.moments import clock_of, day_of, minute_at
from counter_app.domain.reckoning import Reckoning, reckon
from counter_app.domain.rules import RuleSet
from counter_app.errors import Refused


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


def shares(
    parts: Sequence[tuple[str, Limit]], whole: Limit, received: int, calendar: WorkCalendar, rules: RuleSet
) -> tuple[Share, ...]:
    """Lay the units' limits one after the other into the whole limit, each from the end of the one before.

    A share in calendar days whose last day is off rolls for its unit, but the next one counts from the
    unrolled day, as the whole does: 5 and 5 days are 10. Raises Refused: shares_exceed_whole (with the
    first `unit` that does), and as `deadline.due`.
    """
    end = due_at(whole, received, calendar, rules)
    found: list[Share] = []
    since, counted_from = received, received
    for unit, limit in parts:
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


def _later(at: int, end: int, limit: Limit) -> bool:
    """Tell whether a share ends after the whole; one in days may end in the day in which the whole ends."""
    days = limit.unit is not LimitUnit.WORKING_HOURS
    return day_of(at) > day_of(end) if days else at > end
