"""When somebody will be away, from what people say: days, half days, hours, every Tuesday afternoon.

Days are local days since 1970-01-01. The office's calendar and hours of each day say what they mean; where
`saturdays`, Saturday mornings with reception count too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from counter_app.domain.calendar import Hours, WorkCalendar
from counter_app.domain.moments import DAY, HOUR, minute_at, weekday_of
from counter_app.domain.reception import SATURDAY_MORNINGS, sessions_on
from counter_app.domain.staff.absences import AHEAD, MAX_SPANS
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused

_NOON = 12 * HOUR
Clock = tuple[int, int]  # minutes of a local day: from, and up to without


class Part(StrEnum):
    """A part of a day as people name it."""

    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Reception:
    """When a person's counter receives."""

    calendar: WorkCalendar
    saturdays: bool = False
    mornings: tuple[Hours, ...] = SATURDAY_MORNINGS

    def on(self, day: int) -> tuple[Clock, ...]:
        """Return a day's sessions, () on a day off."""
        return sessions_on(self.saturdays, day, self.calendar, self.mornings)


def whole_days(reception: Reception, first: int, last: int) -> tuple[Span, ...]:
    """Return one span from the first opening in `first` to `last` to the last closing, nights between too.

    Raises Refused: bad_span, span_far, no_working_day.
    """
    _check_range(first, last)
    spans = [found for day in range(first, last + 1) if (found := on_day(reception, day))]
    if not spans:
        raise Refused("no_working_day", "spans")
    return (Span(spans[0].begin, spans[-1].end),)


def on_day(reception: Reception, day: int, part: Part | Clock = Part.WHOLE) -> Span | None:
    """Return a part of one day, or the hours between two minutes of it; None where nobody receives then.

    Raises Refused: bad_span (hours the wrong way round or outside the day).
    """
    sessions = reception.on(day)
    if isinstance(part, Part):
        sessions = _of(part, sessions)
        return Span(minute_at(day, sessions[0][0]), minute_at(day, sessions[-1][1])) if sessions else None
    begin, end = part
    if not 0 <= begin < end <= DAY:
        raise Refused("bad_span", "spans")
    received = any(start < end and begin < stop for start, stop in sessions)
    return Span(minute_at(day, begin), minute_at(day, end)) if received else None


def one_day(reception: Reception, day: int, part: Part | Clock = Part.WHOLE) -> tuple[Span, ...]:
    """Return the span of one day's part. Raises Refused: bad_span, no_working_day."""
    found = on_day(reception, day, part)
    if found is None:
        raise Refused("no_working_day", "spans")
    return (found,)


def weekly(
    reception: Reception, first: int, last: int, weekdays: Collection[int], part: Part | Clock = Part.WHOLE
) -> tuple[Span, ...]:
    """Return a span for each of the weekdays (0 Monday to 6 Sunday) in `first` to `last`, days off left out.

    Raises Refused: bad_span, span_far, no_working_day, too_many_spans.
    """
    _check_range(first, last)
    days = [day for day in range(first, last + 1) if weekday_of(day) in weekdays]
    spans = tuple(found for day in days if (found := on_day(reception, day, part)))
    if not spans:
        raise Refused("no_working_day", "spans")
    if len(spans) > MAX_SPANS:
        raise Refused("too_many_spans", "spans", limit=MAX_SPANS)
    return spans


def _of(part: Part, sessions: tuple[Clock, ...]) -> tuple[Clock, ...]:
    if part is Part.WHOLE or not sessions:
        return sessions
    noon = _midday(sessions)
    if part is Part.MORNING:
        return tuple((start, min(end, noon)) for start, end in sessions if start < noon)
    return tuple((max(start, noon), end) for start, end in sessions if end > noon)


def _midday(sessions: tuple[Clock, ...]) -> int:
    """Return the end of the session before the day's longest break, noon where there is no break."""
    breaks = [(after - end, end) for (_, end), (after, _) in pairwise(sessions)]
    return max(breaks, key=lambda one: one[0])[1] if breaks else _NOON


def _check_range(first: int, last: int) -> None:
    if last < first:
        raise Refused("bad_span", "spans")
    if (last - first) * DAY > AHEAD:
        raise Refused("span_far", "spans")
