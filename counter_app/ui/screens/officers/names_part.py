"""\"Ai đang trực quầy?\": a list of people, letters narrow it, one Enter."""

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.people import Person
from counter_app.domain.sign_in import LONGEST_IDLE
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.officers.pin_part import change_words
from counter_app.ui.screens.officers.state import SeatingState
from counter_app.ui.widgets.field import Line, Number, label

ROW, SHOWN = 46, 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class NamesPart(QWidget):
    """`chosen(Person)` on Enter or click, `by_pin(Person)` on Ctrl+Enter, `left` on Esc.

    `sought(text)` while typing, `marked(person_id)` with the arrows; `patience(minutes)` is after how long
    the window locks by itself. The keyboard stays in the line; the
    arrows walk the list below it.
    """

    chosen = Signal(object)
    by_pin = Signal(object)
    sought = Signal(str)
    marked = Signal(str)
    patience = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Person, ...] = ()
        self._title = label("", "page")
        self._where = label("", "muted")
        self._where.setWordWrap(True)
        self.line = Line(_("Gõ tên để tìm nhanh"), 60)
        self.line.setAccessibleName(_("Ai đang trực quầy?"))
        self.list = QListView()
        self.list.setAccessibleName(_("Ai đang trực quầy?"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setObjectName("people")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(QStandardItemModel(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.line)
        self._none = label(_("Không có ai tên như vậy."), "muted")
        self.pin = QPushButton(_("Vào bằng mã PIN    Ctrl+Enter"))
        self.pin.setObjectName("quiet")
        self.pin.setAutoDefault(True)
        self.change = QPushButton(change_words())
        self.change.setObjectName("quiet")
        self.change.setAutoDefault(True)
        self.minutes = Number(LONGEST_IDLE)
        self._idle = QWidget()
        self._lay_out()
        self._join()

    @property
    def person(self) -> Person | None:
        """Who is marked now."""
        index = self.list.currentIndex()
        return self._people[index.row()] if index.isValid() else None

    @property
    def people(self) -> tuple[Person, ...]:
        """Who is listed now."""
        return self._people

    def show_office(self, office: str) -> None:
        """Show the office that these people work for."""
        self._where.setText(office)

    def show_patience(self, minutes: int) -> None:
        """Show after how long the window locks by itself."""
        self.minutes.set_value(minutes)

    def render_state(self, state: SeatingState) -> None:
        """Show the people who are found, one of them marked; a choice only to who sits here."""
        self._idle.setVisible(state.sitter is not None and not state.locked)
        self._title.setText(_("Đã khóa. Ai đang trực quầy?") if state.locked else _("Ai đang trực quầy?"))
        self.line.set_value(state.query)
        if state.hits != self._people:
            self._people = state.hits
            self._fill()
        ids = [person.person_id for person in self._people]
        if ids:
            at = ids.index(state.mark) if state.mark in ids else 0
            self.list.setCurrentIndex(self.list.model().index(at, 0))
        self.list.setVisible(bool(ids))
        self._none.setVisible(not ids)
        rows = min(max(len(state.people), 1), SHOWN)  # of all of them: nothing jumps while somebody types
        self.list.setFixedHeight(rows * ROW + 4)

    def offer_pin(self, offered: bool) -> None:
        """Offer the PIN to whoever would not be asked for it."""
        self.pin.setVisible(offered)

    def offer_change(self, offered: bool) -> None:
        """Offer another PIN to whoever has one here."""
        self.change.setVisible(offered)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the marked person, the arrows mark another, Esc goes back."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        if key in _ENTER:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._take(by_pin=control)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in _STEPS and watched is self.line:
            QCoreApplication.sendEvent(self.list, event)
        else:
            return super().eventFilter(watched, event)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from the number too."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _chosen_minutes(self) -> None:
        self.patience.emit(int(self.minutes.text()))

    def _take(self, by_pin: bool = False) -> None:
        if self.person is not None:
            (self.by_pin if by_pin else self.chosen).emit(self.person)

    def _clicked(self, _index: QModelIndex) -> None:
        self._take()

    def _by_pin(self) -> None:
        self._take(by_pin=True)

    def _stepped(self, index: QModelIndex) -> None:
        if index.isValid():
            self.marked.emit(self._people[index.row()].person_id)

    def _fill(self) -> None:
        model = QStandardItemModel(self.list)
        for person in self._people:
            parts = (person.name, person.title, person.counter)
            item = QStandardItem(" · ".join(part for part in parts if part))
            item.setIcon(theme.icon("person", "accent"))
            item.setToolTip(item.text())
            item.setSizeHint(
                QSize(0, ROW)
            )  # a long title ends in an ellipsis, the list slides sideways never
            model.appendRow(item)
        before = self.list.model()
        self.list.setModel(model)
        before.deleteLater()
        self.list.selectionModel().currentChanged.connect(self._stepped)

    def _join(self) -> None:
        self.list.clicked.connect(self._clicked)
        self.pin.clicked.connect(self._by_pin)
        self.line.textEdited.connect(self.sought)
        self.minutes.editingFinished.connect(self._chosen_minutes)
        for part in (self.line, self.list):
            part.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._title, self._where, self.line, self.list, self._none):
            column.addWidget(widget)
        for button in (self.pin, self.change):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self._idle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        said = label(_("Tự khóa sau"))
        said.setBuddy(self.minutes)
        self.minutes.setAccessibleName(_("Tự khóa sau bao nhiêu phút"))
        row.addWidget(said)
        row.addWidget(self.minutes)
        row.addWidget(label(_("phút không dùng")))
        row.addStretch(1)
        column.addWidget(self._idle)
        column.addWidget(
            label(
                _("↑ ↓ chọn · Enter bắt đầu · Ctrl+Shift+L đổi người · Ctrl+L khóa, bất cứ lúc nào"), "small"
            )
        )
