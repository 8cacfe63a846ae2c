"""Periods that a report covers, stepped through by keys. Days are YYYY-MM-DD."""

import calendar
import datetime
from dataclasses import dataclass, replace
from enum import StrEnum

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEAR = 12


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a length that holds a day."""

    span: Span
    day: str

    @property
    def first(self) -> str:
        """Its first day."""
        at = datetime.date.fromisoformat(self.day)
        if self.span is Span.DAY:
            return self.day
        months = _MONTHS[self.span]
        return at.replace(month=(at.month - 1) // months * months + 1, day=1).isoformat()

    @property
    def last(self) -> str:
        """Its last day."""
        if self.span is Span.DAY:
            return self.day
        end = _months_on(datetime.date.fromisoformat(self.first), _MONTHS[self.span] - 1)
        return end.replace(day=calendar.monthrange(end.year, end.month)[1]).isoformat()

    @property
    def name(self) -> str:
        """What a file is called by: 2026-11-22, 2026-11, 2026-quy4, 2026."""
        year, month, _day = self.first.split("-")
        names = {
            Span.DAY: self.day,
            Span.MONTH: f"{year}-{month}",
            Span.QUARTER: f"{year}-quy{(int(month) + 2) // 3}",
        }
        return names.get(self.span, year)

    def step(self, count: int) -> "Period":
        """Return the period so many further on; the edges of what can be printed hold."""
        at = datetime.date.fromisoformat(self.first)
        if self.span is Span.DAY:
            moved = at + datetime.timedelta(days=count)
        else:
            moved = _months_on(at, count * _MONTHS[self.span])
        return replace(self, day=moved.isoformat()) if 2000 <= moved.year < 2100 else self  # noqa: PLR2004


def _months_on(first: datetime.date, count: int) -> datetime.date:
    years, month = divmod(first.month - 1 + count, _YEAR)
    return datetime.date(first.year + years, month + 1, 1)
