"""Each day's purge of what is over its time, made beside the work when the window opens and a day begins.

Once more when a new PC has its office's data: what closed long ago is among it, for the pairs that it makes.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.services import retention
from counter_app.services.retention import CHUNK, Done
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter_app.services.counter import Counter
    from counter_app.services.desk import Opening
    from counter_app.services.sync import SyncState

    Look = Callable[[Counter], tuple[str, ...] | None]


class DailyPurge(QObject):
    """Looks on the readers' lane, purges a few dossiers at a time on the writers': receptions go between."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._day = session.opening.day
        self._left: tuple[str, ...] = ()
        self._done = Done()
        self._running = self._arriving = False
        self._after: Look | None = None
        session.renewed.connect(self._renewed)

    def now(self) -> None:
        """Purge, where nothing was purged today."""
        self._begin(_look)

    def heard(self, state: "SyncState") -> None:
        """Purge once all of the office's data has come."""
        if state.share is not None:
            self._arriving = True
        elif self._arriving and state.online and not state.again:
            self._arriving = False
            self._begin(retention.due)

    def _begin(self, look: "Look") -> None:
        if self._running:
            self._after = look
            return
        self._running = True
        self._session.jobs.read(look, self._session.counter, then=self._looked, otherwise=self._failed)

    def _looked(self, subjects: tuple[str, ...] | None) -> None:
        if subjects is None:
            self._ended(None)
            return
        self._left, self._done = subjects, Done()
        self._next()

    def _next(self) -> None:
        jobs, counter = self._session.jobs, self._session.counter
        part, self._left = self._left[:CHUNK], self._left[CHUNK:]
        if part:
            jobs.db(retention.purge, counter, part, then=self._purged, otherwise=self._failed)
        else:
            jobs.db(retention.finish, counter, self._done, then=self._ended, otherwise=self._failed)

    def _purged(self, done: Done) -> None:
        self._done += done
        self._next()

    def _ended(self, _state: object) -> None:
        self._running = False
        after, self._after = self._after, None
        if after is not None:
            self._begin(after)

    def _failed(self, _error: object) -> None:
        """The store is busy, or full: what is left goes at the next start or day."""
        self._running = False

    def _renewed(self, opening: "Opening") -> None:
        if opening.day != self._day:
            self._day = opening.day
            self.now()


def _look(counter: "Counter") -> tuple[str, ...] | None:
    """Return what is over its time, None where that was gone through today."""
    return retention.due(counter) if retention.is_due(counter) else None
