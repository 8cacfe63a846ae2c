"""The grid as Qt reads it: heads in the first column, a square in every other; nothing is reckoned here."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from counter_app.domain.people import Person
from counter_app.services.rota_grid import Grid, Line, Square
from counter_app.texts import _, formats
from counter_app.ui.screens.people import words
from counter_app.ui.widgets.table import Index

SQUARE = Qt.ItemDataRole.UserRole + 1
_NONE = Qt.ItemFlag.NoItemFlags
_LIVE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class GridModel(QAbstractTableModel):
    """Shows one Grid. A grid of the same days and rows tells the view only that squares differ."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = Grid()
        self.people: tuple[Person, ...] = ()
        self.today = ""

    def show_grid(self, grid: Grid, people: tuple[Person, ...], today: str) -> None:
        """Take a new grid, with the names of the people in it."""
        same = (grid.days, grid.lines, grid.compact) == (self.grid.days, self.grid.lines, self.grid.compact)
        if same and (people, today) == (self.people, self.today):
            if grid != self.grid:
                self.grid = grid
                self.dataChanged.emit(self.index(0, 0), self.index(len(grid.rows) - 1, len(grid.days)))
            return
        self.beginResetModel()
        self.grid, self.people, self.today = grid, people, today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of days and one."""
        return 0 if parent.isValid() else len(self.grid.days) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let nobody walk into the heads."""
        return _LIVE if index.column() else _NONE

    def square(self, index: Index) -> Square | None:
        """Return the square at an index, None for a head."""
        if not index.isValid() or not index.column():
            return None
        return self.grid.rows[index.row()][index.column() - 1]

    def line(self, row: int) -> Line:
        """Return a row's head."""
        return self.grid.lines[row]

    def find(self, square: Square) -> QModelIndex:
        """Return where a square's counter and day are now, nowhere if they are not shown."""
        lines, seat = self.grid.lines, (square.line.counter, square.line.field)
        same = (at for at, line in enumerate(lines) if (line.counter, line.field) == seat)
        row = lines.index(square.line) if square.line in lines else next(same, -1)
        if row < 0 or square.day not in self.grid.days:
            return QModelIndex()
        return self.index(row, self.grid.days.index(square.day) + 1)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a day as it heads its column."""
        if orientation != Qt.Orientation.Horizontal or not section:
            return None
        day = self.grid.days[section - 1]
        if role == Qt.ItemDataRole.ToolTipRole:
            return formats.day(day)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(day, self.grid.receives[section - 1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignHCenter if self.grid.compact else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a square, or its words for tips and for who listens."""
        square = self.square(index)
        if role == SQUARE:
            return square
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            if square is None:
                line = self.line(index.row())
                return words.seat(line.counter, line.field) or _("Cán bộ dự phòng")
            return f"{words.head(square)}\n{words.square(square, self.people)}"
        return None

    def _head(self, day: str, receives: bool) -> str:
        number = str(int(day[8:]))
        if self.grid.compact:
            return number if receives else ""
        if not receives:
            return words.short_weekday(day)
        said = f"{words.short_weekday(day)} {number}/{int(day[5:7])}"
        return _("Nay {day}").format(day=said[3:]) if day == self.today else said
