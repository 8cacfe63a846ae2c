"""Type-ahead: a line with a list under it that never takes the focus away."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.ui import theme
from counter_app.ui.widgets.field import Line
from counter_app.ui.widgets.table import Index

NOTE = Qt.ItemDataRole.UserRole + 1
KEY = Qt.ItemDataRole.UserRole + 2
ROW = 48
SHOWN = 7
EDGE = 10  # px, border and padding above and below the rows


class Picker(Line):
    """`asked(text)` while typing, `picked(key)` on Enter, Tab or click; Up and Down move, Esc closes."""

    asked = Signal(str)
    picked = Signal(str)

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self._list: QListView | None = None
        self._model = QStandardItemModel(self)
        self.textEdited.connect(self.asked)

    def show_hits(self, hits: Sequence[tuple[str, str, str]]) -> None:
        """Show hits as (key, text, note); none closes the list."""
        if [item[0] for item in hits] == self.keys() and hits and self.is_open:
            return
        self._model.clear()
        for key, text, note in hits:
            item = QStandardItem(text)
            item.setData(note, NOTE)
            item.setData(key, KEY)
            item.setToolTip(text)
            self._model.appendRow(item)
        if hits and self.hasFocus():
            self._open()
        else:
            self.close_hits()

    def keys(self) -> list[str]:
        """Return the keys in the list, in order."""
        return [str(self._model.item(row).data(KEY)) for row in range(self._model.rowCount())]

    @property
    def is_open(self) -> bool:
        """Tell whether the list shows."""
        return self._list is not None and self._list.isVisible()

    def close_hits(self) -> None:
        """Close the list; the text stays."""
        if self._list is not None:
            self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows walk the list and Enter take the line."""
        key = event.key()
        if self.is_open and self._list is not None:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                row = (self._list.currentIndex().row() + step) % self._model.rowCount()
                self._list.setCurrentIndex(self._model.index(row, 0))
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._take(self._list.currentIndex())
                return
            if key == Qt.Key.Key_Escape:
                self.close_hits()
                return
        elif key == Qt.Key.Key_Down and self._model.rowCount():
            self._open()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving by Tab takes the marked line, so that nobody has to press twice."""
        if self.is_open and event.reason() == Qt.FocusReason.TabFocusReason and self._list is not None:
            self._take(self._list.currentIndex())
        self.close_hits()
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the list under the line when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.is_open:
            self._place()
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        if self._list is None:
            self._list = self._make(self.window())
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._place()
        self._list.show()
        self._list.raise_()

    def _make(self, window: QWidget) -> QListView:
        made = QListView(window)
        made.setObjectName("hits")
        made.setModel(self._model)
        made.setItemDelegate(_HitPainter(made))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.clicked.connect(self._take)
        window.installEventFilter(self)
        return made

    def _place(self) -> None:
        if self._list is None:
            return
        at = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        room = (self.window().height() - at.y() - 8 - EDGE) // ROW
        rows = max(1, min(self._model.rowCount(), SHOWN, room))
        width = min(max(self.width(), 420), self.window().width() - at.x() - 8)
        self._list.setGeometry(QRect(at, QSize(width, rows * ROW + EDGE)))

    def _take(self, index: QModelIndex) -> None:
        self.close_hits()
        if index.isValid():
            self.picked.emit(str(index.data(KEY)))


class _HitPainter(QStyledItemDelegate):
    """Two lines per hit: the name, and below it code and field."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for two lines."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hit, elided to the width."""
        look = theme.current()
        area: QRect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(look.colour("accent"))
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        inner = area.adjusted(10, 3, -10, -3)
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2 + 1)
        painter.setPen(look.colour("ink"))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, text)
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        painter.setPen(look.colour("muted"))
        under = QRect(inner.left(), top.bottom(), inner.width(), inner.height() - top.height() + 1)
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter, str(index.data(NOTE)))
        painter.restore()
