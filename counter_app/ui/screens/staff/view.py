"""The parts of the page Nhân sự as tabs, one in front; a part that the person may not read has no tab."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.ui.widgets.field import label

ROSTER, RECORDS, INSPECTIONS, AUDIT = "roster", "records", "inspections", "audit"


@dataclass(frozen=True, slots=True)
class Front:
    """A part laid out: `shown` each time it comes to the front, `hands` puts the focus into it."""

    view: QWidget
    shown: Callable[[], object]
    hands: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Part:
    """A part by its name, and the `keys` it is worked by in words; laid out when it is first in front."""

    word: str
    keys: str
    lay_out: Callable[[], Front]


class PartsView(QWidget):
    """Ctrl+1 to Ctrl+4 turn the parts; `front`, the part that was in front, is in front again."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.parts = dict(parts)
        self.tabs = {name: QPushButton(part.word) for name, part in self.parts.items()}
        self.front = ROSTER
        self._offered, self._laid_out = set(self.parts), dict[str, Front]()
        self._stack, self._keys = QStackedWidget(), label("", "small")
        self._keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self.show_part(ROSTER)

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what comes to the front with the page."""
        super().showEvent(event)
        self._laid_out[self.front].shown()

    def offer(self, names: frozenset[str]) -> None:
        """Show the tabs of these parts; who may not read what is in front comes back to the roster."""
        self._offered = set(names)
        for name, tab in self.tabs.items():
            tab.setVisible(name in names)
        if self.front not in names:
            self.show_part(ROSTER)

    def tell_keys(self, name: str, keys: str) -> None:
        """Say by which keys a part is worked by who sits here now."""
        self.parts[name] = replace(self.parts[name], keys=keys)
        self._keys.setText(self.parts[self.front].keys)

    def show_part(self, name: str) -> None:
        """Bring a part to the front."""
        if name not in self._offered:
            return
        self.front, part = name, self.parts[name]
        if name not in self._laid_out:
            self._laid_out[name] = part.lay_out()
            self._stack.addWidget(self._laid_out[name].view)
        front = self._laid_out[name]
        self.tabs[name].setChecked(True)
        self._keys.setText(part.keys)
        self._stack.setCurrentWidget(front.view)
        self.setFocusProxy(front.view)
        if self.isVisible():
            front.shown()
            front.hands()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 0)
        bar.setSpacing(2)
        for at, (name, tab) in enumerate(self.tabs.items(), start=1):
            tab.setObjectName("tab")
            tab.setCheckable(True)
            tab.setToolTip(f"{tab.text()} (Ctrl+{at})")
            tab.clicked.connect(partial(self.show_part, name))
            shortcut = QShortcut(QKeySequence(f"Ctrl+{at}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.show_part, name))
            group.addButton(tab)
            bar.addWidget(tab)
        bar.addWidget(self._keys, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self._stack, 1)


def sliding(part: QWidget) -> QScrollArea:
    """Return a room in which a part slides where the window is smaller than it."""
    room = QScrollArea()
    room.setWidget(part)
    room.setWidgetResizable(True)
    room.setFrameShape(QFrame.Shape.NoFrame)
    room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    room.setFocusProxy(part)
    return room
