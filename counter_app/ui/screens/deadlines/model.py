"""A list of any length by pages on demand: only the pages that are looked at are held, none is all of it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from counter_app.services.board import PAGE, Row
from counter_app.ui.widgets.table import Column, cell

Index = QModelIndex | QPersistentModelIndex
HELD = 8  # pages


class PagedModel(QAbstractTableModel):
    """`wanted(page)` when somebody looks at rows that are not here; `show_page` brings them.

    While a page is on its way its rows are empty. `RowRole` gives a row whole, or None.
    """

    wanted = Signal(int)
    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, columns: Sequence[Column[Row]], spoken: Callable[[Row], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._spoken = spoken
        self._total = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._missing: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def show_total(self, total: int) -> None:
        """Take how many rows there are; where that changed the view keeps its place as far as it can."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def show_page(self, number: int, rows: tuple[Row, ...]) -> None:
        """Take a page in; the one not looked at for longest goes."""
        self._missing.discard(number)
        if self._pages.get(number) == rows:
            return
        self._pages[number] = rows
        while len(self._pages) > HELD:
            self._pages.popitem(last=False)
        first, last = number * PAGE, min(number * PAGE + PAGE, self._total) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def forget(self, but: Sequence[int] = ()) -> None:
        """Let go of all pages except those that are being read anew."""
        for number in [held for held in self._pages if held not in but]:
            del self._pages[number]
        self._missing.clear()

    @property
    def held(self) -> tuple[int, ...]:
        """The pages held now, that looked at last at the end."""
        return tuple(self._pages)

    def row(self, position: int) -> Row | None:
        """Return a row, and ask for its page where it is not here."""
        number, place = divmod(position, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._missing.add(number)
            self._soon.start()
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def find(self, code: str) -> int | None:
        """Return where a dossier stands in the pages held, None where it is in none."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.code == code:
                    return number * PAGE + place
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows, held or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's head."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].head
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what stands in one cell."""
        row = self.row(index.row())
        if row is None or role == self.RowRole:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self._spoken(row)
        return cell(self.columns[index.column()], row, role)

    def _ask(self) -> None:
        """Ask for what was looked at since; what was only passed by while scrolling is among it."""
        missing, self._missing = self._missing, set()
        for number in sorted(missing)[-3:]:  # a view shows two pages at most
            self.wanted.emit(number)
