"""Money, days, times and limits as people read them on screens, in the language spoken now."""

from datetime import date
from typing import TYPE_CHECKING

from counter_app.domain.moments import as_date, clock_of, day_of
from counter_app.texts import _, language

if TYPE_CHECKING:
    from counter_app.domain.catalog import Limit

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def money(amount: int) -> str:
    """Say an amount of VND: 15.000 đ, in English 15,000 đ."""
    text = f"{amount:,} đ"
    return text if language() == "en" else text.replace(",", ".")


def weekday(iso: str) -> str:
    """Say the day of the week of YYYY-MM-DD: thứ Tư, in English Wed."""
    return _WEEKDAYS.get(language(), _WEEKDAYS["vi"])[date.fromisoformat(iso).weekday()]


def numbers(iso: str) -> str:
    """Write YYYY-MM-DD as 25/11/2026."""
    return f"{iso[8:]}/{iso[5:7]}/{iso[:4]}"


def day(iso: str) -> str:
    """Say YYYY-MM-DD as thứ Tư 25/11/2026."""
    return f"{weekday(iso)} {numbers(iso)}"


def short_day(iso: str) -> str:
    """Say YYYY-MM-DD without its year: thứ Tư 25/11."""
    return f"{weekday(iso)} {int(iso[8:])}/{int(iso[5:7])}"


def clock_time(minute: int) -> str:
    """Say the local time of a minute since 1970-01-01T00:00Z: 09:00."""
    hour, rest = divmod(clock_of(minute), 60)
    return f"{hour:02}:{rest:02}"


def date_numbers(minute: int) -> str:
    """Write the local date of a minute: 25/11/2026."""
    return numbers(_iso(minute))


def moment(minute: int) -> str:
    """Say a minute: 17:00 thứ Tư 25/11/2026."""
    return f"{clock_time(minute)} {day(_iso(minute))}"


def short_moment(minute: int) -> str:
    """Say a minute without its year: 17:00 thứ Tư 25/11."""
    return f"{clock_time(minute)} {short_day(_iso(minute))}"


def in_short(minute: int, beside: int) -> str:
    """Say of a minute what differs from the one `beside` it: the day 25/11, or only the hour."""
    if day_of(minute) == day_of(beside):
        return clock_time(minute)
    return date_numbers(minute)[:5]


def duration(minutes: int) -> str:
    """Say a length of working time: 1 giờ 30 phút."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("{hours} giờ").format(hours=hours)
    if not hours:
        return _("{minutes} phút").format(minutes=rest)
    return _("{hours} giờ {minutes} phút").format(hours=hours, minutes=rest)


def limit(value: "Limit") -> str:
    """Say a time limit: 3 ngày làm việc."""
    from counter_app.domain.catalog import LimitUnit  # the clock on the first paint needs none

    sentences = {
        LimitUnit.WORKING_DAYS: _("{amount} ngày làm việc"),
        LimitUnit.CALENDAR_DAYS: _("{amount} ngày"),
        LimitUnit.WORKING_HOURS: _("{amount} giờ làm việc"),
        LimitUnit.MONTHS: _("{amount} tháng"),
        LimitUnit.SAME_DAY: _("trong ngày"),
    }
    return sentences[value.unit].format(amount=value.amount)


def _iso(minute: int) -> str:
    return as_date(day_of(minute)).isoformat()
