"""A new calendar over printed promises, without widgets: surveyed in parts, told one by one, never moved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.calendar_change import Effect
from counter_app.domain.commands import Applicant
from counter_app.domain.step_events import Means
from counter_app.errors import CounterError
from counter_app.services import calendar_news
from counter_app.services.calendar_news import Slice, Survey, Telling, Told, Touched
from counter_app.services.counter import Counter
from counter_app.services.life import Acted
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.session import Session

SHOWN = 300  # rows of a list: the most urgent first, the next come up as these are done


class Lot(StrEnum):
    """A part of the list."""

    WAITING = "waiting"
    OTHERWISE = "otherwise"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The promise that is being told of; whom to tell, None until read; `said` what hindered it."""

    row: Touched
    applicant: Applicant | None = None
    means: Means = Means.PHONE
    note: str = ""
    busy: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class CalendarState:
    """What the new calendar touches: counts of all, rows up to SHOWN; `read` of `total` promises seen."""

    lot: Lot = Lot.WAITING
    version: int = 0
    ground: str = ""
    waiting: tuple[Touched, ...] = ()
    otherwise: tuple[Touched, ...] = ()
    told: tuple[Told, ...] = ()
    waiting_count: int = 0
    otherwise_count: int = 0
    surveying: bool = False
    stopped: bool = False
    read: int = 0
    total: int = 0
    chosen: Chosen | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    survey: Survey
    slice: Slice


class CalendarPresenter(QObject):
    """`changed(CalendarState)`; `counted(CalendarState)` after a whole survey; `recorded(event_id)` to print.

    A survey reads one part after another, so that lists come between, and can be stopped.
    """

    changed = Signal(object)
    counted = Signal(object)
    recorded = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = CalendarState()
        self._number = 0
        self._found: dict[Lot, list[Touched]] = {}
        self._counts: dict[Lot, int] = {}
        session.renewed.connect(self._renewed)

    def start(self) -> None:
        """Look through all promises, once more from the first."""
        self._number += 1
        self._found = {Lot.WAITING: [], Lot.OTHERWISE: []}
        self._counts = dict.fromkeys(self._found, 0)
        self._change(surveying=True, stopped=False, read=0)
        self._read(_begun, self._number, then=self._came)

    def stop(self) -> None:
        """Stop looking; what was found so far is shown."""
        if self.state.surveying:
            self._number += 1
            self._end(stopped=True)

    def show(self, lot: Lot) -> None:
        """Bring a part of the list to the front."""
        self._change(lot=lot, chosen=None)

    def choose(self, code: str) -> None:
        """Begin to tell a citizen."""
        row = next((row for row in self.state.waiting if row.code == code), None)
        if row is not None:
            self._change(chosen=Chosen(row))
            self._read(_contact, code, then=self._met, otherwise=self._refused)

    def set(self, **given: Any) -> None:
        """Take how the citizen was told (`means`), and a `note`."""
        if self.state.chosen is not None:
            self._change(chosen=replace(self.state.chosen, **given))

    def leave(self) -> None:
        """Tell nobody now."""
        self._change(chosen=None)

    def tell(self) -> None:
        """Record that the citizen was told; the notice is shown to be printed."""
        chosen, session = self.state.chosen, self._session
        if chosen is None or chosen.busy:
            return
        self.set(busy=True, said="")
        telling = Telling(
            session.counter.new_event_id(), session.actor_id, chosen.row.code, chosen.means, chosen.note
        )
        session.jobs.db(
            calendar_news.tell, session.counter, telling, then=self._recorded, otherwise=self._refused
        )

    def _came(self, part: _Part) -> None:
        if part.number != self._number:
            return
        for row in part.slice.touched:
            lot = Lot.WAITING if row.kind is Effect.PROMISE_ON_DAY_OFF else Lot.OTHERWISE
            if not row.told:
                self._counts[lot] += 1
                if len(self._found[lot]) < SHOWN:
                    self._found[lot].append(row)
        survey, read = part.survey, self.state.read + part.slice.read
        version, ground = survey.calendar.version, survey.ground
        self._change(read=read, total=survey.total, version=version, ground=ground)
        if part.slice.next is None:
            self._end(stopped=False)
        else:
            self._read(_looked, self._number, survey, part.slice.next, then=self._came)

    def _end(self, stopped: bool) -> None:
        self._change(
            surveying=False,
            stopped=stopped,
            waiting=tuple(self._found[Lot.WAITING]),
            otherwise=tuple(self._found[Lot.OTHERWISE]),
            waiting_count=self._counts[Lot.WAITING],
            otherwise_count=self._counts[Lot.OTHERWISE],
        )
        self._read(calendar_news.told, then=self._heard)
        if not stopped:
            self.counted.emit(self.state)

    def _heard(self, told: tuple[Told, ...]) -> None:
        self._change(told=told)

    def _met(self, answer: tuple[str, Applicant]) -> None:
        code, applicant = answer
        if self.state.chosen is not None and self.state.chosen.row.code == code:
            self.set(applicant=applicant)

    def _recorded(self, done: Acted) -> None:
        self._change(chosen=None)
        self._session.notices.tell(notices.DOSSIERS, notices.TODAY, notices.SYNC)
        self.recorded.emit(done.event_id)
        self.start()

    def _refused(self, error: CounterError) -> None:
        self.set(busy=False, said=sentence(error))

    def _renewed(self, _opening: object) -> None:
        """A new day or briefing may bring a new calendar into force: one cheap look says."""
        self._read(calendar_news.begin, then=self._compared)

    def _compared(self, survey: Survey) -> None:
        if survey.calendar.version != self.state.version:
            self.start()

    def _read(self, work: Callable[..., Any], *values: object, **slots: Any) -> None:
        self._session.read(work, *values, **slots)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _begun(counter: Counter, reader_id: str, number: int) -> _Part:
    survey = calendar_news.begin(counter, reader_id)
    return _Part(number, survey, calendar_news.look(counter, reader_id, survey, None))


def _looked(counter: Counter, reader_id: str, number: int, survey: Survey, after: calendar_news.Key) -> _Part:
    return _Part(number, survey, calendar_news.look(counter, reader_id, survey, after))


def _contact(counter: Counter, reader_id: str, code: str) -> tuple[str, Applicant]:
    return code, calendar_news.contact(counter, reader_id, code)
