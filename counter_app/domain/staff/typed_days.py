"""Days off as people type them: `24/11`, `24-26/11`, `24/11 s`, `24/11 8-10`, `T3 c hằng tuần đến 31/12`."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from counter_app.domain import catalog
from counter_app.domain.moments import HOUR, as_date, day_of, from_date, weekday_of
from counter_app.domain.staff.spans import Clock, Part, Reception, one_day, weekly, whole_days
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused

MAX_TYPED = 80
PAST = 180  # days: a day and month without a year that are over for longer mean the next year's
_MONTHS = 12
_CENTURY = 2000  # a year of two digits
_DAY = r"(\d{1,2})(?:[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?)?"
_RANGE = re.compile(rf"{_DAY}(?:-{_DAY})?", re.ASCII)
_HOURS = re.compile(r"(\d{1,2})(?:[h:]([0-5]\d)?)?-(\d{1,2})(?:[h:]([0-5]\d)?)?", re.ASCII)
_WEEKDAYS = re.compile(r"(?:t[2-7]|cn)(?:,(?:t[2-7]|cn))*", re.ASCII)
_PARTS = {"s": Part.MORNING, "sang": Part.MORNING, "c": Part.AFTERNOON, "chieu": Part.AFTERNOON}
_NEAR = {"nay": 0, "mai": 1}
# What is said in more than one way, and what says nothing.
_SAME = (
    (r"\s*([-,])\s*", r"\1"),
    (r"^(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})\b", r"\1/\2/\3"),
    (r"\b(hom|ngay|tu)\b", " "),
    (r"\bthu ([2-7])\b", r"t\1"),
    (r"\bchu nhat\b", "cn"),
)
_WEEKLY = re.compile(r"\b(hang|moi) tuan\b")


def read_days(text: str, now: int, reception: Reception) -> tuple[Span, ...]:
    """Return the spans that a person means in the minute `now`; nothing typed is today.

    A day without month or year is the next one; a weekday alone the next one, with `đến` every one until
    then. Raises Refused beside days: bad_days, and those of `spans`.
    """
    if len(text) > MAX_TYPED:
        raise _bad()
    said, repeated = _WEEKLY.subn(" ", _in_one_way(catalog.fold(text)))
    head, _den, until = said.partition(" den ")
    days, part = _split(head.split())
    last_text, on_weekdays = until.strip(), _WEEKDAYS.fullmatch(days) is not None
    if repeated and not (last_text and on_weekdays):
        raise _bad()  # for ever is nothing that is put on record
    try:
        if on_weekdays:
            return _on_weekdays(days, last_text, part, now, reception)
        return _on_days(days, last_text, part, day_of(now), reception)
    except Refused as error:
        raise Refused(error.code, "days", **error.values) from error


def _in_one_way(said: str) -> str:
    for pattern, same in _SAME:
        said = re.sub(pattern, same, said)
    return said


def _split(words: list[str]) -> tuple[str, Part | Clock]:
    """Return what names the days, and which part of them is meant."""
    days, part = "", None
    for at, word in enumerate(words):
        found = _PARTS.get(word) or (_hours(word) if at else None)
        if found is not None and part is None:
            part = found
        elif found is None and not days:
            days = word
        else:
            raise _bad()
    return days, part or Part.WHOLE


def _hours(word: str) -> Clock | None:
    found = _HOURS.fullmatch(word)
    if found is None:
        return None
    begin, begin_rest, end, end_rest = (int(each or 0) for each in found.groups())
    return begin * HOUR + begin_rest, end * HOUR + end_rest


def _on_weekdays(
    days: str, until: str, part: Part | Clock, now: int, reception: Reception
) -> tuple[Span, ...]:
    """Return every such weekday until then without what has begun already; the next one without an end."""
    wanted = {6 if word == "cn" else int(word[1]) - 2 for word in days.split(",")}
    today = day_of(now)
    if not until:
        nearest = min(day for day in range(today, today + 7) if weekday_of(day) in wanted)
        return one_day(reception, nearest, part)
    spans = weekly(reception, today, _one(until, today), wanted, part)
    left = tuple(span for span in spans if span.begin >= now)
    if not left:
        raise Refused("no_working_day", "days")
    return left


def _on_days(days: str, until: str, part: Part | Clock, today: int, reception: Reception) -> tuple[Span, ...]:
    first, last = _first_last(days, today)
    if until:
        last = _one(until, first)
    if first == last:
        return one_day(reception, first, part)
    if part is Part.WHOLE:
        return whole_days(reception, first, last)
    return weekly(reception, first, last, range(7), part)


def _first_last(days: str, today: int) -> tuple[int, int]:
    if not days or days in _NEAR:
        day = today + _NEAR.get(days, 0)
        return day, day
    found = _RANGE.fullmatch(days)
    if found is None:
        raise _bad()
    groups = found.groups()
    first, second = groups[:3], groups[3:]
    if (
        first[1] is None
        and second[1] is None
        and second[0]
        and int(second[0]) <= min(_MONTHS, int(first[0]) - 1)
    ):
        day = _day((first[0], second[0], None), today)  # 25-11 runs to no day: it is the 25th of November
        return day, day
    if second[0] is None:
        day = _day(first, today)
        return day, day
    if first[1] is None and second[1] is not None:
        last = _day(second, today)
        return _in_month_of(last, first[0]), last
    begin = _day(first, today)
    return begin, _in_month_of(begin, second[0]) if second[1] is None else _day(second, begin)


def _one(text: str, after: int) -> int:
    found = re.fullmatch(_DAY, text, re.ASCII)
    if found is None:
        raise _bad()
    return _day(found.groups(), after)


def _in_month_of(day: int, number: str) -> int:
    month = as_date(day)
    return _of(int(number), month.month, month.year)


def _day(named: Sequence[Any], after: int) -> int:
    """Return the day of (day, month, year), texts or None, that is meant, seen from the day `after`."""
    day, month, year = named
    seen = as_date(after)
    if month is None:
        for ahead in range(_MONTHS):
            years, months = divmod(seen.month - 1 + ahead, _MONTHS)
            try:
                found = _of(int(day), months + 1, seen.year + years)
            except Refused:
                continue  # a month without that day
            if found >= after:
                return found
        raise _bad()
    if year is not None:
        return _of(int(day), int(month), int(year) if len(year) > 2 else _CENTURY + int(year))  # noqa: PLR2004
    found = _of(int(day), int(month), seen.year)
    return found if found > after - PAST else _of(int(day), int(month), seen.year + 1)


def _of(day: int, month: int, year: int) -> int:
    try:
        return from_date(date(year, month, day))
    except ValueError as error:
        raise _bad() from error


def _bad() -> Refused:
    return Refused("bad_days", "days")
