"""Hands on the page that asks who sits here, over a PC of the try-out office and its living centre."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.remote import client
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.settings import Settings
from counter_app.ui.app import Application, dressed
from counter_app.ui.screens.officers.state import AGAIN, NEW, PIN, Stage
from tests.central.living import BY
from tests.pcs import Office
from tests.ui.conftest import FakePrinter

OFFICE = "00004"
HEAD, MINH, ANH, CHAIR, INSPECTOR = (f"ba-dinh-0{number}" for number in (1, 2, 3, 5, 6))
OWN, OTHER, LONG = "lua chin 48", "mua rao 53", "nui cao 9071"
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
SWITCH = CONTROL | Qt.KeyboardModifier.ShiftModifier


@dataclass
class Seen:
    """A window over one PC of the try-out office, and what can be seen of it."""

    office: Office
    bot: QtBot
    counter: Counter
    open: Callable[[], Application]
    made: list[Application] = field(default_factory=list)

    def start(self) -> None:
        """Open the window as officers do."""
        self.made.append(self.open())

    @property
    def application(self) -> Application:
        return self.made[-1]

    @property
    def window(self) -> QWidget:
        return self.application.window

    @property
    def work(self):  # type: ignore[no-untyped-def]  # a Workplace, loaded late
        assert self.application.workplace is not None
        return self.application.workplace

    @property
    def state(self):  # type: ignore[no-untyped-def]
        return self.work.lock.seating.state

    def stage(self) -> Stage:
        """Return what is asked now."""
        return Stage(self.state.stage)

    @property
    def pin(self):  # type: ignore[no-untyped-def]
        return self.work.officers.pin

    @property
    def who(self) -> str:
        return self.work.session.person.person_id if self.work.session.person else ""

    @property
    def owner(self) -> Centre:
        living = self.office.living
        return Centre(living.owner, living.centre.key, living.clock)


class Place(Seen):
    """Hands at that window, and what befalls it."""

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=60_000)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def ask_for_pins(self) -> None:
        """Let the office ask for PINs from now on, and this PC know."""
        staffing.sign_in_from(self.owner, OFFICE, "2026-11-01", *BY)
        sync.exchange(self.counter)

    def given(self, person: str) -> str:
        """Return the PIN that the administrator gives this person."""
        return staffing.first_pin(self.owner, OFFICE, person, *BY)

    def lose_the_centre(self) -> None:
        """Cut the cable."""
        here = self.counter.installation
        self.counter.centre = client.Centre(
            "http://127.0.0.1:9", here.centre_key, here.installation_id, self.counter.signer, timeout=1.0
        )
        self.work.exchange.now()
        self.until(lambda: any("Ngoại tuyến" in words for words in self.application.window.status.words()))

    def name(self, letters: str) -> None:
        """Find a name by its letters and take it."""
        self.until(self.work.officers.names.line.hasFocus)
        self.type(letters)
        self.key(ENTER)

    def first_time(self, letters: str, given: str, own: str) -> None:
        """Sign somebody in who is new at this PC, by keys."""
        self.name(letters)
        self.until(lambda: self.state.stage is Stage.FIRST)
        self.type(given)
        self.key(ENTER)
        self.until(lambda: self.state.stage is Stage.OWN)
        assert self.pin.line(NEW).hasFocus()
        self.type(own)
        self.key(ENTER)
        assert self.pin.line(AGAIN).hasFocus()
        self.type(own)
        self.key(ENTER)
        self.until(lambda: not self.work.lock.is_covered)
        self.until(lambda: self.who in self.work.session.opening.with_keys)

    def again(self, pin: str) -> None:
        """Type the PIN of who has a key here."""
        assert self.pin.line(PIN).hasFocus()
        self.type(pin)
        self.key(ENTER)

    def press_lock(self) -> None:
        """Ctrl+L."""
        self.key(Qt.Key.Key_L, CONTROL)
        self.until(lambda: self.work.lock.locked)

    def press_switch(self) -> None:
        """Ctrl+Shift+L."""
        self.key(Qt.Key.Key_L, SWITCH)
        self.until(lambda: self.state.stage is Stage.NAMES and self.work.lock.is_covered)


def place(office: Office, bot: QtBot, *, theme: str = "light", language: str = "vi") -> Place:
    """Return a PC of the office whose window is not open yet."""
    settings = Settings(theme=theme, language=language)  # type: ignore[arg-type]
    counter = office.open()

    def opened() -> Application:
        dressed(settings)
        made = Application(lambda _ask: counter, settings, printer=FakePrinter())
        made.window.resize(1366, 768)
        made.window.show()
        made.window.activateWindow()
        bot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
        return made

    return Place(office, bot, counter, opened)
