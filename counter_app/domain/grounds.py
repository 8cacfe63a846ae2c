"""Why a due date is what it is: one reckoning told as steps. `texts.reasons` makes the sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import AfterWait, Limit, LimitUnit
from counter_app.domain.moments import clock_of, day_iso, day_of, minute_at
from counter_app.domain.reckoning import Reckoning, off_hours
from counter_app.domain.rules import RuleSet
from counter_app.domain.waits import Leg, Wait

SINGLE_DAYS = 5  # up to so many working days are told one by one, more of them as ranges


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reckoning: a code and its values (ISO dates, minutes, names); texts says it."""

    code: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Working days by number, after `lo` up to `hi`, with nothing to be named between them."""

    lo: int
    hi: int


def grounds(
    limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet, run: Reckoning
) -> Iterator[Reason]:
    """Tell the steps of a reckoning in the order of the days."""
    yield Reason("received", {"at": received})
    yield from _steps(limit, received, calendar, rules, run)


def told(limit: Limit, legs: Sequence[Leg], calendar: WorkCalendar, rules: RuleSet) -> Iterator[Reason]:
    """Tell each wait and what it did to the limit, then the steps from the end of the last that mattered."""
    yield Reason("received", {"at": legs[0].since})
    runs = limit
    for leg in legs:
        if leg.wait is None:
            continue
        yield _waited(leg, leg.wait, calendar)
        if leg.wait.after is AfterWait.RESTART:
            runs = limit
        elif not leg.unchanged:
            runs = Limit(leg.used + leg.left, leg.unit)
            yield from _left(leg)
    last = legs[-1]
    yield from _steps(runs, last.since, calendar, rules, last.run, last.used)


def _waited(leg: Leg, wait: Wait, calendar: WorkCalendar) -> Reason:
    span: dict[str, str | int] = {"from": wait.began, "to": wait.ended, "cause": wait.cause.value}
    if wait.after is AfterWait.RESTART:
        return Reason("restarted", span)
    if leg.unchanged:
        return Reason("paused_too_late" if leg.run.at <= wait.began else "paused_within_day", span)
    return Reason("paused", {**span, "minutes": calendar.worked(wait.ended) - calendar.worked(wait.began)})


def _left(leg: Leg) -> Iterator[Reason]:
    if leg.unit is not LimitUnit.SAME_DAY:
        code = "time_left" if leg.unit is LimitUnit.WORKING_HOURS else "days_left"
        yield Reason(code, {"used": leg.used, "left": leg.left})


def _steps(
    limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet, run: Reckoning, used: int = 0
) -> Iterator[Reason]:
    if limit.unit is LimitUnit.SAME_DAY:
        yield from _same_day(calendar, rules, run)
    elif limit.unit is LimitUnit.WORKING_DAYS:
        yield from _reception(received, calendar, rules, run)
        yield from _days(calendar, run, used)
    elif limit.unit is LimitUnit.WORKING_HOURS:
        yield from _papers(received, calendar, rules)
        yield from _hours(received, calendar, run)
    else:
        yield from _papers(received, calendar, rules)
        code = "months" if limit.unit is LimitUnit.MONTHS else "calendar_days"
        yield Reason(code, {"amount": limit.amount, "date": day_iso(run.nominal)})
        yield from _rolled(calendar, run.nominal, run.day)
    if limit.unit is not LimitUnit.WORKING_HOURS and run.at != calendar.closing(run.day):
        yield Reason("clock_time", {"at": run.at})
    if day_of(received) < calendar.known_from:
        yield Reason("not_known", {"from": day_iso(calendar.known_from)})
    if run.day > calendar.announced_until:
        yield Reason("not_announced", {"until": day_iso(calendar.announced_until)})


def _same_day(calendar: WorkCalendar, rules: RuleSet, run: Reckoning) -> Iterator[Reason]:
    if run.day == run.nominal:
        yield Reason("same_day", {"date": day_iso(run.day)})
    elif calendar.is_working(run.nominal):
        cut_off = minute_at(run.nominal, rules.same_day_cut_off)
        yield Reason("same_day_late", {"at": min(cut_off, calendar.closing(run.nominal))})
        yield from _off_days(calendar, range(run.nominal + 1, run.day))
        yield from _next_working_day(calendar, run.day)
    else:
        yield from _rolled(calendar, run.nominal, run.day)


def _reception(received: int, calendar: WorkCalendar, rules: RuleSet, run: Reckoning) -> Iterator[Reason]:
    """Tell how a reception out of hours counts (item 8), and which named days lie before the count."""
    yield from _papers(received, calendar, rules)
    if not off_hours(received, calendar):
        return
    day = day_of(received)
    if not calendar.is_working(day):
        yield from _off_days(calendar, [day])
    if run.after == day:
        yield Reason("counts_from_next_day", {"date": day_iso(calendar.on_or_after(day + 1))})
    else:
        yield from (step for step in _walk(calendar, day, run.after) if isinstance(step, Reason))
        yield Reason("as_received", {"at": calendar.opening(run.after)})


def _papers(received: int, calendar: WorkCalendar, rules: RuleSet) -> Iterator[Reason]:
    """Tell that a late reception moves the hand-over of papers, never the due date (item 7)."""
    if clock_of(received) > rules.hand_over_cut_off and not off_hours(received, calendar):
        yield Reason("papers_next_morning", {"date": day_iso(calendar.on_or_after(day_of(received) + 1))})


def _days(calendar: WorkCalendar, run: Reckoning, used: int) -> Iterator[Reason]:
    before = calendar.number(run.after)
    single = calendar.number(run.day) - before <= SINGLE_DAYS
    for step in _walk(calendar, run.after, run.day):
        if isinstance(step, Reason):
            yield step
        elif single:
            yield from (_counted(calendar, before - used, n, n) for n in range(step.lo + 1, step.hi + 1))
        else:
            yield _counted(calendar, before - used, step.lo + 1, step.hi)


def _counted(calendar: WorkCalendar, before: int, lo: int, hi: int) -> Reason:
    first, last = day_iso(calendar.numbered(lo)), day_iso(calendar.numbered(hi))
    return Reason("counted", {"first": lo - before, "last": hi - before, "from": first, "to": last})


def _hours(received: int, calendar: WorkCalendar, run: Reckoning) -> Iterator[Reason]:
    start = calendar.when_worked(calendar.worked(received) + 1) - 1
    if start != received:
        yield Reason("hours_start", {"at": start})
    before = day_of(received) - 1
    single = calendar.number(run.day) - calendar.number(before) <= SINGLE_DAYS
    for step in _walk(calendar, before, run.day):
        if isinstance(step, Reason):
            yield step
            continue
        size = 1 if single else step.hi - step.lo
        for lo in range(step.lo + 1, step.hi + 1, size):
            first, last = calendar.numbered(lo), calendar.numbered(lo + size - 1)
            begin = max(received, minute_at(first, 0))
            minutes = calendar.worked(min(run.at, minute_at(last + 1, 0))) - calendar.worked(begin)
            if minutes:
                yield Reason("worked", {"minutes": minutes, "from": day_iso(first), "to": day_iso(last)})


def _rolled(calendar: WorkCalendar, nominal: int, day: int) -> Iterator[Reason]:
    """Tell why a last day that is off moves to the next working day (Civil Code Art. 148)."""
    if nominal < day:
        yield from _off_days(calendar, range(nominal, day))
        yield from _next_working_day(calendar, day)


def _next_working_day(calendar: WorkCalendar, day: int) -> Iterator[Reason]:
    if calendar.exception(day):
        yield _made_up(calendar, day)
    yield Reason("next_working_day", {"date": day_iso(day)})


def _walk(calendar: WorkCalendar, after: int, until: int) -> Iterator[Reason | _Stretch]:
    """Go through the days `after` < day <= `until`: named days as reasons, the others as stretches."""
    told = calendar.number(after)
    for first, last in _runs(calendar, calendar.exceptions(after, until)):
        lo = calendar.number(first - 1)
        if lo > told:
            yield _Stretch(told, lo)
        made_up = calendar.is_working(first)
        yield _made_up(calendar, first) if made_up else _off(calendar, first, last)
        told = lo + 1 if made_up else lo
        if made_up:
            yield _Stretch(lo, told)
    if (end := calendar.number(until)) > told:
        yield _Stretch(told, end)


def _off_days(calendar: WorkCalendar, days: Iterable[int]) -> Iterator[Reason]:
    yield from (_off(calendar, first, last) for first, last in _runs(calendar, days))


def _runs(calendar: WorkCalendar, days: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Join neighbouring days of one kind, name and confidence into (first, last)."""
    first = last = None
    for day in days:
        if first is not None and last is not None:
            if day == last + 1 and _label(calendar, day) == _label(calendar, first):
                last = day
                continue
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _label(calendar: WorkCalendar, day: int) -> tuple[str, str, str]:
    entry = calendar.exception(day)
    return (entry.kind, entry.name, entry.confidence) if entry else ("off", "", "high")


def _off(calendar: WorkCalendar, first: int, last: int) -> Reason:
    _, name, confidence = _label(calendar, first)
    days: dict[str, str | int] = {"from": day_iso(first), "to": day_iso(last)}
    return Reason("day_off", {**days, "name": name, "confidence": confidence})


def _made_up(calendar: WorkCalendar, day: int) -> Reason:
    _, name, confidence = _label(calendar, day)
    return Reason("made_up_day", {"date": day_iso(day), "name": name, "confidence": confidence})
