"""Each day's copy of the records, made beside the work when the window opens and when a day begins."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.services import backup
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.backup import Attempt
    from counter_app.services.desk import Opening


class DailyCopy(QObject):
    """Copies on the readers' lane, notes it on the writers'; a failure disturbs nobody before it is late."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._day = session.opening.day
        session.renewed.connect(self._renewed)

    def now(self) -> None:
        """Copy, where a folder is remembered and today's copy is not there."""
        self._session.jobs.read(backup.daily, self._session.counter, then=self._ended)

    def _ended(self, told: "Attempt | None") -> None:
        if told is not None:
            self._session.jobs.db(backup.settle_daily, self._session.counter, told)

    def _renewed(self, opening: "Opening") -> None:
        if opening.day != self._day:
            self._day = opening.day
            self.now()
