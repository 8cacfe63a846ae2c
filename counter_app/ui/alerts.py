"""What became urgent among the promises: each said once, without a name, quiet when asked."""

from PySide6.QtCore import QObject, Signal

from counter_app.domain.warnings import Horizon
from counter_app.services import board
from counter_app.services.board import News, Told
from counter_app.texts import _
from counter_app.ui.session import Session


class Alerts(QObject):
    """`said(title, text)` for each announcement. What the quiet hours kept back is announced after them."""

    said = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._since: Horizon | None = None

    def look(self) -> None:
        """Ask what is new since the last announcement."""
        self._session.read(board.news, self._since, then=self._heard)

    def _heard(self, news: News) -> None:
        if news.quiet:
            return
        first, self._since = self._since is None, news.since
        text = "\n".join(part for part in (*_parts(news, whole=first),) if part)
        if not text:
            return
        title = _("Hồ sơ đang cần xử lý") if first else _("Hồ sơ vừa đến hạn")
        self.said.emit(title, text)


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
