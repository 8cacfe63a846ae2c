"""What the marked square calls for: whose absence it is, where to look next. No widgets."""

from counter_app.domain.moments import minute_at, parse_day
from counter_app.domain.people import Role
from counter_app.domain.staff.absence import Absence, overlap
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span
from counter_app.services.rota import Rota
from counter_app.services.rota_grid import Grid, Square
from counter_app.texts import _
from counter_app.ui.screens.people.inbox import Item, Need
from counter_app.ui.screens.people.returning import find_absence

_RESERVE = 1
_NEVER = Span(0, 0)
_GAPS = {Cover.UNCOVERED: 3, Cover.AT_RISK: 2}


def to_cover(roster: Roster, square: Square) -> tuple[Absence | None, str]:
    """Return the absence for which somebody is looked for at a square, else why none is."""
    piece = square.worst
    if piece is None:
        return None, _("Chọn ô của một quầy rồi tìm người thay.")
    if not piece.person and not piece.absent:
        said = _("{counter} không có ai được phân. Chuyển một cán bộ sang: Ctrl+3, rồi C.")
        return None, said.format(counter=piece.counter)
    found = find_absence(roster, piece.absent or piece.person, piece.begin, piece.end)
    if found is None or not any(s.begin < piece.end and piece.begin < s.end for s in found.standing):
        return None, _("Chưa ghi ai vắng ở đây. Ghi vắng mặt trước: N.")
    return found, ""


def to_end(roster: Roster, square: Square | None, actor: str) -> Absence | None:
    """Return the absence that may end early: that of the square, of oneself while away or without one."""
    piece = square.worst if square is not None else None
    if piece is not None and piece.absent and piece.end > roster.now:
        return find_absence(roster, piece.absent, piece.begin, piece.end)
    if piece is None or roster.away(actor, roster.now):
        return find_absence(roster, actor, roster.now, roster.now + 1)
    return None


def documented(roster: Roster, square: Square | None, everybodys: bool, actor: str) -> Absence | None:
    """Return the absence at a square that came with a document, his own unless he may see `everybodys`.

    At the row of the reserve that of who is away from it that day.
    """
    if square is None:
        return None
    day = parse_day(square.day)
    spans = {one.absent: Span(one.begin, one.end) for one in square.pieces if one.absent}
    if square.line.is_reserve:
        there = (one.person_id for one in roster.people if not roster.counter_of(one.person_id, square.day))
        spans = dict.fromkeys(there, Span(minute_at(day, 0), minute_at(day + 1, 0)))
    found = (one for one in roster.absences if one.document and (everybodys or one.person == actor))
    return next((one for one in found if overlap(one.standing, (spans.get(one.person, _NEVER),))), None)


def gap(square: Square) -> int:
    """Tell how badly a square needs somebody; 0 where it does not, or is over."""
    if square.over or square.cover is None:
        return 0
    return _RESERVE if square.reserves == () else _GAPS.get(square.cover, 0)


def next_gap(grid: Grid, marked: Square | None, today: str) -> Square | None:
    """Return the next square from the marked one on that needs somebody, by day and row; then the first."""
    order = [(at, row) for at, day in enumerate(grid.days) if day >= today for row in range(len(grid.rows))]
    found = [place for place in order if gap(grid.rows[place[1]][place[0]])]
    here = (-1, -1)
    if marked is not None and marked.day in grid.days and marked.line in grid.lines:
        here = (grid.days.index(marked.day), grid.lines.index(marked.line))
    at = next((place for place in found if place > here), found[0] if found else None)
    return None if at is None else grid.rows[at[1]][at[0]]


def needing(seen: Rota | None, items: tuple[Item, ...], actor: str) -> tuple[int, bool]:
    """Return how many things need the person before the screen, and whether one of them is red.

    Requests that wait for his word; for the desk's head also what is to be confirmed by anybody, and
    today's sessions without an officer, and that no reserve is ready today.
    """
    if seen is None:
        return 0, False
    mine = sum(one.mine for one in items)
    red = any(one.mine and one.need is Need.CONFIRM for one in items)
    if Role.SUPERVISOR not in seen.roster.roles(actor):
        return mine, red
    unconfirmed = sum(one.need is Need.CONFIRM and not one.mine for one in items)
    left = [cell for cell in seen.today if cell.end > seen.roster.now]
    empty = sum(cell.cover is Cover.UNCOVERED for cell in left)
    empty += seen.reserves.get(seen.roster.today) == ()
    return mine + unconfirmed + empty, red or unconfirmed + empty > 0
