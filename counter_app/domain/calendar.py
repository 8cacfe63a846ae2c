"""Which days and minutes an office works. Minutes are whole, counted from 1970-01-01T00:00Z."""

import csv
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise

from counter_app.domain.moments import (
    DAY,
    FIRST_DAY,
    HOUR,
    OFFSET,
    clock_of,
    day_of,
    from_date,
    minute_at,
    parse_day,
    weekday_of,
)
from counter_app.errors import Refused

__all__ = [
    "DAY",
    "DEFAULT_HOURS",
    "OFFSET",
    "CalendarDay",
    "Hours",
    "WorkCalendar",
    "is_open",
    "parse_calendar_csv",
    "parse_hours",
]

MAX_TEXT = 1_000_000  # characters of a calendar file
MAX_HOURS_TEXT = 200
MAX_NAME = 200
MAX_SAID = 40  # characters of a wrong cell that are said back
MAX_SESSIONS = 6
_COLUMNS = ["date", "kind", "name", "confidence", "source"]
_KINDS, _CONFIDENCES = ("off", "work"), ("high", "medium", "low")
_SESSION = re.compile(r"\s*(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)\s*", re.ASCII)
_SATURDAY = 5
# Ten years of working days after the last printable reception still lie inside.
_END_DAY = from_date(date(2120, 1, 1))
_WEEKDAYS = tuple(day for day in range(FIRST_DAY, _END_DAY) if weekday_of(day) < _SATURDAY)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One exception from Monday-to-Friday: `kind` is off or work; `date` YYYY-MM-DD."""

    date: str
    kind: str
    name: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours in force from `effective` (YYYY-MM-DD): sessions as minutes of the local day."""

    effective: str
    sessions: tuple[tuple[int, int], ...]


DEFAULT_HOURS = Hours("2000-01-01", ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)))


class WorkCalendar:
    """One version of the calendar with an office's hours. A day is local, counted from 1970-01-01.

    `announced_until` is the last day of the data (DOMAIN §2.8): past it only weekends are off, as before
    `known_from`, its first.
    """

    def __init__(
        self,
        version: int,
        days: tuple[CalendarDay, ...],
        hours: tuple[Hours, ...] = (DEFAULT_HOURS,),
        announced_until: int | None = None,
    ) -> None:
        """Precompute all working days and their ends. Raises Refused: bad_calendar (with row), bad_hours."""
        self.version = version
        self._days = by_day(days)
        self._dates = sorted(self._days)
        self.announced_until = self._dates[-1] if self._dates else FIRST_DAY - 1
        if announced_until is not None:
            self.announced_until = announced_until
        self.known_from = self._dates[0] if self._dates else FIRST_DAY
        self._effective, self._sessions = _by_effective(hours)
        self._working = _working_days(self._days)
        closing = [sessions[-1][1] - OFFSET for sessions in self._sessions]
        self._closings = [day * DAY + closing[span] for span, days in self._spans() for day in days]

    # Most calendars are asked for days only: 120,000 numbers of hours wait until they are needed.
    @cached_property
    def _starts(self) -> list[int]:
        """The first minute of each session of each working day."""
        starts = [[start - OFFSET for start, _ in sessions] for sessions in self._sessions]
        return [day * DAY + start for span, days in self._spans() for day in days for start in starts[span]]

    @cached_property
    def _worked(self) -> list[int]:
        """The minutes worked before each session, and before what follows the last."""
        lengths: list[int] = []
        for span, days in self._spans():
            lengths += [end - start for start, end in self._sessions[span]] * len(days)
        return list(accumulate(lengths, initial=0))

    def _spans(self) -> Iterator[tuple[int, list[int]]]:
        """Give the number of each span of hours, and its working days."""
        marks = [0, *(bisect_left(self._working, day) for day in self._effective[1:]), len(self._working)]
        return enumerate(self._working[first:end] for first, end in pairwise(marks))

    def is_working(self, day: int) -> bool:
        """Tell whether a day counts as a working day, made-up Saturdays included (DOMAIN §2.5)."""
        entry = self._days.get(day)
        return entry.kind == "work" if entry else weekday_of(day) < _SATURDAY

    def exception(self, day: int) -> CalendarDay | None:
        """Return what the data says of a day; None for ordinary weekdays and weekends."""
        return self._days.get(day)

    def exceptions(self, after: int, until: int) -> list[int]:
        """Return the days of the data in `after` < day <= `until`, in order."""
        return self._dates[bisect_right(self._dates, after) : bisect_right(self._dates, until)]

    def number(self, day: int) -> int:
        """Return how many working days there are up to and including `day`, since 2000."""
        return bisect_right(self._working, day)

    def numbered(self, number: int) -> int:
        """Return the working day of that number. Raises Refused("beyond_calendar", "limit")."""
        if not 0 < number <= len(self._working):
            raise Refused("beyond_calendar", "limit")
        return self._working[number - 1]

    def ahead(self, day: int, count: int) -> tuple[int, int]:
        """Return the `count`-th working day after `day` and its closing minute. Raises as `numbered`."""
        index = bisect_right(self._working, day) + count - 1
        try:
            return self._working[index], self._closings[index]
        except IndexError:
            raise Refused("beyond_calendar", "limit") from None

    def on_or_after(self, day: int) -> int:
        """Return `day` itself when it is a working day, else the next one. Raises as `numbered`."""
        return self.ahead(day - 1, 1)[0]

    def sessions(self, day: int) -> tuple[tuple[int, int], ...]:
        """Return a working day's sessions as minutes of the local day."""
        return self._sessions[max(bisect_right(self._effective, day) - 1, 0)]

    def opening(self, day: int) -> int:
        """Return the minute at which a working day's first session begins."""
        return minute_at(day, self.sessions(day)[0][0])

    def closing(self, day: int) -> int:
        """Return the minute at which a working day's last session ends."""
        return minute_at(day, self.sessions(day)[-1][1])

    def worked(self, minute: int) -> int:
        """Return the working minutes that have run up to `minute`, since 2000."""
        starts, worked = self._starts, self._worked
        index = bisect_right(starts, minute)
        if not index:
            return 0
        ran = worked[index - 1] + minute - starts[index - 1]
        whole = worked[index]
        return ran if ran < whole else whole

    def when_worked(self, total: int) -> int:
        """Return the first minute by which `total` working minutes have run: a closing, not the opening.

        Raises Refused("beyond_calendar", "limit").
        """
        starts, worked = self._starts, self._worked
        index = bisect_left(worked, total) - 1
        if not 0 <= index < len(starts):
            raise Refused("beyond_calendar", "limit")
        return starts[index] + total - worked[index]


def is_open(calendar: WorkCalendar, minute: int) -> bool:
    """Tell whether a minute lies in a working day's session, at whose very end it still does."""
    day, clock = day_of(minute), clock_of(minute)
    return calendar.is_working(day) and any(start <= clock <= end for start, end in calendar.sessions(day))


def parse_hours(text: str) -> tuple[tuple[int, int], ...]:
    """Read `08:00-12:00,13:00-17:00` into sessions. Raises Refused("bad_hours", "hours")."""
    found = [_SESSION.fullmatch(part) for part in text.split(",")] if len(text) <= MAX_HOURS_TEXT else []
    groups = [[int(part) for part in match.groups()] for match in found if match]
    if len(groups) < len(found):
        raise Refused("bad_hours", "hours")
    return _check_sessions(tuple((a * HOUR + b, c * HOUR + d) for a, b, c, d in groups))


def parse_calendar_csv(text: str) -> tuple[CalendarDay, ...]:
    """Read a table with the columns date,kind,name,confidence,source.

    Raises Refused("bad_calendar") with `row`, counted from 1, which is the head; where one cell is wrong
    bad_calendar_cell or calendar_day_twice, as `by_day`.
    """
    if len(text) > MAX_TEXT:
        raise Refused("bad_calendar", "calendar", row=0)
    rows = csv.reader(text.removeprefix("\ufeff").splitlines())
    days: list[CalendarDay] = []
    try:
        if next(rows, None) != _COLUMNS:
            raise Refused("bad_calendar", "calendar", row=1)
        days.extend(CalendarDay(*row) for row in rows if row)
    except (csv.Error, TypeError) as error:
        raise Refused("bad_calendar", "calendar", row=len(days) + 2) from error
    by_day(days)
    return tuple(days)


def by_day(days: Iterable[CalendarDay]) -> dict[int, CalendarDay]:
    """Return a file's days by local day.

    Raises Refused, each with `row`: bad_calendar_cell with `column`, its value `said` and what is `allowed`,
    calendar_day_twice with `date`.
    """
    table: dict[int, CalendarDay] = {}
    for row, entry in enumerate(days, start=2):
        try:
            day = parse_day(entry.date)
        except Refused as error:
            raise _bad_cell(row, "date", entry.date, "YYYY-MM-DD") from error
        if entry.kind not in _KINDS:
            raise _bad_cell(row, "kind", entry.kind, ", ".join(_KINDS))
        if len(entry.name) > MAX_NAME:
            raise _bad_cell(row, "name", entry.name, f"1-{MAX_NAME}")
        if entry.confidence not in _CONFIDENCES:
            raise _bad_cell(row, "confidence", entry.confidence, ", ".join(_CONFIDENCES))
        if day in table:
            raise Refused("calendar_day_twice", "calendar", row=row, date=entry.date)
        table[day] = entry
    return table


def _working_days(days: dict[int, CalendarDay]) -> list[int]:
    """Return Monday to Friday but for what the data says, in order; sorted is only what that touches."""
    if not days:
        return list(_WEEKDAYS)
    first, end = bisect_left(_WEEKDAYS, min(days)), bisect_right(_WEEKDAYS, max(days))
    off = {day for day, entry in days.items() if entry.kind == "off"}
    within = set(_WEEKDAYS[first:end]).difference(off).union(days.keys() - off)
    return [*_WEEKDAYS[:first], *sorted(within), *_WEEKDAYS[end:]]


def _bad_cell(row: int, column: str, said: str, allowed: str) -> Refused:
    return Refused(
        "bad_calendar_cell", "calendar", row=row, column=column, said=said[:MAX_SAID], allowed=allowed
    )


def _by_effective(hours: tuple[Hours, ...]) -> tuple[list[int], list[tuple[tuple[int, int], ...]]]:
    table = {parse_day(entry.effective): _check_sessions(entry.sessions) for entry in hours}
    if not table:
        raise Refused("bad_hours", "hours")
    starts = sorted(table)
    return starts, [table[start] for start in starts]


def _check_sessions(sessions: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    # A session that ended at 24:00 would end on the next day: closing must lie within its own.
    edges = [0, *(edge for session in sessions for edge in session), DAY - 1]
    ordered = all(a <= b for a, b in pairwise(edges)) and all(start < end for start, end in sessions)
    if not 0 < len(sessions) <= MAX_SESSIONS or not ordered:
        raise Refused("bad_hours", "hours")
    return sessions
