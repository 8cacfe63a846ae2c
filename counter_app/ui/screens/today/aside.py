"""The right of the day's page: money by officer, and closing the day."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.texts import _, formats
from counter_app.ui.screens.today import words
from counter_app.ui.screens.today.presenter import TodayState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label, rule


class Aside(QFrame):
    """`closing` (asked, then once more to be sure), `dismissed`, `minutes` (once more)."""

    closing = Signal()
    dismissed = Signal()
    minutes = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._cash = QWidget()
        self._grid = QGridLayout(self._cash)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(12)
        self._shown: tuple[tuple[str, ...], ...] = ()
        self.since, self.stands, self.last = label("", "small"), label("", "muted"), Banner(upright=True)
        for said in (self.since, self.stands):
            said.setWordWrap(True)
        # "No" stands first and has the focus: Enter struck twice closes nothing.
        self.sure = Banner(_("Không  Esc"), _("Đóng  Ctrl+Enter"), upright=True)
        self.close_it = QPushButton(_("Đóng ngày    Ctrl+Enter"))
        self.close_it.setObjectName("primary")
        self.again = QPushButton(_("In lại biên bản"))
        for button in (self.close_it, self.again):
            button.setAutoDefault(True)
        self._lay_out()
        self.close_it.clicked.connect(self.closing)
        self.sure.accepted.connect(self.dismissed)
        self.sure.dismissed.connect(self.closing)
        self.again.clicked.connect(self.minutes)

    def render_state(self, state: TodayState) -> None:
        """Show money, and how the day's closing stands."""
        page = state.page
        self.last.say(state.last, state.tone)
        if page is None:
            return
        self._show_cash(
            tuple(
                (
                    page.names.get(cash.person, cash.person),
                    formats.money(cash.taken),
                    formats.money(cash.receipted),
                )
                for cash in page.counts.cash
            )
        )
        self.since.setText(words.since(page))
        self.stands.setText(words.closing(page))
        opened = state.asking and self.sure.isHidden()
        self.sure.say(words.sure(page) if state.asking else "", "warn")
        if opened:
            self.sure.accept.setFocus(Qt.FocusReason.OtherFocusReason)
        self.close_it.setVisible(not page.closed and not state.asking)
        self.close_it.setEnabled(not state.busy)
        self.again.setVisible(bool(page.closed_on))

    def take_hands(self) -> None:
        """Put the focus on the answer asked for, else on closing; closed, on the minutes."""
        for button in (self.sure.accept, self.close_it, self.again):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_cash(self, rows: tuple[tuple[str, ...], ...]) -> None:
        if rows == self._shown and self._grid.count():
            return
        self._shown = rows
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        heads = (_("Cán bộ"), _("Đã thu"), _("Biên nhận"))
        for at, line in enumerate((heads, *rows)):
            for column, text in enumerate(line):
                self._grid.addWidget(self._cell(text, at, column), at, column)
        if not rows:
            self._grid.addWidget(label(_("Chưa thu phí."), "muted"), 1, 0, 1, 3)

    def _cell(self, text: str, row: int, column: int) -> QLabel:
        made = label(text, "small" if not row else "plain")
        made.setAlignment(Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)
        made.setWordWrap(column == 0)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(label(_("Tiền thu"), "section"))
        column.addWidget(self.since)
        column.addWidget(self._cash)
        column.addWidget(rule())
        column.addWidget(label(_("Đóng ngày"), "section"))
        column.addWidget(self.stands)
        column.addWidget(self.last)
        column.addStretch(1)
        column.addWidget(self.again)
        column.addWidget(self.sure)
        column.addWidget(self.close_it)
