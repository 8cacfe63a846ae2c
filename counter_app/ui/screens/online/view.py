"""The online page: what waits for an answer, by its last minute; Enter opens the marked one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.services.inbox import Arrival
from counter_app.texts import _, formats
from counter_app.ui import theme
from counter_app.ui.screens.online import words
from counter_app.ui.screens.online.presenter import OnlinePresenter, OnlineState
from counter_app.ui.widgets.banner import ICONS, Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, WholeRows, dress

# Columns left out on a page narrower than so many px, by position: the moments are told by what is left.
LEFT_OUT = {3: 1120, 4: 960, 0: 780}


def _columns() -> tuple[Column[Arrival], ...]:
    return (
        Column(_("Mã trực tuyến"), lambda row: row.reference, width=216, strong=lambda _row: True),
        Column(_("Người nộp"), lambda row: row.name, width=180),
        Column(_("Thủ tục"), lambda row: row.procedure_name),
        Column(_("Gửi đến"), lambda row: formats.short_moment(row.arrived), width=172),
        Column(_("Trả lời trước"), lambda row: formats.short_moment(row.answer_by), width=172),
        Column(
            _("Còn lại (giờ làm việc)"),
            lambda row: words.left(row.urgency),
            width=268,
            icon=lambda row: words.icon(row.urgency),
        ),
    )


class _Rows(Table):
    """`opened` on Enter or double click, `walked(position)` when another row is marked."""

    opened = Signal()
    walked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the marked row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is marked now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.walked.emit(current.row())


class OnlineView(QWidget):
    """Binds one OnlinePresenter to widgets. `back` and `instead` answer its question."""

    back = Signal()
    instead = Signal()

    def __init__(self, presenter: OnlinePresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.presenter = presenter
        columns = _columns()
        self.model: RowsModel[Arrival] = RowsModel(columns)
        self.table = _Rows(_("Không có hồ sơ trực tuyến nào chờ trả lời."))
        self.table.setModel(self.model)
        dress(self.table, columns)
        self.table.setAccessibleName(_("Hồ sơ trực tuyến chờ trả lời"))
        self.question = Banner(_("Mở phần đang nhập"), _("Bỏ phần đó, mở hồ sơ này"))
        self.problem = Banner()
        self.count = label("", "section")
        self._icon, self.last = QLabel(), label("", "plain")
        self.setFocusProxy(self.table)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: OnlineState) -> None:
        """Show what waits; the mark is the presenter's."""
        self.model.show_rows(state.rows)
        at = next((at for at, row in enumerate(state.rows) if row.reference == state.marked), -1)
        if at >= 0 and at != self.table.currentIndex().row():
            self.table.setCurrentIndex(self.model.index(at, 0))
        self.count.setText(words.count(state.rows) or _("Hồ sơ trực tuyến"))
        asked = bool(state.question) and self.question.isHidden()
        self.question.say(state.question, "warn")
        self.problem.say(state.problem, "late")
        if asked:
            self.question.accept.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not state.question and self.question.isAncestorOf(self.focusWidget() or self.table):
            self.table.setFocus()

    def say_last(self, said: str, tone: str) -> None:
        """Show what became of the newest paper."""
        self.last.setText(said)
        self.last.setToolTip(said)
        self._icon.setPixmap(theme.icon(ICONS[tone], tone).pixmap(18, 18))
        self._icon.setVisible(bool(said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.presenter.dismiss()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where there is little room."""
        super().resizeEvent(event)
        for at, narrow in LEFT_OUT.items():
            self.table.setColumnHidden(at, self.width() < narrow)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.count)
        head.addSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.last, 1)
        self.last.setMinimumWidth(120)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self.problem)
        column.addLayout(head)
        column.addWidget(WholeRows(self.table), 1)

    def _join(self) -> None:
        self.presenter.changed.connect(self.render_state)
        self.table.opened.connect(self.presenter.open)
        self.table.doubleClicked.connect(self._double)
        self.table.walked.connect(self._walked)
        self.question.accepted.connect(self.back)
        self.question.dismissed.connect(self.instead)

    def _double(self, _index: QModelIndex) -> None:
        self.presenter.open()

    def _walked(self, position: int) -> None:
        self.presenter.mark(self.model.rows[position].reference)
