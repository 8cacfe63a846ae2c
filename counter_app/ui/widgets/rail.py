"""The places at the left: icon, word, key."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.widgets.field import restyle

WIDTH = 92
MOST = 99  # what a badge has room for


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to."""

    name: str
    word: str
    icon: str
    key: str


class Rail(QWidget):
    """`wanted(name)` on click or key."""

    wanted = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._icons = {place.name: place.icon for place in places}
        self._words = {place.name: place.word.replace("\n", " ") for place in places}
        self._keys = {place.name: place.key for place in places}
        self._badges: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(4)
        for place in places:
            column.addWidget(self._button(place))
        column.addStretch(1)

    def mark(self, name: str) -> None:
        """Show where we are."""
        for other, button in self._buttons.items():
            button.setChecked(other == name)
            token = "accent" if other == name else "muted"
            button.setIcon(theme.icon(self._icons[other], token, 24))

    def count(self, name: str, number: int, words: str, late: bool = False) -> None:
        """Show how many things wait at a place, in words too; `late` is red and marked "!". 0 hides it."""
        badge, button = self._badges[name], self._buttons[name]
        badge.setText(f"{number if number <= MOST else f'{MOST}+'}{' !' if late else ''}")
        badge.setProperty("tone", "late" if late else "")
        restyle(badge)
        badge.adjustSize()
        badge.move(button.width() - badge.width() - 2, 2)
        badge.setVisible(number > 0)
        said = ": ".join((self._words[name], words) if number else (self._words[name],))
        button.setAccessibleName(said)
        button.setToolTip(f"{said} ({self._keys[name]})")

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton()
        button.setObjectName("place")
        button.setText(f"{place.word}\n{place.key}")
        button.setToolTip(f"{place.word} ({place.key})".replace("\n", " "))
        button.setAccessibleName(place.word.replace("\n", " "))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 32))  # air for the accents of the word below
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(WIDTH - 13, 94 if "\n" in place.word else 76)
        button.clicked.connect(lambda: self.wanted.emit(place.name))
        badge = self._badges[place.name] = QLabel(button)
        badge.setObjectName("badge")
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        self._group.addButton(button)
        self._buttons[place.name] = button
        shortcut = QShortcut(QKeySequence(place.key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: self.wanted.emit(place.name))
        return button
