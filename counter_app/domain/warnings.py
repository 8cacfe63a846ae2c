"""What is urgent in one minute, for a whole board: its boundaries, each dossier's next step, quiet hours."""

import re
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.dossier import State
from counter_app.domain.moments import HOUR, clock_of, day_of, minute_at
from counter_app.domain.rules import RuleSet
from counter_app.domain.urgency import Level, apology_asked_before, apology_due
from counter_app.errors import Refused

MAX_AMBER, MAX_STILL = 80, 60  # working hours, working days
APOLOGY_STEPS = 4
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Horizon:
    """A minute `now` and the promises' minutes at which urgency changes then, each the first of what follows.

    A promise before `now` is overdue, before `today` red, before `amber` amber. `next_day` and `third_day`
    end the next and the third working day. Before `apology` Form 04 is due by now (DOMAIN §2.14), before
    `proposed` it is proposed, in time. Both move forward only, so that what enters them is told once.
    """

    now: int
    today: int
    next_day: int
    third_day: int
    amber: int
    apology: int
    proposed: int

    def level(self, promise: int) -> Level:
        """Return what `urgency.urgency` answers, from the boundaries alone."""
        if promise < self.now:
            return Level.OVERDUE
        if promise < self.today:
            return Level.RED
        return Level.AMBER if promise < self.amber else Level.GREEN


def horizon(now: int, calendar: WorkCalendar, rules: RuleSet) -> Horizon:
    """Reckon the boundaries of a minute (UTC, whole). Raises Refused: beyond_calendar."""
    today, ran = day_of(now), calendar.worked(now)
    amber = minute_at(day_of(_until(ran + rules.amber_ahead, calendar)) + 1, 0)
    apology = _until(ran, calendar) + rules.apology_ahead + 1
    today_ends = minute_at(today + 1, 0)
    return Horizon(
        now=now,
        today=today_ends,
        next_day=minute_at(calendar.ahead(today, 1)[0] + 1, 0),
        third_day=minute_at(calendar.ahead(today, 3)[0] + 1, 0),
        amber=max(amber, today_ends),
        apology=apology,
        proposed=max(amber, apology, today_ends),
    )


def _until(total: int, calendar: WorkCalendar) -> int:
    """Return the last minute by which no more than `total` working minutes have run."""
    return calendar.when_worked(total + 1) - 1


def still_before(now: int, working_days: int, calendar: WorkCalendar) -> int:
    """Return the minute before which a last step makes a dossier lie still: so many working days have passed.

    Raises Refused: beyond_calendar.
    """
    return minute_at(calendar.numbered(calendar.number(day_of(now)) - working_days) + 1, 0)


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One of the days to come (local): `off` names the holiday, "" for a weekend, None where it is worked."""

    day: int
    off: str | None


def days_ahead(now: int, working_days: int, calendar: WorkCalendar) -> tuple[DayAhead, ...]:
    """Return the days after today up to the last of `working_days`, the days off between them named.

    Raises Refused: beyond_calendar.
    """
    today = day_of(now)
    last = calendar.ahead(today, working_days)[0]
    return tuple(_ahead(day, calendar) for day in range(today + 1, last + 1))


def _ahead(day: int, calendar: WorkCalendar) -> DayAhead:
    if calendar.is_working(day):
        return DayAhead(day, None)
    entry = calendar.exception(day)
    return DayAhead(day, entry.name if entry else "")


class Step(StrEnum):
    """What a person does next with an open dossier."""

    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    RESOLVE = "resolve"
    BRING_RESULT = "bring_result"
    SIGN_APOLOGY = "sign_apology"
    REMIND = "remind"
    EXPLAIN = "explain"
    TELL = "tell"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an open dossier decides its next step.

    `held` by a unit that took the papers over; `resolved_elsewhere` than at the desk; `unsigned_apology`:
    Form 04 is prepared for a promise that runs, and waits for the head's signature.
    """

    state: int
    held: bool
    resolved_elsewhere: bool
    waiting: bool
    resolved: bool
    arrived: bool
    told: bool
    late_unexplained: bool
    unsigned_apology: bool


def next_step(standing: Standing) -> Step:
    """Return what a person does next; that an apology is to be prepared stands beside it."""
    if standing.arrived:
        if standing.late_unexplained:  # it cannot be returned before (the officer explains in person)
            return Step.EXPLAIN
        return Step.RETURN if standing.told else Step.TELL
    if standing.waiting:
        return Step.REMIND
    if standing.unsigned_apology:
        return Step.SIGN_APOLOGY
    return _on_its_way(standing)


def _on_its_way(standing: Standing) -> Step:
    if standing.resolved:
        return Step.BRING_RESULT
    if standing.held or not standing.resolved_elsewhere:
        return Step.RESOLVE
    return Step.TAKE_OVER if standing.state == State.IN_PROGRESS else Step.HAND_OVER


def apology_owed_before(promise: int, horizon: Horizon, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return before which minute a limit without Form 04 must have begun to have one asked for now; 0: none.

    In time by `apology_asked_before`; of a missed promise always, whenever it was given.
    Raises Refused: beyond_calendar.
    """
    if promise < horizon.now:
        return promise
    return apology_asked_before(promise, calendar, rules) if promise < horizon.proposed else 0


def apology_steps(now: int, calendar: WorkCalendar, rules: RuleSet) -> tuple[tuple[int, int], ...]:
    """Return `apology_asked_before` of all promises from `now` on, as a query can ask it of many.

    Four pairs (after, before), rising: of a promise later than `after` a limit must have begun before
    `before`; the first holds for all others. Four working days are enough, for `apology_ahead` is no more
    than a day and no limit begins in a day to come. Raises Refused: beyond_calendar.
    """
    first = calendar.number(day_of(apology_due(now, calendar, rules)))
    last = calendar.number(day_of(now)) + 1
    days = [calendar.numbered(number) for number in range(first, last + 1)]
    days = [days[0]] * (APOLOGY_STEPS - len(days)) + days
    return tuple((calendar.opening(day) + rules.apology_ahead, minute_at(day, 0)) for day in days)


def apology_by(promise: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the last minute for Form 04 of a promise, `promise` itself where the calendar knows none."""
    try:
        return apology_due(promise, calendar, rules)
    except Refused:
        return promise


def check_choices(amber_hours: int, still_days: int, quiet_from: str, quiet_until: str) -> None:
    """Check what an office chose. Raises Refused: bad_number (`most`), bad_clock; beside the named field."""
    for field, value, most in (
        ("amber_hours", amber_hours, MAX_AMBER),
        ("still_days", still_days, MAX_STILL),
    ):
        if not 1 <= value <= most:
            raise Refused("bad_number", field, most=most)
    for field, text in (("quiet_from", quiet_from), ("quiet_until", quiet_until)):
        parse_clock(text, field)


def parse_clock(text: str, field: str) -> int:
    """Read `17:30` into the local minute of the day. Raises Refused("bad_clock") beside `field`."""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise Refused("bad_clock", field)
    return int(found[1]) * HOUR + int(found[2])


def quiet(now: int, start: int, end: int, calendar: WorkCalendar, *, days_off: bool) -> bool:
    """Tell whether `now` lies in the quiet hours [start, end) (local minutes of the day), over midnight too.

    Equal ones mean none; on a day off all of it is quiet where `days_off` says so.
    """
    clock = clock_of(now)
    inside = start <= clock < end if start <= end else clock >= start or clock < end
    return inside or (days_off and not calendar.is_working(day_of(now)))
