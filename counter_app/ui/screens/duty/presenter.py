"""The duty board without widgets: looked at again whenever the roster changes, a session or a day begins."""

import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.services import duty, preferences
from counter_app.services.duty import DutyBoard
from counter_app.ui import notices
from counter_app.ui.session import Session

EVERY = 15_000  # ms: sessions begin and days end without anybody telling
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DutyState:
    """`board` None while nothing is known; `shown` is whether somebody wants the board to be seen."""

    board: DutyBoard | None = None
    shown: bool = False


class DutyPresenter(QObject):
    """`changed(DutyState)`; `paper(pdf)` the board on A4; `refused(CounterError)` why there is none."""

    changed = Signal(object)
    paper = Signal(bytes)
    refused = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = self._again = False
        self.state = DutyState()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.refresh)
        session.notices.changed.connect(self._told)
        session.renewed.connect(self._renewed)
        session.jobs.failed.connect(self._freed)

    @property
    def wanted(self) -> bool:
        """Whether this PC is to show the board by itself."""
        return self._session.counter.settings.duty_board

    def open(self) -> None:
        """Show the board and keep it right."""
        self._show(self.state.board, True)
        self._timer.start()
        self.refresh()

    def close(self) -> None:
        """Show it no more."""
        self._timer.stop()
        self._show(None, False)

    def remember(self, shown: bool) -> None:
        """Keep whether this PC shows the board, for the next start."""
        session = self._session
        session.jobs.db(preferences.remember_board, session.counter, shown)

    def refresh(self) -> None:
        """Read who is on duty; once more where something changes meanwhile."""
        if not self.state.shown:
            return
        self._again = self._reading
        if not self._reading:
            self._reading = True
            session = self._session
            session.jobs.read(duty.today, session.counter, then=self._looked, otherwise=self._failed)

    def make_paper(self) -> None:
        """Make the board on A4."""
        session = self._session
        session.jobs.print(
            duty.paper, session.counter, session.reader_id, then=self._made, otherwise=self._refuse
        )

    def _made(self, pdf: bytes) -> None:
        self.paper.emit(pdf)

    def _refuse(self, error: CounterError) -> None:
        self.refused.emit(error)

    def _looked(self, board: DutyBoard) -> None:
        self._reading = False
        if self.state.shown:
            self._show(board, True)
        if self._again:
            self.refresh()

    def _failed(self, error: CounterError) -> None:
        """Show nothing rather than yesterday's names; the next look may find them again."""
        log.warning("duty board: %s", error.code)
        self._reading = False
        if self.state.shown:
            self._show(None, True)

    def _freed(self, _error: object) -> None:
        self._reading = False

    def _told(self, topics: frozenset[str]) -> None:
        if topics & {notices.PEOPLE, notices.SYNC, notices.TODAY}:
            self.refresh()

    def _renewed(self, _opening: object) -> None:
        self.refresh()

    def _show(self, board: DutyBoard | None, shown: bool) -> None:
        new = DutyState(board, shown)
        if new != self.state:
            self.state = new
            self.changed.emit(new)
