""" "Chỉnh giờ": a supervisor says what time it is while the centre is silent. No widgets."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from counter_app.domain.clock_correction import CorrectClock
from counter_app.errors import CounterError, Refused
from counter_app.services import clock_word
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.screens.dossiers.acts.describing import moment
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class CorrectState:
    """What stands in the panel; `event_id` "" while it is closed. `errors`: by input, "" for the whole."""

    event_id: str = ""
    at: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False


class Correcting(QObject):
    """`changed(CorrectState)`; `corrected` once it is on record."""

    changed = Signal(object)
    corrected = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = CorrectState()
        session.person_changed.connect(self._left)
        session.jobs.failed.connect(self._freed)

    def open(self) -> None:
        """Ask what time it is; asked for again it keeps what was typed."""
        if not self.state.event_id:
            self._show(CorrectState(self._session.counter.new_event_id()))

    def set(self, name: str, value: str) -> None:
        """Take an input as typed."""
        typed = {"at": self.state.at, "reason": self.state.reason} | {name: value}
        self._show(replace(self.state, at=typed["at"], reason=typed["reason"], errors={}))

    def submit(self) -> None:
        """Correct it, once."""
        state, session = self.state, self._session
        if not state.event_id or state.busy:
            return
        try:
            at = moment({"at": state.at}, "at")
        except Refused as refused:
            self._refuse(refused)
            return
        self._show(replace(state, busy=True))
        command = CorrectClock(state.event_id, session.actor_id, at, state.reason)
        work = clock_word.correct_clock, session.counter, command
        session.jobs.db(*work, then=self._done, otherwise=self._refuse)

    def leave(self) -> None:
        """Not now."""
        if not self.state.busy:
            self._show(CorrectState())

    def _left(self, _person: object) -> None:
        self.leave()

    def _done(self, _event_id: str) -> None:
        self._show(CorrectState())
        self._session.notices.tell(notices.SYNC, notices.TODAY)
        self._session.renew()
        self.corrected.emit()

    def _refuse(self, error: CounterError) -> None:
        beside = getattr(error, "field", None) or ""
        self._show(replace(self.state, busy=False, errors={beside: sentence(error)}))

    def _freed(self, error: Exception) -> None:
        if self.state.busy and not isinstance(error, CounterError):
            self._show(replace(self.state, busy=False))

    def _show(self, state: CorrectState) -> None:
        self.state = state
        self.changed.emit(state)
