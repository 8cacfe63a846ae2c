"""Minutes, days and their ISO texts. A minute counts from 1970-01-01T00:00Z, a day from local 1970-01-01."""

import re
from datetime import date

from counter_app.errors import Refused

OFFSET = 7 * 60  # +07:00, without summer time since 1975
DAY = 24 * 60
HOUR = 60

_EPOCH = date(1970, 1, 1).toordinal()
_LAST_ORDINAL = date.max.toordinal()
_THURSDAY = 3  # the weekday of day 0
EARLIEST_YEAR = 1970
FIRST_YEAR, LAST_YEAR = 2000, 2099  # what two digits of a year can say on paper
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?"
    r"(?:(Z)|([+-])(0\d|1[0-4]):([0-5]\d))?",
    re.ASCII,
)


def day_of(minute: int) -> int:
    """Return the local day (+07:00) in which a minute lies."""
    return (minute + OFFSET) // DAY


def clock_of(minute: int) -> int:
    """Return the local minute of the day, 0 to 1439."""
    return (minute + OFFSET) % DAY


def minute_at(day: int, clock: int) -> int:
    """Return the minute at `clock` (local minute of the day) on a local day."""
    return day * DAY + clock - OFFSET


def weekday_of(day: int) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return (day + _THURSDAY) % 7


def as_date(day: int) -> date:
    """Return the calendar date of a local day; the last of the year 9999 for all after it."""
    return date.fromordinal(min(day + _EPOCH, _LAST_ORDINAL))


def from_date(value: date) -> int:
    """Return the local day of a calendar date."""
    return value.toordinal() - _EPOCH


def day_iso(day: int) -> str:
    """Return YYYY-MM-DD."""
    return as_date(day).isoformat()


def parse_day(text: str, field: str = "date") -> int:
    """Read YYYY-MM-DD of the years 1970 to 2099. Raises Refused("bad_date") beside `field`."""
    try:
        value = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        value = None
    if value is None or not EARLIEST_YEAR <= value.year <= LAST_YEAR:
        raise Refused("bad_date", field)
    return from_date(value)


def iso_local(minute: int) -> str:
    """Return the local time as `2026-11-25T17:00:00+07:00`."""
    hour, rest = divmod(clock_of(minute), HOUR)
    return f"{day_iso(day_of(minute))}T{hour:02}:{rest:02}:00+07:00"


def parse_local(text: str, field: str = "received") -> int:
    """Read `YYYY-MM-DDTHH:MM[:SS]`, local or with an offset, cut to the whole minute (DOMAIN §2.8).

    Raises Refused("bad_moment") beside `field`, also outside the years 2000 to 2099.
    """
    found = _ISO_MOMENT.fullmatch(text)
    if not found:
        raise Refused("bad_moment", field)
    day_text, hour, rest, zulu, sign, ahead_hours, ahead_minutes = found.groups()
    try:
        day = parse_day(day_text)
    except Refused as error:
        raise Refused("bad_moment", field) from error
    ahead = OFFSET if sign is None else int(ahead_hours) * HOUR + int(ahead_minutes)
    if zulu:
        ahead = 0
    minute = day * DAY + int(hour) * HOUR + int(rest) - (-ahead if sign == "-" else ahead)
    return check_minute(minute, field)


def check_minute(minute: int, field: str = "received") -> int:
    """Return a minute of the years 2000 to 2099, local. Raises Refused("bad_moment") beside `field`."""
    if not FIRST_MINUTE <= minute < END_MINUTE:
        raise Refused("bad_moment", field)
    return minute


FIRST_DAY = from_date(date(FIRST_YEAR, 1, 1))
FIRST_MINUTE = minute_at(FIRST_DAY, 0)
END_MINUTE = minute_at(from_date(date(LAST_YEAR, 12, 31)) + 1, 0)
