"""Brings a scan of another PC here: a part at a time on the net lane, so that facts go between."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.services import scan_fetching
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.scan_fetching import Fetch


class Fetching(QObject):
    """`came` when it lies here, `failed(CounterError)` when it cannot be had now. The newest wish counts."""

    came = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._at: Fetch | None = None

    def bring(self, begin: "Callable[..., Fetch]", *values: object) -> None:
        """Fetch what `begin(counter, reader_id, *values)` names; what was cut goes on from where it was."""
        self._session.read(begin, *values, then=self._begun, otherwise=self._stopped)

    def _begun(self, fetch: "Fetch") -> None:
        if not self._same(fetch):
            self._at = fetch
        self._go_on()

    def _go_on(self) -> None:
        jobs, counter, at = self._session.jobs, self._session.counter, self._at
        if at is not None:
            jobs.net(scan_fetching.part, counter, at, then=self._heard, otherwise=self._stopped)

    def _heard(self, fetch: "Fetch") -> None:
        if not self._same(fetch):
            return
        self._at = fetch
        if fetch.whole:
            self._at = None
            jobs, counter = self._session.jobs, self._session.counter
            jobs.db(scan_fetching.keep, counter, fetch, then=self._kept, otherwise=self._stopped)
        else:
            self._go_on()

    def _same(self, fetch: "Fetch") -> bool:
        """Tell whether that is the wish of now: of this scan, for this reader."""
        at = self._at
        return at is not None and (at.event_id, at.reader_id) == (fetch.event_id, fetch.reader_id)

    def _kept(self, _none: None) -> None:
        self.came.emit()

    def _stopped(self, error: CounterError) -> None:
        if error.code == "scan_differs":
            self._at = None
        self.failed.emit(error)
