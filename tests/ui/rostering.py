"""The page of people with the try-out office's own, by keys that are counted."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app import wire
from counter_app.domain.people import Grant, Person
from counter_app.seal import SigningKey
from counter_app.services import own_keys
from counter_app.services.counter import Counter
from counter_app.store import person_keys
from counter_app.ui.screens.people.inbox import Item
from counter_app.ui.screens.people.presenter import PeopleState
from counter_app.ui.screens.people.view import PeopleView
from tests.ui.conftest import CATALOG, NINE, Desk
from tests.ui.test_intake import strike

HEAD, MINH, ANH, RESERVE, CHAIR, INSPECTOR = (f"ba-dinh-0{number}" for number in range(1, 7))
PIN = "hoa sen 2026"


def staffed(briefing: wire.Briefing) -> wire.Briefing:
    """Return the briefing with the try-out office's people and roles."""
    told = json.loads((CATALOG / "tryout_office.json").read_text("utf-8"))["offices"][0]
    people = tuple(msgspec.convert(one, Person) for one in told["people"])
    grants = tuple(msgspec.convert(one, Grant) for one in told["roles"])
    return msgspec.structs.replace(briefing, people=people, grants=grants)


def key_here(counter: Counter, person_id: str) -> None:
    """Leave a person's key locked under PIN, as his first sign-in at this PC did a moment ago."""
    key = SigningKey.generate()
    wrapped = own_keys.lock(counter, person_id, key, PIN)
    with counter.store.write() as conn:
        person_keys.keep(conn, person_keys.HeldKey(person_id, wrapped, key.public, NINE))


@dataclass
class People:
    """Hands on the page. `keys` counts: a digit, Space or a key with Ctrl is one, as the measure says."""

    desk: Desk
    keys: int = field(default=0)

    @property
    def view(self) -> PeopleView:
        return self.desk.work.people.view

    @property
    def state(self) -> PeopleState:
        return self.view.presenter.state

    @property
    def items(self) -> tuple[Item, ...]:
        """What waits, as the page knows it."""
        return self.view.presenter.requesting.state.items

    @property
    def counter(self) -> Counter:
        return self.desk.work.session.counter

    def sit(self, person_id: str) -> None:
        """Let somebody sit down."""
        people = self.desk.work.session.opening.people
        self.desk.work.officers.chosen.emit(next(one for one in people if one.person_id == person_id))

    def open(self) -> None:
        """Go to the page by its key."""
        self.press(Qt.Key.Key_F6)
        self.until(lambda: self.view.isVisible() and self.view.grid.currentIndex().isValid())

    def press(self, key: Qt.Key, control: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or self.desk.application.window, key, held)
        self.keys += 1

    def type(self, text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None
            strike(focus, letter)
            self.keys += 1

    def until(self, holds: Callable[[], bool]) -> None:
        self.desk.until(holds)

    def look(self) -> None:
        """Have the page read what was done behind it."""
        self.until(lambda: not self.view.presenter._reading)
        with self.desk.bot.waitSignal(self.view.presenter.looked, timeout=60_000):
            self.view.presenter.refresh()

    def put_away(self) -> str:
        """Close the paper that has opened, go back to the requests; return its title."""
        self.until(lambda: self.desk.work.people.paper is not None)
        paper = self.desk.work.people.paper
        assert paper is not None
        self.until(paper.isVisible)
        paper.close()
        self.desk.application.window.activateWindow()
        self.until(self.desk.application.window.isActiveWindow)
        self.view.inbox.list.setFocus()
        return paper.windowTitle()

    def words(self, row: int, column: int) -> str:
        """Return what a square says to who listens."""
        return str(self.view.grid.grid.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))
