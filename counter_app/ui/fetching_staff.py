"""Brings what is said of people at other PCs here while somebody who may read it looks."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.services import staff_fetching
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.staff_fetching import Told

REST = 60_000  # ms after a failure: pages look again and again, the network's lane is everybody's


class StaffFetching(QObject):
    """`came` when more lies here than before, `failed(CounterError)` when it cannot be had now."""

    came = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._answered: set[str] = set()  # also with nothing: the centre is asked once for each reader
        self._wanted: tuple[str, ...] = ()
        self._reader, self._busy = "", False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        session.person_changed.connect(self._forget)

    def bring(self, event_ids: Iterable[str]) -> None:
        """Fetch what lies beside these events; what is under way comes first, the newest wish after it."""
        self._wanted = tuple(event_ids)
        self._go_on()

    def _go_on(self) -> None:
        wanted = [one for one in self._wanted if one not in self._answered]
        if not wanted or self._busy or self._rest.isActive():
            return
        session, self._busy = self._session, True
        self._reader = session.reader_id
        work = (session.counter, self._reader, wanted)
        session.jobs.net(staff_fetching.fetch, *work, then=self._heard, otherwise=self._stopped)

    def _heard(self, told: "Told") -> None:
        if self._session.reader_id == self._reader:
            self._answered |= {one.event_id for one in told}
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(staff_fetching.keep, counter, told, then=self._kept, otherwise=self._stopped)

    def _kept(self, count: int) -> None:
        self._busy = False
        if count:
            self.came.emit()
        self._go_on()

    def _stopped(self, error: CounterError) -> None:
        self._busy = False
        if self._session.reader_id == self._reader:  # else it is not his who sits here now
            self._rest.start()
            self.failed.emit(error)
        self._go_on()

    def _forget(self, _person: object) -> None:
        self._answered.clear()
        self._wanted = ()
        self._rest.stop()
