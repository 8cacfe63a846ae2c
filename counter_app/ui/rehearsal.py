"""An officer's hands and eyes for the demo: keys into the real window, pictures out of it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from counter_app.settings import Settings
from counter_app.ui.app import PICTURE, Application, OpenCounter, dressed
from counter_app.ui.rehearsal_people import PeopleWork
from counter_app.ui.shots import shoot

if TYPE_CHECKING:
    from counter_app.services.counter import Counter
    from counter_app.services.life_offers import Act
    from counter_app.ui.workplace import Workplace

PATIENCE = 30.0  # seconds
CONTROL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Rehearsal:
    """One window, opened as officers open it, and worked by keys only. Everything raises TimeoutError.

    `reception` works the intake page, `dossier` the open dossier, `people` the page of people.
    """

    def __init__(self, open_counter: OpenCounter, settings: Settings) -> None:
        """Open the window and wait until people can work."""
        self._app = dressed(settings)
        self._application = Application(open_counter, settings)
        self._application.window.resize(*PICTURE)
        self._application.window.show()
        self._application.window.activateWindow()
        self.reception, self.dossier = Reception(self), DossierWork(self)
        self.people = PeopleWork(self)
        self.wait("the counter is open", lambda: self._application.workplace is not None)

    @property
    def workplace(self) -> "Workplace":
        """The open counter's pages."""
        workplace = self._application.workplace
        if workplace is None:
            raise TimeoutError("the counter is not open")
        return workplace

    @property
    def counter(self) -> "Counter":
        """What the window works on."""
        return self.workplace.intake.counter

    @property
    def reader_id(self) -> str:
        """Who sits at the window."""
        return self.workplace.session.reader_id

    def sit_down(self) -> None:
        """Take the first name offered."""
        self.press(Qt.Key.Key_Return)
        self.wait("the reception page", self.workplace.view.isVisible)

    def go(self, page: str) -> None:
        """Go to a page by its name, as its key does."""
        self.workplace.go(page)

    def type(self, text: str) -> None:
        """Type letters into whatever has the focus."""
        for letter in text:
            self._send(Qt.Key.Key_unknown, PLAIN, letter)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key, alone or with modifiers."""
        from PySide6.QtTest import QTest

        QTest.keyClick(QApplication.focusWidget() or self._application.window, key, modifiers)
        QApplication.processEvents()

    def wait(self, what: str, holds: Callable[[], bool]) -> None:
        """Let the window work until `holds`."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(what)
            QApplication.processEvents()
            time.sleep(0.005)

    def shoot(self, path: Path) -> None:
        """Save what the window shows, once it has come to rest."""
        end = time.monotonic() + 0.3
        self.wait("rest", lambda: time.monotonic() > end)
        shoot(self._application.window, path)

    def close(self) -> None:
        """Close the window as a person does."""
        self._application.window.close()
        QApplication.processEvents()

    def _send(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
        target = QApplication.focusWidget() or self._application.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, modifiers, text))
        QApplication.processEvents()


class Reception:
    """An officer's hands on the intake page."""

    def __init__(self, window: Rehearsal) -> None:
        self._window = window

    def scan(self, text: str) -> None:
        """Let the card scanner type a card, as it does, ending in Enter."""
        self._window.type(text)
        self._window.press(Qt.Key.Key_Return)
        self._window.wait("the card is read", lambda: self._window.workplace.intake.state.form.name != "")

    def fill(self, field: str, text: str) -> None:
        """Go to a field and type."""
        self._window.workplace.view.hands_to(field)
        self._window.type(text)

    def choose_procedure(self, words: str) -> None:
        """Type a procedure's words and take the best hit with Enter."""
        self.fill("procedure", words)
        self._window.wait("hits", lambda: bool(self._window.workplace.intake.state.hits))
        self._window.press(Qt.Key.Key_Return)
        self._window.wait("the due date", lambda: self._window.workplace.intake.state.promise is not None)

    def give_papers(self) -> None:
        """Go down the check list and mark every compulsory paper as given, with Space."""
        self._window.workplace.view.hands_to("papers")
        self._window.press(Qt.Key.Key_Home, CONTROL)  # the list begins at the first paper that is missing
        for row in self._window.workplace.intake.state.form.papers:
            if row.blocks:
                self._window.press(Qt.Key.Key_Space)
            self._window.press(Qt.Key.Key_Down)
        self._window.wait("papers", lambda: not self._window.workplace.intake.state.asks_for_papers)

    def receive(self) -> str:
        """Press Ctrl+Enter twice, as hurried people do; return the one new code when its row stands below."""
        before = {row.code for row in self._window.workplace.issuing.state.rows}
        self._window.press(Qt.Key.Key_Return, CONTROL)
        self._window.press(Qt.Key.Key_Return, CONTROL)
        self._window.wait("the receipt", lambda: len(self._window.workplace.issuing.state.rows) > len(before))
        (code,) = {row.code for row in self._window.workplace.issuing.state.rows} - before
        return code


class DossierWork:
    """An officer's hands on the page of dossiers."""

    def __init__(self, window: Rehearsal) -> None:
        self._window = window

    def open(self, code: str) -> None:
        """Open a dossier on its page."""
        filing = self._window.workplace.dossiers.filing
        self._window.workplace.go_to(code)
        self._window.wait(
            "the dossier", lambda: filing.state.file is not None and filing.state.file.dossier.code == code
        )

    def begin(self, act: "Act") -> None:
        """Strike the letter of an act on the open dossier."""
        from counter_app.ui.screens.dossiers.acts.registry import FORMS

        self._window.workplace.dossiers_view.story.table.setFocus()
        self._window.type(FORMS[act].key.lower())
        self._window.wait("the act", lambda: self._window.workplace.dossiers.acting.panel is not None)

    def do(self, picture: Path | None = None) -> None:
        """Do what is filled in; wait for its paper, picture it, step back."""
        from counter_app.ui.screens.dossiers.filing import Side

        filing = self._window.workplace.dossiers.filing
        self._window.press(Qt.Key.Key_Return, CONTROL)
        self._window.wait("the paper", lambda: filing.state.side is Side.PAPER)
        if picture is not None:
            self._window.shoot(picture)
        self._window.press(Qt.Key.Key_Escape)
        self._window.wait("the dossier", lambda: filing.state.side is Side.STORY)
