"""Lists of few lines each, for requests and for candidates: one column, drawn line by line."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui import theme
from counter_app.ui.widgets.lines import Line, put, strip
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, dress

Row = TypeVar("Row")
LINE, PAD, ICON = 19, 7, 16  # px


class LineRows(Table, Generic[Row]):
    """`walked(position)` to another row, `entered` on Enter or double click, `struck(letter)` on its letters.

    `lines(row)` are drawn below each other, `icon(row)` is (icon, token) beside the first. The
    `letters` are its own keys; others are the page's.
    """

    walked = Signal(int)
    entered = Signal()
    struck = Signal(str)

    def __init__(
        self,
        empty: str,
        spoken: Callable[[Row], str],
        lines: Callable[[Row], tuple[Line, ...]],
        icon: Callable[[Row], tuple[str, str]],
        height: int,
    ) -> None:
        super().__init__(empty)
        self.letters: frozenset[str] = frozenset()
        self.rows: RowsModel[Row] = RowsModel((Column("", spoken),))
        self.setModel(self.rows)
        dress(self, self.rows.columns)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(height * LINE + 2 * PAD)
        self._painter: _Lines[Row] = _Lines(self.rows, lines, icon)
        self.setItemDelegate(self._painter)
        self.doubleClicked.connect(lambda _index: self.entered.emit())

    def show_rows(self, rows: tuple[Row, ...], marked: int) -> None:
        """Show rows, the one at `marked` marked."""
        self.rows.show_rows(rows)
        if 0 <= marked < len(rows) and marked != self.currentIndex().row():
            self.setCurrentIndex(self.rows.index(marked, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and letters mean something; the arrows walk."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif plain and event.text().isalpha():
            if event.text().upper() in self.letters:
                self.struck.emit(event.text().upper())
            else:
                event.ignore()  # it may be the page's
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row is marked now."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.walked.emit(current.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first row for who comes by the keyboard."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))


class _Lines(QStyledItemDelegate, Generic[Row]):
    """Draws a row's lines below each other."""

    def __init__(
        self,
        rows: RowsModel[Row],
        lines: Callable[[Row], tuple[Line, ...]],
        icon: Callable[[Row], tuple[str, str]],
    ) -> None:
        super().__init__()
        self._rows, self._lines, self._icon = rows, lines, icon

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, look = self._rows.rows[index.row()], theme.current()
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("accent_soft"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), look.colour("accent"))
        painter.setPen(look.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(10, PAD, -6, -PAD)
        theme.icon(*self._icon(row)).paint(painter, inner.left(), inner.top() + 1, ICON, ICON)
        for at, line in enumerate(self._lines(row)):
            put(painter, strip(inner.adjusted(ICON + 6, 0, 0, 0), at * LINE, LINE), line)
        painter.restore()
