"""Keeps the window for whoever sits here: covers it, locks it, gives everything back as it was."""

from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QToolTip, QWidget

from counter_app.domain.people import Person
from counter_app.services.seat import Seat
from counter_app.ui.idle import Idle
from counter_app.ui.main_window import MainWindow
from counter_app.ui.screens.officers.presenter import Seating
from counter_app.ui.screens.officers.view import OfficersView
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Hands:
    """Where somebody's hands were: the focused widget, and in a line what was selected or the cursor."""

    widget: QWidget | None
    cursor: int = 0
    start: int = -1
    length: int = 0

    @classmethod
    def now(cls) -> "Hands":
        """Return where they are."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QLineEdit):
            return cls(widget, widget.cursorPosition(), widget.selectionStart(), widget.selectionLength())
        return cls(widget)

    def back(self) -> bool:
        """Put them there again; tell whether that place is still there."""
        widget = self.widget
        if widget is None or not shiboken6.isValid(widget) or not widget.isVisible():
            return False
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, QLineEdit):
            widget.setCursorPosition(self.cursor)
            if self.start >= 0:
                widget.setSelection(self.start, self.length)
        return widget.hasFocus()


class Lock(QObject):
    """`entered(Person, other)` when somebody sits here, and whether it is another than before.

    `covered(bool)` when the page is covered or free again; `warned(seconds)` before it locks by itself.
    """

    entered = Signal(object, bool)
    covered = Signal(bool)
    warned = Signal(int)

    def __init__(self, window: MainWindow, session: Session, last_person: str, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._last = window, session, last_person
        self.seating = Seating(session, self)
        self.view = OfficersView(self.seating, session)
        self.idle = Idle(self._patience, self)
        self.locked = False
        self._hands = Hands(None)
        self._hidden: list[QWidget] = []
        window.set_cover(self.view)
        self.seating.taken.connect(self._taken)
        self.seating.left.connect(self._free)
        self.idle.lapsed.connect(self.lock)
        self.idle.warned.connect(self.warned)

    @property
    def is_covered(self) -> bool:
        """Tell whether the page of who sits here is covered."""
        return self._window.is_covered

    def ask(self) -> None:
        """Ask who sits here; whoever does goes on with Esc."""
        person = self._session.person
        self._cover()
        if self.locked:
            self.seating.others()
        else:
            self.seating.ask(person.person_id if person else self._last)

    def lock(self) -> None:
        """Cover the page until who sits here is asked again, or another takes his place."""
        person = self._session.person
        if person is None:
            return
        self._cover()
        if not self.locked:
            self.locked = True
            self.idle.stop()
            self.seating.ask(person.person_id, locked=True)
            self.covered.emit(True)

    def _patience(self) -> float:
        return self._session.counter.settings.lock_minutes * 60.0

    def _taken(self, person: Person, seat: Seat | None) -> None:
        before = self._session.person
        other = before is None or before.person_id != person.person_id
        self._session.sit_down(person, seat)  # what the one before left open is put away behind the cover
        if other:
            self._hands = Hands(None)
            self._hidden.clear()
        self._free()
        self.idle.start()
        self.entered.emit(person, other)

    def _cover(self) -> None:
        if self.is_covered:
            return
        self._hands = Hands.now()
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and self._is_ours(other):
                self._hidden.append(other)
                other.hide()
        self._window.cover()
        self.covered.emit(True)

    def _free(self) -> None:
        self.locked = False
        self._window.uncover()
        for other in self._hidden:
            if shiboken6.isValid(other):
                other.open() if isinstance(other, QDialog) and other.isModal() else other.show()
        self._hidden.clear()
        if not self._hands.back() and self._window.page is not None:
            self._window.page.setFocus()
        self.covered.emit(False)

    def _is_ours(self, window: QWidget) -> bool:
        """Tell whether a window shows what is worked on here; the board for citizens belongs to no other."""
        if isinstance(window, QFileDialog):
            return False
        above = window.parentWidget()
        while above is not None and above is not self._window:
            above = above.parentWidget()
        return above is self._window
