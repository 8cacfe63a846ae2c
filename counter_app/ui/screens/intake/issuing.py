"""What happens to a receipt after it is durable: paper, preview, and the day's list. No widgets."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.errors import CounterError
from counter_app.services import desk, papers
from counter_app.services.counter import Counter
from counter_app.services.desk import Receipt, TodayRow
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.printer import Printer
from counter_app.ui.session import Session

RECEIPT, SUPPLEMENT = "01", "02"  # numbers of the forms
MANY = 5  # receipts are printed without asking; more are a stack of paper


@dataclass(frozen=True, slots=True)
class Paper:
    """A printable paper: `code` of its dossier ("" for Form 02), what to call it, the PDF."""

    code: str
    title: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class DayState:
    """Today's rows, newest first; `last` the newest paper in words; `waiting` codes without paper.

    `asking` when so many wait that printing them all needs a second word.
    """

    rows: tuple[TodayRow, ...] = ()
    last: str = ""
    tone: str = "info"
    code: str = ""
    waiting: tuple[str, ...] = ()
    asking: bool = False


class Issuing(QObject):
    """`changed(DayState)`; `show(Paper)` in a window, `side(Paper | None)` beside the empty form."""

    changed = Signal(object)
    show = Signal(object)
    side = Signal(object)

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.state = DayState()
        self._receipt: Receipt | None = None
        session.notices.changed.connect(self._told)

    def open(self) -> None:
        """Show the day, and what an earlier start left unprinted."""
        self._refresh()
        self._session.jobs.read(desk.unprinted, self._session.counter, then=self._left_over)

    def issue(self, receipt: Receipt) -> None:
        """Print a new receipt; whatever the printer does, the reception stands."""
        self._receipt = receipt
        self._say(_("đang in"), "info", receipt.code)
        self._print(receipt.code)

    def issue_supplement(self, event_id: str) -> None:
        """Print Form 02, or show it where there is no printer."""
        jobs, counter = self._session.jobs, self._session.counter
        jobs.print(
            _supplement, counter, event_id, self._printer, then=self._supplement_out, otherwise=self._failed
        )

    def again(self, code: str) -> None:
        """Print one of today's receipts once more."""
        if code:
            self._say(_("đang in lại"), "info", code)
            self._print(code)

    def again_all(self) -> None:
        """Print every receipt that waits; of many, ask first."""
        if len(self.state.waiting) > MANY:
            self._change(asking=True)
        else:
            self.print_all()

    def print_all(self) -> None:
        """Print every receipt that waits, however many."""
        self._change(asking=False)
        for code in self.state.waiting:
            self._print(code)

    def not_all(self) -> None:
        """Not that many: back to the notice."""
        self._change(asking=False)

    def look(self, code: str) -> None:
        """Show a receipt."""
        if code:
            self._session.jobs.read(
                _paper, self._session.counter, code, then=self._shown, otherwise=self._failed
            )

    def confirm(self, code: str) -> None:
        """The officer holds the paper in his hand: printed."""
        command = ConfirmPrinted(new_event_id(), self._session.actor_id, code, RECEIPT)
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(_confirm, counter, command, then=self._confirmed, otherwise=self._failed)

    def later(self) -> None:
        """Put the notice about unprinted receipts away; the list still says it."""
        self._change(waiting=(), asking=False)

    def _shown(self, paper: Paper) -> None:
        self.show.emit(paper)

    def _print(self, code: str) -> None:
        jobs, counter = self._session.jobs, self._session.counter
        jobs.print(_paper_out, counter, code, self._printer, then=self._out, otherwise=self._failed)

    def _out(self, answer: tuple[Paper, bool, str]) -> None:
        paper, printed, problem = answer
        if printed:
            self.side.emit(None)
            self.confirm(paper.code)
            return
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(_keep, counter, paper.code, then=self._kept, otherwise=self._failed)
        said = problem or _("chưa xác nhận in: máy này chưa có máy in, đã giữ bản PDF")
        self._say(said, "warn", paper.code)
        self.side.emit(paper)

    def _supplement_out(self, answer: tuple[Paper, bool, str]) -> None:
        paper, printed, problem = answer
        said = (
            _("Đã in phiếu bổ sung.") if printed else problem or _("Chưa in phiếu bổ sung; đã giữ bản PDF.")
        )
        self._change(last=said, tone="ok" if printed else "warn", code="")
        self.side.emit(None if printed else paper)

    def _kept(self, _path: Path) -> None:
        self._refresh()

    def _confirmed(self, code: str) -> None:
        self._say(_("đã in"), "ok", code)
        self._change(waiting=tuple(other for other in self.state.waiting if other != code))
        self._session.notices.tell(notices.TODAY, notices.SYNC)

    def _failed(self, error: CounterError) -> None:
        self._change(last=sentence(error), tone="late")

    def _say(self, said: str, tone: str, code: str) -> None:
        receipt = self._receipt
        who = ""
        if receipt is not None and receipt.code == code:
            who = f"{receipt.name} · {receipt.procedure_name}"
        else:
            row = next((row for row in self.state.rows if row.code == code), None)
            who = f"{row.name} · {row.procedure_name}" if row else ""
        self._change(last=" · ".join(part for part in (code, who, said) if part), tone=tone, code=code)

    def _told(self, topics: frozenset[str]) -> None:
        if notices.TODAY in topics:
            self._refresh()

    def _refresh(self) -> None:
        self._session.jobs.read(desk.today, self._session.counter, then=self._rows)

    def _rows(self, rows: tuple[TodayRow, ...]) -> None:
        self._change(rows=rows)

    def _left_over(self, codes: tuple[str, ...]) -> None:
        self._change(waiting=codes)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _paper(counter: Counter, code: str) -> Paper:
    return Paper(code, code, papers.receipt_pdf(counter, code))


def _paper_out(counter: Counter, code: str, printer: Printer) -> tuple[Paper, bool, str]:
    return _tried(_paper(counter, code), printer)


def _supplement(counter: Counter, event_id: str, printer: Printer) -> tuple[Paper, bool, str]:
    answer = _tried(Paper("", _("Phiếu bổ sung"), papers.request_pdf(counter, event_id)), printer)
    if not answer[1]:
        papers.keep_request(counter, event_id)
    return answer


def _tried(paper: Paper, printer: Printer) -> tuple[Paper, bool, str]:
    """Print; a printer that fails is told in words and loses nothing."""
    try:
        return paper, printer.print_pdf(paper.pdf, paper.title), ""
    except CounterError as error:
        return paper, False, sentence(error)


def _keep(counter: Counter, code: str) -> Path:
    return papers.keep_receipt(counter, code)


def _confirm(counter: Counter, command: ConfirmPrinted) -> str:
    desk.confirm_printed(counter, command)
    return command.code
