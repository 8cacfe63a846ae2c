"""The day's list below the form, and the line about the newest paper."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.services.desk import TodayRow
from counter_app.texts import _, formats
from counter_app.ui import theme
from counter_app.ui.screens.intake.issuing import DayState
from counter_app.ui.widgets.banner import ICONS
from counter_app.ui.widgets.field import OneLine, label
from counter_app.ui.widgets.table import Column, RowsModel, Table, WholeRows, dress, height_of

RECEIVED, SENT = 1, 6
AMEND, VOID, FEE, BOOK = "Ctrl+Shift+E", "Ctrl+Shift+Delete", "Ctrl+B", "Ctrl+J"


def _columns() -> tuple[Column[TodayRow], ...]:
    return (
        Column(_("Mã hồ sơ"), lambda row: row.code, width=176, strong=lambda _row: True),
        Column(_("Nhận"), lambda row: formats.clock_time(row.received), width=76),
        Column(_("Họ tên"), lambda row: row.name, width=190),
        Column(_("Thủ tục"), lambda row: row.procedure_name),
        Column(_("Hẹn trả"), _promised, width=200),
        Column(
            _("Phiếu"),
            _paper,
            width=116,
            icon=_paper_icon,
        ),
        Column(
            _("Trung tâm"),
            lambda row: _("Đã gửi") if row.sent else _("Chưa gửi"),
            width=110,
            icon=lambda row: ("check", "ok") if row.sent else ("unsent", "muted"),
        ),
    )


def _promised(row: TodayRow) -> str:
    due = formats.short_moment(row.due)
    return due if row.first_due == row.due else f"{formats.in_short(row.first_due, row.due)} → {due}"


def _paper(row: TodayRow) -> str:
    if row.void:
        return _("Đã hủy")
    if row.at_once and not row.printed:
        return _("Trả ngay")
    return _("Đã in") if row.printed else _("Chưa in")


def _paper_icon(row: TodayRow) -> tuple[str, str]:
    if row.void:
        return "stop", "muted"
    if row.at_once and not row.printed:
        return "check", "ok"
    return ("printer", "ok") if row.printed else ("alert", "warn")


class _Rows(Table):
    """`opened(position)` on Enter or double click."""

    opened = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the marked row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class Today(QWidget):
    """`look`, `again`, `amend`, `void` (a code each), `fee` and `book` are asked for."""

    look = Signal(str)
    again = Signal(str)
    amend = Signal(str)
    void = Signal(str)
    fee = Signal()
    book = Signal()

    def __init__(self) -> None:
        super().__init__()
        columns = _columns()
        self.model: RowsModel[TodayRow] = RowsModel(columns)
        self.table = _Rows(_("Hôm nay chưa có hồ sơ nào."))
        self.table.setModel(self.model)
        dress(self.table, columns)
        self.table.setAccessibleName(_("Hồ sơ hôm nay"))
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._double)
        self._count = label("", "section")
        self._icon, self._last = QLabel(), OneLine("plain")
        self._last.setMinimumWidth(120)
        self.see, self.reprint = QPushButton(_("Xem phiếu")), QPushButton(_("In lại"))
        self.put_right = QPushButton(_("Sửa"))
        self.take_away = QPushButton(_("Hủy phiếu"))
        self.fee_receipt = QPushButton(_("In biên nhận thu phí  Ctrl+B"))
        self.from_book = QPushButton(_("Nhập từ sổ giấy"))
        for button, keys in ((self.put_right, AMEND), (self.take_away, VOID), (self.from_book, BOOK)):
            button.setToolTip(keys)
        self._code = ""
        self._lay_out()

    def render_state(self, state: DayState) -> None:
        """Show the day."""
        self.model.show_rows(state.rows)
        self._count.setText(_("Hôm nay {count}").format(count=len(state.rows)))
        self._code = state.code
        self._last.setText(state.last or _("Chưa có phiếu nào từ lúc mở sổ."))
        self._last.setToolTip(state.last)
        self._icon.setPixmap(theme.icon(ICONS[state.tone], state.tone).pixmap(18, 18))
        self._icon.setVisible(bool(state.last))
        for button in (self.see, self.reprint, self.put_right, self.take_away):
            button.setEnabled(bool(state.code))
        row = next((row for row in state.rows if row.code == state.code), None)
        ended = row is not None and (row.void or row.at_once)
        for button in (self.put_right, self.take_away):
            button.setVisible(not ended)
        self.fee_receipt.setVisible(bool(state.fee))

    @property
    def target(self) -> str:
        """The code that a key is about: the marked row's while the list has the focus, else the last's."""
        index = self.table.currentIndex()
        if self.table.hasFocus() and index.isValid():
            return self.model.rows[index.row()].code
        return self._code

    def shorten(self, narrow: bool) -> None:
        """Leave out what the status bar and the code tell as well, where there is little room."""
        for column in (RECEIVED, SENT):
            self.table.setColumnHidden(column, narrow)

    def sizeHint(self) -> QSize:
        """Ask for one row: the page gives what is left."""
        return QSize(900, 32 + height_of(1))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._count)
        head.addSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._last, 1)
        beside = (self.fee_receipt, self.see, self.reprint, self.put_right, self.take_away, self.from_book)
        for button in beside:
            button.setObjectName("quiet")
            button.setAutoDefault(True)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        rows = WholeRows(self.table)
        rows.setMinimumHeight(height_of(1))
        column.addWidget(rows, 1)
        self.see.clicked.connect(lambda: self.look.emit(self._code))
        self.reprint.clicked.connect(lambda: self.again.emit(self._code))
        self.put_right.clicked.connect(lambda: self.amend.emit(self._code))
        self.take_away.clicked.connect(lambda: self.void.emit(self._code))
        self.fee_receipt.clicked.connect(self.fee)
        self.from_book.clicked.connect(self.book)

    def _double(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, position: int) -> None:
        self.look.emit(self.model.rows[position].code)
