"""The page Nhân sự in the frame: its parts, and the number on the rail."""

from PySide6.QtCore import QObject, Signal

from counter_app.texts import _
from counter_app.ui.printer import Printer
from counter_app.ui.screens.duty.page import DutyPage
from counter_app.ui.screens.people.alarm import Alarm, Cause
from counter_app.ui.screens.people.marked import needing
from counter_app.ui.screens.people.period import Shown
from counter_app.ui.screens.people.presenter import PeoplePresenter
from counter_app.ui.screens.people.view import PeopleView
from counter_app.ui.session import Session
from counter_app.ui.widgets.print_dialog import PrintDialog


class PeoplePage(QObject):
    """`waiting(count, words, red)` for the rail: what needs the person before the screen."""

    waiting = Signal(int, str, bool)

    def __init__(self, session: Session, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.paper: PrintDialog | None = None
        self.presenter = PeoplePresenter(session, self)
        self.view = PeopleView(self.presenter)
        self.alarm = Alarm(session, self)
        self.duty = DutyPage(self.view, session, printer, self)
        self.view.board_wanted.connect(self.duty.toggle)
        self.view.board_paper_wanted.connect(self.duty.presenter.make_paper)
        self.presenter.looked.connect(self._count)
        self.presenter.papers.made.connect(self._show_paper)
        self.presenter.papers.listed.connect(self._count)

    def start(self) -> None:
        """Begin to watch."""
        self.presenter.start()

    def show_alarm(self) -> None:
        """Bring what calls to the front, and call no more."""
        cause = self.alarm.first
        self.alarm.put_off()
        if cause is not None:
            self.view.show_up.emit()
            self._point(cause)

    def _point(self, cause: Cause) -> None:
        """Mark what calls: its request, else its square."""
        presenter = self.presenter
        if cause.request and any(
            one.request.request == cause.request for one in presenter.requesting.state.items
        ):
            presenter.requesting.mark(cause.request)
            presenter.pointed.emit()
        else:
            presenter.show(Shown.WEEK, cause.square)

    def _count(self, _lists: object = None) -> None:
        person = self._session.person
        count, red = needing(
            self.presenter.state.rota,
            self.presenter.requesting.state.items,
            person.person_id if person else "",
        )
        count += len(self.presenter.papers.lists)
        self.waiting.emit(count, _("{count} việc cần bạn").format(count=count), red)
        if self.presenter.state.rota is not None:
            self.alarm.look(self.presenter.state.rota, self.presenter.requesting.state.items)

    def _show_paper(self, title: str, name: str, pdf: bytes) -> None:
        if self.paper is None:
            self.paper = PrintDialog(self._session, self._printer, self.view)
            self.paper.taken.connect(self.presenter.papers.taken)
        self.paper.show_paper(title, name, pdf)
