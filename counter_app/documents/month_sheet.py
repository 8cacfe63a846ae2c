"""The monthly sheet of one person: dossiers kept in time or not, absences, substitutions, measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.closing import signatures
from counter_app.documents.flow import Cell, Strip, row, stack, tied
from counter_app.documents.letterhead import head, title
from counter_app.documents.sheet import BODY, LEFT, MARK, STRONG, TABLE_UPRIGHT, Matter, publish
from counter_app.documents.table import Column, table
from counter_app.domain.people import Office
from counter_app.domain.staff_events import AbsenceReason, Span, Standing

TITLE = "PHIẾU THEO DÕI CÔNG TÁC THÁNG"
REASONS = {
    AbsenceReason.ANNUAL: "Nghỉ phép năm",
    AbsenceReason.COMPENSATORY: "Nghỉ bù",
    AbsenceReason.SICK: "Nghỉ ốm",
    AbsenceReason.PERSONAL: "Nghỉ việc riêng",
    AbsenceReason.STUDY: "Đi học",
    AbsenceReason.MISSION: "Đi công tác",
    AbsenceReason.OTHER: "Lý do khác",
}
NOT_HERE = "Chưa tải về từ trung tâm"
STANDINGS = {
    Standing.COMMENDED: "Khen thưởng",
    Standing.DISCIPLINED: "Kỷ luật",
    Standing.REMINDED: "Nhắc nhở",
}
_RIGHT = TABLE_UPRIGHT.right


@dataclass(frozen=True, slots=True)
class LateDossier:
    """A dossier that came late. Minutes UTC; `first_due` is the receipt's promise, `due` the last.

    `arrived` None while it is still out, `explanation` "" owed.
    """

    code: str
    procedure_name: str
    first_due: int
    due: int
    arrived: int | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """One absence in the month; `worked` are the minutes of working time in it, reckoned by the calendar.

    `reason` is None where this PC does not have it.
    """

    reason: AbsenceReason | None
    spans: tuple[Span, ...]
    worked: int


@dataclass(frozen=True, slots=True)
class StoodIn:
    """A substitution in the month; `given` when the person stood in for `other`, else `other` did.

    `unconfirmed` while no approver has decided on it.
    """

    given: bool
    other: str
    counter: str
    span: Span
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A commendation or a disciplinary measure; `day` is YYYY-MM-DD, `text` None where this PC lacks it."""

    what: Standing
    decision: str
    day: str
    text: str | None = ""


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """Everything that stands on the sheet; `month` is any minute (UTC) of the month, `at` when it is made.

    `on_time` counts what came in time or before, `late` what did not, both in this month.
    """

    office: Office
    at: int
    month: int
    name: str
    title: str
    counter: str
    received: int
    on_time: int
    late: int
    late_dossiers: tuple[LateDossier, ...] = ()
    absences: tuple[Away, ...] = ()
    substitutions: tuple[StoodIn, ...] = ()
    measures: tuple[Measure, ...] = ()
    head_title: str = "Người đứng đầu bộ phận Một cửa"
    head_name: str = ""


def render(sheet: MonthSheet, copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF on A4, all pages once per copy. Raises Refused: bad_date."""
    day = wording.local(sheet.month)
    month = f"Tháng {day.month:02d}/{day.year}"
    top = [head(sheet.office, sheet.at, right=_RIGHT), Strip(9), *title(TITLE, right=_RIGHT)]
    top += row(Cell(month, LEFT, _RIGHT - LEFT, MARK, "centre"))
    drop = sum(strip.height for strip in top)
    opening = stack(*top, Strip(MARK.leading if any(copies) else 0), Strip(8))
    name = f"phiếu theo dõi công tác {month.lower()}, {sheet.name}"
    matter = Matter(opening, drop, tuple(_body(sheet)), Strip(0), name)
    return publish(matter, "A4", copies, f"{TITLE} {month}", sheet.office.name, TABLE_UPRIGHT)


def _body(sheet: MonthSheet) -> list[Strip]:
    strips: list[Strip] = []
    for label, value in (("Họ và tên:", sheet.name), ("Chức danh:", sheet.title), ("Vị trí:", sheet.counter)):
        width = _RIGHT - LEFT - 80
        strips += row(Cell(label, LEFT, 76, BODY), Cell(value, LEFT + 80, width, STRONG))
    counts = ("Đã tiếp nhận", "Đúng hạn, trước hạn", "Quá hạn")
    figures = (str(sheet.received), str(sheet.on_time), str(sheet.late))
    strips += _part("1. Hồ sơ trong tháng", [Column(label, 1, "centre") for label in counts], [figures])
    strips += _part("2. Hồ sơ quá hạn và giải trình", _LATE, [_late(one) for one in sheet.late_dossiers])
    strips += _part("3. Vắng mặt", _AWAY, _away(sheet.absences))
    strips += _part("4. Thay thế", _STOOD_IN, [_stood_in(one) for one in sheet.substitutions])
    strips += _part("5. Khen thưởng, kỷ luật, nhắc nhở", _MEASURES, [_measure(one) for one in sheet.measures])
    signed = signatures(
        ("Cán bộ", "", sheet.name), (sheet.head_title, "", sheet.head_name), room=44, right=_RIGHT
    )
    return tied(strips, Strip(12), signed)


def _part(heading: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Strip]:
    """Return a heading that stays with the head and the first row of its table."""
    first, *others = table(columns, rows, _RIGHT)
    words = row(Cell(heading, LEFT, _RIGHT - LEFT, STRONG))
    return [stack(Strip(9), *words, Strip(3), first), *others]


_LATE = (
    Column("Mã hồ sơ", 18, strong=True),
    Column("Thủ tục", 24),
    Column("Hẹn trả", 13),
    Column("Có kết quả", 13),
    Column("Giải trình", 32),
)
_AWAY = (
    Column("Lý do", 20),
    Column("Số lần", 9, "right"),
    Column("Thời gian làm việc", 22),
    Column("Gồm", 49),
)
_STOOD_IN = (
    Column("", 18, strong=True),
    Column("Người kia", 30),
    Column("Quầy", 14),
    Column("Thời gian", 38),
)
_MEASURES = (
    Column("Hình thức", 18, strong=True),
    Column("Quyết định", 24),
    Column("Ngày", 16),
    Column("Nội dung", 42),
)


def _late(one: LateDossier) -> tuple[str, ...]:
    arrived = "chưa có" if one.arrived is None else wording.stamp(one.arrived)
    due = wording.stamp(one.due)
    if one.first_due != one.due:
        due += f" (lần đầu {wording.stamp(one.first_due)})"
    return one.code, one.procedure_name, due, arrived, one.explanation or "Chưa giải trình"


def _away(absences: Sequence[Away]) -> list[tuple[str, ...]]:
    """Return a row for each reason there was, then their sum."""
    rows = [
        _sum(REASONS[reason] if reason else NOT_HERE, [one for one in absences if one.reason is reason])
        for reason in (*AbsenceReason, None)
        if any(one.reason is reason for one in absences)
    ]
    return [*rows, (*_sum("Cộng", absences)[:3], "")] if len(rows) > 1 else rows


def _sum(label: str, absences: Sequence[Away]) -> tuple[str, ...]:
    spans = sorted((span for one in absences for span in one.spans), key=lambda span: span.begin)
    worked = wording.worked(sum(one.worked for one in absences))
    return label, str(len(absences)), worked, "; ".join(wording.span(span) for span in spans)


def _stood_in(one: StoodIn) -> tuple[str, ...]:
    said = wording.span(one.span)
    if one.unconfirmed:
        said = f"{said} (chưa được phê duyệt)"
    return "Thay cho" if one.given else "Được thay bởi", one.other, one.counter, said


def _measure(one: Measure) -> tuple[str, ...]:
    text = NOT_HERE if one.text is None else one.text
    return STANDINGS[one.what], one.decision, wording.iso_date(one.day).removeprefix("ngày "), text
