"""One of many people by keys: by his number, or by letters anywhere at the head of a word of his name."""

from time import monotonic

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox

from counter_app.domain.dossier import folded
from counter_app.domain.people import Person

PAUSE = 1.5  # s: after that letters begin anew
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PersonBox(QComboBox):
    """Numbered people: a number takes one and moves on (`taken`), letters search, Enter moves on.

    A digit that begins other people's numbers too waits for the next one, or for Enter.
    """

    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self._people: tuple[Person, ...] = ()
        self._digits, self._letters, self._struck = "", "", 0.0

    def show_people(self, people: tuple[Person, ...], chosen: str) -> None:
        """Offer these people, the chosen one marked."""
        if people != self._people:
            self._people = people
            self.clear()
            for number, one in enumerate(people, start=1):
                self.addItem(f"{number}  {one.name}" if len(people) > 1 else one.name, one.person_id)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a person by his number or his letters."""
        text = event.text()
        control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if text.isascii() and text.isdigit():
            self._number(text)
        elif event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._take()
        elif not control and (text.isalpha() or (text == " " and self._searching())):
            self._search(text)
        else:
            self._digits, self._letters = "", ""
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Begin anew next time."""
        super().focusOutEvent(event)
        self._digits, self._letters = "", ""

    def _number(self, digit: str) -> None:
        typed = self._digits + digit
        if not 1 <= int(typed) <= self.count():
            return  # nobody has that number: what stands there stays
        self._digits = typed
        self._mark(int(typed) - 1)
        if int(typed) * 10 > self.count():
            self._take()

    def _search(self, letter: str) -> None:
        typed = folded(letter) or letter
        wanted = (self._letters if self._searching() else "") + typed
        for sought in (wanted, typed):
            found = [at for at, one in enumerate(self._people) if f" {sought}" in f" {folded(one.name)}"]
            if found and sought.strip():
                self._letters, self._struck, self._digits = sought, monotonic(), ""
                self._mark(found[0])
                return

    def _searching(self) -> bool:
        return bool(self._letters) and monotonic() - self._struck < PAUSE

    def _mark(self, at: int) -> None:
        self.setCurrentIndex(at)
        self.activated.emit(at)

    def _take(self) -> None:
        self._digits, self._letters = "", ""
        self.taken.emit()
