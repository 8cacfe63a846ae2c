"""A list of dossiers in a table view: cards under a head, or rows of two lines; Enter opens the marked."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.services.board import Board, Lot, Row
from counter_app.texts import _, formats
from counter_app.ui import theme
from counter_app.ui.screens.deadlines import cards, words
from counter_app.ui.screens.deadlines.cards import CARD, TALL, Card, TwoLines
from counter_app.ui.screens.deadlines.model import PagedModel
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.lines import Line, Words
from counter_app.ui.widgets.table import Column, Index, Table, dress

HEAD_GAP = 6  # px
SHARED = 1060  # px of a table from which its columns have the width they ask for
SINCE = 3  # the table's column that only the lists beside the board have


class Dossiers(Table):
    """`opened(code)` on Enter or double click; `sideways(-1 or 1)` on Left and Right."""

    opened = Signal(str)
    sideways = Signal(int)

    def __init__(self, empty: str, columns: tuple[Column[Row], ...], height: int) -> None:
        super().__init__(empty)
        self.paged = PagedModel(columns, words.spoken)
        self.setModel(self.paged)
        dress(self, columns)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.doubleClicked.connect(self._double)
        self._marked = ""
        self.paged.dataChanged.connect(self._follow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, step aside with the arrows."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        aside = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._double(self.currentIndex())
        elif plain and aside:
            self.sideways.emit(aside)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remember which dossier is marked."""
        super().currentChanged(current, previous)
        row = self.paged.row(current.row()) if current.isValid() else None
        self._marked = row.code if row else ""

    def _follow(self) -> None:
        """Stay with the marked dossier where others have come or gone before it."""
        self._mark_first()
        row = self.paged.row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        if self._marked and row is not None and row.code != self._marked:
            found = self.paged.find(self._marked)
            if found is not None:
                self.setCurrentIndex(self.paged.index(found, 0))
            else:
                self._marked = row.code

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first row for who comes by the keyboard."""
        super().focusInEvent(event)
        self._mark_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the marked card without its ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _mark_first(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid() and self.paged.rowCount():
            self.setCurrentIndex(self.paged.index(0, 0))

    def _double(self, index: QModelIndex) -> None:
        row = self.paged.row(index.row()) if index.isValid() else None
        if row is not None:
            self.opened.emit(row.code)


class CardColumn(QWidget):
    """One of the board's five columns: its name, its days, how many, and the cards."""

    def __init__(self, lot: Lot) -> None:
        super().__init__()
        self.lot = lot
        self._icon, self._name, self._count = QLabel(), label("", "strong"), label("", "strong")
        self._days = label("", "small")
        column: Column[Row] = Column("", words.spoken, tip=_tip)
        self.list = Dossiers(_("Không có hồ sơ."), (column,), CARD)
        self.list.setObjectName("cards")
        self.list.horizontalHeader().hide()
        self._card = Card()
        self.list.setItemDelegate(self._card)
        self.setFocusProxy(self.list)
        head = QHBoxLayout()
        head.setSpacing(6)
        for widget in (self._icon, self._name, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._days)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(HEAD_GAP)
        self._whole.addLayout(head)
        self._whole.addWidget(self.list, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list the room of whole cards: none is cut in half."""
        super().resizeEvent(event)
        room = self.height() - self._name.sizeHint().height() - HEAD_GAP
        self._whole.setContentsMargins(0, 0, 0, room % CARD if room > CARD else 0)

    def render_head(self, board: Board) -> None:
        """Show name, days and count."""
        name, days = words.column(self.lot, board)
        count = board.counts[self.lot]
        icon, token = _HEADS[self.lot]
        self._icon.setPixmap(theme.icon(icon, token).pixmap(18, 18))
        self._name.setText(name)
        self._count.setText(f"{count:n}")
        self._days.setText(days)
        self.list.setAccessibleName(f"{name} {days}: {count}")


_HEADS = {
    Lot.OVERDUE: ("stop", "late"),
    Lot.TODAY: ("today", "late"),
    Lot.NEXT_DAY: ("clock", "warn"),
    Lot.THIRD_DAY: ("clock", "info"),
    Lot.LATER: ("clock", "muted"),
}


class DossierTable(Dossiers):
    """Any list as rows of two lines, the earliest first."""

    def __init__(self) -> None:
        self._lot = Lot.ALL
        super().__init__(_("Không có hồ sơ nào."), self._columns(), TALL)
        self._delegates = (
            TwoLines(_who),
            TwoLines(_what),
            TwoLines(_when),
            TwoLines(self._since),
            TwoLines(_left, words.sign),
            TwoLines(_next),
        )
        for at, delegate in enumerate(self._delegates):
            self.setItemDelegateForColumn(at, delegate)
        self.show_lot(Lot.ALL)

    def show_lot(self, lot: Lot) -> None:
        """Turn to another list: none of the rows of the last stays."""
        if lot is not self._lot:
            self.paged.forget()
            self.paged.show_total(0)
            self.scrollToTop()
        self._lot = lot
        self.setColumnHidden(SINCE, not words.since(lot))
        self.setAccessibleName(words.lot(lot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a small room: no column takes more than its part of it."""
        super().resizeEvent(event)
        for at, column in enumerate(self.paged.columns):
            if at and column.width:
                part = column.width * self.viewport().width() // SHARED
                self.horizontalHeader().resizeSection(at, min(column.width, part))

    def _columns(self) -> tuple[Column[Row], ...]:
        return (
            Column(_("Hồ sơ"), words.spoken, width=186),
            Column(_("Thủ tục"), lambda row: row.procedure_name),
            Column(_("Hẹn trả"), words.promise, width=170),
            Column(_("Từ"), lambda row: formats.short_moment(row.since), width=160),
            Column(_("Còn lại"), words.left, width=160),
            Column(_("Việc tiếp theo"), words.next_to_do, width=280),
        )

    def _since(self, row: Row) -> tuple[Line, Line]:
        held = " · ".join(part for part in (row.unit, row.person) if part)
        moment = formats.short_moment(row.since)
        return (Words(moment, small=True),), (Words(held or words.since(self._lot), "muted", small=True),)


def _who(row: Row) -> tuple[Line, Line]:
    return (Words(row.code, strong=True),), (Words(row.name, small=True),)


def _what(row: Row) -> tuple[Line, Line]:
    return (Words(row.procedure_name),), ()


def _when(row: Row) -> tuple[Line, Line]:
    if row.first is None:
        return (Words(words.promise(row), small=True),), ()
    return (Words(words.running(row), small=True),), cards.replaced(row)


def _left(row: Row) -> tuple[Line, Line]:
    token = words.sign(row)[1]
    return (Words(words.level(row), token, strong=True),), (Words(words.left(row), token, small=True),)


def _next(row: Row) -> tuple[Line, Line]:
    return cards.to_do(row), (Words(row.responsible, "muted", small=True),)


def _tip(row: Row) -> str:
    was = words.first(row)
    promised = f"{was} → {words.promise(row)}" if was else words.promise(row)
    return "\n".join(
        (row.code, row.name, row.procedure_name, promised, words.next_to_do(row), row.responsible)
    )
