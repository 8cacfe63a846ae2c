"""Notices that a scanner types a receipt's QR, wherever the focus happens to be."""

import re
from collections import deque
from typing import NamedTuple

import shiboken6
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

HEAD = re.compile(r"(https?://\S{1,120}/)?QMC1/$", re.IGNORECASE)
LENGTH = 140  # characters: the longest address and the mark


class _Before(NamedTuple):
    """What stood in the focused input ahead of a letter."""

    widget: QWidget | None
    text: str


class ReceiptScan(QObject):
    """`recognised(head)`: a receipt's text has begun; the input that had the focus gets back what it had.

    No timing: nobody types that by hand, and slow scanners exist. `home` is the input that reads it itself.
    """

    recognised = Signal(str)

    def __init__(self, home: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._home = home
        self._typed: deque[tuple[str, _Before]] = deque(maxlen=LENGTH)
        self._listening: QObject | None = None

    def listen(self, window: QWidget) -> None:
        """Watch the window's own key events: a few a second, not every event of the application."""
        handle = window.windowHandle()
        if handle is not None and handle is not self._listening:
            handle.installEventFilter(self)
            self._listening = handle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each typed letter before its widget does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._look(event.text())
        return False

    def _look(self, text: str) -> bool:
        focus = QApplication.focusWidget()
        if not text:
            return False  # a bare Shift, between two letters of a scanner
        if len(text) != 1 or not text.isprintable() or focus is self._home or _is_secret(focus):
            self._typed.clear()
            return False
        self._typed.append((text, _Before(focus, _text(focus))))
        found = HEAD.search("".join(letter for letter, _before in self._typed))
        if found is None:
            return False
        before = self._typed[found.start()][1]
        self._typed.clear()
        _restore(before)
        self.recognised.emit(found[0])
        return True


def _is_secret(widget: QWidget | None) -> bool:
    """Tell whether a PIN is typed there: it is remembered nowhere."""
    return isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal


def _text(widget: QWidget | None) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def _restore(before: _Before) -> None:
    """Put the text back as if a person had typed it, so that whoever listens hears of it."""
    widget = before.widget
    if widget is None or not shiboken6.isValid(widget):
        return
    if isinstance(widget, QLineEdit):
        widget.setText(before.text)
        widget.textEdited.emit(before.text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(before.text)
