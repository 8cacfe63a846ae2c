"""Strips that stand under each other, rows of cells among them, and where a page ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.typeface import ASCENT, Align, Style

_TIED_LINES = 3


def _nothing(_pen: Canvas, _top: float) -> None:
    """Paint a gap."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A full-width piece of a page that is never cut: `height` in points, `draw(pen, y of its top edge)`.

    `head` is drawn again above the strip where it opens a page (the head of a table).
    """

    height: float
    draw: Callable[[Canvas, float], None] = _nothing
    head: "Strip | None" = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a column: from `x` (left edge) over `width` points."""

    text: str
    x: float
    width: float
    style: Style
    align: Align = "left"


def row(*cells: Cell) -> list[Strip]:
    """Set cells side by side, each wrapped in its column: one strip per line, on common baselines."""
    wrapped = [cell.style.wrap(cell.text, cell.width) for cell in cells]
    height = max(cell.style.leading for cell in cells)
    drop = max(cell.style.size for cell in cells) * ASCENT
    count = max(len(lines) for lines in wrapped)
    return [_line(cells, [lines[i : i + 1] for lines in wrapped], height, drop) for i in range(count)]


def evenly(cell: Cell) -> list[Strip]:
    """Set a centred text in lines of like length, so that no word stands alone under it."""
    lines = len(cell.style.wrap(cell.text, cell.width))
    narrow = cell.width
    while lines > 1 and len(cell.style.wrap(cell.text, narrow - 8)) == lines:
        narrow -= 8
    return row(replace(cell, x=cell.x + (cell.width - narrow) / 2, width=narrow))


def _line(cells: Sequence[Cell], texts: Sequence[list[str]], height: float, drop: float) -> Strip:
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}
    placed = [
        (cell, cell.x + cell.width * shift[cell.align], text[0])
        for cell, text in zip(cells, texts, strict=True)
        if text
    ]

    def draw(pen: Canvas, top: float) -> None:
        for cell, x, text in placed:
            cell.style.put(pen, x, top - drop, text, cell.align)

    return Strip(height, draw)


def rule(left: float, right: float, weight: float, above: float = 0.0, below: float = 0.0) -> Strip:
    """Return a horizontal line of `weight` points with white above and below."""

    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(weight)
        pen.line(left, top - above, right, top - above)

    return Strip(above + below, draw)


def stack(*strips: Strip, head: Strip | None = None) -> Strip:
    """Join strips into one that stays together on a page."""

    def draw(pen: Canvas, top: float) -> None:
        for strip in strips:
            strip.draw(pen, top)
            top -= strip.height

    return Strip(sum(strip.height for strip in strips), draw, head)


def tied(strips: Sequence[Strip], *ending: Strip) -> list[Strip]:
    """Let `ending` go over to a page of its own only with the last lines before it."""
    return [*strips[:-_TIED_LINES], stack(*strips[-_TIED_LINES:], *ending)]


def side_by_side(*strips: Strip) -> Strip:
    """Join strips that share one top edge and do not touch sideways."""

    def draw(pen: Canvas, top: float) -> None:
        for strip in strips:
            strip.draw(pen, top)

    return Strip(max(strip.height for strip in strips), draw)


def frame(inner: Strip, left: float, right: float, weight: float) -> Strip:
    """Return `inner` in a frame."""

    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(weight)
        pen.rect(left, top - inner.height, right - left, inner.height, stroke=1, fill=0)
        inner.draw(pen, top)

    return Strip(inner.height, draw)


def paginate(strips: Sequence[Strip], first: float, rest: float, last: float) -> list[list[Strip]]:
    """Deal strips to pages of `first` and then `rest` points; the last page keeps `last` points free.

    A strip that is taller than a page gets one of its own.
    """
    pages: list[list[Strip]] = [[]]
    room = first
    for number, strip in enumerate(strips, start=1):
        kept = last if number == len(strips) else 0.0
        if strip.height + kept > room and (pages[-1] or len(pages) == 1):
            opening = [strip.head] if strip.head else []
            pages.append(opening)
            room = rest - sum(piece.height for piece in opening)
        pages[-1].append(strip)
        room -= strip.height
    return pages
