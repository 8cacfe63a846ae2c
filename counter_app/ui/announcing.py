"""The one way to call on somebody: a sentence above the pages, and the system's tray; both leave the keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.ui.main_window import DEADLINES, PEOPLE, REPORTS
from counter_app.ui.screens.deadlines.page import DeadlinesPage
from counter_app.ui.screens.people.page import PeoplePage
from counter_app.ui.screens.reports.page import ReportsPage
from counter_app.ui.session import Session
from counter_app.ui.tray import Tray
from counter_app.ui.widgets.banner import Banner

_FIRST = {"late": 0, "warn": 1}


class Announcing(QObject):
    """Shows the most urgent of what the pages say; what another one says comes when it is gone.

    `wanted(page)` when somebody wants to go there by it; `show` then brings to the front what it is about.
    """

    wanted = Signal(str)

    def __init__(self, banner: Banner, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.tray = Tray(session, self)
        self._banner, self._page = banner, ""
        self._said: dict[str, tuple[str, str]] = {}  # by page: sentence and tone
        self._go: dict[str, Callable[[], object]] = {}
        self._put_off: dict[str, Callable[[], object]] = {}
        banner.accepted.connect(self._accepted)
        banner.dismissed.connect(self._dismissed)
        self.tray.wanted.connect(self.wanted)

    def join(self, deadlines: DeadlinesPage, people: PeoplePage, reports: ReportsPage) -> None:
        """Listen to the pages that call on somebody."""
        self._go = {PEOPLE: people.show_alarm, REPORTS: reports.show_news}
        self._put_off = {PEOPLE: people.alarm.put_off, REPORTS: reports.put_off}
        deadlines.alerts.said.connect(partial(self.tray.say, DEADLINES))
        people.alarm.said.connect(partial(self.tray.say, PEOPLE))
        people.alarm.changed.connect(partial(self.say, PEOPLE))
        reports.news.connect(partial(self.say, REPORTS))

    def say(self, page: str, sentence: str, tone: str = "warn") -> None:
        """Let a page say a sentence, "" that it has nothing to say any more."""
        self._said.pop(page, None)
        if sentence:
            self._said[page] = (sentence, tone)
        self._page = min(self._said, key=lambda one: _FIRST.get(self._said[one][1], len(_FIRST)), default="")
        self._banner.say(*self._said.get(self._page, ("", "info")))

    def show(self, page: str) -> None:
        """Bring to the front of a page that is shown now what was said of it."""
        if page in self._go:
            self._go[page]()

    def _accepted(self) -> None:
        self.wanted.emit(self._page)

    def _dismissed(self) -> None:
        if self._page in self._put_off:
            self._put_off[self._page]()
