"""The places at the left: icon, word, key."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from counter_app.ui import theme

WIDTH = 92


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
        self._group.addButton(button)
        self._buttons[place.name] = button
        shortcut = QShortcut(QKeySequence(place.key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: self.wanted.emit(place.name))
        return button
