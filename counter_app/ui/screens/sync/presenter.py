"""How this PC stands towards its centre, without widgets; a copy of the records can be made from here."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError, Refused
from counter_app.services import backup, pc_health
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.sync import words
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.backup import Attempt, Made
    from counter_app.services.pc_health import PcHealth
    from counter_app.services.sync import SyncState

GIVEN_UP = "backup_given_up"


@dataclass(frozen=True, slots=True)
class SyncPageState:
    """What is shown; `done` of `total` pages is how far a copy has come while `copying`."""

    link: "SyncState | None" = None
    health: "PcHealth | None" = None
    copying: bool = False
    done: int = 0
    total: int = 0
    said: str = ""
    tone: str = "info"


class SyncPresenter(QObject):
    """`changed(SyncPageState)`."""

    changed = Signal(object)
    _told = Signal(int, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = SyncPageState()
        self._stop = threading.Event()
        self._told.connect(self._copied)  # from the lane's thread: Qt brings it over

    def hear(self, state: "SyncState") -> None:
        """Take how a contact ended."""
        self._change(link=state)
        self.refresh()

    def come(self) -> None:
        """Somebody comes to the page: what was said to whoever was here before is gone."""
        self._change(said="")
        self.refresh()

    def say(self, said: str, tone: str) -> None:
        """Say a sentence above the facts."""
        self._change(said=said, tone=tone)

    def refresh(self) -> None:
        """Read how this PC stands."""
        self._session.jobs.read(pc_health.look, self._session.counter, then=self._looked)

    def back_up(self) -> None:
        """Copy the records into the remembered folder, beside the work."""
        session, chosen = self._session, self._session.counter.settings
        if self.state.copying:
            return
        if not chosen.backup_folder:
            said = words.no_folder()
            self._change(said=said, tone="warn")
            return
        self._stop.clear()
        self._change(copying=True, done=0, total=0, said="")
        place = Path(chosen.backup_folder)
        work = (session.counter, place, self._hear, chosen.backup_keep)
        session.jobs.read(backup.attempt, *work, then=self._attempted, otherwise=self._failed)

    def give_up(self) -> None:
        """Make no copy; nothing half written stays."""
        self._stop.set()

    def _hear(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Refused(GIVEN_UP)
        self._told.emit(done, total)

    def _copied(self, done: int, total: int) -> None:
        self._change(done=done, total=total)

    def _attempted(self, told: "Attempt") -> None:
        if told.error is not None and told.error.code == GIVEN_UP:
            self._change(copying=False, said=_("Đã thôi, chưa sao lưu."), tone="info")
            return
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(backup.settle, counter, told, then=self._made, otherwise=self._failed)

    def _made(self, made: "Made") -> None:
        said = _("Đã sao lưu và kiểm tra lại: {folder}").format(folder=made.folder)
        self._change(copying=False, said=said, tone="ok")
        self.refresh()

    def _failed(self, error: CounterError) -> None:
        self._change(copying=False, said=sentence(error), tone="late")
        self.refresh()

    def _looked(self, health: "PcHealth") -> None:
        self._change(health=health)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
