"""Tables with many rows: ruled columns, the header row on every page, long cells told under their row."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.flow import Cell, Strip, row, rule, side_by_side, stack
from counter_app.documents.sheet import HAIR, LEFT, SMALL, SMALL_STRONG, THIN
from counter_app.documents.typeface import Align, Style

_PAD = 3.0  # points between a rule and the words beside it
_LEAST = 6.0  # the smallest size that a code or a date takes to stay on one line
_MOST_LINES = 12  # of a cell; a longer text goes under its row, where it has the whole measure
_BELOW = "(ghi bên dưới)"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `share` of the measure, in any unit that the others use too; a `strong` one is bold."""

    label: str
    share: float
    align: Align = "left"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    column: Column
    left: float
    width: float

    @property
    def style(self) -> Style:
        return SMALL_STRONG if self.column.strong else SMALL


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], right: float) -> list[Strip]:
    """Return one strip per row, from LEFT to `right`; the header stands above the first of each page.

    Without rows the table says so. A row has as many texts as there are columns.
    """
    places = _places(columns, right)
    header = _header(places)
    strips = [_row(places, texts) for texts in rows] or [_nothing(places)]
    first, *others = strips
    return [stack(header, first), *(Strip(one.height, one.draw, header) for one in others)]


def _places(columns: Sequence[Column], right: float) -> list[_Place]:
    unit = (right - LEFT) / sum(column.share for column in columns)
    places, left = [], LEFT
    for column in columns:
        places.append(_Place(column, left, column.share * unit))
        left += column.share * unit
    return places


def _header(places: Sequence[_Place]) -> Strip:
    labels = [_words(place, place.column.label, SMALL_STRONG, "centre") for place in places]
    height = max(label.height for label in labels)
    centred = (stack(Strip((height - label.height) / 2), label) for label in labels)
    inner = stack(Strip(2), side_by_side(*centred), Strip(4))
    return stack(_line(places, THIN), _uprights(inner, _edges(places)), _line(places, THIN))


def _row(places: Sequence[_Place], texts: Sequence[str]) -> Strip:
    cells, below = [], []
    for place, text in zip(places, texts, strict=True):
        cell = _cell(place, text)
        if cell.height > _MOST_LINES * place.style.leading:
            below.append(_under(places, place.column.label, text))
            cell = _cell(place, _BELOW)
        cells.append(cell)
    inner = stack(Strip(1.5), side_by_side(*cells), Strip(3))
    return stack(_uprights(inner, _edges(places)), *below, _line(places, HAIR))


def _cell(place: _Place, text: str) -> Strip:
    """Set a cell; one word, a code or a date, is made a little smaller before it is broken."""
    style = place.style
    if " " not in text:
        style = style.fitted(text, place.width - 2 * _PAD, _LEAST)
    return _words(place, text, style, place.column.align)


def _words(place: _Place, text: str, style: Style, align: Align) -> Strip:
    return stack(*row(Cell(text, place.left + _PAD, place.width - 2 * _PAD, style, align)))


def _under(places: Sequence[_Place], label: str, text: str) -> Strip:
    """Return the text over the table's whole width, with its column's name before it."""
    return _across(places, stack(*row(_whole(places, f"{label}: {text}", "left"))))


def _nothing(places: Sequence[_Place]) -> Strip:
    words = stack(*row(_whole(places, "Không có", "centre")))
    return stack(_across(places, words), _line(places, HAIR))


def _across(places: Sequence[_Place], words: Strip) -> Strip:
    edges = _edges(places)
    inner = stack(Strip(1.5), words, Strip(3))
    return stack(_line(places, HAIR), _uprights(inner, (edges[0], edges[-1])))


def _whole(places: Sequence[_Place], text: str, align: Align) -> Cell:
    left, *_, right = _edges(places)
    return Cell(text, left + _PAD, right - left - 2 * _PAD, SMALL, align)


def _line(places: Sequence[_Place], weight: float) -> Strip:
    left, *_, right = _edges(places)
    return rule(left, right, weight)


def _edges(places: Sequence[_Place]) -> tuple[float, ...]:
    last = places[-1]
    return (*(place.left for place in places), last.left + last.width)


def _uprights(inner: Strip, edges: Sequence[float]) -> Strip:
    """Draw `inner` with a vertical hairline at each edge."""

    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(HAIR)
        for x in edges:
            pen.line(x, top, x, top - inner.height)
        inner.draw(pen, top)

    return Strip(inner.height, draw)
