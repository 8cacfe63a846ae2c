"""Fetches the pictures that are missing, one by one between other talk with the centre."""

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.services import photos
from counter_app.ui import notices
from counter_app.ui.session import Session


class Pictures(QObject):
    """`came` when another picture is there. A centre that does not answer is asked after the next contact."""

    came = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._busy = False
        self._refused: set[str] = set()  # not asked for again before the next start
        session.notices.changed.connect(self._told)
        session.renewed.connect(self._forget)
        session.jobs.failed.connect(self._freed)

    def look(self) -> None:
        """See what is missing, and fetch it."""
        if not self._busy:
            self._busy = True
            session = self._session
            session.jobs.read(photos.missing, session.counter, then=self._next, otherwise=self._freed)

    def _next(self, missing: tuple[str, ...]) -> None:
        left = [one for one in missing if one not in self._refused]
        session = self._session
        if not left:
            self._busy = False
            return
        session.jobs.net(photos.fetch, session.counter, left[0], then=self._fetched, otherwise=self._freed)

    def _fetched(self, found: tuple[str, bytes]) -> None:
        if not found[1]:
            self._refused.add(found[0])
        session = self._session
        session.jobs.db(photos.keep, session.counter, found, then=self._kept, otherwise=self._freed)

    def _kept(self, _nothing: object) -> None:
        self._busy = False
        self.came.emit()
        self.look()

    def _freed(self, _error: CounterError) -> None:
        self._busy = False

    def _forget(self, _opening: object) -> None:
        """A new briefing may name fewer than before."""
        self._session.jobs.db(photos.forget, self._session.counter, otherwise=self._freed)

    def _told(self, topics: frozenset[str]) -> None:
        if notices.TODAY in topics:  # told after each contact
            self.look()
