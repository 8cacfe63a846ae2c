"""The rota as squares: counters by days and sessions, the worst of each told first."""

from dataclasses import dataclass

from counter_app.domain.moments import HOUR, clock_of, day_iso, parse_day, weekday_of
from counter_app.domain.staff.coverage import Cell, Cover
from counter_app.domain.staff.request import Request, RequestState
from counter_app.services.rota import Rota

MORNING, AFTERNOON, WHOLE = 0, 1, -1
_NOON, _SUNDAY = 12 * HOUR, 6
_WORST = {Cover.COVERED: 0, Cover.SUBSTITUTE: 1, Cover.AT_RISK: 2, Cover.UNCOVERED: 3}


@dataclass(frozen=True, slots=True)
class Line:
    """A row's head. `slot` is MORNING or AFTERNOON, WHOLE for a day in one square.

    No counter and no field: the reserve of the day.
    """

    counter: str
    field: str
    slot: int

    @property
    def is_reserve(self) -> bool:
        """Tell whether this is the row of the reserve officers."""
        return not self.counter


@dataclass(frozen=True, slots=True)
class Square:
    """What happens in a row on a day: its pieces in order of time, () where the desk does not receive.

    `past` of the pieces are over. `reserves` are the ready reserve officers in their row, None elsewhere and
    on days off. `states` are those of the requests named in the pieces.
    """

    line: Line
    day: str
    pieces: tuple[Cell, ...] = ()
    reserves: tuple[str, ...] | None = None
    past: int = 0
    states: tuple[tuple[str, RequestState], ...] = ()

    @property
    def cover(self) -> Cover | None:
        """The worst of its pieces; a day without a reserve stands as uncovered."""
        if self.reserves is not None:
            return Cover.COVERED if self.reserves else Cover.UNCOVERED
        return self.worst.cover if self.worst is not None else None

    @property
    def over(self) -> bool:
        """Tell whether all its pieces are over."""
        return bool(self.pieces) and self.past == len(self.pieces)

    @property
    def worst(self) -> Cell | None:
        """The piece to be acted on first; what is over counts only where nothing is left."""
        left = self.pieces[self.past :] or self.pieces
        return max(left, key=lambda cell: _WORST[cell.cover], default=None)

    def state(self, cell: Cell) -> RequestState | None:
        """Return where the request of one of its pieces stands, None without one."""
        return next((state for request, state in self.states if request == cell.request), None)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows by columns; `days` YYYY-MM-DD, `receives` tells on which of them the desk does."""

    days: tuple[str, ...] = ()
    receives: tuple[bool, ...] = ()
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Square, ...], ...] = ()
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many sessions to come are uncovered and at risk, and on how many days no reserve is ready."""

    uncovered: int = 0
    at_risk: int = 0
    no_reserve: int = 0


def grid_of(rota: Rota, compact: bool) -> Grid:
    """Lay a rota out; `compact` gives each day one square, else each session one."""
    days = _days(rota.first_day, rota.last_day)
    cells: dict[tuple[str, str, int, str], list[Cell]] = {}
    for cell in rota.cells:
        slot = WHOLE if compact else _slot(cell)
        cells.setdefault((cell.counter, cell.field, slot, cell.day), []).append(cell)
    seats = sorted({(cell.counter, cell.field) for cell in rota.cells}, key=_by_number)
    slots = (WHOLE,) if compact else (MORNING, AFTERNOON)
    if not compact and not any(cell for cell in rota.cells if _slot(cell) == AFTERNOON):
        slots = (MORNING,)
    held = {cell.day for cell in rota.cells}
    if not compact and days and weekday_of(parse_day(days[-1])) == _SUNDAY and days[-1] not in held:
        days = days[:-1]
    lines = (Line("", "", WHOLE), *(Line(*seat, slot) for seat in seats for slot in slots)) if seats else ()
    states = {one.request: _state(one, rota.roster.now) for one in rota.roster.requests}
    rows = tuple(tuple(_square(rota, cells, states, line, day) for day in days) for line in lines)
    return Grid(days, tuple(day in held for day in days), lines, rows, compact)


def _state(request: Request, now: int) -> RequestState:
    """Return where a request stands; one that is over may still wait to be confirmed."""
    return RequestState.TO_CONFIRM if request.unconfirmed else request.state(now)


def square_of(cell: Cell) -> Square:
    """Return the square in the grid of a week in which a cell lies, by itself."""
    return Square(Line(cell.counter, cell.field, _slot(cell)), cell.day, (cell,))


def count(rota: Rota) -> Count:
    """Count what is to come in the rota's days."""
    first, last = rota.first_day, rota.last_day
    ahead = [cell for cell in rota.cells if cell.end > rota.roster.now]
    return Count(
        sum(cell.cover is Cover.UNCOVERED for cell in ahead),
        sum(cell.cover is Cover.AT_RISK for cell in ahead),
        sum(
            not found
            for day, found in rota.reserves.items()
            if rota.roster.today <= day and first <= day <= last
        ),
    )


def _square(
    rota: Rota,
    cells: dict[tuple[str, str, int, str], list[Cell]],
    states: dict[str, RequestState],
    line: Line,
    day: str,
) -> Square:
    if line.is_reserve:
        return Square(line, day, reserves=rota.reserves.get(day))
    pieces = tuple(cells.get((line.counter, line.field, line.slot, day), ()))
    past = sum(one.end <= rota.roster.now for one in pieces)
    asked = dict.fromkeys(one.request for one in pieces if one.request)
    return Square(line, day, pieces, None, past, tuple((one, states[one]) for one in asked))


def _slot(cell: Cell) -> int:
    return MORNING if clock_of(cell.begin) < _NOON else AFTERNOON


def _days(first: str, last: str) -> tuple[str, ...]:
    return tuple(day_iso(day) for day in range(parse_day(first), parse_day(last) + 1))


def _by_number(seat: tuple[str, str]) -> tuple[int, str, str]:
    """Order `Quầy 2` before `Quầy 10`."""
    digits = "".join(letter for letter in seat[0] if letter.isdecimal())
    return (int(digits or 0), *seat)
