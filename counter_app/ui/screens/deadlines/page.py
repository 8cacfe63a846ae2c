"""The page Hạn trả in the frame: board, announcements, printed list, and the number on the rail."""

from functools import cached_property

from PySide6.QtCore import QObject, Signal

from counter_app.domain.people import Role
from counter_app.services.board import Lot
from counter_app.texts import _
from counter_app.ui.alerts import Alerts
from counter_app.ui.printer import Printer
from counter_app.ui.screens.deadlines.paper import DunningPaper
from counter_app.ui.screens.deadlines.presenter import DeadlinesPresenter
from counter_app.ui.screens.deadlines.view import DeadlinesView
from counter_app.ui.session import Session


class DeadlinesPage(QObject):
    """`opened(code)` for a dossier; `waiting(count, words)` for the rail.

    What waits is for a supervisor all that needs one, for an officer what is overdue or due today.
    """

    opened = Signal(str)
    waiting = Signal(int, str)

    def __init__(self, session: Session, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.presenter = DeadlinesPresenter(session, self)
        self.alerts = Alerts(session, self)
        self.presenter.listed.connect(self._show_list)
        self.presenter.ticked.connect(self._count)
        self.presenter.ticked.connect(self.alerts.look)
        session.person_changed.connect(self._count)
        session.renewed.connect(self._count)  # roles may have come or gone

    @cached_property
    def view(self) -> DeadlinesView:
        """The page, laid out once somebody comes to it."""
        view = DeadlinesView(self.presenter)
        view.opened.connect(self.opened)
        return view

    @cached_property
    def paper(self) -> DunningPaper:
        """The dunning list, once one is asked for."""
        return DunningPaper(self._session, self._printer, self.view)

    def start(self) -> None:
        """Begin to watch the clock."""
        self.presenter.start()

    def _show_list(self, pdf: bytes) -> None:
        self.paper.show_list(pdf)

    def _count(self) -> None:
        seen, person = self.presenter.state.board, self._session.person
        if seen is None:
            return
        if person is not None and Role.SUPERVISOR in self._session.roles:
            count = seen.counts[Lot.ESCALATED]
            self.waiting.emit(count, _("{count} hồ sơ cần phụ trách").format(count=count))
        else:
            count = seen.counts[Lot.OVERDUE] + seen.counts[Lot.TODAY]
            self.waiting.emit(count, _("{count} hồ sơ quá hạn hoặc đến hạn hôm nay").format(count=count))
