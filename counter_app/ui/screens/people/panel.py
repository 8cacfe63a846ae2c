"""What the forms at the right of the page share: a title, their parts, one main button, and Esc."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label


def in_order(parts: Iterable[QWidget]) -> None:
    """Let Tab come through these and what lies in them, in this order."""
    inputs = [
        each
        for part in parts
        for each in (part, *part.findChildren(QWidget))
        if each.window() is part.window()  # a list that opens over its field is a window of its own
    ]
    for before, after in pairwise(one for one in inputs if one.focusPolicy() & Qt.FocusPolicy.TabFocus):
        QWidget.setTabOrder(before, after)


class Panel(QFrame):
    """`submitted` by the button, by Ctrl+Enter and by an Enter that no part has wanted; `left` by Esc."""

    submitted = Signal()
    left = Signal()

    def __init__(self, by_enter: bool = True, slides: bool = False) -> None:
        super().__init__()
        self.setObjectName("card")
        self._by_enter = by_enter
        self._room: QScrollArea | None = None
        self.title, self.about = label("", "section"), label("", "muted")
        for said in (self.title, self.about):
            said.setWordWrap(True)
        self.summary = Banner()
        self.action, self.back = QPushButton(), QPushButton(_("Quay lại    Esc"))
        self.action.setObjectName("primary")
        self.action.clicked.connect(self.submitted)
        self.back.clicked.connect(self.left)
        self.back.setObjectName("quiet")
        for button in (self.action, self.back):
            button.setAutoDefault(True)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.about)
        if slides:
            column.addWidget(self._sliding(), 1)
        else:
            column.addLayout(self._parts, 1)
        column.addWidget(self.summary)
        column.addWidget(self.action)
        column.addWidget(self.back)

    def add(self, part: QWidget, stretch: int = 0) -> None:
        """Put a part below the others."""
        self._parts.addWidget(part, stretch)

    def show_part(self, part: QWidget) -> None:
        """Slide to a part where the parts slide."""
        if self._room is not None:
            self._room.ensureWidgetVisible(part, 0, 12)

    def end(self) -> None:
        """Keep the parts together at the top, and let Tab come from the last to the buttons."""
        self._parts.addStretch(1)
        items = [self._parts.itemAt(at) for at in range(self._parts.count())]
        parts = [part for item in items if item is not None and (part := item.widget()) is not None]
        in_order((*parts, self.action, self.back))

    def name_action(self, word: str, key: str, busy: bool) -> None:
        """Say what the main button does, and by which key."""
        self.action.setText(f"{word}    {key}")
        self.action.setAccessibleName(word)
        self.action.setEnabled(not busy)

    def _sliding(self) -> QScrollArea:
        """Let the parts slide in a small window, while the buttons stay."""
        inside = QWidget()
        inside.setLayout(self._parts)
        self._parts.setContentsMargins(0, 0, 4, 0)
        self._room = QScrollArea()
        self._room.setObjectName("reasons")
        self._room.setWidget(inside)
        self._room.setWidgetResizable(True)
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._room

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
