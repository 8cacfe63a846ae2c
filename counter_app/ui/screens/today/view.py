"""The day's page: figures, three tables, money and the closing at the right; it only shows states."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.day import AtDesk
from counter_app.services.remarks import Remark
from counter_app.texts import _, formats
from counter_app.ui import theme
from counter_app.ui.saving import Paper
from counter_app.ui.screens.today import tables, words
from counter_app.ui.screens.today.aside import Aside
from counter_app.ui.screens.today.presenter import TodayPresenter, TodayState
from counter_app.ui.screens.today.words import Left
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import EnterLine, Field, label
from counter_app.ui.widgets.paper_view import PaperWindow
from counter_app.ui.widgets.table import RowsModel, WholeRows, dress, height_of
from counter_app.ui.widgets.two_lines import TwoLines

RIGHT, SLIM = 336, 256  # px of the money's column; the second where the tables need the room
NARROW = 1100  # px of the page
UNIT = 3  # the column of the first table that a narrow page leaves out


class TodayView(QScrollArea):
    """Binds a TodayPresenter to widgets."""

    def __init__(self, presenter: TodayPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.yesterday = Banner()
        self.day = label("", "section")
        self.figures: list[tuple[QLabel, QLabel]] = []
        self.aside = Aside()
        self.papers: PaperWindow | None = None
        self._long = TwoLines()
        self.desk_rows: RowsModel[AtDesk] = RowsModel(tables.at_desk(self._is_chosen))
        self.left_rows: RowsModel[Left] = RowsModel(tables.left())
        self.remark_rows: RowsModel[Remark] = RowsModel(tables.remarks())
        self.desk = self._table(self.desk_rows, _("Không còn hồ sơ nào nằm ở quầy."), _("Còn ở quầy"))
        self.left = self._table(self.left_rows, _("Không còn việc dở."), _("Còn dở"))
        self.remarks = self._table(self.remark_rows, _("Không có việc nào."), _("Phụ trách xem"))
        self.heads = [label("", "section") for _table in range(3)]
        self.hand = QPushButton()
        self.receiver = EnterLine(_("họ tên người nhận, rồi Enter"), 300)
        self.receiver_field = Field(_("Người ký nhận"), self.receiver)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: TodayState) -> None:
        """Show a state; the hands stay where there is something to do."""
        held, busy = QApplication.focusWidget(), self._holds(QApplication.focusWidget())
        self._show(state)
        if busy and not self._holds(held):
            self.take_hands()
        elif isinstance(held, tables.KeyTable):
            held.stay()

    def _show(self, state: TodayState) -> None:
        page = state.page
        self.aside.render_state(state)
        self.hand.setText(words.progress(state))
        self.hand.setEnabled(bool(state.chosen) and not state.busy)
        self._render_receiver(state)
        if page is None:
            return
        self.day.setText(formats.day(page.day))
        self.yesterday.say(words.yesterday(page), "warn")
        for (figure, what), (number, word, token) in zip(self.figures, words.figures(page), strict=True):
            figure.setText(number)
            figure.setStyleSheet(f"color: {theme.current().colours[token]}")
            what.setText(word)
        self.desk_rows.show_rows(page.at_desk)
        self.left_rows.show_rows(words.left(page))
        self.remark_rows.show_rows(page.remarks)
        self.desk.viewport().update()
        for head, word, rows in zip(
            self.heads,
            (_("Còn ở quầy, chưa bàn giao"), _("Còn dở"), _("Phụ trách xem")),
            (page.at_desk, self.left_rows.rows, page.remarks),
            strict=True,
        ):
            head.setText(f"{word} ({len(rows)})")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the tables the room that their names need."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.aside.setFixedWidth(SLIM if narrow else RIGHT)
        self.aside.sure.stack(narrow)
        self.desk.setColumnHidden(UNIT, narrow)
        for table in (self.desk, self.left, self.remarks):
            table.squeeze(narrow)

    def take_hands(self) -> None:
        """Put the focus where the next thing to do is."""
        for table in (self.desk, self.left):
            if table.model().rowCount():
                if not table.currentIndex().isValid():
                    table.selectRow(0)
                table.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.aside.take_hands()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is not now."""
        if event.key() == Qt.Key.Key_Escape:
            self.presenter.dismiss()
            self.take_hands()
            return
        super().keyPressEvent(event)

    def _holds(self, widget: QWidget | None) -> bool:
        """Tell whether hands have something to do in a widget of this page; an empty table has not."""
        if widget is None or not self.isAncestorOf(widget):
            return False
        full = not isinstance(widget, tables.KeyTable) or widget.model().rowCount() > 0
        return full and widget.isVisible() and widget.isEnabled()

    def _is_chosen(self, code: str) -> bool:
        return code in self.presenter.state.chosen

    def _render_receiver(self, state: TodayState) -> None:
        opened = bool(state.sheet) and self.receiver_field.isHidden()
        self.receiver.set_value(state.receiver)
        self.receiver_field.set_error(state.receiver_error)
        self.receiver_field.setVisible(bool(state.sheet))
        self.receiver.setEnabled(not state.busy)
        if opened or state.receiver_error:
            self.receiver.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        whole = QVBoxLayout(page)
        whole.setContentsMargins(12, 12, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(self.yesterday)
        whole.addWidget(self._figures())
        below = QHBoxLayout()
        below.setSpacing(12)
        main = QVBoxLayout()
        main.setSpacing(6)
        for table, head, extra in zip(
            (self.desk, self.left, self.remarks),
            self.heads,
            (self._desk_foot(), self.receiver_field, None),
            strict=True,
        ):
            main.addWidget(head)
            rows = WholeRows(table)
            rows.setMinimumHeight(height_of(2))
            main.addWidget(rows, 1)
            if extra is not None:
                main.addWidget(extra)
        below.addLayout(main, 1)
        below.addWidget(self.aside)
        whole.addLayout(below, 1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _figures(self) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(24)
        row.addWidget(self.day)
        row.addStretch(1)
        for _place in range(6):
            figure, what = label("–", "section"), label("", "muted")
            pair = QHBoxLayout()
            pair.setSpacing(6)
            pair.addWidget(figure)
            pair.addWidget(what)
            row.addLayout(pair)
            self.figures.append((figure, what))
        return card

    def _desk_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(_("Dấu cách: chọn · Ctrl+A: chọn hết"), "small"))
        row.addStretch(1)
        self.hand.setAutoDefault(True)
        row.addWidget(self.hand)
        return foot

    def _table(self, model: RowsModel, empty: str, name: str) -> tables.KeyTable:  # type: ignore[type-arg]
        table = tables.KeyTable(empty)
        table.setModel(model)
        dress(table, model.columns)
        table.setAccessibleName(name)
        table.setItemDelegate(self._long)
        return table

    def _join(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.render_state)
        presenter.printing.show.connect(self._look)
        self.desk.ticked.connect(self._tick)
        self.desk.opened.connect(self._tick)
        self.desk.doubleClicked.connect(lambda index: self._tick(index.row()))
        self.desk.every.connect(presenter.choose_all)
        self.left.opened.connect(self._open_left)
        self.left.doubleClicked.connect(lambda index: self._open_left(index.row()))
        self.hand.clicked.connect(presenter.hand_over)
        self.receiver.textEdited.connect(presenter.name_receiver)
        self.receiver.entered.connect(presenter.signed)
        self.aside.closing.connect(presenter.close_day)
        self.aside.dismissed.connect(presenter.dismiss)
        self.aside.minutes.connect(presenter.printing.last_minutes)
        for keys, deed in (
            ("Ctrl+Return", presenter.close_day),
            ("Ctrl+Enter", presenter.close_day),
            ("Ctrl+G", presenter.hand_over),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(deed)

    def _tick(self, row: int) -> None:
        self.presenter.toggle(self.desk_rows.rows[row].code)

    def _open_left(self, row: int) -> None:
        self.presenter.sign_for(self.left_rows.rows[row].sheet)

    def _look(self, paper: Paper) -> None:
        if self.papers is None:
            printing = self.presenter.printing
            self.papers = PaperWindow(self, printing.saving)
            self.papers.sheet.printed.connect(printing.confirm)
        self.papers.show_paper(paper)
