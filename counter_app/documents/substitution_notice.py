"""The notice that somebody stands in at a counter: put up for citizens, so not a word of why."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, issued
from counter_app.documents.flow import Cell, Strip, row, stack
from counter_app.documents.letterhead import BLANK_NUMBER, copy_line, head, title
from counter_app.documents.particulars import field, paragraph
from counter_app.documents.sheet import LEFT, MARK, MEASURE, STRONG, Matter, publish
from counter_app.domain.people import Office
from counter_app.domain.staff_events import Span

TITLE = "THÔNG BÁO"
SUBJECT = "Về việc phân công người thay thế tại {counter}"
UNCONFIRMED = "Việc phân công này đang chờ người có thẩm quyền xác nhận."


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything that stands on the notice. Minutes are whole, since 1970-01-01T00:00Z.

    `absent_name` is all it says of who is away. `approver_name` "" says that the approval is still awaited;
    `ground` is the approver's decision or delegation. `signer_name` "" leaves room to sign by hand.
    """

    office: Office
    at: int
    counter: str
    absent_name: str
    substitute_name: str
    substitute_title: str
    spans: tuple[Span, ...]
    substitute_field: str = ""
    approver_name: str = ""
    approver_title: str = ""
    approved: int | None = None
    ground: str = ""
    number: str = ""
    prepared_by: str = ""
    signer_title: str = "Người đứng đầu bộ phận Một cửa"
    signer_name: str = ""
    copy: int = 1


def render(notice: Notice, copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF on A4, all pages once per copy; one without a mark by default."""
    subject = SUBJECT.format(counter=notice.counter)
    top = [
        head(notice.office, notice.at, notice.number or BLANK_NUMBER, label="Số:"),
        Strip(9),
        *title(TITLE),
    ]
    top += row(Cell(subject, LEFT, MEASURE, STRONG, "centre"))
    drop = sum(strip.height for strip in top)
    mark = copy_line(notice.copy) if notice.copy > 1 else Strip(MARK.leading if any(copies) else 0)
    opening = stack(*top, mark, Strip(10))
    name = f"thông báo phân công người thay thế tại {notice.counter}"
    matter = Matter(opening, drop, tuple(_body(notice)), foot(notice.office), name)
    return publish(matter, "A4", copies, f"Thông báo. {subject}", notice.office.name)


def _body(notice: Notice) -> list[Strip]:
    strips = paragraph("Để việc tiếp nhận và trả kết quả không bị gián đoạn, cơ quan thông báo:")
    strips.append(Strip(4))
    strips += field("Người thay thế:", notice.substitute_name, STRONG)
    strips += field("Chức danh:", notice.substitute_title)
    if notice.substitute_field:
        strips += field("Lĩnh vực:", notice.substitute_field)
    strips += field("Thay cho:", notice.absent_name, STRONG)
    strips += field("Tại:", notice.counter, STRONG)
    for number, span in enumerate(notice.spans):
        strips += field("" if number else "Thời gian:", wording.span(span), STRONG)
    strips += _approval(notice)
    strips += paragraph(
        "Trong thời gian trên, người thay thế tiếp nhận hồ sơ, trả kết quả và chịu trách nhiệm về hồ sơ đang "
        f"giải quyết tại {notice.counter}. Ngày hẹn trả đã ghi trên giấy tiếp nhận giữ nguyên."
    )
    kept = (f"{notice.counter} (niêm yết)", "Người thay thế", "Lưu")
    signer = (notice.office.name, notice.signer_title, notice.signer_name)
    return [*strips, stack(Strip(14), issued(kept, notice.prepared_by, signer))]


def _approval(notice: Notice) -> list[Strip]:
    if not notice.approver_name:
        return paragraph(UNCONFIRMED, STRONG)
    who = ", ".join(part for part in (notice.approver_name, notice.approver_title) if part)
    strips = field("Người phê duyệt:", who)
    if notice.approved is not None:
        strips += field("Phê duyệt lúc:", f"{wording.time(notice.approved)}, {wording.date(notice.approved)}")
    return strips + field("Căn cứ:", notice.ground)
