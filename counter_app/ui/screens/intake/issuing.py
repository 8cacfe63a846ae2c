"""What happens to a receipt after it is durable: paper, preview, and the day's list. No widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.commands import ConfirmPrinted
from counter_app.errors import CounterError
from counter_app.services import desk, forms, papers
from counter_app.services.counter import Counter
from counter_app.services.desk import Receipt, TodayRow
from counter_app.services.forms import PrintedPaper
from counter_app.texts import _, formats
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.printer import Printer
from counter_app.ui.saving import Paper, Saving
from counter_app.ui.screens.intake import leaf_words, words
from counter_app.ui.screens.intake.acts import Act, Done
from counter_app.ui.session import Session

RECEIPT, FEE = "01", "BN"  # a form's number, the fee receipt
MANY = 5  # receipts are printed without asking; more are a stack of paper


@dataclass(frozen=True, slots=True)
class DayState:
    """Today's rows, newest first; `last` the newest paper in words; `waiting` codes without paper.

    `asking` when so many wait that printing them all needs a second word; `fee` the event of the money that
    was taken last, "" where a receipt of it was printed or none is owed.
    """

    rows: tuple[TodayRow, ...] = ()
    last: str = ""
    tone: str = "info"
    code: str = ""
    waiting: tuple[str, ...] = ()
    asking: bool = False
    fee: str = ""


class Issuing(QObject):
    """`changed(DayState)`; `show(Paper)` in a window, `side(Paper | None)` beside the empty form."""

    changed = Signal(object)
    show = Signal(object)
    side = Signal(object)

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.saving = Saving(session, self)
        self.state = DayState()
        self._receipt: Receipt | None = None
        session.notices.changed.connect(self._told)

    def open(self) -> None:
        """Show the day, and what an earlier start left unprinted."""
        self._refresh()
        self._session.read(desk.unprinted, then=self._left_over)

    def take(self, done: Done) -> None:
        """Print what belongs to what was just put on record, and say it."""
        self._change(fee="")
        if done.act is Act.RECEIVE and done.receipt is not None:
            self._issue(done.receipt)
        elif done.receipt is not None:
            self._given_at_once(done, done.receipt)
        elif done.act in (Act.CAPTURE, Act.VOID_LEAF):
            self._say(leaf_words.done(done.act), "ok", done.code)
            self.side.emit(None)
        else:
            self._say(_("đang in"), "info", done.code)
            self.paper(done.event_id)

    def paper(self, event_id: str) -> None:
        """Print the paper of an event, or show and keep it where no printer took it."""
        self._out_on_paper(_event_paper, event_id, self._paper_out)

    def fee_receipt(self) -> None:
        """Print the receipt of the money that was taken last: the citizen asks for it."""
        if self.state.fee:
            self.paper(self.state.fee)

    def voided(self, code: str) -> None:
        """Say that a receipt is void."""
        self._say(_("đã hủy phiếu; số này không dùng lại"), "ok", code)
        self._change(code="", fee="", waiting=tuple(other for other in self.state.waiting if other != code))

    def _issue(self, receipt: Receipt) -> None:
        """Print a new receipt; whatever the printer does, the reception stands."""
        self._receipt = receipt
        self._say(_("đang in"), "info", receipt.code)
        self._print(receipt.code)

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
            self._session.read(_paper, code, then=self._shown, otherwise=self._failed)

    def confirm(self, code: str, document: str) -> None:
        """The officer holds the paper in his hand, wherever it came from: printed."""
        command = ConfirmPrinted(self._session.counter.new_event_id(), self._session.actor_id, code, document)
        jobs, counter = self._session.jobs, self._session.counter
        then = self._confirmed if document == RECEIPT else self._told_printed
        jobs.db(_confirm, counter, command, then=then, otherwise=self._failed)

    def later(self) -> None:
        """Put the notice about unprinted receipts away; the list still says it."""
        self._change(waiting=(), asking=False)

    def _shown(self, paper: Paper) -> None:
        self.show.emit(paper)

    def _print(self, code: str) -> None:
        self._out_on_paper(_paper_out, code, self._out)

    def _out_on_paper(self, work: Callable[..., Any], key: str, then: Callable[[Any], object]) -> None:
        session, made = self._session, (key, self._printer)
        session.jobs.print(work, session.counter, session.reader_id, *made, then=then, otherwise=self._failed)

    def _out(self, answer: tuple[Paper, bool, str]) -> None:
        paper, printed, problem = answer
        if printed:
            self.side.emit(None)
            self.confirm(paper.code, paper.document)
            return
        session = self._session
        session.jobs.db(
            papers.keep_receipt,
            session.counter,
            session.reader_id,
            paper.code,
            then=self._kept,
            otherwise=self._failed,
        )
        said = problem or _("chưa xác nhận in: máy này chưa có máy in, đã giữ bản PDF")
        self._say(said, "warn", paper.code)
        self.side.emit(paper)

    def _given_at_once(self, done: Done, receipt: Receipt) -> None:
        self._receipt = receipt
        said = _("đã trả kết quả ngay")
        if done.taken is not None:
            said = _("đã trả kết quả ngay, thu {amount}").format(amount=formats.money(done.taken.amount))
        self._say(said, "ok", receipt.code)
        self._change(fee=done.taken.event_id if done.taken else "")
        self.side.emit(None)
        if done.act is Act.AT_ONCE_PRINTED:
            self._print(receipt.code)

    def _paper_out(self, answer: tuple[PrintedPaper, bool, str]) -> None:
        made, printed, problem = answer
        name = words.paper(made)
        said = _("Đã in {paper}.") if printed else problem or _("Chưa in {paper}; đã giữ bản PDF.")
        self._change(last=said.format(paper=name), tone="ok" if printed else "warn", code=made.code)
        self.side.emit(None if printed else Paper(name, made.pdf, made.name, made.code, made.document))
        if printed and made.document:
            self.confirm(made.code, made.document)
        if printed and made.form == FEE:
            self._change(fee="")

    def _told_printed(self, _code: str) -> None:
        self.side.emit(None)
        self._session.notices.tell(notices.TODAY, notices.SYNC)

    def _kept(self, _path: Path) -> None:
        self._refresh()

    def _confirmed(self, code: str) -> None:
        self.side.emit(None)
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
        self._change(last=" · ".join(part for part in (code, said, who) if part), tone=tone, code=code)

    def _told(self, topics: frozenset[str]) -> None:
        if notices.TODAY in topics:
            self._refresh()

    def _refresh(self) -> None:
        self._session.read(desk.today, then=self._rows)

    def _rows(self, rows: tuple[TodayRow, ...]) -> None:
        self._change(rows=rows)

    def _left_over(self, codes: tuple[str, ...]) -> None:
        self._change(waiting=codes)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _paper(counter: Counter, reader_id: str, code: str) -> Paper:
    return Paper(code, papers.receipt_pdf(counter, reader_id, code), f"{code}-{RECEIPT}", code, RECEIPT)


def _paper_out(counter: Counter, reader_id: str, code: str, printer: Printer) -> tuple[Paper, bool, str]:
    return _tried(_paper(counter, reader_id, code), printer)


def _event_paper(
    counter: Counter, reader_id: str, event_id: str, printer: Printer
) -> tuple[PrintedPaper, bool, str]:
    made = forms.paper_of(counter, reader_id, event_id)
    _paper_made, printed, problem = _tried(Paper(made.name, made.pdf, made.name), printer)
    if not printed:
        desk.keep_paper(counter, made.name, made.pdf)
    return made, printed, problem


def _tried(paper: Paper, printer: Printer) -> tuple[Paper, bool, str]:
    """Print; a printer that fails is told in words and loses nothing."""
    try:
        return paper, printer.print_pdf(paper.pdf, paper.title), ""
    except CounterError as error:
        return paper, False, sentence(error)


def _confirm(counter: Counter, command: ConfirmPrinted) -> str:
    desk.confirm_printed(counter, command)
    return command.code
