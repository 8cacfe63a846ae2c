"""The left side: what is looked for, which dossiers, and what was found, two lines each."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QListView,
    QRadioButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.search import Hit, Shown
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.dossiers import marks
from counter_app.ui.screens.dossiers.searching import FoundState
from counter_app.ui.widgets.field import EnterLine, Line, label
from counter_app.ui.widgets.table import Index

ROW, ICON = 62, 18  # px
HIT = Qt.ItemDataRole.UserRole + 1


class HitsModel(QAbstractListModel):
    """The hits so far; `wanted` when the view has come near their end."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hits: tuple[Hit, ...] = ()
        self.now = 0
        self._more = False

    def show_hits(self, state: FoundState) -> None:
        """Take the hits of a state; a page more leaves those before it alone."""
        self._more, self.now = state.after is not None, state.now
        before = len(self.hits)
        if before and len(state.hits) > before and state.hits[:before] == self.hits:
            self.beginInsertRows(QModelIndex(), before, len(state.hits) - 1)
            self.hits = state.hits
            self.endInsertRows()
        elif len(state.hits) == before:
            self.hits = state.hits
            if before:
                self.dataChanged.emit(self.index(0), self.index(before - 1))
        else:
            self.beginResetModel()
            self.hits = state.hits
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of hits."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a hit, or all its words for those who listen."""
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(marks.hit(hit, self.now)[:3])
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there is a page after these."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Ask for it."""
        self.wanted.emit()


class Hits(QListView):
    """`opened(row)` on Enter or click. Letters are left to the page."""

    opened = Signal(int)

    def __init__(self, model: HitsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_HitPainter(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Hồ sơ tìm thấy"))
        self.clicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the marked row; letters are acts of the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().row())
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class FoundView(QFrame):
    """`typed(text)`, `filtered(Shown)`, `opened(Hit)`, `wanted` for the next page."""

    typed = Signal(str)
    filtered = Signal(object)
    opened = Signal(object)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.line = EnterLine(_("Mã, 4 số cuối, họ tên, số giấy tờ, thủ tục"), 1000)
        self.line.setObjectName("search")
        self.line.setAccessibleName(_("Tìm hồ sơ"))
        self.line.addAction(theme.icon("search"), Line.ActionPosition.LeadingPosition)
        self.line.textEdited.connect(self.typed)
        self.line.entered.connect(self._enter)
        self.model = HitsModel()
        self.list = Hits(self.model)
        self._empty = label("", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filters = QButtonGroup(self)
        self._buttons: dict[Shown, QRadioButton] = {}
        self._lay_out()
        self.list.opened.connect(lambda row: self.opened.emit(self.model.hits[row]))
        self.model.wanted.connect(self.wanted)

    def render_state(self, state: FoundState) -> None:
        """Show what was found."""
        self.line.set_value(state.typed)
        self._buttons[state.shown].setChecked(True)
        self.model.show_hits(state)
        self.list.viewport().update()
        nothing = not state.hits
        self.list.setVisible(not nothing)
        self._empty.setVisible(nothing)
        said = (
            _("Không tìm thấy. Thử ít chữ hơn, hoặc chọn Tất cả.")
            if state.typed
            else _("Không có hồ sơ nào.")
        )
        self._empty.setText(said)

    def mark(self, code: str) -> None:
        """Mark the row of an open dossier, where it is on the list."""
        for row, hit in enumerate(self.model.hits):
            if hit.place.key == code:
                self.list.setCurrentIndex(self.model.index(row))
                return
        self.list.clearSelection()

    def hands_to_line(self) -> None:
        """Let a person type at once."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the search line for the hits."""
        if event.key() == Qt.Key.Key_Down and self.line.hasFocus() and self.model.hits:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.model.index(0))
            return
        super().keyPressEvent(event)

    def _enter(self) -> None:
        """Enter opens the newest hit."""
        if self.model.hits:
            self.opened.emit(self.model.hits[0])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.line)
        choices = QWidget()
        grid = QGridLayout(choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        for at, shown in enumerate(Shown):
            button = QRadioButton(marks.shown(shown))
            button.clicked.connect(lambda _on, shown=shown: self.filtered.emit(shown))
            self._filters.addButton(button)
            self._buttons[shown] = button
            grid.addWidget(button, at // 3, at % 3)
        column.addWidget(choices)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)


class _HitPainter(QStyledItemDelegate):
    """Name and state, and below them code and procedure, then the promise."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for three short lines."""
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one hit, elided to the width."""
        look, hit = theme.current(), index.data(HIT)
        model = index.model()
        name, below, word, icon, token = marks.hit(hit, getattr(model, "now", 0))
        area: QRect = option.rect.adjusted(2, 1, -2, -1)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(look.colour("accent"))
            painter.setBrush(look.colour("accent_soft"))
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        inner = area.adjusted(10, 4, -10, -4)
        third = inner.height() // 3 + 1
        top = QRect(inner.left(), inner.top(), inner.width(), third)
        _text(painter, top, name, look.colour("ink"), strong=True)
        middle = top.translated(0, third - 1)
        _text(painter, middle, below, look.colour("muted"))
        foot = middle.translated(0, third - 1)
        theme.icon(icon, token).paint(painter, foot.left(), foot.top() + 1, 14, third - 3)
        left = _text(painter, foot.adjusted(20, 0, 0, 0), word, look.colour(token))
        if hit.dossier is not None:
            said = marks.promised(hit.dossier)
            _text(painter, foot.adjusted(left + 28, 0, 0, 0), said, look.colour("muted"), right=True)
        painter.restore()


def _text(
    painter: QPainter, area: QRect, text: str, colour: QColor, strong: bool = False, right: bool = False
) -> int:
    """Draw one line and return its width in pixels."""
    font = QFont(painter.font())
    font.setPixelSize(14 if strong else 12)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, said)
    return painter.fontMetrics().horizontalAdvance(said)
