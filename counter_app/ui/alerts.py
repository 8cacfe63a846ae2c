"""Announcements from the tray: what became urgent, each once, without a name, quiet when asked."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from counter_app.domain.warnings import Horizon
from counter_app.services import board
from counter_app.services.board import News, Told
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.session import Session

SHOWN_FOR = 12_000  # ms


class Alerts(QObject):
    """`wanted` when somebody clicks on an announcement; `said(title, text)` for each, tray or none.

    What the quiet hours kept back is announced after them.
    """

    wanted = Signal()
    said = Signal(str, str)

    def __init__(
        self, session: Session, parent: QObject, sound: Callable[[], object] = QApplication.beep
    ) -> None:
        super().__init__(parent)
        self._session, self._sound = session, sound
        self._since: Horizon | None = None
        self._tray: QSystemTrayIcon | None = None
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(theme.icon("bell", "accent", 24), self)
            self._tray.setToolTip(_("Quầy Một Cửa"))
            self._tray.messageClicked.connect(self.wanted)
            self._tray.activated.connect(self._clicked)
            self._tray.show()

    def look(self) -> None:
        """Ask what is new since the last announcement."""
        self._session.jobs.read(board.news, self._session.counter, self._since, then=self._heard)

    def _heard(self, news: News) -> None:
        if news.quiet:
            return
        first, self._since = self._since is None, news.since
        text = "\n".join(part for part in (*_parts(news, whole=first),) if part)
        if not text:
            return
        title = _("Hồ sơ đang cần xử lý") if first else _("Hồ sơ vừa đến hạn")
        if self._session.counter.settings.alerts.sound:
            self._sound()
        if self._tray is not None:
            self._tray.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning, SHOWN_FOR)
        self.said.emit(title, text)

    def _clicked(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.wanted.emit()


def _parts(news: News, *, whole: bool) -> tuple[str, ...]:
    """Say each kind: of a whole board the number only, else the first few by code and procedure."""
    kinds = (
        (_("Quá hạn"), news.overdue),
        (_("Đến hạn hôm nay"), news.red),
        (_("Cần văn bản xin lỗi (Mẫu 04)"), news.apology),
    )
    return tuple(_kind(name, number, () if whole else told) for name, (number, told) in kinds)


def _kind(name: str, number: int, told: tuple[Told, ...]) -> str:
    if not number:
        return ""
    lines = [_("{what}: {count} hồ sơ").format(what=name, count=number)]
    lines += [f"{one.code} · {one.procedure_name}" for one in told]
    return "\n".join([*lines, "…"] if told and number > len(told) else lines)
