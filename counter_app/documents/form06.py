"""Form 06, Phiếu kiểm soát quá trình giải quyết hồ sơ (Thông tư 03/2025/TT-VPCP): who gave it to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlab.pdfgen.canvas import Canvas

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, frame, row, rule, side_by_side, stack
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import field
from counter_app.documents.promise import promises
from counter_app.documents.sheet import BODY, HAIR, LEFT, MEASURE, RIGHT, STRONG, THIN, Matter, publish
from counter_app.documents.typeface import ASCENT, Style
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = ("PHIẾU KIỂM SOÁT", "QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
LEAST_BLANK = 3
_PAD = 5.0  # points between a block's frame and its words
_MIDDLE = LEFT + MEASURE / 2
_VALUE = LEFT + _PAD + 82.0  # where the values under the signatures begin
_ROOM = 20.0  # points to sign in
_BLANK_TIME = "…… giờ …… phút, ngày …… / …… / 20……"
_SIGN = "(ký, ghi rõ họ tên)"


class Result(StrEnum):
    """How a unit kept its share of the limit; OPEN until it handed on."""

    OPEN = ""
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


RESULTS = {Result.EARLY: "Trước hạn", Result.ON_TIME: "Đúng hạn", Result.LATE: "Quá hạn"}


@dataclass(frozen=True, slots=True)
class Step:
    """One hand-over; minutes are since 1970-01-01T00:00Z, None and "" are left to be written by hand.

    `due` is when the receiving unit's share of the limit ends, None where it has none; `result` is how that
    unit kept it.
    """

    giving_unit: str = ""
    receiving_unit: str = ""
    given: int | None = None
    taken: int | None = None
    giver_name: str = ""
    receiver_name: str = ""
    due: int | None = None
    result: Result = Result.OPEN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form06:
    """Everything that stands on the sheet. Minutes are whole, since 1970-01-01T00:00Z.

    `first_due` is the receipt's promise, `due` the last one. `blank` empty blocks follow the steps, never
    fewer than three. `copy` from 2 on is marked as a copy.
    """

    office: Office
    printed: int
    code: str
    procedure_code: str
    procedure_name: str
    received: int
    first_due: int
    due: int
    steps: tuple[Step, ...] = ()
    blank: int = LEAST_BLANK
    copy: int = 1


def render(form: Form06, paper: Paper = "A5", copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, all pages once per copy; it goes with the dossier, so one without a mark by default."""
    top = [head(form.office, form.printed, form.code), Strip(6), *title(*TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(form.copy), Strip(4))
    name = f"phiếu kiểm soát hồ sơ {form.code}"
    matter = Matter(opening, mark_drop, tuple(_body(form)), foot(form.office), name)
    return publish(matter, paper, copies, f"Phiếu kiểm soát hồ sơ {form.code}", form.office.name)


def _body(form: Form06) -> list[Strip]:
    pairs = [
        ("Thủ tục:", wording.procedure(form.procedure_name, form.procedure_code)),
        ("Thời gian nhận hồ sơ:", wording.moment(form.received)),
        *promises(form.first_due, form.due),
    ]
    strips = [strip for label, value in pairs for strip in field(label, value)]
    steps = [*form.steps, *[Step()] * max(form.blank, LEAST_BLANK)]
    blocks = [_block(number, step) for number, step in enumerate(steps, start=1)]
    return [*strips, *(stack(Strip(5), block) for block in blocks)]


def _block(number: int, step: Step) -> Strip:
    giving = _side(f"{number}. Giao:", step.giving_unit, step.given, ("Người giao", step.giver_name), LEFT)
    taking = _side("Nhận:", step.receiving_unit, step.taken, ("Người nhận", step.receiver_name), _MIDDLE)
    sides = side_by_side(giving, taking)
    divided = side_by_side(sides, _divider(sides.height))
    kept = stack(Strip(2), *_kept(step), Strip(4))
    return frame(stack(divided, rule(LEFT, RIGHT, HAIR), kept), LEFT, RIGHT, THIN)


def _side(label: str, unit: str, minute: int | None, signer: tuple[str, str], left: float) -> Strip:
    x, width = left + _PAD, MEASURE / 2 - 2 * _PAD
    indent = BODY.width(label) + 4
    room = width - indent
    when = _BLANK_TIME if minute is None else f"{wording.time(minute)}, {wording.date(minute)}"
    role, name = signer
    return stack(
        Strip(2),
        *row(
            Cell(label, x, indent, BODY),
            Cell(unit or _dots(room), x + indent, room, STRONG if unit else BODY),
        ),
        *row(Cell(when, x, width, BODY.fitted(when, width, 7.6))),
        Strip(1),
        signatures((f"{role} {_SIGN}", "", name), left=left, right=left + MEASURE / 2, room=_ROOM, how=""),
        Strip(4),
    )


def _divider(height: float) -> Strip:
    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(HAIR)
        pen.line(_MIDDLE, top, _MIDDLE, top - height)

    return Strip(height, draw)


def _kept(step: Step) -> list[Strip]:
    """Say the share's end, how it was kept and the note; what is open yet is left to be marked by hand."""
    due = "không quy định" if step.due is None else wording.moment(step.due)
    said = RESULTS.get(step.result)
    return [
        *_told("Hạn của bên nhận:", _BLANK_TIME if step == Step() else due),
        *(_told("Kết quả:", said, STRONG) if said else [side_by_side(*_told("Kết quả:", ""), _boxes())]),
        *_told("Ghi chú:", step.note or _dots(RIGHT - _PAD - _VALUE)),
    ]


def _told(label: str, value: str, style: Style = BODY) -> list[Strip]:
    x = LEFT + _PAD
    return row(Cell(label, x, _VALUE - x, BODY), Cell(value, _VALUE, RIGHT - _PAD - _VALUE, style))


def _boxes() -> Strip:
    """Return the three results, each behind a box to tick."""
    side, apart = BODY.size * 0.75, (RIGHT - _PAD - _VALUE) / len(RESULTS)
    lefts = [_VALUE + n * apart for n in range(len(RESULTS))]
    words = row(
        *(
            Cell(word, x + side + 4, apart - side - 4, BODY)
            for word, x in zip(RESULTS.values(), lefts, strict=True)
        )
    )

    def draw(pen: Canvas, top: float) -> None:
        pen.setLineWidth(THIN)
        for x in lefts:
            pen.rect(x, top - BODY.size * ASCENT, side, side, stroke=1, fill=0)

    return side_by_side(*words, Strip(BODY.leading, draw))


def _dots(width: float) -> str:
    """Return leaders to write on, as wide as fits."""
    return "…" * int(width / BODY.width("…"))
