"""One person's month: the figures at the left, the sheet as it will be printed at the right."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.staff_records import Sheet
from counter_app.texts import _
from counter_app.ui.screens.people_records import words
from counter_app.ui.screens.people_records.presenter import RecordsPresenter, RecordsState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.paper_view import PaperView
from counter_app.ui.widgets.save_button import SaveButton

LEFT = 400  # px of the figures


class RecordsView(QWidget):
    """Binds one RecordsPresenter. Alt+arrows turn months, Ctrl+P prints, Ctrl+S saves."""

    def __init__(self, presenter: RecordsPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        self.person = QComboBox()
        self.person.setMinimumWidth(240)
        self.person.setMaxVisibleItems(12)
        self.person.setAccessibleName(_("Cán bộ"))
        self.earlier, self.later = QPushButton("‹"), QPushButton("›")
        self.now, self.print_it = QPushButton(_("Hiện nay")), QPushButton(_("In"))
        self.save = SaveButton(self)
        self._month = label("", "strong")
        self.said = Banner()
        self.figures, self.paper = Figures(), PaperView()
        self._reading = label("", "muted")
        self._shown: bytes | None = None
        self.setFocusProxy(self.person)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: RecordsState) -> None:
        """Show whose month it is and what is on record."""
        offered = [self.person.itemData(at) for at in range(self.person.count())]
        if offered != [one.person_id for one in state.people]:
            self.person.clear()
            for one in state.people:
                self.person.addItem(one.name, one.person_id)
        self.person.setCurrentIndex(max(0, self.person.findData(state.person)))
        self.person.setEnabled(len(state.people) != 1)  # while nobody is known yet, hands may wait there
        self._month.setText(_("Tháng {month}").format(month=words.month_of(state.period.name)))
        self.said.say(state.said, state.tone)
        self._reading.setText(_("Đang đọc…") if state.busy and not state.said else "")
        self.print_it.setEnabled(state.sheet is not None)
        self.save.setEnabled(state.sheet is not None)
        self.figures.setVisible(state.sheet is not None)
        self.paper.setVisible(state.sheet is not None)
        if state.sheet is not None and state.sheet.pdf is not self._shown:
            self._shown = state.sheet.pdf
            self.figures.show_sheet(state.sheet)
            self.paper.show_pdf(state.sheet.pdf)
            record = state.sheet.record
            self.save.offer(f"phieu-thang-{record.month}-{record.person.person_id}", state.sheet.pdf)

    def take_hands(self) -> None:
        """Begin where a choice is, else where months are turned."""
        begin = self.person if self.person.isEnabled() else self.earlier
        begin.setFocus(Qt.FocusReason.TabFocusReason)

    def _join(self) -> None:
        shown = self.presenter
        shown.changed.connect(self.render_state)
        self.person.activated.connect(lambda _at: shown.choose(self.person.currentData()))
        self.save.wanted.connect(shown.saving.save)
        keys: tuple[tuple[QPushButton, str, str, Callable[[], object]], ...] = (
            (self.earlier, "Alt+Left", _("Kỳ trước"), partial(shown.step, -1)),
            (self.later, "Alt+Right", _("Kỳ sau"), partial(shown.step, 1)),
            (self.now, "Alt+Home", _("Hiện nay"), shown.this_month),
            (self.print_it, "Ctrl+P", _("In"), shown.print),
        )
        for button, key, name, work in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(work)
            button.clicked.connect(lambda _on=False, work=work: work())
            button.setAutoDefault(True)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
        self.print_it.setText(f"{_('In')}    Ctrl+P")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.person, self.earlier, self._month, self.later, self.now, self._reading):
            head.addWidget(widget)
        self.earlier.setFixedWidth(40)
        self.later.setFixedWidth(40)
        head.addStretch(1)
        for done in (self.print_it, self.save):
            head.addWidget(done)
        body = QHBoxLayout()
        body.setSpacing(12)
        self.figures.setFixedWidth(LEFT)
        body.addWidget(self.figures)
        body.addWidget(self.paper, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.said)
        whole.addLayout(body, 1)


class Figures(QScrollArea):
    """A month in figures and lines, scrolled where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a month."""
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 1)
        record, names = sheet.record, sheet.names
        _head(grid, _("Hồ sơ trong tháng"))
        _pairs(grid, words.figures(record))
        _head(grid, _("Vắng mặt"))
        _pairs(grid, words.absences(record))
        _head(grid, _("Thay thế"))
        _lines(grid, words.substitutions(record, names))
        _head(grid, _("Kiểm tra, khen thưởng, kỷ luật"))
        _lines(grid, words.noted(record, names))
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(card)


def _head(grid: QGridLayout, text: str) -> None:
    row = grid.rowCount()
    if row > 1:
        grid.setRowMinimumHeight(row, 8)
    grid.addWidget(label(text, "strong"), row + 1, 0, 1, 2)


def _pairs(grid: QGridLayout, pairs: Iterable[tuple[str, str, str]]) -> None:
    found = tuple(pairs)
    for what, value, tone in found:
        row, said, named = grid.rowCount(), label(value, "strong" if tone else "plain"), label(what, "muted")
        named.setWordWrap(True)
        said.setProperty("tone", tone)
        said.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(named, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(said, row, 1)
    if not found:
        _lines(grid, ())


def _lines(grid: QGridLayout, lines: Iterable[str]) -> None:
    for line in tuple(lines) or (_("Không có."),):
        said = label(line, "plain")
        said.setWordWrap(True)
        grid.addWidget(said, grid.rowCount(), 0, 1, 2)
