"""The places at the left: icon, word, key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.widgets.field import restyle

WIDTH, LOW, GAP, AIR = 92, 38, 4, 8  # px; a low place has no word
UNDER, BESIDE = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
ICON = QSize(24, 32)  # air for the accents of the word below
MOST = 99  # what a badge has room for


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to."""

    name: str
    word: str
    icon: str
    key: str

    @property
    def said(self) -> str:
        """The word in one line."""
        return self.word.replace("\n", " ")

    @property
    def height(self) -> int:
        """What it takes, in pixels, with its word."""
        return 94 if "\n" in self.word else 76


class Rail(QWidget):
    """`wanted(name)` on click or key. On a low screen the places keep icon and key; the words are tips."""

    wanted = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setMinimumHeight(2 * AIR + len(places) * LOW + (len(places) - 1) * GAP)
        self._group = QButtonGroup(self)
        self._places = {place.name: place for place in places}
        self._buttons: dict[str, QToolButton] = {}
        self._badges: dict[str, QLabel] = {}
        self._keys: dict[str, QShortcut] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, AIR, 6, AIR)
        column.setSpacing(GAP)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        for place in places:
            column.addWidget(self._button(place))
        column.addStretch(1)

    def offer(self, names: Collection[str]) -> None:
        """Show these places only, and listen to their keys."""
        for name, button in self._buttons.items():
            button.setVisible(name in names)
            self._keys[name].setEnabled(name in names)

    def mark(self, name: str) -> None:
        """Show where we are."""
        for other, button in self._buttons.items():
            button.setChecked(other == name)
            token = "accent" if other == name else "muted"
            button.setIcon(theme.icon(self._places[other].icon, token, 24))

    def count(self, name: str, number: int, words: str, late: bool = False) -> None:
        """Show how many things wait at a place, in words too; `late` is red and marked "!". 0 hides it."""
        badge, button = self._badges[name], self._buttons[name]
        badge.setText(f"{number if number <= MOST else f'{MOST}+'}{' !' if late else ''}")
        badge.setProperty("tone", "late" if late else "")
        restyle(badge)
        badge.adjustSize()
        badge.move(button.width() - badge.width() - 2, 2)
        badge.setVisible(number > 0)
        place = self._places[name]
        said = ": ".join((place.said, words) if number else (place.said,))
        button.setAccessibleName(said)
        button.setToolTip(f"{said} ({place.key})")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each place its word where there is room for all of them."""
        super().resizeEvent(event)
        wanted = 2 * AIR - GAP + sum(place.height + GAP for place in self._places.values())
        for name, place in self._places.items():
            low, button = self.height() < wanted, self._buttons[name]
            button.setFixedHeight(LOW if low else place.height)
            button.setText(place.key if low else f"{place.word}\n{place.key}")
            button.setToolButtonStyle(BESIDE if low else UNDER)

    def _button(self, place: Place) -> QToolButton:
        button = QToolButton()
        button.setObjectName("place")
        button.setText(f"{place.word}\n{place.key}")
        button.setToolTip(f"{place.said} ({place.key})")
        button.setAccessibleName(place.said)
        button.setToolButtonStyle(UNDER)
        button.setIconSize(ICON)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setFixedSize(WIDTH - 13, place.height)
        button.clicked.connect(lambda: self.wanted.emit(place.name))
        badge = self._badges[place.name] = QLabel(button)
        badge.setObjectName("badge")
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        self._group.addButton(button)
        self._buttons[place.name] = button
        shortcut = self._keys[place.name] = QShortcut(QKeySequence(place.key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: self.wanted.emit(place.name))
        return button
