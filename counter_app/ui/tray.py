"""The program's one sign in the system's tray, where there is one: says what became urgent."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.session import Session

SHOWN_FOR = 12_000  # ms


class Tray(QObject):
    """`wanted(page)` when somebody clicks on what was said last: the page that it is about."""

    wanted = Signal(str)

    def __init__(
        self, session: Session, parent: QObject, sound: Callable[[], object] = QApplication.beep
    ) -> None:
        super().__init__(parent)
        self._session, self._sound, self._page = session, sound, ""
        self.icon: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self.icon = QSystemTrayIcon(theme.icon("bell", "accent", 24), self)
            self.icon.setToolTip(_("Quầy Một Cửa"))
            self.icon.messageClicked.connect(self._wanted)
            self.icon.activated.connect(self._clicked)
            self.icon.show()

    def say(self, page: str, title: str, text: str) -> None:
        """Say something about a page, with a sound where this PC is to make one."""
        if self._session.counter.settings.alerts.sound:
            self._sound()
        self._page = page
        if self.icon is not None:
            self.icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning, SHOWN_FOR)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._wanted()

    def _wanted(self) -> None:
        if self._page:
            self.wanted.emit(self._page)
