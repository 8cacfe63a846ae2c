"""Which days and minutes an office works. Minutes are whole, counted from 1970-01-01T00:00Z."""

from dataclasses import dataclass

OFFSET = 7 * 60  # +07:00, without summer time since 1975
DAY = 24 * 60


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
