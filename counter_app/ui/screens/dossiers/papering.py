"""Papers of a dossier, without widgets: shown, printed with one key, confirmed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.commands import ConfirmPrinted
from counter_app.errors import CounterError, Refused
from counter_app.services import desk, forms, scan_fetching, scan_papers
from counter_app.services.counter import Counter
from counter_app.services.forms import PrintedPaper
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.fetching import Fetching
from counter_app.ui.printer import Printer
from counter_app.ui.saving import Saving
from counter_app.ui.session import Session

Make = Callable[[Counter, str, str], tuple[PrintedPaper, ...]]
_NO_SCAN = ("", "", "")  # who asked for a scan, of which dossier, its digest


@dataclass(frozen=True, slots=True)
class PaperState:
    """Papers to look at one after the other, and what became of the one that shows."""

    papers: tuple[PrintedPaper, ...]
    at: int = 0
    said: str = ""
    tone: str = "info"
    busy: bool = False
    unsure: bool = False  # only the officer knows whether it is in somebody's hand

    @property
    def paper(self) -> PrintedPaper:
        """The one that shows."""
        return self.papers[self.at]


class Papering(QObject):
    """`changed(PaperState | None)`; `failed(sentence)` when there is nothing to show."""

    changed = Signal(object)
    failed = Signal(str)

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.state: PaperState | None = None
        self.saving = Saving(session, self)
        self.saving.said.connect(self._saved)
        self._fetching = Fetching(session, self)
        self._fetching.came.connect(self._came)
        self._fetching.failed.connect(self._none)
        self._scan = _NO_SCAN
        self._make: Make = _papers
        self._key = ""

    def show_event(self, event_id: str) -> None:
        """Show the papers of an event; one that has none says so."""
        self._read(_papers, event_id, self._none)

    def show_new(self, event_id: str) -> None:
        """Show the papers of what was just done, if it has any."""
        self._read(_papers, event_id, self._perhaps)

    def show_control(self, code: str) -> None:
        """Show Form 06."""
        self._read(_control, code, self._none)

    def show_scan(self, code: str, digest: str) -> None:
        """Show a scan that the dossier's facts name, fetched where it lies at another PC."""
        self._scan = (self._session.reader_id, code, digest)
        self._read(partial(_scan, digest), code, self._elsewhere)

    def _elsewhere(self, error: CounterError) -> None:
        if error.code == "unknown_scan" and self._scan != _NO_SCAN:
            self.failed.emit(_("Bản quét nằm ở máy khác, đang lấy về từ trung tâm."))
            self._fetching.bring(scan_fetching.of_dossier, *self._scan[1:])
        else:
            self._none(error)

    def _came(self) -> None:
        asking, code, digest = self._scan
        if self._scan != _NO_SCAN and self._session.reader_id == asking and self._key == code:
            self.failed.emit("")
            self._read(partial(_scan, digest), code, self._none)

    def _read(self, make: Make, key: str, otherwise: Callable[[CounterError], None]) -> None:
        self._make, self._key = make, key
        self._session.read(make, key, then=self._shown, otherwise=otherwise)

    def print(self) -> None:
        """Print the paper that shows; whatever the printer does, nothing on record changes."""
        if self.state is None or self.state.busy:
            return
        self._show(replace(self.state, busy=True, said=_("đang in"), tone="info"))
        self._session.jobs.print(_print, self._printer, self.state.paper, then=self._out)

    def confirm(self) -> None:
        """The paper is in somebody's hand: on record as printed, the next one is a copy."""
        if self.state is None:
            return
        paper = self.state.paper
        if not paper.document:
            self._confirmed(None)
            return
        session = self._session
        command = ConfirmPrinted(session.counter.new_event_id(), session.actor_id, paper.code, paper.document)
        session.jobs.db(
            desk.confirm_printed, session.counter, command, then=self._confirmed, otherwise=self._none
        )

    def leave(self) -> None:
        """Put the papers away; a scan on its way is kept, and opens by itself no more."""
        self._scan = _NO_SCAN
        self._show(None)

    def _shown(self, papers: tuple[PrintedPaper, ...]) -> None:
        self._show(PaperState(papers))

    def _perhaps(self, error: CounterError) -> None:
        if error.code != "no_paper":
            self.failed.emit(sentence(error))

    def _none(self, error: CounterError) -> None:
        if self.state is not None:
            self._show(replace(self.state, busy=False, said=sentence(error), tone="late"))
        else:
            self.failed.emit(sentence(error))

    def _out(self, answer: tuple[PrintedPaper, bool, str]) -> None:
        paper, printed, problem = answer
        if self.state is None or self.state.paper != paper:
            return
        if printed:
            self.confirm()
            return
        said = problem or _("Máy này chưa có máy in. Lưu PDF, in ở máy khác rồi bấm Đã in.")
        self._show(replace(self.state, busy=False, said=said, tone="warn", unsure=True))

    def _saved(self, said: str, tone: str) -> None:
        if self.state is not None:
            unsure = self.state.unsure or tone == "ok"
            self._show(replace(self.state, said=said, tone=tone, unsure=unsure))

    def _confirmed(self, _nothing: object) -> None:
        self._session.notices.tell(notices.DOSSIERS, notices.TODAY, notices.SYNC)
        state = self.state
        if state is None:
            return
        more = state.at + 1 < len(state.papers)
        said = _("Đã in. Còn giấy này.") if more else _("Đã in.")
        self._show(replace(state, at=state.at + more, busy=False, said=said, tone="ok", unsure=False))
        self._session.read(self._make, self._key, then=self._anew, otherwise=self._none)

    def _anew(self, papers: tuple[PrintedPaper, ...]) -> None:
        """What is printed next is one copy further."""
        if self.state is not None and [one.document for one in papers] == [
            one.document for one in self.state.papers
        ]:
            self._show(replace(self.state, papers=papers))

    def _show(self, state: PaperState | None) -> None:
        self.state = state
        self.changed.emit(state)


def _papers(counter: Counter, reader_id: str, event_id: str) -> tuple[PrintedPaper, ...]:
    first = forms.paper_of(counter, reader_id, event_id)
    try:
        return first, forms.apology_notice(counter, reader_id, event_id)
    except Refused:  # only a wrongly chosen procedure has a second paper
        return (first,)


def _scan(digest: str, counter: Counter, reader_id: str, code: str) -> tuple[PrintedPaper, ...]:
    return (scan_papers.of_dossier(counter, reader_id, code, digest),)


def _control(counter: Counter, reader_id: str, code: str) -> tuple[PrintedPaper, ...]:
    return (forms.control_sheet(counter, reader_id, code),)


def _print(printer: Printer, paper: PrintedPaper) -> tuple[PrintedPaper, bool, str]:
    """Print; a printer that fails is told in words and loses nothing."""
    try:
        return paper, printer.print_pdf(paper.pdf, paper.name), ""
    except CounterError as error:
        return paper, False, sentence(error)
