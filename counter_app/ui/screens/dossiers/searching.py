"""The left side's mind, without widgets: what is typed, which dossiers are shown, and what was found."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services import desk, search
from counter_app.services.counter import Counter
from counter_app.services.search import Hit, Page, Place, Shown
from counter_app.ui import notices
from counter_app.ui.session import Session

AFTER = 120  # ms without a key
EVERY = 30_000  # ms: a promise is missed in a minute in which nobody does anything
TOPICS = {notices.DOSSIERS, notices.TODAY}


@dataclass(frozen=True, slots=True)
class FoundState:
    """What is looked for and found so far; `after` is where the next page begins, None at the end."""

    typed: str = ""
    shown: Shown = Shown.OPEN
    hits: tuple[Hit, ...] = ()
    after: Place | None = None
    now: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    typed: str
    shown: Shown
    after: Place | None


class Searching(QObject):
    """`changed(FoundState)`; `scanned(code)` when a whole code was typed or a receipt scanned."""

    changed = Signal(object)
    scanned = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = FoundState()
        self._asking: _Asked | None = None
        self._wait = QTimer(self, singleShot=True, interval=AFTER)
        self._wait.timeout.connect(self.refresh)
        self._tick = QTimer(self, interval=EVERY)
        self._tick.timeout.connect(self.judge)
        self._tick.start()
        session.notices.changed.connect(self._told)

    def type(self, text: str) -> None:
        """Take what stands in the search line."""
        if code := search.scanned(text):
            self._show(typed="")
            self.scanned.emit(code)
            self._wait.start()
            return
        self._show(typed=text)
        self._wait.start()

    def choose(self, shown: Shown) -> None:
        """Show only these from now on."""
        self._show(shown=shown)
        self.refresh()

    def refresh(self) -> None:
        """Look again, from the newest on."""
        self._ask(None)

    def judge(self) -> None:
        """Hold what was found against this minute: what has become late says so."""
        self._show(now=desk.minute(self._session.counter))

    def go_on(self) -> None:
        """Fetch the next page, once."""
        wanted = self.state.after
        if wanted is not None and (self._asking is None or self._asking.after != wanted):
            self._ask(wanted)

    def _ask(self, after: Place | None) -> None:
        self._asking = _Asked(self.state.typed, self.state.shown, after)
        self._session.read(_find, self._asking, then=self._found)

    def _found(self, answer: tuple[_Asked, Page]) -> None:
        asked, page = answer
        if asked != self._asking:
            return  # something else was asked since
        self._asking = None
        before = self.state.hits if asked.after is not None else ()
        self._show(hits=before + page.hits, after=page.after, now=page.now)

    def _told(self, topics: frozenset[str]) -> None:
        if topics & TOPICS:
            self.refresh()

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _find(counter: Counter, reader_id: str, asked: _Asked) -> tuple[_Asked, Page]:
    return asked, search.find(counter, reader_id, asked.typed, asked.shown, asked.after)
