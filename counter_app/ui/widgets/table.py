"""A small table model over frozen rows, and the look every table shares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from counter_app.ui import theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
HEAD, ROW, EDGE = 28, 34, 4  # px; the edge is border and padding above and below


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its head, its words, and (icon, token) where a state stands beside a word.

    `width` in pixels, 0 takes what is left.
    """

    head: str
    text: Callable[[Row], str]
    width: int = 0
    icon: Callable[[Row], tuple[str, str]] | None = None
    strong: Callable[[Row], bool] | None = None
    right: bool = False
    tip: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows `rows` through `columns`; `show_rows` tells the view only what differs."""

    def __init__(self, columns: Sequence[Column[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Take new rows; the same number of rows keeps selection and scroll position."""
        if rows == self.rows:
            return
        if len(rows) == len(self.rows):
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's head."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(self.columns[section].right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, icon, weight and side of one cell."""
        return cell(self.columns[index.column()], self.rows[index.row()], role)


def cell(column: Column[Row], row: Row, role: int) -> object:
    """Return what a model answers for one cell of `row`."""
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return column.text(row)
    if role == Qt.ItemDataRole.ToolTipRole:
        return (column.tip or column.text)(row)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _side(column.right)
    return _drawn(column, row, role)


def _drawn(column: Column[Row], row: Row, role: int) -> object:
    """Return icon, colour and weight: what stands beside the words."""
    if column.icon and role == Qt.ItemDataRole.DecorationRole:
        return theme.icon(*column.icon(row))
    if column.icon and role == Qt.ItemDataRole.ForegroundRole:
        return theme.current().colour(column.icon(row)[1])
    if column.strong and role == Qt.ItemDataRole.FontRole and column.strong(row):
        font = QFont(theme.FAMILY)
        font.setPixelSize(14)
        font.setWeight(QFont.Weight.DemiBold)
        return font
    return None


class Table(QTableView):
    """A table that says in words why it is empty."""

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = empty

    def say_empty(self, words: str) -> None:
        """Say from now on why nothing is there: nothing found, or not read yet."""
        if words != self._empty:
            self._empty = words
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the words."""
        super().paintEvent(event)
        if self.model() is not None and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(theme.current().colour("muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self._empty)
            painter.end()


class WholeRows(QWidget):
    """Gives a table all the room here that holds whole rows: none is ever cut in half."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._table = table
        table.setParent(self)
        self.setFocusProxy(table)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Ask for what the table asks for."""
        return self._table.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the table in."""
        super().resizeEvent(event)
        rows = max(1, (self.height() - HEAD - EDGE) // ROW)
        self._table.setGeometry(0, 0, self.width(), min(self.height(), height_of(rows)))


def height_of(rows: int) -> int:
    """Return a table's height in pixels with this many rows to be seen."""
    return HEAD + rows * ROW + EDGE


def dress(view: QTableView, columns: Sequence[Column[Row]]) -> None:
    """Give a table its row height, column widths and selection by row."""
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setTabKeyNavigation(False)
    view.setCornerButtonEnabled(False)
    view.verticalHeader().hide()
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    view.verticalHeader().setDefaultSectionSize(ROW)
    view.verticalHeader().setMinimumSectionSize(ROW)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setFixedHeight(HEAD)
    for at, column in enumerate(columns):
        mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(at, mode)
        if column.width:
            header.resizeSection(at, column.width)


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
