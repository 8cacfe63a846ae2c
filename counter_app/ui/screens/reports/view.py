"""The page Báo cáo: its parts side by side as tabs, one in front."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.texts import _
from counter_app.ui.screens.reports import words
from counter_app.ui.screens.reports.books import Book
from counter_app.ui.screens.reports.books_view import BookView
from counter_app.ui.screens.reports.calendar_view import CalendarView

CALENDAR = "calendar"


class ReportsView(QWidget):
    """Alt+1 to Alt+4 turn the parts; the part that was in front is in front again."""

    def __init__(self, calendar: CalendarView, books: Mapping[Book, BookView]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.calendar, self.books = calendar, books
        self.parts: dict[str, QWidget] = {CALENDAR: calendar, **{book.value: books[book] for book in books}}
        self.tabs = {name: QPushButton(_part(name)) for name in self.parts}
        self._stack = QStackedWidget()
        self._rooms: dict[str, QScrollArea] = {}
        self._lay_out()
        self.show_part(CALENDAR)

    def show_part(self, name: str) -> None:
        """Bring a part to the front."""
        self.tabs[name].setChecked(True)
        self._stack.setCurrentWidget(self._rooms[name])
        self.setFocusProxy(self.parts[name])
        if self.isVisible():
            self.parts[name].setFocus()

    def say_waiting(self, count: int) -> None:
        """Show beside the part's name how many citizens wait to be told."""
        name = _part(CALENDAR)
        self.tabs[CALENDAR].setText(f"{name}  {count}" if count else name)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(2)
        for at, (name, tab) in enumerate(self.tabs.items(), start=1):
            tab.setObjectName("tab")
            tab.setCheckable(True)
            tab.setShortcut(QKeySequence(f"Alt+{at}"))
            tab.setToolTip(f"{tab.text()} (Alt+{at})")
            tab.clicked.connect(partial(self.show_part, name))
            group.addButton(tab)
            bar.addWidget(tab)
            room = QScrollArea()  # else the widest part would widen a small window for every page
            room.setWidgetResizable(True)
            room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            room.setWidget(self.parts[name])
            self._rooms[name] = room
            self._stack.addWidget(room)
        bar.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(bar)
        whole.addWidget(self._stack, 1)


def _part(name: str) -> str:
    return _("Lịch thay đổi") if name == CALENDAR else words.title(name)
