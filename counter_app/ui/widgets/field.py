"""A labelled input that says beside itself what is wrong with it."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget


def label(text: str, role: str = "label", parent: QWidget | None = None) -> QLabel:
    """Return a text in one of the style sheet's roles (page, section, label, muted, small, error ...)."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class OneLine(QLabel):
    """A text on one line; what has no room ends in an ellipsis. `text()` stays whole."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as has room."""
        room, painter = self.contentsRect(), QPainter(self)
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, said)


def rule() -> QFrame:
    """Return a thin line between parts."""
    line = QFrame()
    line.setObjectName("rule")
    return line


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget's properties."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Field(QWidget):
    """A label at the left, the input at the right, and the sentence of an error below it."""

    def __init__(self, caption: str, editor: QWidget, width: int = 0) -> None:
        super().__init__()
        self.editor = editor
        self._name, self._caption = caption, label(caption)
        self._error = label("", "error")
        self._error.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._error.setSizePolicy(policy)  # a long sentence wraps under its input and widens nothing
        self._error.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        if caption:
            self._caption.setBuddy(editor)
            grid.addWidget(self._caption, 0, 0)
            grid.setColumnMinimumWidth(0, width)
        grid.addWidget(editor, 0, 1)
        grid.addWidget(self._error, 1, 1 if width else 0, 1, 1 if width else 2)
        grid.setColumnStretch(1, 1)
        for part in {editor, _line(editor)}:
            part.setAccessibleName(caption or part.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(editor)

    def set_needed(self, needed: bool) -> None:
        """Mark by a star what cannot be left out."""
        self._caption.setText(f"{self._name} *" if self._name and needed else self._name)

    @property
    def error(self) -> str:
        """The sentence shown now, or ""."""
        return self._error.text() if not self._error.isHidden() else ""

    def set_error(self, sentence: str) -> None:
        """Show the sentence, or nothing."""
        if sentence == self.error:
            return
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        line = _line(self.editor)  # the ring is drawn round what is typed into, not round its buttons
        line.setProperty("error", bool(sentence))
        line.setAccessibleDescription(sentence)
        restyle(line)


def _line(editor: QWidget) -> QWidget:
    """Return the line within an input of several parts, else the input itself."""
    proxy = editor.focusProxy()
    return proxy if isinstance(proxy, QLineEdit) else editor


class Number(QLineEdit):
    """A small whole number from 1; `counted(int)` while typing, Up and Down step."""

    counted = Signal(int)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self.setMaxLength(len(str(most)))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(64)
        self.textEdited.connect(self._typed)

    def set_value(self, value: int) -> None:
        """Show `value`; an emptied line is left alone while somebody types into it."""
        if self.text() != str(value) and not (self.hasFocus() and not self.text()):
            self.setText(str(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        value = min(self._most, max(1, self._value() + step))
        self.setText(str(value))
        self.counted.emit(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put a number back where none was left."""
        super().focusOutEvent(event)
        self.setText(str(self._value()))

    def _typed(self, text: str) -> None:
        digits = "".join(letter for letter in text if letter.isascii() and letter.isdigit())
        if digits != text:
            self.setText(digits)
        self.counted.emit(self._value())

    def _value(self) -> int:
        return min(self._most, max(1, int(self.text() or 1)))


_PASSING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)


class Line(QLineEdit):
    """One line of text, of limited size, that takes a new value only when it differs."""

    def __init__(self, hint: str = "", most: int = 300, parent: QObject | None = None) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setMaxLength(most)

    def set_value(self, value: str) -> None:
        """Show `value` without moving the cursor of somebody who is typing it."""
        if self.text() != value:
            self.setText(value)
            self.setCursorPosition(0 if not self.hasFocus() else len(value))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning of a long text again; a menu or another window comes and goes without that."""
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.setCursorPosition(0)


class EnterLine(Line):
    """A line where Enter means something of its own (`entered`) instead of moving on."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
