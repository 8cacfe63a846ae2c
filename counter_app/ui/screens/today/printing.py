"""The papers of the day's page: hand-over lists and minutes; where no printer takes them, kept and shown."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from counter_app.domain.commands import ConfirmPrinted
from counter_app.errors import CounterError
from counter_app.services import day, desk, forms
from counter_app.services.counter import Counter
from counter_app.services.forms import PrintedPaper
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.printer import Printer
from counter_app.ui.saving import Paper, Saving
from counter_app.ui.session import Session

MINUTES = "minutes"
Make = Callable[[Counter, str, str], PrintedPaper]


class Printing(QObject):
    """`said(words, tone)` of each paper; `show(Paper)` of one that no printer took."""

    said = Signal(str, str)
    show = Signal(object)

    def __init__(self, session: Session, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.saving = Saving(session, self)

    def paper(self, event_id: str) -> None:
        """Print the hand-over list that an event stands on."""
        self._start(forms.paper_of, event_id)

    def minutes(self, event_id: str) -> None:
        """Print the minutes of a closing."""
        self._start(_minutes, event_id)

    def last_minutes(self) -> None:
        """Print the minutes of the last closing again."""
        self._session.read(day.last_closing, then=self._again)

    def confirm(self, code: str, document: str) -> None:
        """The paper is in somebody's hand: on record as printed, the next one is a copy."""
        session = self._session
        command = ConfirmPrinted(session.counter.new_event_id(), session.actor_id, code, document)
        session.jobs.db(desk.confirm_printed, session.counter, command, otherwise=self._failed)

    def _again(self, event_id: str) -> None:
        if event_id:
            self.minutes(event_id)

    def _start(self, make: Make, event_id: str) -> None:
        session = self._session
        session.jobs.print(
            _out,
            partial(make, session.counter, session.reader_id, event_id),
            session.counter,
            self._printer,
            then=self._done,
            otherwise=self._failed,
        )

    def _done(self, answer: tuple[PrintedPaper, bool, str]) -> None:
        made, printed, problem = answer
        title = _("biên bản đóng ngày") if made.form == MINUTES else _("danh sách bàn giao")
        said = _("Đã in {paper}.") if printed else problem or _("Chưa in {paper}; đã giữ bản PDF.")
        self.said.emit(said.format(paper=title), "ok" if printed else "warn")
        if not printed:
            self.show.emit(Paper(title, made.pdf, made.name, made.code, made.document))
        elif made.document:
            self.confirm(made.code, made.document)

    def _failed(self, error: CounterError) -> None:
        self.said.emit(sentence(error), "late")


def _minutes(counter: Counter, reader_id: str, event_id: str) -> PrintedPaper:
    pdf = day.minutes_pdf(counter, reader_id, event_id)
    return PrintedPaper(MINUTES, "", "", 1, f"{event_id}-{MINUTES}", pdf)


def _out(
    make: Callable[[], PrintedPaper], counter: Counter, printer: Printer
) -> tuple[PrintedPaper, bool, str]:
    made = make()
    try:
        printed, problem = printer.print_pdf(made.pdf, made.name), ""
    except CounterError as error:
        printed, problem = False, sentence(error)
    if not printed:
        desk.keep_paper(counter, made.name, made.pdf)
    return made, printed, problem
