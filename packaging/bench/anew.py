"""Very many open promises judged anew after a calendar change, beside their rows and the bare table."""

from functools import partial
from pathlib import Path

import crowd
import house
import msgspec
from figures import Figure, in_turns
from law import Bare

from counter_app.domain.calendar import CalendarDay, WorkCalendar
from counter_app.domain.catalog import LimitUnit
from counter_app.domain.moments import day_iso, day_of
from counter_app.services import calendar_news
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from counter_app.store.statements import driver

_ROWS = """SELECT watched, code, name, procedure_name, due, limit_amount, limit_unit, since, calendar
FROM dossiers WHERE watched IS NOT NULL ORDER BY watched, code"""


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Measure on `crowd.MANY` open dossiers in `folder`, of whose days a new calendar takes one."""
    counter = crowd.gather(folder)
    calendar = _take_a_day(counter)
    bare = Bare(calendar)
    found: list[int] = []
    ours, floor = in_turns(lambda: found.append(_ours(counter)), partial(_least, counter, bare), rounds)
    counter.close()
    if not found[-1]:
        raise RuntimeError("the new calendar touches nothing")
    name = "100,000 promises after a calendar change"
    beside = "reading the same rows, and the bare table"
    return [Figure(name, "ms", ours, floor, target=2.5, beside=beside)]


def _take_a_day(counter: Counter) -> WorkCalendar:
    """Let the next working day after the middle of the year's promises be off from a new version on."""
    with counter.store.write() as conn:
        held = briefings.load(conn)
        if held is None:
            raise RuntimeError("the store has no briefing")
        calendar = counter.reference(conn).calendar
        day = day_iso(calendar.on_or_after(day_of(counter.clock.now().ms // 60_000) + 100))
        off = CalendarDay(day, "off", "Nghỉ", "high", "")
        told = msgspec.structs.replace(held, calendar_version=2, calendar=(*held.calendar, off))
        briefings.save(conn, told, 0)
        return counter.reference(conn).calendar


def _ours(counter: Counter) -> int:
    survey, after, found = calendar_news.begin(counter, house.OFFICER), None, 0
    while True:
        part = calendar_news.look(counter, house.OFFICER, survey, after)
        found += len(part.touched)
        after = part.next
        if after is None:
            return found


def _least(counter: Counter, bare: Bare) -> int:
    """Read the rows at one go and reckon each minute; what is not in working time takes the days' table."""
    hours, differs = LimitUnit.WORKING_HOURS.value, 0
    with counter.store.read() as conn:
        for _at, _code, _name, _procedure, due, amount, unit, since, _version in driver(conn).execute(_ROWS):
            at = bare.in_hours(amount, since) if unit == hours else bare.in_days(amount, since)
            differs += at != due
    return differs
