"""The head of every form: office and national motto, code, place and date, title."""

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import wording
from counter_app.documents.flow import Cell, Strip, evenly, frame, row, side_by_side, stack
from counter_app.documents.sheet import BODY, LEFT, MARK, RIGHT, SMALL_STRONG, STRONG, THIN
from counter_app.documents.typeface import BOLD, ITALIC, REGULAR, Style
from counter_app.domain.people import Office

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TITLE = Style(BOLD, 14.6)
BLANK_NUMBER = "…………/…………"  # of a paper that gets its number by hand
BLANK_DATE = "ngày …… tháng …… năm 20……"
_OFFICE = (LEFT, 164.0)
_NATION_WIDTH = 180.0
_COPY_WIDTH = 92.0
_HEAD, _HEAD_STRONG = Style(REGULAR, 8.2), Style(BOLD, 8.2)
_HEAD_LEAST = 7.6
_MOTTO = Style(BOLD, 9.2)
_DATE = Style(ITALIC, 9.2)


def head(
    office: Office, minute: int | None, code: str = "", right: float = RIGHT, label: str = "Mã hồ sơ:"
) -> Strip:
    """Return office (left) and motto (up to `right`), then the code and the place and date of `minute`
    (None: to be written by hand).

    `label` says what stands in the code's place, where that is not a dossier's code.
    """
    nation_column = (right - _NATION_WIDTH, _NATION_WIDTH)
    superior, unit = office.superior.upper(), office.name.upper()
    left = stack(
        *_balanced(superior, _HEAD),
        *_balanced(unit, _HEAD_STRONG),
        _underline(_OFFICE, 46),
    )
    nation = stack(
        *row(Cell(NATION, *nation_column, _HEAD_STRONG, "centre")),
        *row(Cell(MOTTO, *nation_column, _MOTTO, "centre")),
        _underline(nation_column, _MOTTO.width(MOTTO)),
    )
    dated = BLANK_DATE if minute is None else wording.date(minute)
    day = Cell(f"{office.place}, {dated}", *nation_column, _DATE, "centre")
    return stack(side_by_side(left, nation), Strip(3), *_reference(label, code, day))


def _balanced(text: str, style: Style) -> list[Strip]:
    """Set the office's name in small enough type, and in lines of like length."""
    left, width = _OFFICE
    return evenly(Cell(text, left, width, style.fitted(text, width, _HEAD_LEAST), "centre"))


def _underline(column: tuple[float, float], length: float) -> Strip:
    middle = column[0] + column[1] / 2

    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(THIN)
        pen.line(middle - length / 2, top - 2, middle + length / 2, top - 2)

    return Strip(4, draw)


def _reference(label: str, code: str, day: Cell) -> list[Strip]:
    if not code:
        return row(day)
    indent = BODY.width(label) + 4
    room = _OFFICE[1] + 6 - indent
    number = Cell(code, LEFT + indent, room, STRONG.fitted(code, room, 7))
    return row(Cell(label, LEFT, indent, BODY), number, day)


def title(*lines: str, right: float = RIGHT) -> list[Strip]:
    """Return the form's name, centred, a line each."""
    return [strip for line in lines for strip in row(Cell(line, LEFT, right - LEFT, TITLE, "centre"))]


def copy_line(copy: int, right: float = RIGHT) -> Strip:
    """Leave the line for the copy's mark; a reprint (`copy` from 2 on) is named in a frame at its right."""
    if copy == 1:
        return Strip(MARK.leading)
    left = right - _COPY_WIDTH
    words = row(Cell(f"BẢN SAO LẦN {copy}", left, _COPY_WIDTH, SMALL_STRONG, "centre"))
    return stack(Strip(2), frame(stack(Strip(1), *words, Strip(1)), left, right, THIN))
