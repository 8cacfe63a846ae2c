"""A short notice to a citizen, and what the three kinds of it say."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, row, stack
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import field, paragraph
from counter_app.documents.sheet import LEFT, MARK, MEASURE, STRONG, Matter, publish
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "THÔNG BÁO"
OFF_DAY = "Về ngày trả kết quả nay là ngày nghỉ"
DIFFICULTY = "Về vướng mắc khi giải quyết hồ sơ"
WRONG_PROCEDURE = "Về việc chọn nhầm thủ tục khi tiếp nhận hồ sơ và lời xin lỗi"


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything that stands on a notice. `at` is the minute since 1970-01-01T00:00Z.

    `subject` stands under the title; `paragraphs` is what the notice says; `signer_name` "" leaves room;
    `copy` from 2 on is marked as a copy.
    """

    office: Office
    at: int
    subject: str
    addressee: Applicant
    code: str
    procedure_code: str
    procedure_name: str
    paragraphs: tuple[str, ...]
    signer_name: str
    signer_title: str = ""
    copy: int = 1


def render(notice: Notice, paper: Paper = "A5", copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, all pages once per copy; the citizen's alone by default, without a mark."""
    top = [head(notice.office, notice.at, notice.code), Strip(9), *title(TITLE)]
    top += row(Cell(notice.subject, LEFT, MEASURE, STRONG, "centre"))
    mark_drop = sum(strip.height for strip in top)
    mark = copy_line(notice.copy) if notice.copy > 1 else Strip(MARK.leading if any(copies) else 0)
    opening = stack(*top, mark, Strip(10))
    name = f"thông báo, hồ sơ {notice.code}"
    matter = Matter(opening, mark_drop, tuple(_body(notice)), foot(notice.office), name)
    return publish(matter, paper, copies, f"Thông báo, hồ sơ {notice.code}", notice.office.name)


def _body(notice: Notice) -> list[Strip]:
    wanted = wording.procedure(notice.procedure_name, notice.procedure_code)
    strips = field("Kính gửi:", notice.addressee.name, STRONG)
    strips += field("Địa chỉ:", notice.addressee.address)
    strips += field("Nội dung yêu cầu giải quyết:", wanted)
    strips.append(Strip(5))
    for words in notice.paragraphs:
        strips += [*paragraph(words), Strip(2)]
    signed = signatures(("Người thông báo", notice.signer_title, notice.signer_name), left=LEFT + MEASURE / 2)
    return [*strips, stack(Strip(10), signed)]


def off_day(promised: int, next_open: int, ground: str, first: int) -> tuple[str, ...]:
    """Say that the promise falls on a day that is off now (`ground`: by what), and what holds then.

    `first` is the receipt's promise here and below: it stays beside a later one.
    """
    paper = "Giấy tiếp nhận hồ sơ của Ông (Bà)" if first == promised else "Giấy hẹn gần nhất gửi Ông (Bà)"
    return (
        f"{paper} hẹn trả kết quả vào {_beside(promised, first)}. Theo {ground}, ngày đó nay là ngày nghỉ.",
        f"Ông (Bà) có thể nhận kết quả vào ngày làm việc tiếp theo: {wording.moment(next_open)}.",
        "Lời hẹn in trên giấy vẫn giữ nguyên như đã in, không bị sửa. "
        "Khi nhận kết quả, Ông (Bà) mang theo giấy đó.",
    )


def difficulty(text: str, reported_to: str, promised: int, first: int) -> tuple[str, ...]:
    """Say what stands in the way (`text`, a paragraph a line), who was told, and which promise stands."""
    return (
        "Trong quá trình giải quyết hồ sơ của Ông (Bà) có vướng mắc sau đây:",
        *(line for line in text.splitlines() if line.strip()),
        f"Vướng mắc này đã được báo cáo {reported_to}. Khi có trả lời, cơ quan sẽ báo cho Ông (Bà).",
        f"Lời hẹn trả kết quả vẫn giữ nguyên: {_beside(promised, first)}.",
    )


def wrong_procedure(old: str, new: str, promised: int, new_promise: int, first: int) -> tuple[str, ...]:
    """Say which procedure was taken for which, the new promise beside the old; apologise.

    `old` and `new` name procedures with their codes (`wording.procedure`).
    """
    return (
        f"Khi tiếp nhận hồ sơ của Ông (Bà), chúng tôi đã chọn nhầm thủ tục: {old}. Thủ tục đúng là: {new}.",
        "Đây là sai sót của cơ quan, không phải của Ông (Bà); hồ sơ không bị coi là đã rút.",
        f"Hồ sơ được giải quyết tiếp theo thủ tục đúng, hẹn trả kết quả vào {wording.moment(new_promise)} "
        f"(lời hẹn trước đây: {_beside(promised, first, '; ', '')}).",
        "Chúng tôi thành thật xin lỗi Ông (Bà) vì sai sót này và vì phiền hà đã gây ra.",
    )


def _beside(promised: int, first: int, opening: str = " (", closing: str = ")") -> str:
    """Say a promise, the receipt's with it where that was another."""
    said = wording.moment(promised)
    return said if first == promised else f"{said}{opening}hẹn lần đầu: {wording.moment(first)}{closing}"
