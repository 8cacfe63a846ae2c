"""Newer calendars for a counter without its centre, and the days they take away."""

from collections.abc import Sequence

import msgspec

from counter_app.domain.calendar import CalendarDay
from counter_app.domain.moments import day_iso, day_of
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings

GROUND = "Công điện 12/CĐ-TTg ngày 20/11/2026"


def take_away(counter: Counter, *minutes: int, put_back: Sequence[int] = ()) -> int:
    """Let the local days of these minutes be off in a new version, or ordinary again; return its number."""
    with counter.store.read() as conn:
        held = briefings.load(conn)
    assert held is not None
    days = {entry.date: entry for entry in held.calendar}
    for minute in minutes:
        date = day_iso(day_of(minute))
        days[date] = CalendarDay(date, "off", "Nghỉ tránh bão", "high", GROUND)
    for minute in put_back:
        del days[day_iso(day_of(minute))]
    version = held.calendar_version + 1
    calendar = tuple(days[date] for date in sorted(days))
    told = msgspec.structs.replace(held, calendar=calendar, calendar_version=version, calendar_ground=GROUND)
    with counter.store.write() as conn:
        briefings.save(conn, told, counter.clock.now().ms)
    return version
