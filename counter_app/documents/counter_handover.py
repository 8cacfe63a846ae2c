"""The list by which a counter and its open dossiers go to the substitute, and come back."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import listing, wording
from counter_app.documents.handover import COPIES
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain.dossier import State
from counter_app.domain.people import Office
from counter_app.domain.staff_events import Span

TITLE, TITLE_BACK = "DANH SÁCH BÀN GIAO QUẦY", "DANH SÁCH BÀN GIAO LẠI QUẦY"
STATES = {
    State.VOID: "Đã hủy phiếu",
    State.RECEIVED: "Đã tiếp nhận",
    State.REFUSED: "Từ chối giải quyết",
    State.IN_PROGRESS: "Đang giải quyết",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.PAYMENT: "Chờ nộp tiền",
    State.WITHDRAWN: "Người nộp rút",
    State.STOPPED: "Dừng giải quyết",
    State.RESOLVED: "Có kết quả, chờ trả",
    State.RETURNED: "Đã trả kết quả",
}
_COLUMNS = (
    Column("TT", 5.5, "right"),
    Column("Mã hồ sơ", 18, strong=True),
    Column("Thủ tục", 26),
    Column("Tiếp nhận", 12),
    Column("Hẹn trả", 12),
    Column("Gia hạn đến", 12),
    Column("Trạng thái", 13),
    Column("Số giấy tờ", 8, "right"),
)


@dataclass(frozen=True, slots=True)
class AtCounter:
    """One open dossier of the counter, in minutes UTC.

    `due` is the last promise, `first_due` the receipt's where that was another, `extended` Form 04's day.
    """

    code: str
    procedure_name: str
    received: int
    due: int
    state: State
    papers: int
    extended: int | None = None
    first_due: int | None = None


@dataclass(frozen=True, slots=True)
class CounterHandover:
    """Everything that stands on the list; `at` is the minute (UTC) at which the counter changes hands.

    `back` tells that the substitute gives it back. Who signs for an absent person who cannot come is
    `signs_for_absent` (name, title). `ground` "" says that the approval is still awaited.
    """

    office: Office
    at: int
    number: str
    counter: str
    absent_name: str
    substitute_name: str
    spans: tuple[Span, ...]
    dossiers: tuple[AtCounter, ...]
    back: bool = False
    ground: str = ""
    absent_title: str = ""
    substitute_title: str = ""
    signs_for_absent: tuple[str, str] | None = None
    copy: int = 1


def render(handover: CounterHandover, copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF on A4, all pages once per copy."""
    return listing.render(_listing(handover), copies)


def _listing(handover: CounterHandover) -> Listing:
    absent, substitute = handover.absent_name, handover.substitute_name
    giver, receiver = (substitute, absent) if handover.back else (absent, substitute)
    spans = "; ".join(wording.span(span) for span in handover.spans)
    late = sum((one.due if one.extended is None else one.extended) < handover.at for one in handover.dossiers)
    return Listing(
        office=handover.office,
        at=handover.at,
        title=TITLE_BACK if handover.back else TITLE,
        period=f"{handover.counter}, số: {handover.number}",
        facts=(
            ("Bên giao:", giver),
            ("Bên nhận:", receiver),
            ("Giao nhận lúc:", f"{wording.time(handover.at)}, {wording.date(handover.at)}"),
            ("Thời gian thay:", spans),
            ("Căn cứ:", handover.ground or "đang chờ người có thẩm quyền xác nhận"),
        ),
        columns=_COLUMNS,
        rows=tuple(_row(number, one) for number, one in enumerate(handover.dossiers, start=1)),
        totals=(
            ("Tổng số hồ sơ", str(len(handover.dossiers))),
            ("Tổng số giấy tờ", str(sum(one.papers for one in handover.dossiers))),
            ("Đã quá hạn khi giao nhận", str(late)),
        ),
        signers=_signers(handover),
        copy=handover.copy,
    )


def _signers(handover: CounterHandover) -> tuple[tuple[str, str, str], ...]:
    roles = ("Người giao", "Người nhận")
    absent_role, substitute_role = roles[::-1] if handover.back else roles
    absent = (absent_role, handover.absent_title, handover.absent_name)
    if handover.signs_for_absent is not None:
        name, title = handover.signs_for_absent
        absent = (f"{absent_role} (ký thay {handover.absent_name})", title, name)
    substitute = (substitute_role, handover.substitute_title, handover.substitute_name)
    return (substitute, absent) if handover.back else (absent, substitute)


def _row(number: int, one: AtCounter) -> tuple[str, ...]:
    extended = "" if one.extended is None else wording.stamp(one.extended)
    received, due = wording.stamp(one.received), wording.stamp(one.due)
    if one.first_due not in (None, one.due):
        due += f" Lần đầu: {wording.stamp(one.first_due or one.due)}"
    state, papers = STATES[one.state], str(one.papers)
    return str(number), one.code, one.procedure_name, received, due, extended, state, papers
