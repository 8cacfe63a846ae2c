"""The rota of a week, a month or some weeks as paper, in whole weeks."""

from dataclasses import replace
from itertools import groupby

from counter_app.documents import rota_sheet
from counter_app.documents.rota_sheet import Post, RotaSheet, Seat, Week
from counter_app.domain.moments import day_iso, parse_day, weekday_of
from counter_app.domain.people import find_person
from counter_app.domain.staff.coverage import Cell
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span
from counter_app.services import rota
from counter_app.services.counter import Counter
from counter_app.services.rota import Rota
from counter_app.services.rota_grid import AFTERNOON, MORNING, Square, grid_of

_WEEK = 7


def paper(counter: Counter, reader_id: str, first_day: str, last_day: str) -> bytes:
    """Return the weeks in which these days lie, on A4 across.

    Raises Refused: bad_date, span_far, not_enrolled.
    """
    first, last = parse_day(first_day), parse_day(last_day)
    monday, sunday = first - weekday_of(first), last - weekday_of(last) + _WEEK - 1
    seen = rota.look(counter, reader_id, day_iso(monday), day_iso(sunday))
    weeks = tuple(_week(seen, start) for start in range(monday, sunday + 1, _WEEK))
    return rota_sheet.render(
        RotaSheet(seen.roster.office, seen.roster.now, rota_sheet.name_of(first, last), weeks)
    )


def _week(seen: Rota, monday: int) -> Week:
    first, last = day_iso(monday), day_iso(monday + _WEEK - 1)
    cells = tuple(cell for cell in seen.cells if first <= cell.day <= last)
    grid = grid_of(replace(seen, first_day=first, last_day=last, cells=cells), compact=False)
    rows = [(line, squares) for line, squares in zip(grid.lines, grid.rows, strict=True) if line.counter]
    seats = []
    for (counter, field), lines in groupby(rows, key=lambda each: (each[0].counter, each[0].field)):
        halves = {line.slot: _half(seen.roster, squares) for line, squares in lines}
        nothing = ((),) * len(grid.days)
        seats.append(Seat(counter, field, halves.get(MORNING, nothing), halves.get(AFTERNOON, nothing)))
    return Week(grid.days, tuple(seats), tuple(_reserve(seen, day) for day in grid.days))


def _half(roster: Roster, squares: tuple[Square, ...]) -> tuple[tuple[Post, ...], ...]:
    return tuple(tuple(_post(roster, cell, square) for cell in square.pieces) for square in squares)


def _post(roster: Roster, cell: Cell, square: Square) -> Post:
    part = Span(cell.begin, cell.end) if len(square.pieces) > 1 else None
    return Post(cell.cover, _name_of(roster, cell.person), _name_of(roster, cell.absent), part)


def _reserve(seen: Rota, day: str) -> tuple[str, ...] | None:
    found = seen.reserves.get(day)
    return None if found is None else tuple(_name_of(seen.roster, one) for one in found)


def _name_of(roster: Roster, person_id: str) -> str:
    return find_person(roster.people, person_id).name if person_id else ""
