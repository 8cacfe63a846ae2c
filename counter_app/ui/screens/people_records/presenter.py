"""One person's month without widgets: chosen, made anew, printed. Whose, the service says."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import local_day
from counter_app.domain.people import Person
from counter_app.errors import CounterError
from counter_app.services import desk, staff_records
from counter_app.services.counter import Counter
from counter_app.services.staff_records import Sheet
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.fetching_staff import StaffFetching
from counter_app.ui.printer import Printer
from counter_app.ui.saving import Saving
from counter_app.ui.screens.people_records import words
from counter_app.ui.screens.reports.periods import Period, Span
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class RecordsState:
    """Whose month is chosen; `people` are those whose records the reader may see."""

    period: Period
    people: tuple[Person, ...] = ()
    person: str = ""
    sheet: Sheet | None = None
    busy: bool = False
    said: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    people: tuple[Person, ...]
    sheet: Sheet


class RecordsPresenter(QObject):
    """`changed(RecordsState)`. What was asked for before the last choice is dropped when it comes."""

    changed = Signal(object)

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.saving = Saving(session, self)
        self.saving.said.connect(self._say)
        self.state = RecordsState(self._this_month())
        self._asked = 0
        self.fetching = StaffFetching(session, self)
        self.fetching.came.connect(self.refresh)
        self.fetching.failed.connect(self._unfetched)
        session.person_changed.connect(self._forget)

    def refresh(self) -> None:
        """Look, at one's own month where nobody was chosen."""
        session, state = self._session, self.state
        self._asked += 1
        person = state.person or session.actor_id
        self._change(person=person, busy=True, said="")
        work = (self._asked, session.actor_id, person, state.period.name)
        # A sheet takes a while to set: on the papers' lane no list has to wait for it.
        session.jobs.print(_made, session.counter, *work, then=self._came, otherwise=self._failed)

    def choose(self, person_id: str) -> None:
        """Look at another person."""
        self._change(person=person_id, sheet=None)
        self.refresh()

    def step(self, count: int) -> None:
        """Go some months on, or back."""
        self._change(period=self.state.period.step(count), sheet=None)
        self.refresh()

    def this_month(self) -> None:
        """Come back to the month that runs."""
        self._change(period=self._this_month(), sheet=None)
        self.refresh()

    def print(self) -> None:
        """Print the sheet."""
        sheet = self.state.sheet
        if sheet is None or self.state.busy:
            return
        self._change(busy=True, said=_("Đang in…"), tone="info")
        title = words.title(sheet.record.month)
        self._session.jobs.print(
            self._printer.print_pdf, sheet.pdf, title, then=self._printed, otherwise=self._failed
        )

    def _this_month(self) -> Period:
        return Period(Span.MONTH, local_day(desk.minute(self._session.counter)))

    def _came(self, answer: _Answer) -> None:
        if answer.number == self._asked:
            self._change(people=answer.people, sheet=answer.sheet, busy=False)
            self.fetching.bring(sorted(answer.sheet.record.lacking))

    def _unfetched(self, error: CounterError) -> None:
        said = _("Chưa tải được nội dung ở trung tâm: {why}").format(why=sentence(error))
        self._change(said=said, tone="warn")

    def _printed(self, taken: bool) -> None:
        said = _("Đã in.") if taken else _("Máy này chưa có máy in. Lưu PDF rồi in ở máy khác.")
        self._change(busy=False, said=said, tone="ok" if taken else "warn")

    def _failed(self, error: CounterError) -> None:
        self._change(busy=False, said=sentence(error), tone="late")

    def _say(self, said: str, tone: str) -> None:
        self._change(said=said, tone=tone)

    def _forget(self, _person: object) -> None:
        """Another sits down: what the one before him read is not his to see."""
        self._asked += 1
        self._change(people=(), person="", sheet=None, busy=False, said="")

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _made(counter: Counter, number: int, reader_id: str, person_id: str, month: str) -> _Answer:
    people = staff_records.readable(counter, reader_id)
    return _Answer(number, people, staff_records.sheet(counter, reader_id, person_id, month))
