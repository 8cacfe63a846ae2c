"""Form 05, Thông báo dừng giải quyết hồ sơ (Thông tư 03/2025/TT-VPCP): its fields are laid out by a file.

The circular's own fields are not confirmed; `resources/forms/form05.json` says which stand here, and how.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, issued
from counter_app.documents.flow import Strip, stack, tied
from counter_app.documents.layout import FieldLayout
from counter_app.documents.letterhead import BLANK_NUMBER, copy_line, head, title
from counter_app.documents.particulars import LABEL, NONE, field, paragraph
from counter_app.documents.sheet import BODY, MEASURE, STRONG, Matter, publish
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"
_LABELS = (0.15, 0.7)  # of the measure: no narrower, no wider


@dataclass(frozen=True, slots=True)
class Form05:
    """Everything that may stand on the notice. Minutes are whole, since 1970-01-01T00:00Z.

    `ground` is the legal ground, `may_do` what the citizen may do now; `first_due` is the promise of the
    receipt, `due` the last one (the same, unless a restart or a pause made a new one); `number` "" leaves
    dots; the head of `responsible_body` signs, `head_name` "" leaves room; `copy` from 2 on is marked.
    """

    office: Office
    stopped: int
    code: str
    procedure_code: str
    procedure_name: str
    applicant: Applicant
    received: int
    first_due: int
    due: int
    ground: str
    reason: str
    may_do: str
    responsible_body: str
    head_title: str
    prepared_by: str
    contact: str = ""
    head_name: str = ""
    number: str = ""
    copy: int = 1


def render(
    form: Form05, layout: Sequence[FieldLayout], paper: Paper = "A5", copies: Sequence[str] = ("",)
) -> bytes:
    """Return the PDF, all pages once per copy; `layout` was read with our KEYS."""
    top = [head(form.office, form.stopped, form.number or BLANK_NUMBER, label="Số:"), Strip(9), *title(TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(form.copy), Strip(8))
    body = _body(form, layout)
    matter = Matter(opening, mark_drop, tuple(body), foot(form.office), f"thông báo dừng, hồ sơ {form.code}")
    return publish(matter, paper, copies, f"Thông báo dừng giải quyết hồ sơ {form.code}", form.office.name)


def _body(form: Form05, layout: Sequence[FieldLayout]) -> list[Strip]:
    strips = [strip for one in layout for strip in (*_laid_out(one, _VALUES[one.key](form)), Strip(2))]
    kept = ("Như kính gửi", form.office.name, f"Lưu hồ sơ {form.code}")
    signed = issued(kept, form.prepared_by, (form.responsible_body, form.head_title, form.head_name))
    closing = paragraph("Xin thông báo để Ông (Bà) được biết.")
    return tied(strips, *closing, Strip(10), signed)


def _laid_out(one: FieldLayout, value: str) -> list[Strip]:
    style = STRONG if one.strong else BODY
    if not one.label:
        return paragraph(value or NONE, style)
    least, most = _LABELS
    return field(one.label, value, style, min(max(one.width, least), most) * MEASURE if one.width else LABEL)


def _promised(form: Form05) -> str:
    """Say the promise; a later one never without the first."""
    if form.first_due == form.due:
        return wording.moment(form.due)
    return f"{wording.moment(form.due)}; hẹn lần đầu: {wording.moment(form.first_due)}"


_VALUES: dict[str, Callable[[Form05], str]] = {
    "applicant": lambda form: form.applicant.name,
    "id_number": lambda form: form.applicant.id_number,
    "representative": lambda form: (
        form.applicant.representative.name if form.applicant.representative else ""
    ),
    "address": lambda form: form.applicant.address,
    "phone": lambda form: form.applicant.phone,
    "email": lambda form: form.applicant.email,
    "code": lambda form: form.code,
    "procedure": lambda form: wording.procedure(form.procedure_name, form.procedure_code),
    "received": lambda form: wording.moment(form.received),
    "promised": _promised,
    "stopped": lambda form: wording.moment(form.stopped),
    "ground": lambda form: form.ground,
    "reason": lambda form: form.reason,
    "may_do": lambda form: form.may_do,
    "responsible_body": lambda form: form.responsible_body,
    "contact": lambda form: form.contact or f"{form.office.name}, điện thoại {form.office.hotline}",
}
KEYS = tuple(_VALUES)
