"""Notices that nobody has touched the window for a while. Other programs do not count."""

import math
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

WARNED = 30  # seconds ahead
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class Idle(QObject):
    """`warned(seconds)` each second of the last 30, 0 when somebody is back; `lapsed` once, at the end.

    `seconds` says how long nobody may be away; `now` is a clock that only runs forward.
    """

    warned = Signal(int)
    lapsed = Signal()

    def __init__(
        self, seconds: Callable[[], float], parent: QObject, now: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._seconds, self.now = seconds, now
        self._touched, self._warning = now(), False
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window's own events: a few a second, not every event of the application."""
        if window is not None:
            window.installEventFilter(self)  # the same one again counts once

    def start(self) -> None:
        """Somebody is here from now on."""
        self._touch()
        self._tick.start()

    def stop(self) -> None:
        """Nobody needs to be here."""
        self._touch()
        self._tick.stop()

    def look(self) -> None:
        """See how long nobody was here."""
        left = self._seconds() - (self.now() - self._touched)
        if left <= 0:
            self.stop()
            self.lapsed.emit()
        elif left <= WARNED:
            self._warning = True
            self.warned.emit(math.ceil(left))

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take every key and movement as a sign of life, and none away."""
        if event.type() in _TOUCHES:
            self._touch()
        return False

    def _touch(self) -> None:
        self._touched = self.now()
        if self._warning:
            self._warning = False
            self.warned.emit(0)
