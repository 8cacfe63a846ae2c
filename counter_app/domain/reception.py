"""When the desk receives: office hours, and for some fields Saturday mornings (DOMAIN §2)."""

from counter_app.domain.calendar import Hours, WorkCalendar
from counter_app.domain.moments import HOUR, clock_of, day_iso, day_of, weekday_of

_SATURDAY = 5
SATURDAY_MORNINGS = (Hours("2000-01-01", ((8 * HOUR, 12 * HOUR),)),)


def reception_open(
    saturdays: bool, minute: int, calendar: WorkCalendar, mornings: tuple[Hours, ...] = SATURDAY_MORNINGS
) -> bool:
    """Tell whether the desk receives at a minute, the closing minute included; else as `sessions_on`."""
    sessions = sessions_on(saturdays, day_of(minute), calendar, mornings)
    return any(start <= clock_of(minute) <= end for start, end in sessions)


def sessions_on(
    saturdays: bool, day: int, calendar: WorkCalendar, mornings: tuple[Hours, ...] = SATURDAY_MORNINGS
) -> tuple[tuple[int, int], ...]:
    """Return the sessions in which the desk receives on a local day, as minutes of it; () for none.

    `saturdays` is the procedure's `saturday_morning`, `mornings` the Saturday sessions in force from each
    date. They do not make a day count: limits treat such a reception as one on a day off (item 8). A
    holiday on a Saturday has no session, a made-up Saturday has an ordinary working day's.
    """
    if calendar.is_working(day):
        return calendar.sessions(day)
    if not saturdays or weekday_of(day) != _SATURDAY or calendar.exception(day) is not None:
        return ()
    in_force = [hours for hours in mornings if hours.effective <= day_iso(day)]
    return max(in_force, key=lambda hours: hours.effective).sessions if in_force else ()
