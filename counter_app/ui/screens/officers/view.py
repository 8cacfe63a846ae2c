"""\"Ai đang trực quầy?\": a list of people, one Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QWidget

from counter_app.domain.people import Person
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.widgets.card import centred_card
from counter_app.ui.widgets.field import label

WIDTH = 520  # px


class OfficersView(QWidget):
    """`chosen(Person)`; `left` on Esc, where somebody sits already."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, people: Sequence[Person], office: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._people: tuple[Person, ...] = ()
        self.list = QListView()
        self.list.setAccessibleName(_("Ai đang trực quầy?"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setObjectName("people")
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._take)
        self._where = label("", "muted")
        self._where.setWordWrap(True)
        self._lay_out()
        self.show_people(people, office)

    def show_people(self, people: Sequence[Person], office: str) -> None:
        """Show these names, and the office they work for."""
        self._people = tuple(people)
        self._where.setText(office)
        self.list.setModel(self._model())
        self.list.setFixedHeight(min(max(len(people), 1), 8) * 46 + 4)

    @property
    def marked(self) -> str:
        """The id of the person marked now, "" for none."""
        index = self.list.currentIndex()
        return self._people[index.row()].person_id if index.isValid() else ""

    def offer(self, person_id: str) -> None:
        """Mark this person, and take the keyboard."""
        ids = [person.person_id for person in self._people]
        at = ids.index(person_id) if person_id in ids else 0
        self.list.setCurrentIndex(self.list.model().index(at, 0))
        self.list.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the marked person, Esc goes back."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._people[index.row()])

    def _model(self) -> QStandardItemModel:
        model = QStandardItemModel(self)
        for person in self._people:
            parts = (person.name, person.title, person.counter)
            item = QStandardItem(" · ".join(part for part in parts if part))
            item.setIcon(theme.icon("person", "accent"))
            model.appendRow(item)
        return model

    def _lay_out(self) -> None:
        column = centred_card(self, WIDTH)
        column.addWidget(label(_("Ai đang trực quầy?"), "page"))
        column.addWidget(self._where)
        column.addWidget(self.list)
        column.addWidget(
            label(_("↑ ↓ chọn · Enter bắt đầu · Ctrl+Shift+L đổi người bất cứ lúc nào"), "small")
        )
