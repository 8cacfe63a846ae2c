"""A paper book: Form 01 with its code printed ahead and everything else left to be written by hand.

A sheet of A4 across for each leaf: at the left what the office keeps and scans later, at the right what the
citizen gets. The QR code holds the dossier's code and no more: nothing is promised yet that could be signed.
"""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import qr
from counter_app.documents.closing import contacts, note, signatures
from counter_app.documents.flow import Cell, Strip, frame, row, rule, side_by_side, stack
from counter_app.documents.form01 import COPIES
from counter_app.documents.letterhead import BLANK_DATE, head, title
from counter_app.documents.sheet import (
    BODY,
    BOTTOM,
    HAIR,
    HEIGHT,
    LEFT,
    MARK,
    MEASURE,
    RIGHT,
    SMALL,
    SMALL_STRONG,
    STRONG,
    THIN,
    blank,
)
from counter_app.documents.typeface import ASCENT
from counter_app.domain.paper_book import Book
from counter_app.domain.people import Office

MOMENT = f"…… giờ …… phút, {BLANK_DATE}"
_LABEL, _WIDE = 116.0, 160.0  # points: labels of the upper fields, of the lower ones
_PITCH = 18.0  # points from one line to write on to the next
_ROWS = 5  # papers; more go on the back
_QR_SIDE, _QR_COLUMN = 40.0, 108.0
_CUT = (2, 4)  # points: dashes where the sheet is cut
_SHEET = (A4[1], A4[0])


def render(office: Office, book: Book) -> bytes:
    """Return the PDF: one page for each leaf, in the order of the codes."""
    file = BytesIO()
    said = f"Sổ giấy tiếp nhận hồ sơ {book.first:04}-{book.last:04}, {book.day}"
    pen = blank(file, _SHEET, said, office.name)
    for code in book.codes():
        for copy, left in zip(COPIES, (0.0, _SHEET[0] / 2), strict=True):
            pen.saveState()
            pen.translate(left, 0)
            _leaf(office, code, copy).draw(pen, HEIGHT - BOTTOM)
            pen.restoreState()
        _cut(pen)
        pen.showPage()
    pen.save()
    return file.getvalue()


def _leaf(office: Office, code: str, copy: str) -> Strip:
    strips = [head(office, None, code), Strip(6), *title("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")]
    strips += [_mark(copy), Strip(3), _promise(), Strip(3)]
    for label in ("Tiếp nhận hồ sơ của:", "Số giấy tờ tùy thân:", "Địa chỉ:", "Điện thoại, email:"):
        strips.append(_line(label, _LABEL))
    strips += [_line("Nội dung yêu cầu giải quyết:", _WIDE), _line("", 0), Strip(4), *_papers(), Strip(2)]
    for label in (
        "Số bộ hồ sơ; thời hạn theo quy định:",
        "Phí, lệ phí (đã nộp, chưa nộp, miễn):",
        "Cơ quan, đơn vị giải quyết:",
    ):
        strips.append(_line(label, _WIDE))
    strips += [_said(f"Thời gian nhận hồ sơ: {MOMENT}"), Strip(6), _signing(code), *_foot(office)]
    return stack(*strips)


def _mark(copy: str) -> Strip:
    def draw(pen: Canvas, top: float) -> None:
        MARK.put(pen, (LEFT + RIGHT) / 2, top - MARK.size * ASCENT, copy, "centre")

    return Strip(MARK.leading, draw)


def _promise() -> Strip:
    lines = [
        *row(Cell("Thời gian trả kết quả giải quyết hồ sơ", LEFT, MEASURE, BODY, "centre")),
        Strip(5),
        *row(Cell(MOMENT, LEFT, MEASURE, STRONG, "centre")),
        Strip(4),
        *row(Cell("Nhận kết quả tại: ……………………………………………………………", LEFT + 8, MEASURE - 16, BODY, "centre")),
    ]
    return frame(stack(Strip(3), *lines, Strip(5)), LEFT, RIGHT, 1.0)


def _line(label: str, indent: float) -> Strip:
    """Return a label and a line to write on beside it."""
    words = row(Cell(label, LEFT, indent or MEASURE, BODY)) or [Strip(BODY.leading)]
    free = Strip(_PITCH - BODY.leading)
    return stack(free, side_by_side(*words, rule(LEFT + indent, RIGHT, HAIR, above=BODY.leading - 2)))


def _said(words: str) -> Strip:
    return stack(Strip(_PITCH - BODY.leading), *row(Cell(words, LEFT, MEASURE, BODY)))


def _papers() -> list[Strip]:
    names = ("TT", "Thành phần hồ sơ nộp", "Hình thức", "Số bản")
    edges = (0.0, 20.0, MEASURE - 110, MEASURE - 44)
    cells = [Cell(name, LEFT + edge, MEASURE, SMALL_STRONG) for name, edge in zip(names, edges, strict=True)]
    rows = [rule(LEFT, RIGHT, THIN), Strip(1), *row(*cells), rule(LEFT, RIGHT, HAIR, above=1)]
    for number in range(1, _ROWS + 1):
        rows += [Strip(4), *row(Cell(f"{number}.", LEFT, 20, SMALL)), rule(LEFT, RIGHT, HAIR, above=1)]
    return rows


def _signing(code: str) -> Strip:
    style = SMALL_STRONG.fitted(code, _QR_COLUMN, 6)
    check = stack(
        qr.square(code, LEFT + _QR_COLUMN / 2, _QR_SIDE, _QR_COLUMN),
        *row(Cell(code, LEFT, _QR_COLUMN, style, "centre")),
    )
    signers = (("Người nộp hồ sơ", "", ""), ("Người tiếp nhận hồ sơ", "", ""))
    return side_by_side(check, signatures(*signers, left=LEFT + _QR_COLUMN, room=30))


def _foot(office: Office) -> list[Strip]:
    return [
        Strip(3),
        rule(LEFT, RIGHT, HAIR, below=4),
        *note(
            "",
            "Viết tay khi mất điện; hẹn trả ghi tại đây có giá trị. Khi nhận kết quả mang theo giấy này.",
        ),
        *contacts(office),
    ]


def _cut(pen: Canvas) -> None:
    pen.setLineWidth(HAIR)
    pen.setDash(*_CUT)
    pen.line(_SHEET[0] / 2, 0, _SHEET[0] / 2, _SHEET[1])
    pen.setDash()
