"""The line in which a receipt is made void: why, both papers back, yes or not now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from counter_app.texts import _
from counter_app.ui.screens.intake.voiding import VoidState
from counter_app.ui.widgets.field import EnterLine, Field, label, restyle


class VoidPanel(QFrame):
    """`typed(reason)`, `ticked(bool)`, `submitted`, `left`. Enter goes on, Esc leaves."""

    typed = Signal(str)
    ticked = Signal(bool)
    submitted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._what = label("", "strong")
        self.reason = EnterLine(_("ví dụ: nhầm người nộp"), 1000)
        self.reason.textEdited.connect(self.typed)
        self.reason.entered.connect(self._next)
        self.field = Field(_("Lý do hủy"), self.reason)
        self.back = QCheckBox(_("Đã thu lại cả hai liên"))
        self.back.clicked.connect(self.ticked)
        self.error = label("", "error")
        self.yes = QPushButton(_("Hủy phiếu  Ctrl+Enter"))
        self.no = QPushButton(_("Thôi  Esc"))
        for button, asked in ((self.yes, self.submitted), (self.no, self.left)):
            button.setAutoDefault(True)
            button.clicked.connect(asked)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._what)
        row.addWidget(self.field, 1)
        for widget in (self.back, self.yes, self.no):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.error)
        self.setProperty("tone", "warn")
        restyle(self)
        self.hide()

    def render_state(self, state: VoidState) -> None:
        """Show the panel, or hide it."""
        opened = bool(state.code) and self.isHidden()
        self._what.setText(state.code)
        self.reason.set_value(state.reason)
        self.back.setChecked(state.taken_back)
        self.field.set_error(state.error if state.error_field == "reason" else "")
        self.error.setText(state.error if state.error_field != "reason" else "")
        self.error.setVisible(bool(self.error.text()))
        self.yes.setEnabled(not state.busy)
        self.setVisible(bool(state.code))
        if opened or state.error_field == "reason":
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.error_field == "taken_back":
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter is yes."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _next(self) -> None:
        self.back.setFocus(Qt.FocusReason.TabFocusReason)
