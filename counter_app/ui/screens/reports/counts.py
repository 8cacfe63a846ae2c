"""How promises were kept, as a table: the office, each procedure, each officer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.services.reports import Kept, LatenessReport
from counter_app.texts import _
from counter_app.ui.screens.reports import words
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.table import Column, RowsModel, Table, WholeRows, dress
from counter_app.ui.widgets.two_lines import small

WIDE, AIR = 84, 20  # px of a count, and beside the words of its head


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it counts, whose name, and a copy of the counts to compare by."""

    group: str
    name: str
    whole: bool
    received: int
    on_time: int
    late: int
    within_extension: int
    late_by_first: int
    still_open: int
    ended: int
    running: int


class Counts(QWidget):
    """Shows one LatenessReport."""

    def __init__(self) -> None:
        super().__init__()
        columns = _columns()
        self.model: RowsModel[Line] = RowsModel(columns)
        self.table = Table(_("Kỳ này không có hồ sơ nào."))
        self.table.setModel(self.model)
        dress(self.table, columns)
        # In a small window the counts are slid to: none is cut off, and a name keeps room to be read.
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(WIDE)
        for at, each in enumerate(columns):
            if each.width:  # a head is longer in one language than in the other
                words = QFontMetrics(small()).horizontalAdvance(each.head) + AIR
                header.resizeSection(at, max(each.width, words))
        self.table.setAccessibleName(_("Đúng hạn, quá hạn"))
        told = label(
            _(
                "Hồ sơ tiếp nhận trong kỳ, tính theo lúc có kết quả so với lần hẹn cuối không gia hạn. "
                "Ba loại quá hạn ghi riêng, không cộng lẫn."
            ),
            "muted",
        )
        told.setWordWrap(True)
        self.clocks = label("", "muted")
        self.clocks.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(told)
        column.addWidget(WholeRows(self.table), 1)
        column.addWidget(self.clocks)
        self.setFocusProxy(self.table)

    def render_report(self, report: LatenessReport) -> None:
        """Show a report."""
        lines = [_line(_("Toàn đơn vị"), "", report.whole, whole=True)] if report.whole.received else []
        lines += [_line(_("Thủ tục"), one.name, one.kept) for one in report.procedures]
        lines += [_line(_("Cán bộ"), one.name or one.key, one.kept) for one in report.officers]
        self.model.show_rows(tuple(lines))
        self.clocks.setText(words.clocks(report.unsure))
        self.clocks.setVisible(bool(self.clocks.text()))


def _line(group: str, name: str, kept: Kept, *, whole: bool = False) -> Line:
    late = (kept.late, kept.within_extension, kept.late_by_first)
    return Line(
        group, name, whole, kept.received, kept.on_time, *late, kept.still_open, kept.ended, kept.running
    )


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(_("Nhóm"), lambda row: row.group, width=118, strong=lambda row: row.whole),
        Column(_("Tên"), lambda row: row.name),
        _count(_("Hồ sơ nhận"), lambda row: row.received),
        _count(_("Đúng hạn"), lambda row: row.on_time),
        _count(_("Quá hạn"), lambda row: row.late, late=True),
        _count(_("Quá hạn trong gia hạn"), lambda row: row.within_extension, 150),
        _count(_("Đúng hẹn mới, quá hẹn đầu"), lambda row: row.late_by_first, 178),
        _count(_("Quá hạn, chưa có kết quả"), lambda row: row.still_open, 164),
        _count(_("Không có kết quả"), lambda row: row.ended, 130),
        _count(_("Còn hạn"), lambda row: row.running),
    )


def _count(head: str, value: Callable[[Line], int], width: int = WIDE, late: bool = False) -> Column[Line]:
    return Column(
        head,
        lambda row: str(value(row)),
        width=width,
        right=True,
        strong=lambda row: row.whole or (late and value(row) > 0),
    )
