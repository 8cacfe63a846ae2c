"""The line in which a supervisor puts this PC's time right: day and time, why, yes or not now."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from counter_app.domain.clock_correction import MAX_REASON
from counter_app.texts import _
from counter_app.ui.screens.sync.correcting import CorrectState
from counter_app.ui.widgets.field import EnterLine, Field, label, restyle


class ClockPanel(QFrame):
    """`typed(name, value)`, `submitted`, `left`. Enter goes on, Esc leaves."""

    typed = Signal(str, str)
    submitted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.at = EnterLine(_("17:00 25/11/2026"), 30)
        self.reason = EnterLine(_("ví dụ: máy hết pin nên nhảy ngày"), MAX_REASON)
        self.fields = {"at": Field(_("Bây giờ là"), self.at), "reason": Field(_("Lý do"), self.reason)}
        self.error = label("", "error")
        self.yes, self.no = QPushButton(_("Chỉnh giờ")), QPushButton(_("Thôi  Esc"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.fields["at"], 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.fields["reason"], 3, Qt.AlignmentFlag.AlignTop)
        for button, asked in ((self.yes, self.submitted), (self.no, self.left)):
            button.setAutoDefault(True)
            button.clicked.connect(asked)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.error)
        for name, line in (("at", self.at), ("reason", self.reason)):
            line.textEdited.connect(partial(self.typed.emit, name))
        for line, following in ((self.at, self.reason), (self.reason, self.yes)):
            line.entered.connect(partial(following.setFocus, Qt.FocusReason.TabFocusReason))
        self.setProperty("tone", "warn")
        restyle(self)
        self.hide()

    def render_state(self, state: CorrectState) -> None:
        """Show the panel, or hide it."""
        opened = bool(state.event_id) and self.isHidden()
        for name, line in (("at", self.at), ("reason", self.reason)):
            line.set_value(getattr(state, name))
            self.fields[name].set_error(state.errors.get(name, ""))
        self.error.setText(state.errors.get("", ""))
        self.error.setVisible(bool(self.error.text()))
        self.yes.setEnabled(not state.busy)
        self.setVisible(bool(state.event_id))
        wrong = next((name for name in self.fields if name in state.errors), "at" if opened else "")
        if wrong:
            self.fields[wrong].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
