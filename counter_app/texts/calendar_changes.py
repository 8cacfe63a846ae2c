"""What a new version of the calendar changes, said for an administrator."""

from counter_app.domain.calendar import CalendarDay
from counter_app.domain.calendar_change import DayChange
from counter_app.domain.calendar_layers import Conflict
from counter_app.domain.moments import parse_day, weekday_of
from counter_app.texts import _
from counter_app.texts.formats import day

__all__ = ["change", "conflict", "day", "layer"]

_SATURDAY = 5


def layer(scope: str, place: str) -> str:
    """Name a layer: lịch tỉnh H26."""
    names = {
        "national": _("lịch quốc gia"),
        "province": _("lịch tỉnh {place}"),
        "office": _("lịch đơn vị {place}"),
    }
    return names[scope].format(place=place)


def change(told: DayChange) -> str:
    """Say one day: before → after, and where the new word comes from."""
    before, after = (_side(told.date, entry) for entry in (told.before, told.after))
    source = told.after or told.before
    assert source is not None  # noqa: S101 - a change has a side
    return _("{day}: {before} → {after} · nguồn: {source} ({confidence})").format(
        day=day(told.date), before=before, after=after, source=source.source, confidence=source.confidence
    )


def conflict(found: Conflict) -> str:
    """Say a day that two layers call differently, and whose word counts."""
    return _("{day}: {lower} ghi {was}, {upper} ghi {now}: theo {upper}").format(
        day=day(found.now.date),
        lower=found.lower,
        was=_side(found.was.date, found.was),
        upper=found.upper,
        now=_side(found.now.date, found.now),
    )


def _side(date: str, entry: CalendarDay | None) -> str:
    if entry is None:
        return _("ngày làm việc") if weekday_of(parse_day(date)) < _SATURDAY else _("nghỉ cuối tuần")
    kind = _("nghỉ") if entry.kind == "off" else _("làm việc")
    return f"{kind} ({entry.name})" if entry.name else kind
