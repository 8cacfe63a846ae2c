"""Form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Thông tư 03/2025/TT-VPCP), with or without a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, row, stack
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import field, numbered, paragraph, particulars
from counter_app.documents.promise import promises
from counter_app.documents.sheet import BODY, LEFT, MARK, MEASURE, STRONG, Matter, publish
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
_REASON = 34.0
_NEEDED = "Cần có đủ các nội dung nêu trên để giải quyết hồ sơ."  # where nobody gave another
_STOPPED = (
    "Thời hạn giải quyết tạm dừng từ khi lập phiếu này. Khi hồ sơ được bổ sung đầy đủ, "
    "cơ quan in giấy hẹn mới có ghi cả lần hẹn đầu."
)


@dataclass(frozen=True, slots=True)
class Form02:
    """Everything that stands on the slip. `asked` is the minute since 1970-01-01T00:00Z.

    `missing` is what to complete, one line each; `ask_name` and `ask_phone` whom to ask; `guide_name` and
    `guide_title` who signs; `code`, `received` and `due` (the last promise) of a dossier that had been
    received, with `first_due` where a restart or a pause made a new promise; `copy` from 2 on is marked.
    """

    office: Office
    asked: int
    procedure_code: str
    procedure_name: str
    applicant: Applicant
    missing: tuple[str, ...]
    guide_name: str
    guide_title: str = ""
    reason: str = ""
    ask_name: str = ""
    ask_phone: str = ""
    code: str = ""
    received: int | None = None
    due: int | None = None
    first_due: int | None = None
    copy: int = 1


def render(form: Form02, paper: Paper = "A5", copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, all pages once per copy; the citizen's alone by default, without a mark."""
    top = [head(form.office, form.asked, form.code), Strip(9), *title(TITLE)]
    mark_drop = sum(strip.height for strip in top)
    mark = copy_line(form.copy) if form.copy > 1 else Strip(MARK.leading if any(copies) else 0)
    opening = stack(*top, mark, Strip(10))
    name = f"phiếu yêu cầu bổ sung hồ sơ {form.code}".rstrip()
    matter = Matter(opening, mark_drop, tuple(_body(form)), foot(form.office), name)
    return publish(matter, paper, copies, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", form.office.name)


def _body(form: Form02) -> list[Strip]:
    strips = particulars("Hồ sơ của:", form.applicant)
    strips += field(
        "Nội dung yêu cầu giải quyết:", wording.procedure(form.procedure_name, form.procedure_code)
    )
    strips += _promised(form)
    strips += [
        Strip(6),
        *row(Cell("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", LEFT, MEASURE, STRONG)),
    ]
    strips += numbered(form.missing)
    strips += [Strip(6), *field("Lý do:", form.reason or _NEEDED, indent=_REASON), Strip(6)]
    if form.code:
        strips += [*paragraph(_STOPPED), Strip(6)]
    signed = signatures(("Người hướng dẫn", form.guide_title, form.guide_name), left=LEFT + MEASURE / 2)
    return [*strips, stack(*row(Cell(_help(form), LEFT, MEASURE, BODY)), Strip(12), signed)]


def _promised(form: Form02) -> list[Strip]:
    """Say what was promised, where a dossier had been received."""
    if form.received is None or form.due is None:
        return []
    first = form.due if form.first_due is None else form.first_due
    lines = [("Thời gian nhận hồ sơ:", wording.moment(form.received)), *promises(first, form.due)]
    return [strip for line in lines for strip in field(*line)]


def _help(form: Form02) -> str:
    person = form.ask_name or form.guide_name
    phone = form.ask_phone or form.office.hotline
    reached = f"{person}, số điện thoại {phone}," if phone else person
    return (
        "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông (Bà) liên hệ với "
        f"{reached} để được hướng dẫn."
    )
