"""Keeps counter and centre talking: a timer, three steps over two lanes, calm when nobody answers."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.services import scan_sending, sync
from counter_app.ui import notices
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.sync import Answer, Outgoing, SyncState

EVERY, LONGEST = 20_000, 300_000  # ms
BETWEEN = 250  # ms between two parts of a scan: lanes and line are others' first
log = logging.getLogger(__name__)


class Exchange(QObject):
    """`changed(SyncState)` after each contact. The database is never held while the network is waited for."""

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._busy = self._asked = False
        self._problem = ""
        self._link = ""
        self._share: int | None = None
        self._timer = QTimer(self, singleShot=True, interval=EVERY)
        self._timer.timeout.connect(self.now)
        session.notices.changed.connect(self._told)
        session.jobs.failed.connect(self._broken)

    def start(self) -> None:
        """Say how things stand, then contact the centre, when that is due."""
        self._session.jobs.read(sync.state, self._session.counter, then=self._begin)

    def _begin(self, state: "SyncState") -> None:
        """Start as things were left: a PC that is started anew tries no sooner for that."""
        self.changed.emit(state)
        if state.wait_ms and not self._busy:
            self._timer.start(state.wait_ms)
        else:
            self.now()

    def now(self) -> None:
        """Contact the centre now, or right after the contact that is under way."""
        if self._busy:
            self._asked = True
            return
        self._busy, self._asked = True, False
        self._timer.stop()
        self._session.jobs.db(
            sync.outgoing, self._session.counter, then=self._collected, otherwise=self._stopped
        )

    def hurry(self) -> None:
        """Somebody asks to send now: nothing waits for its next try."""
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(scan_sending.hurry, counter, then=self._hurried, otherwise=self._stopped)

    def _hurried(self, _none: None) -> None:
        self.now()

    def _collected(self, request: "Outgoing") -> None:
        jobs, counter = self._session.jobs, self._session.counter
        jobs.net(sync.contact, counter, request, then=self._heard, otherwise=self._stopped)

    def _heard(self, answer: "Answer") -> None:
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(sync.settle, counter, answer, then=self._settled, otherwise=self._stopped)

    def _settled(self, state: "SyncState") -> None:
        if state.unfolded:
            self._go_on(state)
            return
        self._busy, self._problem = False, ""
        self._log(state)
        self.changed.emit(state)
        self._session.renew()
        self._session.notices.tell(notices.TODAY)
        if state.online and (state.again or self._asked):
            self.now()
            return
        # Offline is tried ever more rarely (`sync_retry`); one answer brings the usual pace back.
        usual = BETWEEN if state.scans else EVERY
        self._timer.start(usual if state.online else state.wait_ms or LONGEST)

    def _go_on(self, state: "SyncState") -> None:
        """Fold a few more events; what waits for the lane, a reception, comes before the next few."""
        if state.share != self._share:
            self._share = state.share
            self.changed.emit(state)
        jobs = self._session.jobs
        jobs.db(sync.go_on, self._session.counter, then=self._settled, otherwise=self._stopped)

    def _log(self, state: "SyncState") -> None:
        """Note for support when the link or the centre's refusal changes, not every contact."""
        link = " ".join(("online" if state.online else "offline", state.problem)).strip()
        if link != self._link:
            self._link = link
            log.info("centre %s, %d unsent", link, state.unsent)

    def _stopped(self, error: CounterError) -> None:
        """What stops the talk is told once, not every twenty seconds."""
        self._busy = False
        self._timer.setInterval(LONGEST)
        self._timer.start()
        if error.code != self._problem:
            self._problem = error.code
            self._session.jobs.failed.emit(error)

    def _broken(self, error: Exception) -> None:
        """A bug somewhere must not silence the talk for good."""
        if self._busy and not isinstance(error, CounterError):
            self._busy = False
            self._timer.setInterval(LONGEST)
            self._timer.start()

    def _told(self, topics: frozenset[str]) -> None:
        if notices.SYNC in topics:
            self.now()
