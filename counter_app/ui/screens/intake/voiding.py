""" "Hủy phiếu": a receipt made void for good, with a reason and both papers back. No widgets."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.life.commands import VoidReceipt
from counter_app.errors import CounterError
from counter_app.services import life
from counter_app.services.life import Acted
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class VoidState:
    """What stands in the panel; `code` "" while it is closed. Errors are sentences beside their inputs."""

    code: str = ""
    event_id: str = ""
    reason: str = ""
    taken_back: bool = False
    error: str = ""
    error_field: str = ""
    busy: bool = False


class Voiding(QObject):
    """`changed(VoidState)`; `voided(code)` once it is on record."""

    changed = Signal(object)
    voided = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = VoidState()
        self._by, self._left = "", dict[str, VoidState]()
        session.person_changed.connect(self._seated)
        session.jobs.failed.connect(self._freed)

    def open(self, code: str) -> None:
        """Ask why; the same receipt asked for again keeps what was typed."""
        if code and not self.state.busy:
            self._by = self._session.owner
            same = replace(self.state, error="", error_field="")
            self._show(
                same if code == self.state.code else VoidState(code, self._session.counter.new_event_id())
            )

    def set(self, **inputs: Any) -> None:
        """Take the reason as typed, or whether both papers are back."""
        self._show(replace(self.state, **inputs, error="", error_field=""))

    def submit(self) -> None:
        """Void it, once."""
        state, session = self.state, self._session
        if not state.code or state.busy:
            return
        self._show(replace(state, busy=True))
        command = VoidReceipt(state.event_id, session.actor_id, state.code, state.reason, state.taken_back)
        session.jobs.db(life.act, session.counter, command, then=self._done, otherwise=self._refuse)

    def leave(self) -> None:
        """Not now."""
        if not self.state.busy:
            self._show(VoidState())

    def _seated(self, _person: object) -> None:
        """What is half typed stays with who signed in and typed it, and is open again when he is back."""
        if self._session.apart and not self.state.busy:
            if self.state.code:
                self._left[self._by] = self.state
            self._by = self._session.owner
            self._show(self._left.pop(self._by, VoidState()))

    def _done(self, acted: Acted) -> None:
        self._show(VoidState())
        self._session.notices.tell(notices.TODAY, notices.SYNC, notices.DOSSIERS)
        self.voided.emit(acted.dossier.code)

    def _refuse(self, error: CounterError) -> None:
        field = getattr(error, "field", None) or ""
        self._show(replace(self.state, busy=False, error=sentence(error), error_field=field))

    def _freed(self, error: Exception) -> None:
        if self.state.busy and not isinstance(error, CounterError):
            self._show(replace(self.state, busy=False))

    def _show(self, state: VoidState) -> None:
        self.state = state
        self.changed.emit(state)
