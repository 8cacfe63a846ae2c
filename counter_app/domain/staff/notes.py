"""What is critical about an absence: said when it is logged, and beside it afterwards."""

from dataclasses import replace

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.reception import sessions_on
from counter_app.domain.staff.absence import overlap
from counter_app.domain.staff.coverage import reserve
from counter_app.domain.staff.fields import among
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span

# Working days before and after the Tết holiday in which desks are found empty.
TET_AROUND = 5
_LOOK = 40  # days: longer than the longest run of days off with TET_AROUND working days


def critical(roster: Roster, person_id: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return codes of what makes an absence critical, () for nothing.

    Codes: overlap (somebody else who sits at a counter is away too), last_reserve (no reserve officer is left
    on one of the days), around_tet, before_holiday, after_holiday (the last working day before a public
    holiday, the first after it).
    """
    saturdays = _saturdays(roster, person_id)
    received = (sessions_on(saturdays, day, roster.calendar, roster.mornings) for day in _days(spans))
    days = [day for day, sessions in zip(_days(spans), received, strict=True) if sessions]
    # The absence itself may be on record already.
    here = replace(roster, absences=tuple(one for one in roster.absences if one.person != person_id))
    found = {
        "overlap": _overlaps(roster, person_id, spans),
        "last_reserve": any(reserve(here, day_iso(day)) == (person_id,) for day in days),
        "around_tet": any(_around_tet(roster.calendar, day) for day in days),
        "before_holiday": any(_holiday_beside(roster.calendar, day, 1) for day in days),
        "after_holiday": any(_holiday_beside(roster.calendar, day, -1) for day in days),
    }
    return tuple(code for code, holds in found.items() if holds)


def _saturdays(roster: Roster, person_id: str) -> bool:
    """Tell whether a person is needed on Saturday mornings; the reserve is, wherever somebody receives."""
    if not roster.counter_of(person_id, roster.today):
        return bool(roster.saturday_fields)
    return among(roster.saturday_fields, roster.person(person_id).field)


def _days(spans: tuple[Span, ...]) -> list[int]:
    return sorted({day for span in spans for day in range(day_of(span.begin), day_of(span.end - 1) + 1)})


def _overlaps(roster: Roster, person_id: str, spans: tuple[Span, ...]) -> bool:
    return any(
        one.person != person_id
        and overlap(one.standing, spans)
        and roster.counter_of(one.person, day_iso(day_of(one.standing[0].begin))) != ""
        for one in roster.absences
    )


def _holiday_beside(calendar: WorkCalendar, day: int, step: int) -> bool:
    """Tell whether the days off next to a working day have a public holiday among them."""
    return any(_is_holiday(calendar, off) for off in _off_beside(calendar, day, step))


def _around_tet(calendar: WorkCalendar, day: int) -> bool:
    """Tell whether Tết's days off begin or end within TET_AROUND working days, the day itself counted."""
    for step in (1, -1):
        at, working = day, 0
        while working < TET_AROUND and abs(at - day) < _LOOK:
            working += calendar.is_working(at)
            if any(_is_tet(calendar, off) for off in _off_beside(calendar, at, step)):
                return True
            at += step
    return False


def _off_beside(calendar: WorkCalendar, day: int, step: int) -> list[int]:
    off: list[int] = []
    while not calendar.is_working(day + step) and len(off) < _LOOK:
        day += step
        off.append(day)
    return off


def _is_holiday(calendar: WorkCalendar, day: int) -> bool:
    entry = calendar.exception(day)
    return entry is not None and entry.kind == "off"


def _is_tet(calendar: WorkCalendar, day: int) -> bool:
    """Tell whether a day off is the lunar new year's; the solar one is `Tết Dương lịch`."""
    entry = calendar.exception(day)
    return _is_holiday(calendar, day) and entry is not None and _named_tet(entry.name)


def _named_tet(name: str) -> bool:
    return "Tết" in name and "Dương lịch" not in name
