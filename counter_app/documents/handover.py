"""The hand-over list, Danh sách bàn giao hồ sơ: papers that go from one unit to another, signed by both."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import listing, wording
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain.people import Office

TITLE = "DANH SÁCH BÀN GIAO HỒ SƠ"
COPIES = ("Liên 1: Bên giao giữ", "Liên 2: Bên nhận giữ")
_COLUMNS = (
    Column("TT", 5, "right"),
    Column("Mã hồ sơ", 18, strong=True),
    Column("Thủ tục", 27),
    Column("Người nộp", 19),
    Column("Số giấy tờ", 8, "right"),
    Column("Hạn của bên nhận", 12),
    Column("Ghi chú", 11),
)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One dossier that changes hands; `due` is the minute the receiver's share ends, None without a share."""

    code: str
    procedure_name: str
    person: str
    papers: int
    due: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything that stands on the list. `at` is the minute since 1970-01-01T00:00Z; names may be "".

    `copy` from 2 on is marked as a copy.
    """

    office: Office
    at: int
    number: str
    giving_unit: str
    receiving_unit: str
    dossiers: tuple[HandedOver, ...]
    giver_name: str = ""
    giver_title: str = ""
    receiver_name: str = ""
    receiver_title: str = ""
    copy: int = 1


def render(handover: Handover, copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF on A4, all pages once per copy."""
    return listing.render(_listing(handover), copies)


def _listing(handover: Handover) -> Listing:
    return Listing(
        office=handover.office,
        at=handover.at,
        title=TITLE,
        period=f"Số: {handover.number}",
        facts=(
            ("Bên giao:", handover.giving_unit),
            ("Bên nhận:", handover.receiving_unit),
            ("Thời gian bàn giao:", f"{wording.time(handover.at)}, {wording.date(handover.at)}"),
        ),
        columns=_COLUMNS,
        rows=tuple(_row(number, dossier) for number, dossier in enumerate(handover.dossiers, start=1)),
        totals=(
            ("Tổng số hồ sơ", str(len(handover.dossiers))),
            ("Tổng số giấy tờ", str(sum(dossier.papers for dossier in handover.dossiers))),
        ),
        signers=(
            ("Người giao", handover.giver_title, handover.giver_name),
            ("Người nhận", handover.receiver_title, handover.receiver_name),
        ),
        copy=handover.copy,
    )


def _row(number: int, dossier: HandedOver) -> tuple[str, ...]:
    due = "" if dossier.due is None else wording.stamp(dossier.due)
    papers = str(dossier.papers)
    return (
        str(number), dossier.code, dossier.procedure_name, dossier.person, papers, due, dossier.note
    )  # fmt: skip
