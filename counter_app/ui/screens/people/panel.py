"""What the forms at the right of the page share: a title, their parts, one main button, and Esc."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label


class Panel(QFrame):
    """`submitted` by the button, by Ctrl+Enter and by an Enter that no part has wanted; `left` by Esc."""

    submitted = Signal()
    left = Signal()

    def __init__(self, by_enter: bool = True) -> None:
        super().__init__()
        self.setObjectName("card")
        self._by_enter = by_enter
        self.title, self.about = label("", "section"), label("", "muted")
        for said in (self.title, self.about):
            said.setWordWrap(True)
        self.summary = Banner()
        self.action, self.back = QPushButton(), QPushButton(_("Quay lại    Esc"))
        self.action.setObjectName("primary")
        self.action.clicked.connect(self.submitted)
        self.back.clicked.connect(self.left)
        for button in (self.action, self.back):
            button.setAutoDefault(True)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.action, 1)
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(self._parts, 1)
        column.addWidget(self.summary)
        column.addLayout(buttons)

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a part below the others."""
        self._parts.addWidget(part, stretch)

    def end(self) -> None:
        """Keep the parts together at the top."""
        self._parts.addStretch(1)

    def name_action(self, word: str, key: str, busy: bool) -> None:
        """Say what the main button does, and by which key."""
        self.action.setText(f"{word}    {key}")
        self.action.setAccessibleName(word)
        self.action.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit and step back."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if entered and (control or self._by_enter):
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
