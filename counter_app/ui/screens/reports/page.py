"""The page Báo cáo in the frame: its parts, the number on the rail, and the news of a new calendar."""

from functools import cached_property

from PySide6.QtCore import QObject, Signal

from counter_app.ui.printer import Printer
from counter_app.ui.screens.dossiers.papering import Papering
from counter_app.ui.screens.reports import words
from counter_app.ui.screens.reports.books import Book, BookPresenter
from counter_app.ui.screens.reports.books_view import BookView
from counter_app.ui.screens.reports.calendar import CalendarPresenter, CalendarState
from counter_app.ui.screens.reports.calendar_view import CalendarView
from counter_app.ui.screens.reports.view import CALENDAR, ReportsView
from counter_app.ui.session import Session


class ReportsPage(QObject):
    """`waiting(count, words)` for the rail; `news(sentence)` of each calendar that touches promises.

    The news is told once, follows what is left to do until somebody puts it off, and ends ("") with that.
    """

    waiting = Signal(int, str)
    news = Signal(str)

    def __init__(self, session: Session, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self.calendar = CalendarPresenter(session, self)
        self.papering = Papering(session, printer, self)
        self.books = {book: BookPresenter(book, session, printer, self) for book in Book}
        self._announced, self._telling = 0, False
        self.calendar.counted.connect(self._count)

    @cached_property
    def view(self) -> ReportsView:
        """The page, laid out once somebody comes to it: it is large, and few come every morning."""
        views = {book: BookView(presenter) for book, presenter in self.books.items()}
        view = ReportsView(CalendarView(self.calendar, self.papering), views)
        view.say_waiting(self.calendar.state.waiting_count)
        self.waiting.connect(view.say_waiting)
        return view

    def start(self) -> None:
        """Look for promises that the calendar in force touches."""
        self.calendar.start()

    def show_news(self) -> None:
        """Bring what a new calendar touches to the front."""
        self.put_off()
        self.view.show_part(CALENDAR)

    def put_off(self) -> None:
        """Say no more of it before the next calendar."""
        self._telling = False
        self.news.emit("")

    def _count(self, state: CalendarState) -> None:
        count = state.waiting_count
        self.waiting.emit(count, words.waiting(count))
        if count and state.version > self._announced:
            self._announced, self._telling = state.version, True
        if self._telling:
            self.news.emit(words.news(count, state.version, state.ground) if count else "")
