"""The page Nhân sự in the frame: its parts, and the number on the rail."""

from PySide6.QtCore import QObject, Signal

from counter_app.texts import _
from counter_app.ui.screens.people.presenter import PeoplePresenter, needing
from counter_app.ui.screens.people.view import PeopleView
from counter_app.ui.session import Session


class PeoplePage(QObject):
    """`waiting(count, words, red)` for the rail: what needs the person before the screen."""

    waiting = Signal(int, str, bool)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.presenter = PeoplePresenter(session, self)
        self.view = PeopleView(self.presenter)
        self.presenter.looked.connect(self._count)

    def start(self) -> None:
        """Begin to watch."""
        self.presenter.start()

    def _count(self) -> None:
        person = self._session.person
        count, red = needing(
            self.presenter.state.rota,
            self.presenter.requesting.state.items,
            person.person_id if person else "",
        )
        self.waiting.emit(count, _("{count} việc cần bạn").format(count=count), red)
