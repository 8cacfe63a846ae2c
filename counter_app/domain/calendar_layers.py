"""Calendars laid over each other, and what a new version does to promises on paper (DOMAIN §2.16)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from counter_app.domain.calendar import CalendarDay, WorkCalendar
from counter_app.domain.moments import day_of

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Layer:
    """One authority's days; `name` is for people."""

    name: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A day that two layers call differently; the `upper` one, laid on later, wins."""

    lower: str
    upper: str
    was: CalendarDay
    now: CalendarDay


@dataclass(frozen=True, slots=True)
class Moved(Generic[Key]):
    """A promise on a day that is off now, and the closing of the next working day, to be proposed."""

    key: Key
    promise: int
    proposed: int


def layered_days(layers: Sequence[Layer]) -> tuple[CalendarDay, ...]:
    """Return the layers' days by date; of a day that several tell, the last one's word."""
    days = {entry.date: entry for layer in layers for entry in layer.days}
    return tuple(days[date] for date in sorted(days))


def conflicts(layers: Sequence[Layer]) -> Iterator[Conflict]:
    """Yield, layer by layer, each day that a lower layer calls off and this one work, or the reverse."""
    known: dict[str, tuple[str, CalendarDay]] = {}
    for layer in layers:
        for entry in layer.days:
            lower = known.get(entry.date)
            if lower and lower[1].kind != entry.kind:
                yield Conflict(lower[0], layer.name, lower[1], entry)
        known |= {entry.date: (layer.name, entry) for entry in layer.days}


def off_now(
    promises: Iterable[tuple[Key, int]], old: WorkCalendar, new: WorkCalendar
) -> Iterator[Moved[Key]]:
    """Yield each (key, promised minute) whose day worked by the old calendar and is off by the new one.

    Nothing is rewritten: the citizen is told the next working day (Civil Code Art. 148).
    Raises Refused: beyond_calendar.
    """
    for key, promise in promises:
        day = day_of(promise)
        if not new.is_working(day) and old.is_working(day):
            yield Moved(key, promise, new.ahead(day, 1)[1])
