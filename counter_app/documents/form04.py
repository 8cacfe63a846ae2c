"""Form 04, Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết (TT 03/2025/TT-VPCP; NĐ61 Art. 19.9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, issued
from counter_app.documents.flow import Strip, stack, tied
from counter_app.documents.letterhead import BLANK_NUMBER, copy_line, head, title
from counter_app.documents.particulars import field, paragraph
from counter_app.documents.promise import promised, promises
from counter_app.documents.sheet import (
    STRONG,
    Matter,
    publish,
)
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.domain.promise_events import Cause
from counter_app.settings import Paper

TITLE = ("VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ", "GIA HẠN THỜI GIAN GIẢI QUYẾT")
CAUSES = {
    Cause.CONSULTED_UNIT: "Cơ quan, đơn vị được hỏi ý kiến chưa trả lời.",
    Cause.FIELD_CHECK: "Phải xác minh, kiểm tra thực địa.",
    Cause.WORKLOAD: "Số lượng hồ sơ tăng đột biến.",
    Cause.STAFF: "Thiếu cán bộ giải quyết.",
    Cause.SYSTEM: "Hệ thống thông tin gặp sự cố.",
    Cause.PAPERS_LOST: "Giấy tờ bị thất lạc trong cơ quan.",
    Cause.OTHER: "Lý do khác, nêu dưới đây.",
}
_ONCE = "Theo quy định, thời hạn trả kết quả chỉ được thay đổi một lần bằng văn bản này."
_KEPT = "Văn bản này chỉ xin lỗi, không thay đổi thời hạn đã hẹn (NĐ 61/2018/NĐ-CP, Điều 19)."


@dataclass(frozen=True, slots=True)
class Form04:
    """Everything that stands on the paper. Minutes are whole, since 1970-01-01T00:00Z.

    `number` "" leaves dots to be filled by hand; `first_due` is the promise of the receipt, `due` the last
    one (the same, unless a restart or a pause made a new one), `new_due` what is promised now; `cause` is
    the list's sentence, `explanation` the text beside it; the head of `responsible_body` signs, `head_name`
    "" leaves room; `copy` from 2 on is marked as a copy. `extends` is False of one after its last lawful
    minute: it apologises, and `new_due` is only when the result is expected.
    """

    office: Office
    prepared: int
    code: str
    procedure_code: str
    procedure_name: str
    applicant: Applicant
    received: int
    first_due: int
    due: int
    new_due: int
    cause: str
    responsible_body: str
    head_title: str
    prepared_by: str
    explanation: str = ""
    head_name: str = ""
    number: str = ""
    copy: int = 1
    extends: bool = True


def render(form: Form04, paper: Paper = "A5", copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, all pages once per copy."""
    number = head(form.office, form.prepared, form.number or BLANK_NUMBER, label="Số:")
    top = [number, Strip(9), *title(*TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(form.copy), Strip(3), _again(form), Strip(7))
    name = f"văn bản xin lỗi, hồ sơ {form.code}"
    matter = Matter(
        opening, mark_drop, tuple(_body(form)), foot(form.office, _ONCE if form.extends else _KEPT), name
    )
    return publish(matter, paper, copies, f"Văn bản xin lỗi, hồ sơ {form.code}", form.office.name)


def _again(form: Form04) -> Strip:
    if not form.extends:
        missed = f"chậm hơn lần hẹn: {wording.moment(form.due)}"
        return promised("Dự kiến trả kết quả giải quyết hồ sơ", form.new_due, missed)
    replaced = f"thay cho lần hẹn: {wording.moment(form.due)}"
    return promised("Hẹn lại thời gian trả kết quả giải quyết hồ sơ", form.new_due, replaced)


def _body(form: Form04) -> list[Strip]:
    strips = [*field("Kính gửi:", form.applicant.name, STRONG), *field("Địa chỉ:", form.applicant.address)]
    strips += paragraph(f"{form.office.name} đã nhận hồ sơ của Ông (Bà) và hẹn trả kết quả như sau:")
    strips += [Strip(2), *field("Mã hồ sơ:", form.code, STRONG)]
    strips += [strip for label, value in _dossier(form) for strip in field(label, value)]
    strips += paragraph(
        f"Tuy nhiên, {form.responsible_body} chưa thể giải quyết xong hồ sơ đúng thời hạn đã hẹn. Lý do:"
    )
    strips += [*paragraph(form.cause), *(paragraph(form.explanation) if form.explanation else [])]
    kept = ("Như kính gửi", form.office.name, f"Lưu hồ sơ {form.code}")
    signed = issued(kept, form.prepared_by, (form.responsible_body, form.head_title, form.head_name))
    return tied(strips, Strip(4), *_apology(form), Strip(10), signed)


def _dossier(form: Form04) -> list[tuple[str, str]]:
    return [
        ("Nội dung yêu cầu giải quyết:", wording.procedure(form.procedure_name, form.procedure_code)),
        ("Thời gian nhận hồ sơ:", wording.moment(form.received)),
        *promises(form.first_due, form.due),
    ]


def _apology(form: Form04) -> list[Strip]:
    will = "sẽ" if form.extends else "dự kiến"
    return [
        *paragraph(
            "Sự chậm trễ này đã gây khó khăn, tốn kém chi phí và công sức của Ông (Bà). "
            f"{form.responsible_body} thành thật xin lỗi Ông (Bà) và {will} trả kết quả vào "
            f"{wording.moment(form.new_due)}."
        ),
        *paragraph("Rất mong nhận được sự thông cảm của Ông (Bà)."),
    ]
