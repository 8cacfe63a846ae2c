"""Joins the page about the centre to the traffic with it; foot and rail say how it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.permissions import MAKES
from counter_app.texts import _, formats
from counter_app.ui import sync_words
from counter_app.ui.exchange import Exchange
from counter_app.ui.main_window import DOSSIERS, SYNC, MainWindow
from counter_app.ui.places import may_use
from counter_app.ui.screens.sync import words
from counter_app.ui.screens.sync.correcting import Correcting
from counter_app.ui.screens.sync.presenter import SyncPageState, SyncPresenter
from counter_app.ui.screens.sync.view import SyncView
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.sync import SyncState


class SyncPage(QObject):
    """`opened(code)` when somebody who may read dossiers wants one whose event is in doubt; `enrolling` when
    this PC is to have another name.
    """

    opened = Signal(str)
    enrolling = Signal()

    def __init__(
        self, session: Session, window: MainWindow, exchange: Exchange, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self.presenter, self.view = SyncPresenter(session, self), SyncView()
        self.correcting = Correcting(session, self)
        self.presenter.changed.connect(self._changed)
        self._join_clock(exchange)
        self.view.shown.connect(self.presenter.come)
        self.view.wanted.connect(exchange.hurry)
        self.view.backing_up.connect(self.presenter.back_up)
        self.view.given_up.connect(self.presenter.give_up)
        self.view.enrolling.connect(self.enrolling)
        self.view.doubts.opened.connect(self._open)
        exchange.changed.connect(self._stands)

    def correct(self) -> None:
        """Let a supervisor put this PC's time right; anybody else hears who does."""
        if MAKES[ClockCorrected].isdisjoint(self._session.roles):
            day = formats.day(self._session.opening.day)
            said = _(
                "Người phụ trách đăng nhập rồi chỉnh giờ ở đây (Ctrl+T). Chưa chỉnh thì phiếu ghi ngày {day}."
            )
            self.presenter.say(said.format(day=day), "warn")
        else:
            self.correcting.open()

    def _join_clock(self, exchange: Exchange) -> None:
        panel, correcting = self.view.clock_panel, self.correcting
        self.view.correcting.connect(self.correct)
        panel.typed.connect(correcting.set)
        panel.submitted.connect(correcting.submit)
        panel.left.connect(correcting.leave)
        panel.left.connect(self.view.doubts.setFocus)
        correcting.changed.connect(panel.render_state)
        correcting.corrected.connect(exchange.hurry)
        correcting.corrected.connect(self._corrected)

    def _corrected(self) -> None:
        self.presenter.say(_("Đã chỉnh giờ của máy và ghi lại."), "ok")
        self.view.doubts.setFocus()

    def _changed(self, state: SyncPageState) -> None:
        self.view.render_state(state)
        count = words.needs(state.link, state.health)
        said = _("{count} việc cần người xem").format(count=count)
        self._window.rail.count(SYNC, count, said)
        if count:
            self._window.status.say("doubt", said, "alert", "warn", SYNC)
        else:
            self._window.status.hush("doubt")

    def _stands(self, state: "SyncState") -> None:
        status = self._window.status
        link = ("online", "ok") if state.online else ("offline", "muted")
        status.say("link", sync_words.link_short(state), *link, SYNC)
        waits = ("unsent", "muted") if state.unsent else ("check", "ok")
        status.say("unsent", sync_words.unsent_short(state.unsent), *waits, SYNC)
        said, icon, token = sync_words.clock(state.clock)
        status.say("clock", said, icon, token, SYNC)
        self.presenter.hear(state)

    def _open(self, code: str) -> None:
        if may_use(DOSSIERS, self._session.roles):
            self.opened.emit(code)
