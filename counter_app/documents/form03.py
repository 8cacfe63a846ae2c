"""Form 03, Phiếu từ chối tiếp nhận giải quyết hồ sơ (Thông tư 03/2025/TT-VPCP), with or without a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, row, stack, tied
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import NONE, field, numbered, paragraph, particulars
from counter_app.documents.promise import promises
from counter_app.documents.sheet import LEFT, MEASURE, STRONG, Matter, publish
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"
COPIES = ("Liên 1: Lưu", "Liên 2: Giao người nộp")


@dataclass(frozen=True, slots=True)
class Form03:
    """Everything that stands on the slip. Minutes are whole, since 1970-01-01T00:00Z.

    `reasons` are numbered where there are several; `officer_name` and `officer_title` who refuses;
    `code`, `received` and `due` (the last promise) of a dossier that had been received, with `first_due`
    where a restart or a pause made a new promise; `copy` from 2 on is marked as a copy.
    """

    office: Office
    refused: int
    procedure_code: str
    procedure_name: str
    applicant: Applicant
    reasons: tuple[str, ...]
    officer_name: str
    officer_title: str = ""
    content: str = ""
    code: str = ""
    received: int | None = None
    due: int | None = None
    first_due: int | None = None
    copy: int = 1


def render(form: Form03, paper: Paper = "A5", copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF, all pages once per copy: both sign, so each keeps one."""
    top = [head(form.office, form.refused, form.code), Strip(9), *title(TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(form.copy), Strip(8))
    matter = Matter(
        opening, mark_drop, tuple(_body(form)), foot(form.office), f"phiếu từ chối hồ sơ {form.code}"
    )
    return publish(matter, paper, copies, "Phiếu từ chối tiếp nhận giải quyết hồ sơ", form.office.name)


def _body(form: Form03) -> list[Strip]:
    strips = particulars("Hồ sơ của:", form.applicant)
    wanted = wording.procedure(form.procedure_name, form.procedure_code)
    strips += field("Nội dung yêu cầu giải quyết:", wanted)
    if form.content:
        strips += field("", form.content)
    if form.received is not None:
        strips += field("Thời gian nhận hồ sơ:", wording.moment(form.received))
    if form.due is not None:
        first = form.due if form.first_due is None else form.first_due
        strips += [strip for line in promises(first, form.due) for strip in field(*line)]
    strips += [Strip(6), *row(Cell(_decision(form), LEFT, MEASURE, STRONG)), *_reasons(form.reasons)]
    signed = signatures(
        ("Người nộp hồ sơ", "", ""), ("Người tiếp nhận hồ sơ", form.officer_title, form.officer_name)
    )
    closing = paragraph("Xin thông báo để Ông (Bà) được biết và thực hiện.")
    return tied(strips, Strip(4), *closing, Strip(12), signed)


def _decision(form: Form03) -> str:
    refused = "giải quyết" if form.code else "tiếp nhận, giải quyết"
    return f"{form.office.name} thông báo không {refused} hồ sơ này, với lý do cụ thể như sau:"


def _reasons(reasons: Sequence[str]) -> list[Strip]:
    return numbered(reasons) if len(reasons) > 1 else paragraph(reasons[0] if reasons else NONE)
