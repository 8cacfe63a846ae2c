"""The grid in a table view: arrows walk, Enter opens, page keys turn."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from counter_app.domain.people import Person
from counter_app.services.rota_grid import Grid, Line, Square
from counter_app.texts import _
from counter_app.ui.screens.people.marked import gap
from counter_app.ui.screens.people.model import GridModel
from counter_app.ui.screens.people.paint import ROW, SquarePainter
from counter_app.ui.widgets.field import restyle
from counter_app.ui.widgets.table import HEAD, Index, Table

HEADS, SLIM_HEADS, NARROW = (
    148,
    116,
    700,
)  # px of the first column; the second in a grid narrower than the third
OFF, LEAST, OFF_COMPACT, LEAST_COMPACT = 28, 84, 6, 18  # px of a day's column, off or not


class GridTable(Table):
    """`walked(Square | None)` to another square; `opened` on Enter; `turned(-1, 1, 0)` by page keys, Home."""

    walked = Signal(object)
    opened = Signal()
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Những ngày này không tiếp nhận."))
        self.grid = GridModel()
        self.setModel(self.grid)
        self._placed: tuple[Line, str] | None = None  # where the mark was put, not walked to
        self._painter = SquarePainter()
        self.setItemDelegate(self._painter)
        self.setAccessibleName(_("Lịch trực"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(HEAD)
        head.setMinimumSectionSize(4)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_grid(self, grid: Grid, people: tuple[Person, ...], today: str, marked: Square | None) -> None:
        """Show a grid; the mark stays at its row and day, else it is at today or the first day.

        Until somebody has walked, it goes along with what today needs most while nobody sees the page.
        """
        shape = (self.grid.grid.days, self.grid.grid.compact, self.grid.grid.receives)
        held = self.currentIndex()
        place = (held.row(), held.column())
        self.grid.show_grid(grid, people, today)
        if shape != (grid.days, grid.compact, grid.receives):
            self._share()
        if marked is not None and (marked.line, marked.day) == self._placed and not self.isVisible():
            marked, place = None, (-1, -1)
        found = self.grid.find(marked) if marked is not None else QModelIndex()
        if not found.isValid() and grid.rows:
            found = self._first(place)
            square = self.grid.square(found)
            self._placed = (square.line, square.day) if square is not None else None
        if found.isValid() and found != self.currentIndex():
            self.setCurrentIndex(found)
        elif found.isValid():
            self.walked.emit(self.grid.square(found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and turn; letters are the page's."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        turn = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Home: 0}.get(Qt.Key(key))
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and turn is not None:
            self.turned.emit(turn)
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which square is marked now."""
        super().currentChanged(current, previous)
        self.walked.emit(self.grid.square(current))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the days."""
        super().resizeEvent(event)
        self._share()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the mark without its ring."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _first(self, place: tuple[int, int]) -> QModelIndex:
        """Return where the mark goes in another week: the same place; at first what today needs most."""
        grid = self.grid.grid
        if place[0] >= 0 and place[1] > 0:
            return self.grid.index(min(place[0], len(grid.rows) - 1), min(place[1], len(grid.days)))
        day = grid.days.index(self.grid.today) if self.grid.today in grid.days else 0
        usual = min(1, len(grid.rows) - 1)
        worst = max(range(len(grid.rows)), key=lambda row: (gap(grid.rows[row][day]), row == usual, -row))
        return self.grid.index(worst, day + 1)

    def _share(self) -> None:
        """Give days off a narrow column, the others an equal part of what is left."""
        grid, head = self.grid.grid, self.horizontalHeader()
        if not grid.days:
            return
        if head.property("compact") != grid.compact:
            head.setProperty("compact", grid.compact)
            restyle(head)
        off = OFF_COMPACT if grid.compact else OFF
        heads = SLIM_HEADS if self.width() < NARROW else HEADS
        open_days = sum(grid.receives)
        room = self.viewport().width() - heads - off * (len(grid.days) - open_days)
        least = LEAST_COMPACT if grid.compact else LEAST
        width = max(least, room // max(1, open_days))
        head.resizeSection(0, heads)
        for at, receives in enumerate(grid.receives, start=1):
            head.resizeSection(at, width if receives else off)
