"""The printed reports without widgets: a period is chosen, a paper made, looked at, printed, saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import local_day
from counter_app.errors import CounterError
from counter_app.services import apologies, desk, exports, preferences, registers, reports
from counter_app.services.counter import Counter
from counter_app.services.reports import LatenessReport
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.printer import Printer
from counter_app.ui.screens.reports import words
from counter_app.ui.screens.reports.periods import Period, Span
from counter_app.ui.session import Session


class Book(StrEnum):
    """What can be made."""

    REGISTER = "register"
    LATENESS = "lateness"
    APOLOGIES = "apologies"


SPANS = {
    Book.REGISTER: (Span.DAY, Span.MONTH),
    Book.LATENESS: tuple(Span),
    Book.APOLOGIES: tuple(Span),
}


@dataclass(frozen=True, slots=True)
class Made:
    """What was made for a period: the paper, a table for Excel ("" none), how many rows it has."""

    period: Period
    pdf: bytes
    csv: bytes
    rows: int
    lateness: LatenessReport | None = None


@dataclass(frozen=True, slots=True)
class BookState:
    """One report as the page shows it; `made` is kept while another is being made."""

    book: Book
    period: Period
    made: Made | None = None
    busy: bool = False
    said: str = ""
    tone: str = "info"

    @property
    def current(self) -> Made | None:
        """What was made of the period that is chosen."""
        return self.made if self.made is not None and self.made.period == self.period else None


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    made: Made


class BookPresenter(QObject):
    """`changed(BookState)`. Making runs beside the lists; what was given up is dropped when it comes."""

    changed = Signal(object)

    def __init__(self, book: Book, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        span = Span(getattr(session.counter.settings.report_spans, book.value))
        self.state = BookState(book, Period(span, local_day(desk.minute(session.counter))))
        self._asked = 0

    def choose(self, span: str) -> None:
        """Take another length, now and after the next start; the first day stays in the period."""
        session = self._session
        self._turn(Period(Span(span), self.state.period.first))
        session.jobs.db(
            preferences.remember_span, session.counter, self.state.book.value, span, otherwise=self._failed
        )

    def step(self, count: int) -> None:
        """Go some periods on, or back."""
        self._turn(self.state.period.step(count))

    def today(self) -> None:
        """Come back to the period that runs."""
        self._turn(Period(self.state.period.span, local_day(desk.minute(self._session.counter))))

    def make(self) -> None:
        """Make the report of the chosen period."""
        if self.state.busy:
            return
        self._asked += 1
        self._change(busy=True, said=_("Đang lập…"), tone="info")
        work = _MAKERS[self.state.book]
        # Thousands of rows take a while to set: on the papers' lane no list has to wait for them.
        session, asked = self._session, (self._asked, work, self.state.period)
        session.jobs.print(
            _made, session.counter, session.reader_id, *asked, then=self._done, otherwise=self._failed
        )

    def cancel(self) -> None:
        """Give up what is being made."""
        self._asked += 1
        self._change(busy=False, said="")

    def print(self) -> None:
        """Print what was made."""
        made = self.state.current
        if made is None or self.state.busy:
            return
        self._change(busy=True, said=_("Đang in…"), tone="info")
        title = words.title(self.state.book)
        self._session.jobs.print(
            self._printer.print_pdf, made.pdf, title, then=self._printed, otherwise=self._failed
        )

    def save(self, path: Path) -> None:
        """Save what was made: a name that ends in .csv takes the table, any other the paper."""
        made = self.state.current
        if made is None:
            return
        data = made.csv if path.suffix.lower() == ".csv" and made.csv else made.pdf
        self._session.jobs.print(exports.save, path, data, then=self._saved, otherwise=self._failed)

    def file_name(self, suffix: str) -> str:
        """Return a name to offer for a file."""
        return f"{words.FILES[self.state.book]}-{self.state.period.name}.{suffix}"

    def _turn(self, period: Period) -> None:
        self._asked += 1  # what is being made is of another period
        self._change(period=period, busy=False, said="")

    def _done(self, answer: _Answer) -> None:
        if answer.number == self._asked:
            said = words.made(answer.made.rows)
            self._change(made=answer.made, busy=False, said=said, tone="ok")

    def _printed(self, taken: bool) -> None:
        said = _("Đã in.") if taken else _("Máy này chưa có máy in. Lưu PDF rồi in ở máy khác.")
        self._change(busy=False, said=said, tone="ok" if taken else "warn")

    def _saved(self, path: Path) -> None:
        self._change(said=_("Đã lưu {file}.").format(file=path), tone="ok")

    def _failed(self, error: CounterError) -> None:
        self._change(busy=False, said=sentence(error), tone="late")

    def _change(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


_Maker = Callable[[Counter, str, Period], Made]


def _made(counter: Counter, reader_id: str, number: int, work: _Maker, period: Period) -> _Answer:
    return _Answer(number, work(counter, reader_id, period))


def _register(counter: Counter, reader_id: str, period: Period) -> Made:
    found = registers.register(counter, reader_id, period.first, period.last)
    return Made(period, found.pdf, b"", len(found.rows))


def _lateness(counter: Counter, reader_id: str, period: Period) -> Made:
    found = reports.lateness_report(counter, reader_id, period.first, period.last)
    return Made(period, found.pdf, found.csv, found.whole.received, found)


def _apologies(counter: Counter, reader_id: str, period: Period) -> Made:
    found = apologies.apology_register(counter, reader_id, period.first, period.last)
    return Made(period, found.pdf, found.csv, len(found.rows))


_MAKERS: dict[Book, _Maker] = {
    Book.REGISTER: _register,
    Book.LATENESS: _lateness,
    Book.APOLOGIES: _apologies,
}
