"""The online page's mind, without widgets: what waits, which is marked, and what stands in the way."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.online import OnlineArrived
from counter_app.errors import CounterError
from counter_app.services import inbox
from counter_app.services.counter import Counter
from counter_app.services.inbox import Arrival
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.session import Session

EVERY = 30_000  # ms; what is left is told in minutes


@dataclass(frozen=True, slots=True)
class OnlineState:
    """The arrivals that wait, the oldest first; `marked` a reference, "" for none.

    `question` waits for a person's word, `problem` says why an arrival could not be opened.
    """

    rows: tuple[Arrival, ...] = ()
    marked: str = ""
    question: str = ""
    problem: str = ""
    known: bool = False


class OnlinePresenter(QObject):
    """`changed(OnlineState)`; `wanted(Arrival, OnlineArrived)` when one is to be answered."""

    changed = Signal(object)
    wanted = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = OnlineState()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        session.notices.changed.connect(self._told)

    def refresh(self) -> None:
        """Look again what waits."""
        self._session.read(inbox.arrivals, then=self._rows)

    def mark(self, reference: str) -> None:
        """Take note of the row a person walked to."""
        if reference != self.state.marked:
            self._change(marked=reference, problem="")

    def open(self) -> None:
        """Open the marked arrival."""
        row = next((row for row in self.state.rows if row.reference == self.state.marked), None)
        if row is not None:
            self._change(question="", problem="")
            self._session.read(_opened, row, then=self._opened, otherwise=self._failed)

    def ask(self, question: str) -> None:
        """Something stands in the way: let a person decide."""
        self._change(question=question)

    def dismiss(self) -> None:
        """Leave everything as it is."""
        self._change(question="", problem="")

    def _opened(self, answer: tuple[Arrival, OnlineArrived]) -> None:
        self.wanted.emit(*answer)

    def _failed(self, error: CounterError) -> None:
        self._change(problem=sentence(error))

    def _told(self, topics: frozenset[str]) -> None:
        if notices.TODAY in topics:
            self.refresh()

    def _rows(self, rows: tuple[Arrival, ...]) -> None:
        self._change(rows=rows, marked=_next(self.state, rows), known=True)

    def _change(self, **changes: Any) -> None:
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _next(before: OnlineState, rows: tuple[Arrival, ...]) -> str:
    """Keep the mark; where its row was answered, the one that took its place is next."""
    references = [row.reference for row in rows]
    if before.marked in references or not rows:
        return before.marked if rows else ""
    old = [row.reference for row in before.rows]
    place = old.index(before.marked) if before.marked in old else 0
    return references[min(place, len(references) - 1)]


def _opened(counter: Counter, reader_id: str, row: Arrival) -> tuple[Arrival, OnlineArrived]:
    return row, inbox.arrival(counter, reader_id, row.event_id)
