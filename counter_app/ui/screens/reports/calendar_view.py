"""The part Lịch thay đổi: the lists at the left, at the right who is told and the notice."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.calendar_news import Told, Touched
from counter_app.texts import _, formats
from counter_app.ui.screens.dossiers.paper_panel import PaperPanel
from counter_app.ui.screens.dossiers.papering import Papering, PaperState
from counter_app.ui.screens.reports import words
from counter_app.ui.screens.reports.calendar import CalendarPresenter, CalendarState, Lot
from counter_app.ui.screens.reports.telling import TellingCard
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.table import Column, RowsModel, Table, WholeRows, dress

RIGHT, SHEET = 430, 490  # px of a telling, of a notice
CRUSHED = 1040  # px; below it the lists beside a telling leave out what the telling says
PAPER = 2  # the column of what the paper says


def _touched_columns(proposed: str) -> tuple[Column[Touched], ...]:
    return (
        Column(_("Mã hồ sơ"), lambda row: row.code, width=176, strong=lambda _row: True),
        Column(_("Họ tên"), lambda row: row.name),
        Column(_("Hẹn trên giấy"), lambda row: formats.short_moment(row.due), width=170),
        Column(
            proposed,
            lambda row: "–" if row.propose is None else formats.short_moment(row.propose),
            width=170,
        ),
    )


def _told_columns() -> tuple[Column[Told], ...]:
    return (
        Column(_("Mã hồ sơ"), lambda row: row.code, width=176, strong=lambda _row: True),
        Column(_("Họ tên"), lambda row: row.name),
        Column(_("Hẹn trên giấy"), lambda row: formats.short_moment(row.due), width=170),
        Column(_("Báo lúc"), lambda row: formats.short_moment(row.at), width=170),
        Column(_("Người báo"), lambda row: row.by, width=160, icon=lambda _row: ("check", "ok")),
    )


class _Rows(Table):
    """`opened(position)` on Enter or double click."""

    opened = Signal(int)

    def __init__(self, empty: str) -> None:
        super().__init__(empty)
        self.doubleClicked.connect(self._double)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the marked row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _double(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())


class CalendarView(QWidget):
    """Binds one CalendarPresenter and one Papering."""

    def __init__(self, presenter: CalendarPresenter, papering: Papering) -> None:
        super().__init__()
        self.presenter, self.papering = presenter, papering
        self.tables = {
            Lot.WAITING: _Rows(_("Không có lời hẹn nào rơi vào ngày nghỉ.")),
            Lot.OTHERWISE: _Rows(_("Không có lời hẹn nào mà nay tính khác.")),
            Lot.TOLD: _Rows(_("Chưa báo ai về lịch thay đổi.")),
        }
        waiting, otherwise = _touched_columns(_("Đề nghị báo")), _touched_columns(_("Nay tính ra"))
        effect: Column[Touched] = Column(_("Vì"), lambda row: words.effect(row.kind), width=300)
        self._touched = {
            Lot.WAITING: RowsModel(waiting),
            Lot.OTHERWISE: RowsModel((*otherwise, effect)),
        }
        self._told = RowsModel(_told_columns())
        self.tabs = {lot: QPushButton() for lot in Lot}
        self._said = label("", "muted")
        self._bar = QProgressBar()
        self.stop = QPushButton(_("Dừng xem"))
        self.again = QPushButton(_("Xem lại"))
        self.card, self.paper = TellingCard(), PaperPanel()
        self._lists, self._side = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: CalendarState) -> None:
        """Show lists, counts and how far the survey is."""
        for lot, rows in ((Lot.WAITING, state.waiting), (Lot.OTHERWISE, state.otherwise)):
            self._touched[lot].show_rows(rows)
        self._told.show_rows(state.told)
        names = {
            Lot.WAITING: (_("Cần báo"), state.waiting_count),
            Lot.OTHERWISE: (_("Nay tính khác"), state.otherwise_count),
            Lot.TOLD: (_("Đã báo"), len(state.told)),
        }
        for lot, (name, count) in names.items():
            self.tabs[lot].setText(f"{name}  {count}")
            self.tabs[lot].setChecked(lot is state.lot)
        self._lists.setCurrentIndex(list(Lot).index(state.lot))
        self.setFocusProxy(self.tables[state.lot])
        self._said.setText(_survey(state))
        self._bar.setVisible(state.surveying)
        self._bar.setRange(0, max(state.total, 1))
        self._bar.setValue(state.read)
        self.stop.setVisible(state.surveying)
        self.again.setVisible(not state.surveying)
        self.card.render_state(state.chosen)
        self._place()

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew: another counter may have told somebody."""
        super().showEvent(event)
        if not self.presenter.state.surveying:
            self.presenter.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lists what a telling leaves."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back with Esc: the notice, the telling, then the survey that runs."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.papering.state is not None:
            self.papering.leave()
        elif self.presenter.state.chosen is not None:
            self.presenter.leave()
            self.tables[self.presenter.state.lot].setFocus()
        elif self.presenter.state.surveying:
            self.presenter.stop()
        else:
            super().keyPressEvent(event)

    def _render_paper(self, state: PaperState | None) -> None:
        self.paper.render_state(state)
        self._place()
        if state is None:
            self.tables[self.presenter.state.lot].setFocus()
        else:
            self.paper.action.setFocus()

    def _place(self) -> None:
        """Show at the right the notice, else the telling, else nothing."""
        shown = self.paper if self.papering.state is not None else self.card
        self._side.setCurrentWidget(shown)
        printing = self.papering.state is not None
        opened = printing or self.presenter.state.chosen is not None
        self._side.setFixedWidth(SHEET if printing else RIGHT)
        self._side.setVisible(opened)
        for table in self.tables.values():
            table.setColumnHidden(PAPER, opened and self.width() < CRUSHED)
            table.setColumnHidden(PAPER + 1, printing and self.width() < CRUSHED)

    def _turn(self, lot: Lot) -> None:
        self.papering.leave()
        self.presenter.show(lot)

    def _open(self, position: int) -> None:
        self.papering.leave()
        self.presenter.choose(self.presenter.state.waiting[position].code)
        self.card.hands_to_first()

    def _act(self) -> None:
        """Ctrl+Enter: print the notice that shows, else record the telling."""
        if self.papering.state is not None:
            self.papering.print()
        else:
            self.presenter.tell()

    def _join(self) -> None:
        self.presenter.changed.connect(self.render_state)
        self.presenter.recorded.connect(self.papering.show_event)
        self.papering.changed.connect(self._render_paper)
        self.paper.printed.connect(self.papering.print)
        self.paper.confirmed.connect(self.papering.confirm)
        self.paper.saved.connect(self.papering.saving.save)
        self.paper.left.connect(self.papering.leave)
        self.card.given.connect(self._give)
        self.card.told.connect(self.presenter.tell)
        self.card.left.connect(self.presenter.leave)
        self.tables[Lot.WAITING].opened.connect(self._open)
        self.stop.clicked.connect(self.presenter.stop)
        self.again.clicked.connect(self.presenter.start)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._act)

    def _give(self, name: str, value: object) -> None:
        self.presenter.set(**{name: value})

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for lot, tab in self.tabs.items():
            tab.setObjectName("tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._turn, lot))
            group.addButton(tab)
            bar.addWidget(tab)
        bar.addSpacing(12)
        bar.addWidget(self._said, 1)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(160, 8)
        for button in (self.stop, self.again):
            button.setObjectName("quiet")
            button.setAutoDefault(True)
        for widget in (self._bar, self.stop, self.again):
            bar.addWidget(widget)
        for lot, table in self.tables.items():
            if lot is Lot.TOLD:
                table.setModel(self._told)
                dress(table, self._told.columns)
            else:
                table.setModel(self._touched[lot])
                dress(table, self._touched[lot].columns)
            table.setAccessibleName(self.tabs[lot].text())
            self._lists.addWidget(WholeRows(table))
        self._side.addWidget(self.card)
        self._side.addWidget(self.paper)
        self._side.setFixedWidth(RIGHT)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._lists, 1)
        body.addWidget(self._side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(bar)
        whole.addLayout(body, 1)


def _survey(state: CalendarState) -> str:
    if state.surveying:
        return words.surveyed(state.read, state.total)
    if state.stopped:
        return _("Đã dừng ở {read} trên {total} lời hẹn; danh sách chưa đủ.").format(
            read=state.read, total=state.total
        )
    said = _("{count} lời hẹn đang chạy").format(count=state.total)
    return f"{said} · {state.ground}" if state.ground else said
