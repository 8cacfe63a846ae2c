"""The page Hạn trả: five columns by urgency where there is room, else a table; the lists beside them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.board import COLUMNS, Lot, Row
from counter_app.texts import _
from counter_app.ui.screens.deadlines import words
from counter_app.ui.screens.deadlines.choices import AlertChoices
from counter_app.ui.screens.deadlines.lists import CardColumn, Dossiers, DossierTable
from counter_app.ui.screens.deadlines.presenter import BoardState, DeadlinesPresenter
from counter_app.ui.widgets.field import label

WIDE = 1230  # px of the page from which five columns are readable
ROOM = 600  # px that a table needs beside the settings; with less they stand alone
TABS = tuple(lot for lot in Lot if lot not in COLUMNS)


class DeadlinesView(QWidget):
    """`opened(code)` when somebody opens a dossier."""

    opened = Signal(str)

    def __init__(self, presenter: DeadlinesPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._presenter = presenter
        self.columns = {lot: CardColumn(lot) for lot in COLUMNS}
        self.table = DossierTable()
        self.choices = AlertChoices()
        self.choices.hide()
        self.tabs = {lot: QPushButton() for lot in TABS}
        self._group = QButtonGroup(self)
        self._ahead = label("", "muted")
        self._ahead.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.print_it = QPushButton(_("In danh sách đôn đốc"))
        self.choose = QPushButton(_("Cài đặt cảnh báo"))
        self._board, self._stack, self._strip = QWidget(), QStackedWidget(), QScrollArea()
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: BoardState) -> None:
        """Show counts, heads, days ahead and settings."""
        self.choices.render_choices(state.alerts, state.errors)
        self.tabs[state.lot].setChecked(True)
        self._strip.ensureWidgetVisible(self.tabs[state.lot])
        self._place(state.lot)
        if state.board is None:
            return
        for column in self.columns.values():
            column.render_head(state.board)
        for lot, tab in self.tabs.items():
            tab.setText(f"{words.lot(lot)}  {state.board.counts[lot]}")
        self._ahead.setToolTip(_("3 ngày làm việc tới: {days}").format(days=words.ahead(state.board)))
        self._fit_ahead()

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what is looked at again."""
        super().showEvent(event)
        self._presenter.attend(seen=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the pages alone while nobody looks."""
        super().hideEvent(event)
        self._presenter.attend(seen=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns where there is room, else the table."""
        super().resizeEvent(event)
        self._place(self._presenter.state.lot)
        self._fit_ahead()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back with Esc: the settings first, then a list to the board."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.choices.isVisible():
            self._close_choices()
        elif self._presenter.state.lot is not Lot.ALL:
            self._presenter.show(Lot.ALL)
            self.setFocus()

    @property
    def wide(self) -> bool:
        """Whether the five columns are shown."""
        return self._stack.currentWidget() is self._board

    def _place(self, lot: Lot) -> None:
        room = self.width() - (self.choices.width() if self.choices.isVisible() else 0)
        wide = lot is Lot.ALL and room >= WIDE
        self.table.show_lot(lot)
        self._stack.setVisible(not self.choices.isVisible() or room >= ROOM)
        front: QWidget = self._board if wide else self.table
        if self._stack.currentWidget() is not front:
            self._stack.setCurrentWidget(front)
        first = self._first_column()
        self.setFocusProxy(first if wide else self.table)
        if wide and any(c.list.hasFocus() and not c.list.paged.rowCount() for c in self.columns.values()):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_ahead(self) -> None:
        """Say the days ahead in one line; what has no room is told by the tip."""
        said, metrics = self._ahead.toolTip(), self._ahead.fontMetrics()
        room = max(self._ahead.width(), 1)
        if metrics.horizontalAdvance(said) > room and self._presenter.state.board is not None:
            said = _("Sắp tới: {days}").format(days=words.ahead(self._presenter.state.board))
        self._ahead.setText(metrics.elidedText(said, Qt.TextElideMode.ElideRight, room))

    def _first_column(self) -> Dossiers:
        """Return the first column that has cards: there the hands begin."""
        board = self._presenter.state.board
        full = (lot for lot in COLUMNS if board is not None and board.counts[lot])
        return self.columns[next(full, Lot.OVERDUE)].list

    def _counted(self, lot: Lot, total: int) -> None:
        for list_ in self._showing(lot):
            list_.paged.show_total(total)

    def _came(self, lot: Lot, number: int, rows: tuple[Row, ...]) -> None:
        for list_ in self._showing(lot):
            list_.paged.show_page(number, rows)

    def _showing(self, lot: Lot) -> list[Dossiers]:
        if lot in self.columns:
            return [self.columns[lot].list]
        return [self.table] if lot is self._presenter.state.lot else []

    def _sideways(self, lot: Lot, step: int) -> None:
        at = COLUMNS.index(lot) + step
        if 0 <= at < len(COLUMNS):
            self.columns[COLUMNS[at]].list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_choices(self) -> None:
        self.choices.show()
        self._place(self._presenter.state.lot)
        self.choices.lines["amber_hours"].setFocus()

    def _close_choices(self) -> None:
        self.choices.hide()
        self._place(self._presenter.state.lot)
        self.choose.setFocus()

    def _join(self) -> None:
        shown = self._presenter
        shown.changed.connect(self.render_state)
        shown.counted.connect(self._counted)
        shown.came.connect(self._came)
        shown.chosen.connect(self._close_choices)
        for lot, column in self.columns.items():
            column.list.opened.connect(self.opened)
            column.list.sideways.connect(partial(self._sideways, lot))
            column.list.paged.wanted.connect(partial(shown.want, lot))
            shown.hold(lot, partial(_held, column.list))
        self.table.opened.connect(self.opened)
        self.table.paged.wanted.connect(self._want_row)
        for lot in TABS:
            shown.hold(lot, partial(_held, self.table))
        self.choices.kept.connect(shown.choose)
        self.choices.left.connect(self._close_choices)
        self.choose.clicked.connect(self._open_choices)
        self.print_it.clicked.connect(shown.print_list)
        for key, work in (("Ctrl+P", shown.print_list), ("Ctrl+,", self._open_choices)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(work)

    def _want_row(self, number: int) -> None:
        self._presenter.want(self._presenter.state.lot, number)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._board)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for column in self.columns.values():
            row.addWidget(column, 1)
        self._stack.addWidget(self._board)
        self._stack.addWidget(self.table)
        self._stack.setMinimumSize(160, 120)  # else the hidden columns would widen a small window
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._stack, 1)
        body.addWidget(self.choices)
        below = QHBoxLayout()
        below.addWidget(self._ahead, 1)
        for button, key in ((self.print_it, "Ctrl+P"), (self.choose, "Ctrl+,")):
            button.setObjectName("quiet")
            button.setToolTip(f"{button.text()} ({key})")
            below.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 10)
        whole.setSpacing(8)
        whole.addWidget(self._tabs_in_a_strip())
        whole.addLayout(below)
        whole.addLayout(body, 1)

    def _tabs_in_a_strip(self) -> QScrollArea:
        """Lay the tabs side by side; in a small window they slide, and the chosen one is seen."""
        tabs = QWidget()
        bar = QHBoxLayout(tabs)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(2)
        for at, (lot, tab) in enumerate(self.tabs.items(), start=1):
            tab.setText(words.lot(lot))
            tab.setObjectName("tab")
            tab.setCheckable(True)
            tab.setToolTip(f"{words.tip(lot)} (Alt+{at})")
            tab.setShortcut(QKeySequence(f"Alt+{at}"))
            tab.clicked.connect(partial(self._presenter.show, lot))
            self._group.addButton(tab)
            bar.addWidget(tab)
        bar.addStretch(1)
        strip = self._strip
        strip.setWidgetResizable(True)
        strip.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setFixedHeight(tabs.sizeHint().height())
        strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        strip.setWidget(tabs)
        return strip


def _held(list_: Dossiers) -> tuple[int, ...]:
    """Return the pages last looked at, few enough to read anew each minute."""
    return list_.paged.held[-3:]
