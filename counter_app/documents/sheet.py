"""The sheets: A5 upright, A4 for long tables; pages made of strips, copies (liên) of them in one PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.flow import Cell, Strip, paginate, row, stack
from counter_app.documents.typeface import ASCENT, BOLD, ITALIC, REGULAR, Style, legible
from counter_app.settings import Paper

WIDTH, HEIGHT = A5
MARGIN = 32.0  # points, 11 mm: no desk printer leaves out more
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
BOTTOM = 24.0
MEASURE = RIGHT - LEFT

BODY = Style(REGULAR, 9.4)
STRONG = Style(BOLD, 9.4)
SMALL = Style(REGULAR, 8.2)
SMALL_STRONG = Style(BOLD, 8.2)
MARK = Style(ITALIC, 8.8)
HAIR, THIN = 0.4, 0.7  # line weights in points; below 0.4 a worn drum drops them


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to set matter on, in points before it is enlarged to its paper."""

    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge of what is set; the left one is LEFT on every sheet."""
        return self.width - MARGIN

    @property
    def top(self) -> float:
        """Return the upper edge of what is set; the lower one is BOTTOM on every sheet."""
        return self.height - BOTTOM


UPRIGHT = Sheet(WIDTH, HEIGHT)
_DENSEST = 16  # percent: the small print is 7.1 points then, about what a medicine's leaflet has
_ENLARGED = 1.15  # how much larger a table's sheet is printed on A4: its small print is 9.4 points there
TABLE_UPRIGHT = Sheet(A4[0] / _ENLARGED, A4[1] / _ENLARGED)
TABLE_ACROSS = Sheet(A4[1] / _ENLARGED, A4[0] / _ENLARGED)


@dataclass(frozen=True, slots=True)
class Matter:
    """What fills the pages of one form.

    `opening` stands on the first page only and leaves the line for the mark of the copy `mark_drop` points
    below its top; `body` flows; `foot` is pinned to the last page's bottom, never without the body's
    last strip above it; `name` is how the later pages call the first one.
    """

    opening: Strip
    mark_drop: float
    body: tuple[Strip, ...]
    foot: Strip
    name: str


@dataclass(frozen=True, slots=True)
class _Page:
    strips: list[Strip]
    foot: Strip
    mark_top: float


def publish(
    matter: Matter, paper: Paper, copies: Sequence[str], title: str, author: str, sheet: Sheet = UPRIGHT
) -> bytes:
    """Return a PDF with every page of `matter`, set for `sheet`, once per copy, marked with the copy's words.

    The sheet is enlarged to the paper, which lies across where the sheet does; one that is too high for its
    width (`dense`) stands in the middle. The same input gives the same bytes.
    """
    width, height = sorted(A4 if paper == "A4" else A5, reverse=sheet.width > sheet.height)
    file = BytesIO()
    pen = blank(file, (width, height), title, author)
    pages = _pages(matter, sheet)
    scale = min(width / sheet.width, height / sheet.height)
    for number, page in enumerate(pages):
        pen.beginForm(f"page{number}", 0, 0, sheet.width, sheet.height)
        _paint(pen, page, sheet)
        pen.endForm()
    for copy in copies:
        for number, page in enumerate(pages):
            pen.translate((width - sheet.width * scale) / 2, 0)
            pen.scale(scale, scale)
            pen.doForm(f"page{number}")
            MARK.put(pen, sheet.width / 2, page.mark_top - MARK.size * ASCENT, legible(copy), "centre")
            pen.showPage()
    pen.save()
    return file.getvalue()


def blank(file: BytesIO, size: tuple[float, float], title: str, author: str) -> Canvas:
    """Begin a PDF of pages of `size` points in `file`; the same drawing on it gives the same bytes."""
    pen = Canvas(file, pagesize=size, pageCompression=1, invariant=1, lang="vi")
    pen.setTitle(legible(title))
    pen.setAuthor(legible(author))
    return pen


def dense(matter: Matter) -> Sheet:
    """Return the upright sheet, or the least higher one on which `matter` stays on one page.

    What is set on a higher one comes out smaller; a matter that no such sheet holds is not made smaller.
    """
    higher = (Sheet(WIDTH, HEIGHT * (1 + step / 100)) for step in range(0, _DENSEST + 1, 2))
    return next((sheet for sheet in higher if len(_pages(matter, sheet)) == 1), UPRIGHT)


def _pages(matter: Matter, sheet: Sheet) -> list[_Page]:
    head = _continued(matter.name, 2, 2, sheet)
    dealt = paginate(
        matter.body,
        first=sheet.top - BOTTOM - matter.opening.height,
        rest=sheet.top - BOTTOM - head.height,
        last=matter.foot.height,
    )
    total = len(dealt)
    heads = [matter.opening, *(_continued(matter.name, n, total, sheet) for n in range(2, total + 1))]
    feet = [*(_to_follow(number, total, sheet) for number in range(1, total)), matter.foot]
    drops = [matter.mark_drop, *[BODY.leading] * (total - 1)]
    return [
        _Page([head, *strips], foot, sheet.top - drop)
        for head, strips, foot, drop in zip(heads, dealt, feet, drops, strict=True)
    ]


def _continued(name: str, number: int, total: int, sheet: Sheet) -> Strip:
    names = row(
        Cell(f"Tiếp theo {name}", LEFT, sheet.right - LEFT - 60, STRONG),
        Cell(f"Trang {number}/{total}", sheet.right - 60, 60, BODY, "right"),
    )
    return stack(*names, Strip(MARK.leading + 8))


def _to_follow(number: int, total: int, sheet: Sheet) -> Strip:
    """Say in the margin that the paper goes on."""
    said = f"Trang {number}/{total}, xem tiếp trang {number + 1}"
    words = row(Cell(said, LEFT, sheet.right - LEFT, SMALL, "right"))
    return stack(*words, Strip(-SMALL.leading))


def _paint(pen: Canvas, page: _Page, sheet: Sheet) -> None:
    stack(*page.strips).draw(pen, sheet.top)
    page.foot.draw(pen, BOTTOM + page.foot.height)
