"""The three tables of the day's page: what lies at the desk, what is not done, what a supervisor sees."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent

from counter_app.domain.day import AtDesk
from counter_app.services.remarks import Remark
from counter_app.texts import _
from counter_app.ui.screens.today import words
from counter_app.ui.screens.today.words import Left
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, height_of

CODE, NAME, PEOPLE, DUE, WHAT = 186, 170, 230, 206, 176  # px
SQUEEZED = 0.72  # of a name's or a person's width


class KeyTable(Table):
    """A table with hands: `opened(row)` on Enter, `ticked(row)` on Space, `every` on Ctrl+A."""

    opened = Signal(int)
    ticked = Signal(int)
    every = Signal()

    def __init__(self, empty: str) -> None:
        super().__init__(empty)
        self._at = 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remember where the hands are."""
        super().currentChanged(current, previous)
        if current.isValid():
            self._at = current.row()

    def squeeze(self, narrow: bool) -> None:
        """Give names less room, or what they ask for."""
        model = self.model()
        if not isinstance(model, RowsModel):
            return
        for at, column in enumerate(model.columns):
            if column.width in (NAME, PEOPLE):
                width = int(column.width * SQUEEZED) if narrow else column.width
                self.horizontalHeader().resizeSection(at, width)

    def stay(self) -> None:
        """Mark the row where the hands were, after others have come or gone."""
        if self.hasFocus() and self.model().rowCount() and not self.currentIndex().isValid():
            self.selectRow(min(self._at, self.model().rowCount() - 1))

    def sizeHint(self) -> QSize:
        """Ask for two rows: the page gives what is left."""
        return QSize(420, height_of(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what the keys mean; the others move."""
        row, plain = self.currentIndex().row(), not event.modifiers()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and row >= 0:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Space and plain and row >= 0:
            self.ticked.emit(row)
        elif event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.every.emit()
        else:
            super().keyPressEvent(event)


def at_desk(chosen: Callable[[str], bool]) -> tuple[Column[AtDesk], ...]:
    """Return the columns of what no unit has yet; `chosen` tells which are to be handed over."""
    return (
        Column(
            _("Mã hồ sơ"),
            lambda row: row.code,
            CODE + 20,
            icon=lambda row: ("check_on", "accent") if chosen(row.code) else ("check_off", "muted"),
        ),
        Column(_("Họ tên"), lambda row: row.name, NAME),
        Column(_("Thủ tục"), lambda row: row.procedure_name),
        Column(_("Bàn giao cho"), lambda row: row.unit, 180),
        Column(_("Hẹn trả"), words.promise, DUE),
    )


def left() -> tuple[Column[Left], ...]:
    """Return the columns of what is not done yet."""
    return (
        Column(_("Việc"), lambda row: row.what, WHAT, icon=lambda row: (row.icon, row.token)),
        Column(_("Mã hồ sơ"), lambda row: row.code, CODE, strong=lambda _row: True),
        Column(_("Họ tên"), lambda row: row.name, NAME),
        Column(_("Chi tiết"), lambda row: row.detail),
    )


def remarks() -> tuple[Column[Remark], ...]:
    """Return the columns of what a supervisor looks at."""
    return (
        Column(
            _("Việc"),
            lambda row: words.remark_word(row)[0],
            WHAT,
            icon=lambda row: words.remark_word(row)[1:],
        ),
        Column(_("Mã hồ sơ"), lambda row: row.code, CODE, strong=lambda _row: True),
        Column(_("Người nộp · cán bộ"), lambda row: f"{row.name} · {row.by}", PEOPLE),
        Column(_("Chi tiết"), words.remark_detail),
    )
