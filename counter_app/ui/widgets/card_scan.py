"""Notices that a scanner types a card's text, wherever the focus happens to be."""

import re
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

HEAD = re.compile(r"\d{12}\|")
LENGTH = 13


class CardScan(QObject):
    """`recognised(before, head)`: twelve digits and a bar were typed; `before` is what `snapshot` said
    ahead of the first digit, so that the wrong place gets back what it had.

    No timing: nobody types that by hand, and slow scanners exist.
    """

    recognised = Signal(object, str)

    def __init__(self, snapshot: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._snapshot = snapshot
        self._typed: deque[tuple[str, object]] = deque(maxlen=LENGTH)
        self._view = parent
        self._listening: QObject | None = None

    def listen(self, window: QWidget) -> None:
        """Watch the window's own key events: a few a second, not every event of the application."""
        handle = window.windowHandle()
        if handle is not None and handle is not self._listening:
            handle.installEventFilter(self)
            self._listening = handle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each typed letter before its widget does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._view.isVisible():
            return self._look(event.text())
        return False

    def _look(self, text: str) -> bool:
        focus = QApplication.focusWidget()
        if len(text) != 1 or not text.isprintable() or (focus and focus.objectName() == "scan"):
            self._typed.clear()
            return False
        self._typed.append((text, self._snapshot()))
        head = "".join(letter for letter, _before in self._typed)
        if not HEAD.fullmatch(head):
            return False
        before = self._typed[0][1]
        self._typed.clear()
        self.recognised.emit(before, head)
        return True
