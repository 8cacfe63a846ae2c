"""Form 01, Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Thông tư 03/2025/TT-VPCP): the citizen's receipt."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import qr, wording
from counter_app.documents.closing import contacts, note, signatures
from counter_app.documents.flow import Cell, Strip, row, rule, side_by_side, stack, tied
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import LABEL, field, particulars
from counter_app.documents.promise import promised
from counter_app.documents.sheet import (
    BODY,
    HAIR,
    LEFT,
    MEASURE,
    RIGHT,
    SMALL,
    SMALL_STRONG,
    STRONG,
    THIN,
    Matter,
    dense,
    publish,
)
from counter_app.documents.typeface import Align, Style
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.people import Office
from counter_app.settings import Paper

COPIES = ("Liên 1: Lưu", "Liên 2: Giao người nộp")
KINDS = {
    PaperKind.ORIGINAL: "Bản chính",
    PaperKind.COPY: "Bản sao",
    PaperKind.CERTIFIED: "Bản sao chứng thực",
}
_QR_SIDE = 68.5  # points: 57 modules of five printer dots, a version 8 code with its quiet zone
_QR_COLUMN = 108.0
_TAIL_LABEL = 148.0


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper that was given."""

    name: str
    kind: PaperKind
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeeLine:
    """The listed fee, VND: `unit` x `quantity` = `amount`; `exempt_ground` is "" where it is owed."""

    unit: int
    quantity: int
    amount: int
    paid: bool
    exempt_ground: str = ""


@dataclass(frozen=True, slots=True)
class Form01:
    """Everything that stands on a receipt. Minutes are whole, since 1970-01-01T00:00Z.

    `limit` is the limit in words ("03 ngày làm việc"); `resolving_unit` who resolves it;
    `fee` None where no fee is listed; `copy` 1 is the first issue, from 2 on the paper says that it is a
    copy; `check_at` the public address of the check, "" for none; `qr_text` "" leaves the place white.
    `replaces` says which paper this corrected one takes the place of. `first_due` is the first promise where
    `due` is a later one that a restart or a pause made: `again` then marks the paper, for these `grounds`.
    `made` dates such a later paper, so that none looks as old as the reception; None dates it `received`.
    """

    office: Office
    code: str
    qr_text: str
    check_word: str
    received: int
    due: int
    limit: str
    procedure_code: str
    procedure_name: str
    applicant: Applicant
    papers: tuple[PaperLine, ...]
    receiver_name: str
    receiver_title: str = ""
    content: str = ""
    sets: int = 1
    quantity: int = 1
    return_by: ReturnBy = ReturnBy.COUNTER
    resolving_unit: str = "–"
    fee: FeeLine | None = None
    copy: int = 1
    check_at: str = ""
    replaces: str = ""
    first_due: int | None = None
    again: str = "Hẹn lại sau khi bổ sung hồ sơ"
    grounds: tuple[str, ...] = ()
    made: int | None = None


def render(form: Form01, paper: Paper = "A5", copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF: all pages once per copy. Raises ValueError where no QR code can hold `qr_text`."""
    made = form.received if form.made is None else form.made
    top = [head(form.office, made, form.code), Strip(8)]
    top += title("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(form.copy), *_marks(form), Strip(3), _promise(form), Strip(5))
    matter = Matter(opening, mark_drop, tuple(_body(form)), _foot(form), f"giấy hẹn số {form.code}")
    return publish(
        matter, paper, copies, f"Giấy tiếp nhận hồ sơ {form.code}", form.office.name, dense(matter)
    )


def _marks(form: Form01) -> list[Strip]:
    """Say why this is not the first paper, where it is not."""
    marks = (form.replaces, "" if form.first_due is None else form.again)
    lines = [strip for words in marks for strip in row(Cell(words, LEFT, MEASURE, STRONG, "centre"))]
    return [*lines, Strip(2)] if lines else []


def _promise(form: Form01) -> Strip:
    """Say when and where, in a frame: what the citizen looks for first."""
    first = [] if form.first_due is None else [f"Hẹn lần đầu: {wording.moment(form.first_due)}"]
    where = f"Nhận kết quả tại: {_place(form)}"
    return promised("Thời gian trả kết quả giải quyết hồ sơ", form.due, *first, where)


def _place(form: Form01) -> str:
    if form.return_by is ReturnBy.POST:
        return "địa chỉ của người nộp, qua dịch vụ bưu chính công ích"
    if form.return_by is ReturnBy.ONLINE:
        return "Cổng Dịch vụ công quốc gia (trực tuyến)"
    return ", ".join(part for part in (form.office.name, form.office.address) if part)


def _body(form: Form01) -> list[Strip]:
    wanted = wording.procedure(form.procedure_name, form.procedure_code)
    strips = particulars("Tiếp nhận hồ sơ của:", form.applicant) + field(
        "Nội dung yêu cầu giải quyết:", wanted
    )
    strips += row(Cell(form.content, LEFT + LABEL, MEASURE - LABEL, BODY))
    strips += [Strip(3), *_papers(form), Strip(4)]
    return tied([*strips, *_tail(form)], Strip(6), _signing(form))


def _papers(form: Form01) -> list[Strip]:
    words = "Thành phần hồ sơ nộp gồm:" if form.papers else "Thành phần hồ sơ nộp: không có giấy tờ nộp kèm"
    sets = f"Số lượng hồ sơ: {wording.count(form.sets)} (bộ)"
    lead = row(Cell(words, LEFT, MEASURE - 120, BODY), Cell(sets, RIGHT - 120, 120, BODY, "right"))
    if not form.papers:
        return lead
    notes = 58.0 if any(paper.note for paper in form.papers) else 36.0
    header = stack(
        rule(LEFT, RIGHT, THIN),
        Strip(1.5),
        *_table_row(("TT", "Tên giấy tờ", "Hình thức", "Số bản", "Ghi chú"), SMALL_STRONG, notes),
        rule(LEFT, RIGHT, THIN, above=2.5),
    )
    rows = [
        (str(number), paper.name, KINDS[paper.kind], str(paper.count), paper.note)
        for number, paper in enumerate(form.papers, start=1)
    ]
    first, *others = [_ruled(cells, notes) for cells in rows]
    return [stack(*lead, Strip(2), header, first), *(stack(one, head=header) for one in others)]


def _ruled(cells: tuple[str, ...], notes: float) -> Strip:
    return stack(Strip(0.5), *_table_row(cells, SMALL, notes), rule(LEFT, RIGHT, HAIR, above=1.5))


def _table_row(cells: tuple[str, ...], style: Style, notes: float) -> list[Strip]:
    """Set a row; the last column, for `notes`, has that width in points."""
    columns: tuple[tuple[float, Align], ...] = (
        (17, "left"),
        (MEASURE - 17 - 74 - 32 - notes, "left"),
        (74, "left"),
        (32, "right"),
        (notes, "left"),
    )
    left, placed = LEFT, []
    for text, (width, align) in zip(cells, columns, strict=True):
        placed.append(Cell(text, left, width - 6, style, align))
        left += width
    return row(*placed)


def _tail(form: Form01) -> list[Strip]:
    serial = form.code.rpartition("-")[2]
    received = f"{wording.time(form.received)}, {wording.date(form.received)}"
    pairs = (
        *([("Số lượng kết quả yêu cầu:", wording.count(form.quantity))] if form.quantity > 1 else []),
        ("Thời gian nhận hồ sơ:", received),
        ("Cơ quan, đơn vị giải quyết:", form.resolving_unit),
        ("Vào Sổ theo dõi hồ sơ:", f"Quyển số: ………… Số thứ tự: {serial}"),
    )
    lines = _limit_and_fee(form)
    lines += [strip for label, value in pairs for strip in field(label, value, indent=_TAIL_LABEL)]
    return [*note("Lý do hẹn lại:", "; ".join(form.grounds)), Strip(1), *lines] if form.grounds else lines


def _limit_and_fee(form: Form01) -> list[Strip]:
    """Say both on one line where they fit."""
    label, fee = "Thời gian giải quyết theo quy định:", _fee(form.fee)
    used = _TAIL_LABEL + BODY.width(form.limit) + 14
    said = f"Phí, lệ phí: {fee}"
    if used + BODY.width(said) > MEASURE:
        return field(label, form.limit, indent=_TAIL_LABEL) + field("Phí, lệ phí:", fee, indent=_TAIL_LABEL)
    limit = Cell(form.limit, LEFT + _TAIL_LABEL, used - _TAIL_LABEL, BODY)
    charged = Cell(said, LEFT + used, MEASURE - used, BODY, "right")
    return row(Cell(label, LEFT, _TAIL_LABEL, BODY), limit, charged)


def _fee(fee: FeeLine | None) -> str:
    if fee is None:
        return "không thu"
    if fee.exempt_ground:
        return f"được miễn ({fee.exempt_ground})"
    if fee.amount == 0:
        return "không thu"
    amount = wording.money(fee.amount)
    if fee.quantity > 1:
        amount = f"{wording.money(fee.unit)} × {fee.quantity} = {amount}"
    return f"{amount}, {'đã nộp' if fee.paid else 'chưa nộp'}"


def _signing(form: Form01) -> Strip:
    """Return the place to sign, with the code to check the paper by at its left."""
    signed = signatures(
        ("Người nộp hồ sơ", "", ""),
        ("Người tiếp nhận hồ sơ", form.receiver_title, form.receiver_name),
        left=LEFT + _QR_COLUMN,
    )
    return side_by_side(_check(form), signed)


def _check(form: Form01) -> Strip:
    """Return the QR code with the code and the check word under it, for those who must type."""
    style = SMALL_STRONG.fitted(form.code, _QR_COLUMN, 6)
    return stack(
        qr.square(form.qr_text, LEFT + _QR_COLUMN / 2, _QR_SIDE, _QR_COLUMN),
        *row(Cell(form.code, LEFT, _QR_COLUMN, style, "centre")),
        *row(Cell(f"Mã kiểm tra: {form.check_word}", LEFT, _QR_COLUMN, SMALL, "centre")),
    )


def _foot(form: Form01) -> Strip:
    papers = "mang theo giấy này và giấy tờ tùy thân; người nhận thay mang thêm giấy ủy quyền."
    where = form.check_at or form.office.name
    return stack(
        Strip(4),
        rule(LEFT, RIGHT, HAIR, below=4),
        *note("", f"Khi nhận kết quả, {papers}"),
        *note("", "Kết quả có thể có sớm hơn hẹn, khi đó cơ quan báo trước cho người nộp hồ sơ."),
        *contacts(form.office),
        *note("Kiểm tra tại:", f"{where}, bằng mã QR hoặc mã hồ sơ cùng mã kiểm tra."),
    )
