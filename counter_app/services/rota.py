"""What the page of people shows: who sits where on the days asked for, and everything that is open today."""

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.domain.moments import day_iso, parse_day
from counter_app.domain.staff.coverage import Cell, coverage, reserve
from counter_app.domain.staff.roster import Roster
from counter_app.services import silence, staff
from counter_app.services.counter import Counter


@dataclass(frozen=True, slots=True)
class Rota:
    """The days `first_day` to `last_day` (YYYY-MM-DD), and today's cells whatever days were asked for.

    `reserves` has the ready reserve officers of each of them, and of today, that is a working day. `quiet`
    says that nothing is to be announced in this minute.
    """

    roster: Roster
    first_day: str
    last_day: str
    cells: tuple[Cell, ...]
    today: tuple[Cell, ...]
    reserves: Mapping[str, tuple[str, ...]]
    quiet: bool


def look(counter: Counter, first_day: str, last_day: str) -> Rota:
    """Return the rota of these days. Raises Refused: bad_date, span_far, not_enrolled."""
    with counter.store.read() as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
    cells = coverage(roster, first_day, last_day)
    days = {*range(parse_day(first_day), parse_day(last_day) + 1), parse_day(roster.today)}
    working = [day_iso(day) for day in sorted(days) if roster.calendar.is_working(day)]
    reserves = {day: reserve(roster, day) for day in working}
    quiet = silence.is_quiet(counter.settings.alerts, roster.calendar, roster.now)
    today = coverage(roster, roster.today, roster.today)
    return Rota(roster, first_day, last_day, cells, today, reserves, quiet)
