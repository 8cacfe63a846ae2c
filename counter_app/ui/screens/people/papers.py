"""The papers of the page: what changes hands, the rota, the notice, what an absence was logged with."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.staff.request import Request
from counter_app.errors import CounterError
from counter_app.services import duty, rota_paper, scan_fetching, staff_papers
from counter_app.services.staff_papers import Unprinted
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.fetching import Fetching
from counter_app.ui.session import Session


class HandoverPapers(QObject):
    """`made(title, name, pdf)` for each paper, one not to be saved without a name; `refused(sentence)`.

    `listed` tells the lists of what changed hands that wait for the printer: none opens by itself, for
    whoever has just sat down has a citizen before her.
    """

    made = Signal(str, str, bytes)
    refused = Signal(str)
    listed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fetching = Fetching(session, self)
        self._fetching.came.connect(self._came)
        self._fetching.failed.connect(self._refused)
        self._wanted = ("", "")  # who asks, and for the document of which absence
        self.lists: tuple[Unprinted, ...] = ()
        self._shown: tuple[str, str] | None = None  # request and number of the list that was made last

    def look(self) -> None:
        """Look which lists wait for the printer."""
        self._session.read(staff_papers.unprinted, then=self._listed, otherwise=self._unread)

    def make_next(self) -> None:
        """Make the list that has waited longest for the printer."""
        if self.lists:
            self.make(self.lists[0].request, self.lists[0].back, self.lists[0].number)
        else:
            self.refused.emit(_("Không có danh sách bàn giao nào chờ in. Chọn một đề nghị (H) rồi bấm G."))

    def make(self, request_id: str, back: bool = False, number: str = "") -> None:
        """Make a substitution's list, the one of that number or the last; `back` that of its end."""
        title = _("Danh sách bàn giao lại quầy") if back else _("Danh sách bàn giao quầy")
        work = partial(staff_papers.paper, back=back, number=number)
        then = partial(self._made, title, request_id)
        self._session.read(work, request_id, then=then, otherwise=self._refused)

    def taken(self) -> None:
        """The paper that shows is out; a list waits no more."""
        if self._shown is not None:
            session, shown = self._session, self._shown
            session.jobs.db(staff_papers.printed, session.counter, *shown, then=self._off)

    def rota(self, first_day: str, last_day: str) -> None:
        """Make the rota of the weeks in which these days lie."""
        self._session.read(rota_paper.paper, first_day, last_day, then=self._laid, otherwise=self._refused)

    def notice(self, request: Request) -> None:
        """Make the notice to citizens that somebody stands in."""
        self._session.read(duty.notice, request.request, then=self._noticed, otherwise=self._refused)

    def document(self, absence_id: str) -> None:
        """Open what an absence ("" for none) was logged with, fetched from elsewhere, to him who asks now."""
        if not absence_id:
            self.refused.emit(_("Ở ô này không có giấy tờ vắng mặt mà bạn được xem."))
            return
        self._wanted = (self._session.reader_id, absence_id)
        self._open(self._elsewhere)

    def _open(self, otherwise: Callable[[CounterError], None]) -> None:
        asking, absence_id = self._wanted
        if self._session.reader_id == asking:
            then = partial(self._opened, asking)
            self._session.read(staff_papers.document, absence_id, then=then, otherwise=otherwise)

    def _opened(self, asking: str, pdf: bytes) -> None:
        if self._session.reader_id == asking:
            self._other(_("Giấy tờ vắng mặt"), "", pdf)

    def _elsewhere(self, error: CounterError) -> None:
        if error.code == "document_elsewhere":
            self._fetching.bring(scan_fetching.of_absence, self._wanted[1])
        else:
            self._refused(error)

    def _came(self) -> None:
        self._open(self._refused)

    def _laid(self, pdf: bytes) -> None:
        self._other(_("Lịch trực"), "lich-truc", pdf)

    def _noticed(self, pdf: bytes) -> None:
        self._other(_("Thông báo người thay thế"), "thong-bao-thay-the", pdf)

    def _made(self, title: str, request_id: str, answer: tuple[str, bytes]) -> None:
        number, pdf = answer
        self._shown = (request_id, number)
        self.made.emit(title, "ban-giao-quay", pdf)

    def _off(self, _nothing: object) -> None:
        self.look()

    def _listed(self, lists: tuple[Unprinted, ...]) -> None:
        if lists != self.lists:
            self.lists = lists
            self.listed.emit(lists)

    def _unread(self, _error: CounterError) -> None:
        """Who may not read dossiers has no list to sign."""
        self._listed(())

    def _other(self, title: str, name: str, pdf: bytes) -> None:
        self._shown = None
        self.made.emit(title, name, pdf)

    def _refused(self, error: CounterError) -> None:
        self.refused.emit(sentence(error))
