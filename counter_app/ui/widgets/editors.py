"""Inputs of a form beyond the single line: prose, money, a list to tick, a file."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from counter_app.texts import _, formats
from counter_app.ui.widgets.field import Line

ROW, SHOWN = 34, 6  # px; rows of a list to tick
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Prose(QPlainTextEdit):
    """Several lines of limited length. Enter moves on, Shift+Enter begins a line, Tab leaves."""

    edited = Signal(str)

    def __init__(self, hint: str, most: int) -> None:
        super().__init__()
        self._most = most
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(76)
        self.textChanged.connect(self._typed)

    def set_value(self, value: object) -> None:
        """Show a text; the one that is there keeps its cursor."""
        if value != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(str(value))
            self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the form."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _typed(self) -> None:
        text = self.toPlainText()
        if len(text) > self._most:
            at = self.textCursor()
            self.set_value(text[: self._most])
            at.setPosition(min(at.position(), self._most))
            self.setTextCursor(at)
        self.edited.emit(self.toPlainText())


class Money(Line):
    """An amount of VND, digits only; grouped when left. `edited` gives the bare digits."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("số đồng"), 18)
        self.setFixedWidth(180)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._typed)

    def set_value(self, value: object) -> None:
        """Show an amount given as digits."""
        digits = str(value)
        if digits != _digits(self.text()):
            self.setText(formats.money(int(digits)) if digits else "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the bare digits to type over."""
        self.setText(_digits(self.text()))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Group what was typed."""
        super().focusOutEvent(event)
        if digits := _digits(self.text()):
            self.setText(formats.money(int(digits)))

    def _typed(self, text: str) -> None:
        digits = _digits(text)[:13]
        if digits != text:
            self.setText(digits)
        self.edited.emit(digits)


class Picks(QListWidget):
    """Rows to tick: Space ticks, Enter moves on. `edited` gives the ticked values in order."""

    edited = Signal(object)

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for value, word in options:
            item = QListWidgetItem(word)
            item.setToolTip(word)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, ROW))
            self.addItem(item)
        self.setFixedHeight(max(1, min(len(options), SHOWN)) * ROW + 8)
        if options:
            self.setCurrentRow(0)
        self.itemChanged.connect(self._ticked)

    def set_value(self, values: object) -> None:
        """Tick these values and no others."""
        wanted = set(values) if isinstance(values, (tuple, list)) else set()
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            ticked = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the form, and letters alone."""
        if event.key() in _ENTER:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _ticked(self, _item: QListWidgetItem) -> None:
        items = (self.item(row) for row in range(self.count()))
        self.edited.emit(
            tuple(
                str(item.data(Qt.ItemDataRole.UserRole))
                for item in items
                if item.checkState() is Qt.CheckState.Checked
            )
        )


class FileLine(QWidget):
    """A path, typed or pointed at. `edited(path)`; `wanted` when a person wants to point."""

    edited = Signal(str)
    wanted = Signal()

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._line = Line(hint, 1000)
        self._line.textEdited.connect(self.edited)
        button = QPushButton(_("Chọn tệp…"))
        button.clicked.connect(self.wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._line, 1)
        row.addWidget(button)
        self.setFocusProxy(self._line)

    def set_value(self, value: object) -> None:
        """Show a path."""
        self._line.set_value(str(value))

    def choose(self, path: str) -> None:
        """Take the file that was pointed at."""
        self._line.set_value(path)
        self.edited.emit(path)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())
