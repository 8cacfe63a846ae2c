"""The fee receipt, Biên nhận thu phí, lệ phí: what was paid for which dossier, in figures and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.amount import in_words
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, frame, row, stack
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.particulars import field, particulars
from counter_app.documents.sheet import BODY, LEFT, MEASURE, RIGHT, Matter, publish
from counter_app.documents.typeface import BOLD, Style
from counter_app.domain.commands import Applicant
from counter_app.domain.people import Office
from counter_app.settings import Paper

TITLE = "BIÊN NHẬN THU PHÍ, LỆ PHÍ"
COPIES = ("Liên 1: Lưu", "Liên 2: Giao người nộp tiền")
_AMOUNT = Style(BOLD, 13.4)


@dataclass(frozen=True, slots=True)
class FeeReceipt:
    """Everything that stands on a fee receipt, VND: `unit` x `quantity`, of which `amount` was paid.

    `paid_at` is the minute since 1970-01-01T00:00Z; `ordinal` counts the dossier's receipts from 1; `copy`
    from 2 on is marked as a copy.
    """

    office: Office
    code: str
    ordinal: int
    paid_at: int
    procedure_code: str
    procedure_name: str
    payer: Applicant
    unit: int
    quantity: int
    amount: int
    officer_name: str
    officer_title: str = ""
    copy: int = 1

    @property
    def number(self) -> str:
        """Return the receipt's own number: the dossier's code and the ordinal."""
        return f"{self.code}/{wording.count(self.ordinal)}"


def render(receipt: FeeReceipt, paper: Paper = "A5", copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF, all pages once per copy. Raises ValueError for an amount outside 0 to 10^12."""
    top = [head(receipt.office, receipt.paid_at, receipt.number, label="Số:"), Strip(9), *title(TITLE)]
    mark_drop = sum(strip.height for strip in top)
    opening = stack(*top, copy_line(receipt.copy), Strip(5), _amount(receipt.amount), Strip(7))
    name = f"biên nhận thu phí số {receipt.number}"
    matter = Matter(opening, mark_drop, tuple(_body(receipt)), foot(receipt.office), name)
    return publish(matter, paper, copies, f"Biên nhận thu phí {receipt.number}", receipt.office.name)


def _amount(amount: int) -> Strip:
    words = f"Bằng chữ: {in_words(amount).capitalize()} đồng."
    inner = (
        Strip(3),
        *row(Cell("Số tiền đã thu", LEFT, MEASURE, BODY, "centre")),
        Strip(1),
        *row(Cell(wording.money(amount), LEFT + 4, MEASURE - 8, _AMOUNT, "centre")),
        Strip(1),
        *row(Cell(words, LEFT + 8, MEASURE - 16, BODY, "centre")),
        Strip(5),
    )
    return frame(stack(*inner), LEFT, RIGHT, 1.0)


def _body(receipt: FeeReceipt) -> list[Strip]:
    strips = particulars("Người nộp tiền:", receipt.payer)
    reckoned = f"{wording.money(receipt.unit)} × {receipt.quantity}"
    if receipt.unit * receipt.quantity == receipt.amount:
        reckoned += f" = {wording.money(receipt.amount)}"
    pairs = (
        ("Nộp phí, lệ phí cho:", wording.procedure(receipt.procedure_name, receipt.procedure_code)),
        ("Mã hồ sơ:", receipt.code),
        ("Mức thu × số lượng:", reckoned),
        ("Thời gian thu:", wording.moment(receipt.paid_at)),
    )
    strips += [Strip(4), *(strip for label, value in pairs for strip in field(label, value))]
    signed = signatures(
        ("Người nộp tiền", "", ""), ("Người thu tiền", receipt.officer_title, receipt.officer_name)
    )
    return [*strips, stack(Strip(12), signed)]
