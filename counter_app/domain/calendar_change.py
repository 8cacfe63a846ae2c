"""What a new version of the calendar changes: which days, and which promises on paper (DOMAIN §2.16)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from counter_app.domain.calendar import CalendarDay, WorkCalendar
from counter_app.domain.calendar_layers import off_now
from counter_app.domain.catalog import Limit
from counter_app.domain.deadline import due_at, due_many, resumed_at
from counter_app.domain.moments import END_MINUTE, day_of
from counter_app.domain.rules import RuleSet
from counter_app.domain.waits import Wait
from counter_app.errors import Refused

CHUNK = 1_000  # promises reckoned at a time
_LAST_DAY = day_of(END_MINUTE)
Promise = tuple[str, int, Limit, int]  # code, due minute, limit, minute from which the limit runs


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day told otherwise than before; None where the data is silent: a usual weekday or weekend."""

    date: str
    before: CalendarDay | None
    after: CalendarDay | None


class Effect(StrEnum):
    """What a new calendar means for a promise: only the first asks for something to be done."""

    PROMISE_ON_DAY_OFF = "promise_on_day_off"
    LAW_SAYS_LATER = "law_says_later"
    LAW_SAYS_EARLIER = "law_says_earlier"
    NOT_RECKONED = "not_reckoned"


@dataclass(frozen=True, slots=True)
class Affected:
    """A promise that the new calendar touches; the printed minute `due` binds whatever stands here.

    `propose` is the minute to tell the citizen where the promised day is off now (the next working day's
    closing, Civil Code Art. 148); for LAW_SAYS_... the minute the law would give today, to be shown and no
    more; None where nothing could be reckoned.
    """

    code: str
    due: int
    kind: Effect
    propose: int | None


def diff(before: Sequence[CalendarDay], after: Sequence[CalendarDay]) -> tuple[DayChange, ...]:
    """Return the days told otherwise, by date; another name, confidence or source is a change too."""
    was, now = ({entry.date: entry for entry in days} for days in (before, after))
    dates = sorted(was.keys() | now.keys())
    return tuple(DayChange(day, was.get(day), now.get(day)) for day in dates if was.get(day) != now.get(day))


def affected(
    promises: Iterable[Promise], before: WorkCalendar, after: WorkCalendar, rules: RuleSet
) -> list[Affected]:
    """Return, in their order, the promises that `after` touches and `before` did not.

    A promise that a still older calendar gave is not listed for what `before` had changed already. Raises
    nothing: a promise that cannot be reckoned is listed as such.
    """
    lost = _lost(before, after)
    rows, found = iter(promises), list[Affected]()
    while chunk := list(islice(rows, CHUNK)):
        for row, at in zip(chunk, _anew(chunk, after, rules), strict=True):
            if day_of(row[1]) in lost:
                found.append(_on_day_off(row[:2], before, after))
            elif at != row[1]:
                found += _otherwise(row, at, before, rules)
    return found


def affected_extension(code: str, due: int, before: WorkCalendar, after: WorkCalendar) -> Affected | None:
    """Return what `after` means for the day of a signed Form 04: the head chose it, no limit gave it."""
    if day_of(due) not in _lost(before, after):
        return None
    return _on_day_off((code, due), before, after)


def affected_after_waits(
    promise: Promise, waits: Sequence[Wait], before: WorkCalendar, after: WorkCalendar, rules: RuleSet
) -> Affected | None:
    """Return what `after` means for a promise in which pauses count; its minute is that of reception."""
    code, due, limit, received = promise
    if day_of(due) in _lost(before, after):
        return _on_day_off((code, due), before, after)
    try:
        at = resumed_at(limit, received, waits, after, rules)
        known = resumed_at(limit, received, waits, before, rules)
    except Refused:
        return Affected(code, due, Effect.NOT_RECKONED, None)
    return None if at in (due, known) else _differing(code, due, at)


@lru_cache(maxsize=4)  # asked for each chunk, and for each extension, of the same two
def _lost(before: WorkCalendar, after: WorkCalendar) -> frozenset[int]:
    """Return the working days of `before` that are off by `after`."""
    told = {day for calendar in (before, after) for day in calendar.exceptions(-1, _LAST_DAY)}
    return frozenset(day for day in told if before.is_working(day) and not after.is_working(day))


def _anew(chunk: list[Promise], after: WorkCalendar, rules: RuleSet) -> list[int | None]:
    try:
        return list(due_many([(limit, received) for _, _, limit, received in chunk], after, rules))
    except Refused:
        return [_reckoned(row, after, rules) for row in chunk]


def _reckoned(row: Promise, calendar: WorkCalendar, rules: RuleSet) -> int | None:
    try:
        return due_at(row[2], row[3], calendar, rules)
    except Refused:
        return None


def _on_day_off(row: tuple[str, int], before: WorkCalendar, after: WorkCalendar) -> Affected:
    code, due = row
    try:
        (moved,) = off_now([(code, due)], before, after)
    except Refused:  # no working day is left after it
        return Affected(code, due, Effect.NOT_RECKONED, None)
    return Affected(code, due, Effect.PROMISE_ON_DAY_OFF, moved.proposed)


def _otherwise(row: Promise, at: int | None, before: WorkCalendar, rules: RuleSet) -> Iterator[Affected]:
    code, due = row[:2]
    if at is None:
        yield Affected(code, due, Effect.NOT_RECKONED, None)
    elif at != _reckoned(row, before, rules):
        yield _differing(code, due, at)


def _differing(code: str, due: int, at: int) -> Affected:
    return Affected(code, due, Effect.LAW_SAYS_LATER if at > due else Effect.LAW_SAYS_EARLIER, at)
