"""The check list's table: Space, T, K, digits and arrows answer a row without the mouse."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from counter_app.domain.catalog import Need
from counter_app.domain.commands import PaperMark
from counter_app.texts import _
from counter_app.ui.screens.intake import papers
from counter_app.ui.screens.intake.form import PaperRow
from counter_app.ui.widgets.table import Column, RowsModel, Table, dress, height_of

MARK, KIND = 0, 2


def _columns() -> tuple[Column[PaperRow], ...]:
    return (
        Column(
            _("Đánh dấu"),
            lambda row: papers.mark_words(row)[0],
            width=148,
            icon=lambda row: papers.mark_words(row)[1:],
        ),
        Column(
            _("Thành phần hồ sơ (đậm: bắt buộc)"),
            lambda row: row.label,
            strong=lambda row: row.need is Need.MUST,
            tip=lambda row: row.full or row.label,
        ),
        Column(_("Loại"), lambda row: papers.kind_word(row.kind), width=104),
        Column(
            _("Số bản"),
            lambda row: str(row.count) if row.mark is PaperMark.GIVEN else "–",
            width=66,
            right=True,
        ),
    )


class CheckList(Table):
    """`answered(position, PaperRow)` when a row is answered; Enter past the last row moves on."""

    answered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(_("Chọn thủ tục: giấy tờ cần có sẽ hiện ở đây."))
        columns = _columns()
        self._rows: RowsModel[PaperRow] = RowsModel(columns)
        self._digits = ""
        self._listed: tuple[str, ...] = ()
        self.setModel(self._rows)
        dress(self, columns)
        self.setAccessibleName(_("Thành phần hồ sơ"))
        self.clicked.connect(self._click)

    def render_rows(self, rows: tuple[PaperRow, ...]) -> None:
        """Show these rows; the marked row stays where it was."""
        at = self.currentIndex().row()
        self._rows.show_rows(rows)
        listed = tuple(row.label for row in rows)
        if rows and (listed != self._listed or not self.currentIndex().isValid()):
            same = listed[: len(self._listed)] == self._listed and bool(self._listed)
            self._mark(min(at, len(rows) - 1) if same and at >= 0 else self._first())
        self._listed = listed

    def sizeHint(self) -> QSize:
        """Ask for little: the page gives what is left."""
        return QSize(600, height_of(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the current row, or walk."""
        at = self.currentIndex().row()
        if at < 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        row, key = self._rows.rows[at], event.key()
        answer = self._count(row, event.text()) or _by_key(row, Qt.Key(key))
        if answer is not None:
            self.answered.emit(at, answer)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._digits = ""
            if at + 1 < self._rows.rowCount():
                self.setCurrentIndex(self._rows.index(at + 1, MARK))
            else:
                event.ignore()  # the page moves on to the next input
        elif event.text().isprintable() and event.text():
            event.accept()  # no other letter means anything here
        else:
            self._digits = ""
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row that needs an answer when a person comes by Tab."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason and self._rows.rowCount():
            self._mark(self._first())

    def _first(self) -> int:
        return next((at for at, row in enumerate(self._rows.rows) if row.blocks), 0)

    def _mark(self, at: int) -> None:
        self.setCurrentIndex(self._rows.index(at, MARK))

    def _count(self, row: PaperRow, text: str) -> PaperRow | None:
        if not (text.isascii() and text.isdigit()):
            self._digits = ""
            return None
        self._digits = (self._digits + text)[-3:]
        return papers.counted(row, int(self._digits))

    def _click(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()]
        if index.column() == MARK:
            self.answered.emit(index.row(), papers.toggled(row))
        elif index.column() == KIND:
            self.answered.emit(index.row(), papers.turned(row, 1))


def _by_key(row: PaperRow, key: Qt.Key) -> PaperRow | None:
    if key == Qt.Key.Key_Space:
        return papers.toggled(row)
    if key == Qt.Key.Key_T:
        return papers.marked(row, PaperMark.MISSING)
    if key == Qt.Key.Key_K:
        return papers.marked(row, PaperMark.NOT_APPLICABLE)
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        return papers.turned(row, 1 if key == Qt.Key.Key_Right else -1)
    return None
