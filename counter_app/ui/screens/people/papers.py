"""The papers of the page: what changes hands, the rota, the notice, what an absence was logged with."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.staff.request import Request
from counter_app.domain.staff_events import SubstitutionBegan, SubstitutionEnded
from counter_app.errors import CounterError
from counter_app.services import duty, rota_paper, staff_papers
from counter_app.services.counter import Counter
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people.acts import Done
from counter_app.ui.session import Session


class HandoverPapers(QObject):
    """`made(title, name, pdf)` for each paper, one not to be saved without a name; `refused(sentence)`."""

    made = Signal(str, str, bytes)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def after(self, done: Done) -> None:
        """Make the list of what an act has moved, if it has moved anything."""
        for fact in done.acted.facts:
            if isinstance(fact, SubstitutionBegan | SubstitutionEnded):
                request = done.rota.roster.request(fact.request)
                if request.began is not None:
                    self.make(request, back=isinstance(fact, SubstitutionEnded))

    def make(self, request: Request, back: bool = False) -> None:
        """Make a substitution's list; `back` that of its end."""
        title = _("Danh sách bàn giao lại quầy") if back else _("Danh sách bàn giao quầy")
        work: Callable[..., tuple[str, bytes]] = partial(_titled, title)
        self._session.read(work, request.request, back, then=self._made, otherwise=self._refused)

    def rota(self, first_day: str, last_day: str) -> None:
        """Make the rota of the weeks in which these days lie."""
        self._session.read(rota_paper.paper, first_day, last_day, then=self._laid, otherwise=self._refused)

    def notice(self, request: Request) -> None:
        """Make the notice to citizens that somebody stands in."""
        self._session.read(duty.notice, request.request, then=self._noticed, otherwise=self._refused)

    def document(self, absence_id: str) -> None:
        """Open what an absence was logged with, to him who asks now and nobody after him."""
        asking = self._session.reader_id
        then = partial(self._opened, asking)
        self._session.read(staff_papers.document, absence_id, then=then, otherwise=self._refused)

    def _opened(self, asking: str, pdf: bytes) -> None:
        if self._session.reader_id == asking:
            self.made.emit(_("Giấy tờ vắng mặt"), "", pdf)

    def _laid(self, pdf: bytes) -> None:
        self.made.emit(_("Lịch trực"), "lich-truc", pdf)

    def _noticed(self, pdf: bytes) -> None:
        self.made.emit(_("Thông báo người thay thế"), "thong-bao-thay-the", pdf)

    def _made(self, answer: tuple[str, bytes]) -> None:
        title, pdf = answer
        self.made.emit(title, "ban-giao-quay", pdf)

    def _refused(self, error: CounterError) -> None:
        self.refused.emit(sentence(error))


def _titled(title: str, counter: Counter, reader_id: str, request_id: str, back: bool) -> tuple[str, bytes]:
    return title, staff_papers.paper(counter, reader_id, request_id, back=back)
