"""The bar of facts at the foot: who, where, how the centre stands, what time it is."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from counter_app.texts import formats
from counter_app.ui import theme
from counter_app.ui.widgets.field import label

NARROW = 900  # px


class Status(QWidget):
    """`wanted(name)` when a fact is clicked; a fact is an icon and words, never a colour alone."""

    wanted = Signal(str)

    def __init__(self, order: Sequence[str]) -> None:
        super().__init__()
        self._order = tuple(order)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._facts: dict[str, QToolButton] = {}
        facts = QWidget()
        facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a small screen cuts
        self._row = QHBoxLayout(facts)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addStretch(1)
        self._clock = label("", "plain")
        self._minute: Callable[[], int] = _wall_minute
        whole = QHBoxLayout(self)
        whole.setContentsMargins(10, 0, 14, 0)
        whole.addWidget(facts, 1)
        whole.addWidget(self._clock)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self._show_time()

    def say(self, name: str, words: str, icon: str, token: str, place: str) -> None:
        """Show one fact; clicking it asks for `place`."""
        button = self._facts.get(name)
        if button is None:
            button = QToolButton()
            button.setObjectName("fact")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda: self.wanted.emit(place))
            self._facts[name] = button
            before = [other for other in self._order[: self._order.index(name)] if other in self._facts]
            self._row.insertWidget(len(before), button)
        button.setText(words)
        button.setAccessibleName(words)
        button.setIcon(theme.icon(icon, token, 16))
        button.show()

    def hush(self, name: str) -> None:
        """Show one fact no more."""
        if name in self._facts:
            self._facts[name].hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the year out where there is little room."""
        super().resizeEvent(event)
        self._show_time()

    def tell_time(self, minute: Callable[[], int]) -> None:
        """Show this clock from now on (whole minutes UTC), no more the PC's own."""
        self._minute = minute
        self._show_time()

    @property
    def time(self) -> str:
        """The time as it is shown."""
        return self._clock.text()

    def words(self) -> list[str]:
        """Return the facts as they stand, left to right."""
        shown = (self._facts[name] for name in self._order if name in self._facts)
        return [fact.text() for fact in shown if not fact.isHidden()]

    def _show_time(self) -> None:
        say = formats.moment if self.width() > NARROW else formats.short_moment
        said = say(self._minute())
        if said != self._clock.text():
            self._clock.setText(said)


def _wall_minute() -> int:
    return int(time.time()) // 60
