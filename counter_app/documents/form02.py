"""Form 02, Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Thông tư 03/2025/TT-VPCP): before reception, no code."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, row, stack
from counter_app.documents.letterhead import head, title
from counter_app.documents.particulars import field, numbered, particulars
from counter_app.documents.sheet import BODY, LEFT, MARK, MEASURE, STRONG, Matter, publish
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
_REASON = 34.0


@dataclass(frozen=True, slots=True)
class Form02:
    """Everything that stands on the slip. `asked` is the minute since 1970-01-01T00:00Z.

    `missing` is what to complete, one line each; `ask_name` and `ask_phone` whom to ask; `guide_name` and
    `guide_title` who signs.
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


def render(form: Form02, paper: Paper = "A5", copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, all pages once per copy; the citizen's alone by default, without a mark."""
    top = [head(form.office, form.asked), Strip(9), *title(TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, Strip(MARK.leading if any(copies) else 0), Strip(10))
    matter = Matter(opening, mark_drop, tuple(_body(form)), foot(form.office), "phiếu yêu cầu bổ sung hồ sơ")
    return publish(matter, paper, copies, "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", form.office.name)


def _body(form: Form02) -> list[Strip]:
    strips = particulars("Hồ sơ của:", form.applicant)
    strips += field(
        "Nội dung yêu cầu giải quyết:", wording.procedure(form.procedure_name, form.procedure_code)
    )
    strips += [
        Strip(6),
        *row(Cell("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", LEFT, MEASURE, STRONG)),
    ]
    strips += numbered(form.missing)
    strips += [Strip(6), *field("Lý do:", form.reason, indent=_REASON), Strip(6)]
    signed = signatures(("Người hướng dẫn", form.guide_title, form.guide_name), left=LEFT + MEASURE / 2)
    return [*strips, stack(*row(Cell(_help(form), LEFT, MEASURE, BODY)), Strip(12), signed)]


def _help(form: Form02) -> str:
    person = form.ask_name or form.guide_name
    phone = form.ask_phone or form.office.hotline
    return (
        "Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông (Bà) liên hệ với "
        f"{person}, số điện thoại {phone}, để được hướng dẫn."
    )
