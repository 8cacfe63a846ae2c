"""The mind of the day's page, no widgets: look, hand papers over, have them signed for, close the day."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.day import CloseDay
from counter_app.domain.life.commands import HandOver, TakeOver
from counter_app.errors import CounterError
from counter_app.services import day, life
from counter_app.services.counter import Counter
from counter_app.services.day import DayPage
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.printer import Printer
from counter_app.ui.screens.today.printing import Printing
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class TodayState:
    """The day as read last. `chosen` are the codes to hand over, `done` of `total` the running hand-over.

    `asking` waits for yes to close; `sheet` is the list whose receiver is being named in `receiver`.
    """

    page: DayPage | None = None
    chosen: frozenset[str] = frozenset()
    done: int = 0
    total: int = 0
    asking: bool = False
    busy: bool = False
    sheet: str = ""
    receiver: str = ""
    receiver_error: str = ""
    last: str = ""
    tone: str = "info"


class TodayPresenter(QObject):
    """`changed(TodayState)`; `looked(DayPage)` each time the day was read."""

    changed = Signal(object)
    looked = Signal(object)

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = TodayState()
        self.printing = Printing(session, printer, self)
        self.printing.said.connect(self._say)
        self._waiting: list[tuple[str, str]] = []  # (unit, code), by unit
        self._sheet = ("", "")  # the unit whose list is being made, and its number
        self._first = ""  # the event whose paper is that list
        self._close_id = ""
        session.notices.changed.connect(self._told)
        session.renewed.connect(self._renewed)
        session.jobs.failed.connect(self._freed)

    def refresh(self) -> None:
        """Read the day again."""
        self._session.read(day.page, then=self._read)

    def toggle(self, code: str) -> None:
        """Choose a dossier for the hand-over, or not."""
        if not self.state.busy:
            self._show(chosen=self.state.chosen ^ {code})

    def choose_all(self) -> None:
        """Choose all that lie at the desk; chosen all, none."""
        page = self.state.page
        if page is not None and not self.state.busy:
            every = frozenset(one.code for one in page.at_desk)
            self._show(chosen=frozenset() if self.state.chosen == every else every)

    def hand_over(self) -> None:
        """Hand the chosen dossiers over, one list for each unit."""
        page, chosen = self.state.page, self.state.chosen
        if page is None or self.state.busy or not chosen:
            return
        self._waiting = [(one.unit, one.code) for one in page.at_desk if one.code in chosen]
        self._sheet = ("", "")
        self._show(busy=True, asking=False, done=0, total=len(self._waiting))
        self._next()

    def sign_for(self, sheet: str) -> None:
        """Ask who took the papers of a list."""
        if not self.state.busy:
            self._show(sheet=sheet, receiver_error="")

    def name_receiver(self, name: str) -> None:
        """Take the receiver's name as typed."""
        self._show(receiver=name, receiver_error="")

    def signed(self) -> None:
        """Record the receiver's side of every dossier of the list."""
        state, session = self.state, self._session
        if state.page is None or state.busy or not state.sheet:
            return
        handed = [(one.code, one.event_id) for one in state.page.unsigned if one.sheet == state.sheet]
        self._show(busy=True)
        session.jobs.db(
            _sign,
            session.counter,
            session.actor_id,
            handed,
            state.receiver,
            then=self._was_signed,
            otherwise=self._not_signed,
        )

    def close_day(self) -> None:
        """Ask first; asked already, close."""
        session, page = self._session, self.state.page
        if page is None or self.state.busy:
            return
        if page.closed:
            self._show(last=_("Hôm nay đã đóng ở máy này."), tone="info")
        elif not self.state.asking:
            self._close_id = self._session.counter.new_event_id()
            self._show(asking=True)
        else:
            self._show(busy=True)
            command = CloseDay(self._close_id, session.actor_id)
            session.jobs.db(day.close, session.counter, command, then=self._closed, otherwise=self._refuse)

    def dismiss(self) -> None:
        """Not now."""
        if not self.state.busy:
            self._show(asking=False, sheet="", receiver_error="")

    # what comes back

    def _next(self) -> None:
        session = self._session
        unit, code = self._waiting[0]
        if unit != self._sheet[0]:
            self._sheet = (unit, "")
        session.jobs.db(
            _hand,
            session.counter,
            session.actor_id,
            *self._sheet,
            code,
            then=self._handed,
            otherwise=self._kept,
        )

    def _handed(self, answer: tuple[str, str]) -> None:
        sheet, event_id = answer
        if not self._sheet[1]:
            self._sheet = (self._sheet[0], sheet)
            self._first = event_id
        code = self._waiting[0][1]
        self._show(done=self.state.done + 1, chosen=self.state.chosen - {code})
        self._go_on()

    def _kept(self, error: CounterError) -> None:
        """One that changed meanwhile stays; the others go."""
        self._show(last=sentence(error), tone="warn")
        self._go_on()

    def _go_on(self) -> None:
        (unit, _code), *self._waiting = self._waiting
        ended = not self._waiting or self._waiting[0][0] != unit
        if ended and self._sheet[1]:
            self.printing.paper(self._first)
        if self._waiting:
            self._next()
            return
        self._show(busy=False)
        self._session.notices.tell(notices.TODAY, notices.SYNC, notices.DOSSIERS)

    def _was_signed(self, count: int) -> None:
        said = _("{receiver} đã ký nhận {count} hồ sơ.").format(receiver=self.state.receiver, count=count)
        self._show(busy=False, sheet="", receiver="", last=said, tone="ok")
        self._session.notices.tell(notices.TODAY, notices.SYNC, notices.DOSSIERS)

    def _not_signed(self, error: CounterError) -> None:
        self._show(busy=False, receiver_error=sentence(error))

    def _closed(self, event_id: str) -> None:
        self._show(busy=False, asking=False, last=_("Đã đóng ngày."), tone="ok")
        self._session.notices.tell(notices.TODAY, notices.SYNC)
        self.printing.minutes(event_id)

    def _refuse(self, error: CounterError) -> None:
        self._show(busy=False, asking=False, last=sentence(error), tone="late")
        self.refresh()

    def _freed(self, error: Exception) -> None:
        if self.state.busy and not isinstance(error, CounterError):
            self._show(busy=False)

    def _say(self, said: str, tone: str) -> None:
        self._show(last=said, tone=tone)

    def _told(self, topics: frozenset[str]) -> None:
        if notices.TODAY in topics or notices.DOSSIERS in topics:
            self.refresh()

    def _renewed(self, _opening: object) -> None:
        self.refresh()

    def _read(self, page: DayPage) -> None:
        there = {one.code for one in page.at_desk}
        self._show(page=page, chosen=self.state.chosen & there)
        self.looked.emit(page)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _hand(counter: Counter, actor_id: str, unit: str, sheet: str, code: str) -> tuple[str, str]:
    number = sheet or day.next_sheet(counter, actor_id)
    return number, life.act(counter, HandOver(counter.new_event_id(), actor_id, code, unit, number)).event_id


def _sign(counter: Counter, actor_id: str, handed: list[tuple[str, str]], receiver: str) -> int:
    for code, event_id in handed:
        life.act(counter, TakeOver(counter.new_event_id(), actor_id, code, event_id, receiver))
    return len(handed)
