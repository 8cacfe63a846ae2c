"""Whose dossier it is: labels with values beside them."""

from collections.abc import Sequence

from counter_app.documents.flow import Cell, Strip, row
from counter_app.documents.sheet import BODY, LEFT, MEASURE, STRONG
from counter_app.documents.typeface import Style
from counter_app.domain.commands import Applicant, IdKind

NONE = "–"
LABEL = 116.0  # points: the widest label of the applicant's block
_NUMBER = 17.0  # points, the column of a list's numbers
_ID_LABELS = {
    IdKind.CITIZEN_ID: "Số định danh cá nhân:",
    IdKind.PASSPORT: "Số hộ chiếu:",
    IdKind.TAX_CODE: "Mã số thuế:",
    IdKind.NONE: "Số giấy tờ tùy thân:",
}


def field(label: str, value: str, style: Style = BODY, indent: float = LABEL) -> list[Strip]:
    """Return a label with its value beside it, wrapped in its own column; an absent value is a dash."""
    return row(
        Cell(label, LEFT, indent - 6, BODY), Cell(value or NONE, LEFT + indent, MEASURE - indent, style)
    )


def particulars(lead: str, applicant: Applicant) -> list[Strip]:
    """Return name (led by `lead`), identity number, who stands in, address and contacts."""
    strips = field(lead, applicant.name, STRONG)
    strips += field(_ID_LABELS[applicant.id_kind], applicant.id_number)
    stands_in = applicant.representative
    if stands_in:
        parts = (stands_in.name, stands_in.id_number and f"số {stands_in.id_number}", stands_in.authority)
        strips += field("Người nộp thay:", ", ".join(part for part in parts if part))
    strips += field("Địa chỉ:", applicant.address)
    return strips + _phone_and_email(applicant.phone or NONE, applicant.email or NONE)


def numbered(items: Sequence[str]) -> list[Strip]:
    """Return a numbered list, a dash where it is empty; 3 points of white above each item."""
    strips: list[Strip] = []
    for number, item in enumerate(items or (NONE,), start=1):
        text = Cell(item, LEFT + _NUMBER, MEASURE - _NUMBER, BODY)
        strips += [Strip(3), *row(Cell(f"{number}.", LEFT, _NUMBER, BODY), text)]
    return strips


def paragraph(text: str, style: Style = BODY) -> list[Strip]:
    """Return `text` over the whole measure, a strip a line, with 3 points of white above."""
    return [Strip(3), *row(Cell(text, LEFT, MEASURE, style))]


def _phone_and_email(phone: str, email: str) -> list[Strip]:
    middle = LABEL + 92.0
    label = "Email:"
    indent = BODY.width(label) + 4
    if BODY.width(phone) > middle - LABEL - 6 or BODY.width(email) > MEASURE - middle - indent:
        return field("Số điện thoại:", phone) + field(label, email)
    return row(
        Cell("Số điện thoại:", LEFT, LABEL, BODY),
        Cell(phone, LEFT + LABEL, middle - LABEL, BODY),
        Cell(label, LEFT + middle, indent, BODY),
        Cell(email, LEFT + middle + indent, MEASURE - middle - indent, BODY),
    )
