"""The sheet: A5 upright with its margins, pages made of strips, copies (liên) of them in one PDF."""

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
TOP, BOTTOM = HEIGHT - 24.0, 24.0
MEASURE = RIGHT - LEFT

BODY = Style(REGULAR, 9.4)
STRONG = Style(BOLD, 9.4)
SMALL = Style(REGULAR, 8.2)
SMALL_STRONG = Style(BOLD, 8.2)
MARK = Style(ITALIC, 8.8)
HAIR, THIN = 0.4, 0.7  # line weights in points; below 0.4 a worn drum drops them


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


def publish(matter: Matter, paper: Paper, copies: Sequence[str], title: str, author: str) -> bytes:
    """Return a PDF with every page of `matter` once per copy, marked with the copy's words.

    A4 is the same page enlarged. The same input gives the same bytes.
    """
    width, height = A4 if paper == "A4" else A5
    file = BytesIO()
    pen = Canvas(file, pagesize=(width, height), pageCompression=1, invariant=1, lang="vi")
    pen.setTitle(legible(title))
    pen.setAuthor(legible(author))
    pages = _pages(matter)
    for number, page in enumerate(pages):
        pen.beginForm(f"page{number}", 0, 0, WIDTH, HEIGHT)
        _paint(pen, page)
        pen.endForm()
    for copy in copies:
        for number, page in enumerate(pages):
            pen.scale(width / WIDTH, height / HEIGHT)
            pen.doForm(f"page{number}")
            MARK.put(pen, WIDTH / 2, page.mark_top - MARK.size * ASCENT, legible(copy), "centre")
            pen.showPage()
    pen.save()
    return file.getvalue()


def _pages(matter: Matter) -> list[_Page]:
    head = _continued(matter.name, 2, 2)
    dealt = paginate(
        matter.body,
        first=TOP - BOTTOM - matter.opening.height,
        rest=TOP - BOTTOM - head.height,
        last=matter.foot.height,
    )
    total = len(dealt)
    heads = [matter.opening, *(_continued(matter.name, number, total) for number in range(2, total + 1))]
    feet = [*(_to_follow(number, total) for number in range(1, total)), matter.foot]
    drops = [matter.mark_drop, *[BODY.leading] * (total - 1)]
    return [
        _Page([head, *strips], foot, TOP - drop)
        for head, strips, foot, drop in zip(heads, dealt, feet, drops, strict=True)
    ]


def _continued(name: str, number: int, total: int) -> Strip:
    names = row(
        Cell(f"Tiếp theo {name}", LEFT, MEASURE - 60, STRONG),
        Cell(f"Trang {number}/{total}", RIGHT - 60, 60, BODY, "right"),
    )
    return stack(*names, Strip(MARK.leading + 8))


def _to_follow(number: int, total: int) -> Strip:
    """Say in the margin that the paper goes on."""
    words = row(Cell(f"Trang {number}/{total}, xem tiếp trang {number + 1}", LEFT, MEASURE, SMALL, "right"))
    return stack(*words, Strip(-SMALL.leading))


def _paint(pen: Canvas, page: _Page) -> None:
    stack(*page.strips).draw(pen, TOP)
    page.foot.draw(pen, BOTTOM + page.foot.height)
