"""How our papers say dates, times, money and numbers (Nghị định 30/2020/NĐ-CP's way of writing)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from counter_app.domain.catalog import Limit, LimitUnit, Part
from counter_app.domain.moments import HOUR, OFFSET, minute_at, parse_day
from counter_app.domain.staff_events import Span

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the minutes get their +07:00 by hand, never the machine's zone
_PADDED_MONTHS = 2
_WORKING_DAY = 8 * HOUR


def local(minute: int) -> datetime:
    """Return a whole minute since 1970-01-01T00:00Z as the wall clock at +07:00 shows it."""
    return _EPOCH + timedelta(minutes=minute + OFFSET)


def date(minute: int) -> str:
    """Say the day: ngày 05 tháng 01 năm 2026 (days below 10 and months 1 and 2 are padded)."""
    day = local(minute)
    month = f"{day.month:02d}" if day.month <= _PADDED_MONTHS else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def time(minute: int) -> str:
    """Say the time of day: 09 giờ 00 phút."""
    day = local(minute)
    return f"{day.hour:02d} giờ {day.minute:02d} phút"


def day(minute: int) -> str:
    """Say the day in figures, for a table's column: 19/11/2026."""
    return f"{local(minute):%d/%m/%Y}"


def stamp(minute: int) -> str:
    """Say the time and the day in figures, for a table's column: 09:00 19/11/2026."""
    return f"{local(minute):%H:%M %d/%m/%Y}"


def span(value: Span) -> str:
    """Say from when to when: từ 08:00 đến 17:00 19/11/2026; midnight as 24:00 of the day before."""
    begin, end = local(value.begin), local(value.end)
    if end - timedelta(days=1) == datetime(begin.year, begin.month, begin.day):  # noqa: DTZ001
        return f"từ {begin:%H:%M} đến 24:00 {begin:%d/%m/%Y}"
    if begin.date() == end.date():
        return f"từ {begin:%H:%M} đến {stamp(value.end)}"
    return f"từ {stamp(value.begin)} đến {stamp(value.end)}"


def iso_date(day: str) -> str:
    """Say a day written YYYY-MM-DD: ngày 05 tháng 01 năm 2026. Raises Refused: bad_date."""
    return date(minute_at(parse_day(day), 0))


def worked(minutes: int) -> str:
    """Say working time in days of 8 hours, hours and minutes, nothing rounded: 2 ngày 4 giờ."""
    days, rest = divmod(minutes, _WORKING_DAY)
    hours, left = divmod(rest, HOUR)
    parts = [f"{n} {unit}" for n, unit in ((days, "ngày"), (hours, "giờ"), (left, "phút")) if n]
    return " ".join(parts) or "0 giờ"


def weekday(minute: int) -> str:
    """Say the day of the week: thứ Tư."""
    return WEEKDAYS[local(minute).weekday()]


def moment(minute: int) -> str:
    """Say a promise: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026."""
    return f"{time(minute)}, {weekday(minute)} {date(minute)}"


def money(amount: int) -> str:
    """Say an amount of VND: 15.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def procedure(name: str, code: str) -> str:
    """Name a procedure with its code: Đăng ký tạm trú (mã thủ tục 1.004194)."""
    return f"{name} (mã thủ tục {code})"


def count(number: int) -> str:
    """Say a small number as forms do, so that no digit can be put before it: 01."""
    return f"{number:02d}"


def limit(value: Limit, parts: Sequence[Part] = ()) -> str:
    """Say a limit: 03 ngày làm việc; a joint procedure's with what each unit has of it."""
    if parts:
        each = "; ".join(f"{part.unit}: {limit(part.limit)}" for part in parts)
        return f"{limit(value)} ({each})"
    words = {
        LimitUnit.WORKING_DAYS: "ngày làm việc",
        LimitUnit.CALENDAR_DAYS: "ngày",
        LimitUnit.WORKING_HOURS: "giờ làm việc",
        LimitUnit.MONTHS: "tháng",
    }
    word = words.get(value.unit)
    return f"{count(value.amount)} {word}" if word else "Trong ngày làm việc"
