"""The printed dunning list (danh sách đôn đốc): what is overdue, due today or soon, by who has it."""

from counter_app.documents import listing, wording
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain.urgency import Level
from counter_app.domain.warnings import Step
from counter_app.services import board, reading
from counter_app.services.board import Lot, Row
from counter_app.services.counter import Counter

MOST = 500  # dossiers on one list
_COLUMNS = (
    Column("TT", 4, "right"),
    Column("Mã hồ sơ", 15, strong=True),
    Column("Thủ tục", 27),
    Column("Hẹn trả", 13),
    Column("Hẹn lần đầu", 13),
    Column("Còn lại", 12),
    Column("Cán bộ", 14),
    Column("Việc tiếp theo", 20),
)
_LEVELS = {Level.OVERDUE: "Quá hạn", Level.RED: "Hôm nay", Level.AMBER: "Sắp đến hạn"}
_STEPS = {
    Step.HAND_OVER: "Chuyển đơn vị giải quyết",
    Step.TAKE_OVER: "Bên nhận ký nhận",
    Step.RESOLVE: "Giải quyết",
    Step.BRING_RESULT: "Chuyển kết quả về quầy",
    Step.SIGN_APOLOGY: "Trình ký Mẫu 04",
}


def dunning(counter: Counter, reader_id: str) -> bytes:
    """Return the list as PDF, the most urgent first, at most 500; without the names of those who applied.

    Raises Refused: not_enrolled.
    """
    with reading.opened(counter, reader_id) as conn:
        briefing = counter.reference(conn).briefing
    seen = board.look(counter, reader_id)
    rows = _urgent(counter, reader_id)
    total = seen.counts[Lot.OVERDUE] + seen.counts[Lot.TODAY]
    left_out = "" if len(rows) < MOST else f"Danh sách in {MOST} hồ sơ gấp nhất."
    counted = {level: sum(row.level is level for row in rows) for level in _LEVELS}
    return listing.render(
        Listing(
            office=briefing.office,
            at=seen.horizon.now,
            title="DANH SÁCH ĐÔN ĐỐC HỒ SƠ",
            period=f"Lúc {wording.time(seen.horizon.now)}, {wording.date(seen.horizon.now)}",
            remark=left_out,
            columns=_COLUMNS,
            rows=tuple(_line(number, row) for number, row in enumerate(rows, start=1)),
            totals=(
                ("Quá hạn và đến hạn hôm nay", str(total)),
                *((_LEVELS[level], str(count)) for level, count in counted.items()),
            ),
            signers=(("Người lập", "", ""), ("Phụ trách", "", "")),
            across=True,
        )
    )


def _urgent(counter: Counter, reader_id: str) -> list[Row]:
    rows, after = list[Row](), None
    while len(rows) < MOST:
        page = board.page(counter, reader_id, Lot.ALL, after)
        pressing = [row for row in page.rows if row.level in _LEVELS]
        rows += pressing
        if page.last is None or len(pressing) < len(page.rows):
            break
        after = page.last
    return rows[:MOST]


def _line(number: int, row: Row) -> tuple[str, ...]:
    first = "" if row.first is None else wording.stamp(row.first)
    step = _STEPS.get(row.step, "")
    if row.apology_by is not None:
        step = f"{step}; Mẫu 04" if step else "Mẫu 04"
    left = f"quá {_span(-(row.left or 0))}" if row.level is Level.OVERDUE else f"còn {_span(row.left or 0)}"
    promise = wording.stamp(row.promise)
    return str(number), row.code, row.procedure_name, promise, first, left, row.responsible, step


def _span(minutes: int) -> str:
    """Say working time; the form is Vietnamese in every language of the app."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} giờ {rest} phút" if rest else f"{hours} giờ"
