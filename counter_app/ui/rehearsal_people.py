"""People's hands on the page Nhân sự for the demo: keys into the real window, pictures of what they see."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from counter_app.ui.shots import shoot

if TYPE_CHECKING:
    from counter_app.services.duty import DutyBoard
    from counter_app.ui.screens.people.inbox import Item
    from counter_app.ui.screens.people.view import PeopleView
    from counter_app.ui.workplace import Workplace

CONTROL = Qt.KeyboardModifier.ControlModifier
SWITCH = CONTROL | Qt.KeyboardModifier.ShiftModifier
BOARD = (1920, 1080)  # px: a second screen


class Hands(Protocol):
    """What strikes the keys; everything raises TimeoutError."""

    @property
    def workplace(self) -> "Workplace":
        """The open counter's pages."""

    def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ...) -> None:
        """Press one key."""

    def wait(self, what: str, holds: Callable[[], bool]) -> None:
        """Let the window work until `holds`."""


class PeopleWork:
    """Whoever sits at the desk, one after the other, on the page of people."""

    def __init__(self, window: Hands) -> None:
        self._window = window

    @property
    def view(self) -> "PeopleView":
        """The page."""
        return self._window.workplace.people.view

    @property
    def items(self) -> tuple["Item", ...]:
        """The requests that the page shows."""
        return self.view.presenter.requesting.state.items

    def sit(self, letters: str, person_id: str) -> None:
        """Change who sits here by Ctrl+Shift+L and some letters of the name; go to the page."""
        window = self._window
        window.press(Qt.Key.Key_L, SWITCH)
        window.type(letters)
        window.press(Qt.Key.Key_Return)
        window.wait("another officer", lambda: window.workplace.session.actor_id == person_id)
        window.press(Qt.Key.Key_F6)
        self.look()

    def look(self) -> None:
        """Have the page read the rota now."""
        seen: list[None] = []
        presenter = self.view.presenter
        heard = partial(seen.append, None)
        presenter.looked.connect(heard)
        presenter.refresh()
        self._window.wait("the rota", lambda: bool(seen))
        presenter.looked.disconnect(heard)

    def mark(self, counter: str, day: str) -> None:
        """Turn to the week of a day, and mark a counter's square in it."""
        view = self.view
        while day not in view.presenter.state.grid.days:
            view.presenter.turn(1)
            self.look()
        rows = view.presenter.state.grid.rows
        square = next(one for row in rows for one in row if (one.line.counter, one.day) == (counter, day))
        view.grid.setFocus()
        view.grid.setCurrentIndex(view.grid.grid.find(square))

    def log(self, days: str, reason: str) -> None:
        """Log one's own absence by keys: N, the days, the reason's number; the best is proposed then."""
        self._window.type("n")
        self._window.type(days)
        self._window.press(Qt.Key.Key_Return)
        self._window.type(reason)
        self._window.press(Qt.Key.Key_Return)

    def propose(self) -> None:
        """Find somebody for the marked square: T."""
        self._window.type("t")

    def ask(self) -> str:
        """Ask who is proposed, by Ctrl+Enter; return his person_id."""
        proposing = self.view.presenter.proposing
        self._window.wait("a proposal", lambda: proposing.proposal is not None)
        before = len(self.items)
        marked = proposing.proposal.marked if proposing.proposal else ""
        self._window.press(Qt.Key.Key_Return, CONTROL)
        self._window.wait("the question", lambda: len(self.items) > before)
        return marked

    def answer(self, letter: str, need: str) -> None:
        """Go to the requests by H and strike a deed's letter, until one waits for `need`."""
        requesting = self.view.presenter.requesting
        self._window.wait("the requests", lambda: requesting.state.item is not None)
        self.view.grid.setFocus()
        self._window.type("h")
        self._window.type(letter)
        self._window.wait(
            need, lambda: any(one.need == need for one in self.items) and not requesting.state.busy
        )

    def shoot_board(self, board: "DutyBoard", path: Path) -> None:
        """Save what citizens see on a second screen."""
        from counter_app.ui.screens.duty.presenter import DutyState

        shown = self._window.workplace.people.duty.window
        shown.resize(*BOARD)
        shown.render_state(DutyState(board, shown=True))
        shoot(shown, path)
