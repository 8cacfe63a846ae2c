"""Which days the page shows: a week, a month, or the four weeks ahead. Days are local, since 1970-01-01."""

from enum import StrEnum

from counter_app.domain.moments import as_date, from_date, weekday_of

AHEAD_DAYS = 28


class Shown(StrEnum):
    """How many days at once."""

    WEEK = "week"
    MONTH = "month"
    AHEAD = "ahead"


def days_of(shown: Shown, anchor: int) -> tuple[int, int]:
    """Return the first and the last day of what has `anchor` in it; AHEAD begins with it."""
    if shown is Shown.WEEK:
        monday = anchor - weekday_of(anchor)
        return monday, monday + 6
    if shown is Shown.AHEAD:
        return anchor, anchor + AHEAD_DAYS - 1
    first = _first_of_month(anchor)
    return first, _first_of_month(first + 31) - 1


def step(shown: Shown, anchor: int, by: int) -> int:
    """Return an anchor `by` weeks, months or four weeks further on."""
    if shown is Shown.MONTH:
        first, last = days_of(shown, anchor)
        return last + 1 if by > 0 else _first_of_month(first - 1)
    return anchor + by * (7 if shown is Shown.WEEK else AHEAD_DAYS)


def _first_of_month(day: int) -> int:
    return from_date(as_date(day).replace(day=1))
