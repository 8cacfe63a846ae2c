"""How near a promise is: warning levels, and when the apology must be written (DOMAIN §2.14)."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.moments import day_of, minute_at
from counter_app.domain.rules import RuleSet


class Level(StrEnum):
    """Green, amber (soon), red (due today), overdue."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Urgency:
    """A level and the working minutes left; below 0 those that have run since a missed promise."""

    level: Level
    left: int


def urgency(now: int, promise: int, calendar: WorkCalendar, rules: RuleSet) -> Urgency:
    """Judge a promise at `now`, both in whole minutes UTC; at the promised minute itself it is not overdue.

    Red is the whole day of the promise; amber when at most `rules.amber_ahead` working minutes remain
    before that day begins (counted to the promise itself, 8 hours before a closing would never be amber).
    """
    ran = calendar.worked(now)
    left = calendar.worked(promise) - ran
    day = day_of(promise)
    if now > promise:
        level = Level.OVERDUE
    elif day_of(now) == day:
        level = Level.RED
    elif calendar.worked(minute_at(day, 0)) - ran <= rules.amber_ahead:
        level = Level.AMBER
    else:
        level = Level.GREEN
    return Urgency(level, left)


def apology_due(promise: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the last working minute that is not after one day before expiry: Form 04 is due by then.

    On a day off that is the closing of the earlier working day. It may lie before the reception of a
    dossier with a short limit (`apology_asked_before`). Raises Refused: beyond_calendar.
    """
    return calendar.when_worked(calendar.worked(promise - rules.apology_ahead))


def apology_asked_before(promise: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return before which minute a limit must have begun, or Form 04 cannot be asked for in time.

    NĐ61 Art. 19.9 wants the slip a day before expiry. Until then at least one working day must have run, the
    day of reception not counted (DOMAIN §2.2): a result of the same or the next day, or one received on
    a Sunday for Monday, leaves none, and nobody can know so early that it will be late. Such a promise turns
    amber and red like any other, and the slip is asked for only once it is missed.
    Raises Refused: beyond_calendar.
    """
    return minute_at(day_of(apology_due(promise, calendar, rules)), 0)
