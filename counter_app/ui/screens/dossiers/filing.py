"""The right side's mind, without widgets: which dossier is open, how it stands, what is offered."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.explanation import Explanation
from counter_app.errors import CounterError
from counter_app.services import explanation, life, life_offers, promises
from counter_app.services.counter import Counter
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Offer
from counter_app.services.promises import Outlook
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.session import Session

EVERY = 30_000  # ms: time left is told in whole minutes
TOPICS = {notices.DOSSIERS, notices.TODAY, notices.SYNC}


class Side(StrEnum):
    """What stands below the head of a file."""

    NOTHING = "nothing"
    STORY = "story"
    ACT = "act"
    PAPER = "paper"
    GROUNDS = "grounds"


@dataclass(frozen=True, slots=True)
class FileState:
    """An open dossier. `said` is the newest sentence about it, in `tone`."""

    code: str = ""
    file: DossierFile | None = None
    outlook: Outlook | None = None
    offers: tuple[Offer, ...] = ()
    side: Side = Side.NOTHING
    explained: Explanation | None = None
    said: str = ""
    tone: str = "info"


class Filing(QObject):
    """`changed(FileState)`."""

    changed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = FileState()
        self._tick = QTimer(self, interval=EVERY)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        session.notices.changed.connect(self._told)

    @property
    def current(self) -> DossierFile | None:
        """The open dossier's file, None while another is still being read."""
        file = self.state.file
        return file if file is not None and file.dossier.code == self.state.code else None

    def open(self, code: str) -> None:
        """Open a dossier; the one that was open stays until the other is read."""
        if code != self.state.code:
            self._show(code=code, side=Side.STORY, explained=None, said="")
        self.refresh()

    def shut(self) -> None:
        """Show no dossier: something without one is looked at."""
        self.state = FileState()
        self.changed.emit(self.state)

    def refresh(self) -> None:
        """Read the open dossier again."""
        if self.state.code:
            self._session.read(_read, self.state.code, then=self._read, otherwise=self._missing)

    def turn(self, side: Side) -> None:
        """Show another side of it."""
        self._show(side=side)

    def explain(self) -> None:
        """Show what every date rests on, from the log alone."""
        if self.state.file is None:
            return
        self._session.read(
            explanation.explain, self.state.code, then=self._explained, otherwise=self._missing
        )

    def say(self, said: str, tone: str = "info") -> None:
        """Put a sentence above the file; "" takes it away."""
        self._show(said=said, tone=tone)

    def _read(self, answer: tuple[DossierFile, Outlook, tuple[Offer, ...]]) -> None:
        file, outlook, offers = answer
        if file.dossier.code == self.state.code:
            self._show(file=file, outlook=outlook, offers=offers)

    def _explained(self, told: Explanation) -> None:
        if told.code == self.state.code:
            self._show(explained=told, side=Side.GROUNDS)

    def _missing(self, error: CounterError) -> None:
        """Say so; the dossier that was open before stays open."""
        code = self.state.file.dossier.code if self.state.file is not None else ""
        side = self.state.side if code else Side.NOTHING
        self._show(code=code, side=side, said=sentence(error), tone="late")

    def _told(self, topics: frozenset[str]) -> None:
        if topics & TOPICS:
            self.refresh()

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _read(counter: Counter, reader_id: str, code: str) -> tuple[DossierFile, Outlook, tuple[Offer, ...]]:
    file = life.file_of(counter, reader_id, code)
    return file, promises.outlook(file), life_offers.offers(file.case)
