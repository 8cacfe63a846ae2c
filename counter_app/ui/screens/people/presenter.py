"""The mind of the page of people, no widgets: which days are shown, what is marked, what waits for whom."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.identity import new_event_id
from counter_app.domain.moments import day_iso, day_of, parse_day
from counter_app.domain.people import Role
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    BeginSubstitution,
    EndSubstitution,
    LogAbsence,
    StaffCommand,
)
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff_events import Ending
from counter_app.errors import CounterError
from counter_app.services import desk, rota
from counter_app.services.rota import Rota
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.screens.people import acts, grid, inbox, words
from counter_app.ui.screens.people.absent import AbsenceLog
from counter_app.ui.screens.people.acts import Days, Done
from counter_app.ui.screens.people.deciding import Deciding
from counter_app.ui.screens.people.grid import Count, Grid, Square
from counter_app.ui.screens.people.inbox import Deed, Item, Need
from counter_app.ui.screens.people.period import Shown, days_of, step
from counter_app.ui.screens.people.proposing import Proposing
from counter_app.ui.screens.people.returning import Returning, find_absence
from counter_app.ui.session import Session

EVERY = 60_000  # ms: who sits where is told by the minute
_SURE = frozenset((Deed.DECLINE, Deed.END))  # asked once more


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What the page shows. `square` is the marked one, `marked` the id of the marked request, "" for none.

    `asking` is a deed that waits for a yes.
    """

    shown: Shown = Shown.WEEK
    rota: Rota | None = None
    grid: Grid = Grid()  # noqa: RUF009 - frozen
    count: Count = Count()  # noqa: RUF009
    square: Square | None = None
    items: tuple[Item, ...] = ()
    marked: str = ""
    asking: Deed | None = None
    busy: bool = False
    last: str = ""
    tone: str = "info"

    @property
    def item(self) -> Item | None:
        """The marked request."""
        return next((one for one in self.items if one.request.request == self.marked), None)


class PeoplePresenter(QObject):
    """`changed(PeopleState)`; `looked` each time the rota was read."""

    changed = Signal(object)
    looked = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = PeopleState()
        self._anchor: int | None = None  # the day whose week or month is shown; None is today's
        self._again = False
        self._reading = False
        self._event_id = new_event_id()
        self.absent = AbsenceLog(session, self)
        self.proposing, self.returning = Proposing(session, self), Returning(session, self)
        self.deciding = Deciding(session, self)
        for part in (self.absent, self.proposing, self.returning, self.deciding):
            part.done.connect(self._done)
        self.proposing.refused.connect(self._say_no)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.refresh)
        session.notices.changed.connect(self._told)
        session.renewed.connect(self._renewed)
        session.person_changed.connect(self._renewed)
        session.jobs.failed.connect(self._freed)

    def start(self) -> None:
        """Look, and from now on with every minute."""
        self.refresh()
        self._timer.start()

    def refresh(self) -> None:
        """Look again; while a look is under way, once more after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        days = self._days()
        self._session.jobs.read(
            rota.look, self._session.counter, days.first, days.last, then=self._looked, otherwise=self._failed
        )

    def show(self, shown: Shown) -> None:
        """Show a week, a month, or the four weeks from today on."""
        if shown is Shown.AHEAD:
            self._anchor = None
        self._show(shown=shown)
        self.refresh()

    def turn(self, by: int) -> None:
        """Turn to the next or the last week, month or four weeks; 0 is back to today."""
        self._anchor = None if by == 0 else step(self.state.shown, self._at(), by)
        self.refresh()

    def mark(self, square: Square | None) -> None:
        """Take note of the square a person walked to."""
        if square != self.state.square:
            self._show(square=square)

    def open(self) -> None:
        """Open the marked square: a day of many becomes its week; where somebody is missing, find one."""
        square = self.state.square
        if square is None:
            return
        if self.state.grid.compact:
            self._anchor = parse_day(square.day)
            self.show(Shown.WEEK)
        elif square.cover in (Cover.UNCOVERED, Cover.AT_RISK) and square.pieces:
            self.find_substitute()

    # what is done

    def log_absence(self) -> None:
        """Open the form: for whose square is marked where one may speak for him, else for oneself."""
        seen = self.state.rota
        if seen is not None:
            square = self.state.square
            piece = square.worst if square is not None else None
            person = (piece.absent or piece.person) if piece is not None else ""
            self._leave()
            self.absent.begin(seen.roster, self._days(), person)

    def find_substitute(self) -> None:
        """Propose who could stand in at the marked square."""
        seen, square = self.state.rota, self.state.square
        piece = square.worst if square is not None else None
        if seen is None or piece is None:
            return
        person = piece.absent or piece.person
        found = find_absence(seen.roster, person, piece.begin, piece.end) if person else None
        if found is None or not any(s.begin < piece.end and piece.begin < s.end for s in found.standing):
            self._show(last=_("Chỉ tìm người thay cho lần vắng mặt đã ghi."), tone="warn")
            return
        self._leave()
        self.proposing.begin(seen.roster, self._days(), found.absence, piece.counter)

    def come_back(self) -> None:
        """Ask when the person of the marked square is back, else when oneself is."""
        seen, square = self.state.rota, self.state.square
        if seen is None:
            return
        piece = square.worst if square is not None else None
        found = None
        if piece is not None and (piece.absent or piece.person):
            found = find_absence(seen.roster, piece.absent or piece.person, piece.begin, piece.end)
        if found is None:
            found = find_absence(seen.roster, self._session.actor_id, seen.roster.now, seen.roster.now + 1)
        if found is None:
            self._show(last=_("Không có lần vắng mặt nào đang còn."), tone="warn")
            return
        self._leave()
        self.returning.begin(seen.roster, self._days(), found)

    def mark_request(self, request_id: str) -> None:
        """Take note of the request a person walked to."""
        if request_id != self.state.marked:
            self._show(marked=request_id, asking=None)

    def do(self, deed: Deed) -> None:
        """Do something with the marked request; what takes something back is asked once more."""
        item, seen = self.state.item, self.state.rota
        if item is None or seen is None or self.state.busy or deed not in item.deeds:
            return
        if deed in (Deed.APPROVE, Deed.REFUSE):
            self._leave()
            self.deciding.begin(seen.roster, self._days(), item, deed is Deed.APPROVE)
        elif deed in _SURE and self.state.asking is not deed:
            self._event_id = new_event_id()
            self._show(asking=deed)
        else:
            if deed not in _SURE:
                self._event_id = new_event_id()
            self._act(self._command(deed, item))

    def dismiss(self) -> None:
        """Step back: an open form first, then a question."""
        self._leave()
        self._show(asking=None)

    def forget_last(self) -> None:
        """Take the last sentence away."""
        self._show(last="")

    # what comes back

    def _command(self, deed: Deed, item: Item) -> StaffCommand:
        ids, request = (self._event_id, self._session.actor_id), item.request.request
        if deed is Deed.BEGIN:
            return BeginSubstitution(*ids, request)
        if deed is Deed.END:
            own = item.request.asked.substitute == self._session.actor_id
            return EndSubstitution(*ids, request, Ending.NOT_ABLE if own else Ending.NOT_NEEDED)
        return AnswerSubstitution(*ids, request, deed is Deed.ACCEPT)

    def _act(self, command: StaffCommand) -> None:
        self._show(busy=True, asking=None)
        session = self._session
        session.jobs.db(
            acts.act, session.counter, command, self._days(), then=self._done, otherwise=self._refused
        )

    def _done(self, done: Done) -> None:
        said = words.done(done.command, done.rota.roster)
        self._show(busy=False, last=said, tone="ok")
        self._take(done.rota)
        if isinstance(done.command, LogAbsence):
            self.proposing.begin(done.rota.roster, self._days(), done.command.event_id)
        self._session.notices.tell(notices.PEOPLE, notices.SYNC, notices.DOSSIERS)

    def _refused(self, error: CounterError) -> None:
        self._show(busy=False, last=sentence(error), tone="late")
        self.refresh()

    def _say_no(self, said: str) -> None:
        self._show(last=said, tone="warn")

    def _freed(self, error: Exception) -> None:
        if self.state.busy and not isinstance(error, CounterError):
            self._show(busy=False)

    def _looked(self, seen: Rota) -> None:
        self._reading = False
        self._take(seen)
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: CounterError) -> None:
        self._reading = False
        self._session.jobs.failed.emit(error)

    def _take(self, seen: Rota) -> None:
        days = self._days()
        if (seen.first_day, seen.last_day) != (days.first, days.last):
            self._again = True  # somebody has turned the page meanwhile
            return
        actor = self._session.person.person_id if self._session.person else ""
        found = inbox.items(seen.roster, actor)
        ids = [one.request.request for one in found]
        marked = self.state.marked if self.state.marked in ids else next(iter(ids), "")
        laid = grid.grid_of(seen, self.state.shown is not Shown.WEEK)
        self._show(rota=seen, grid=laid, count=grid.count(seen), items=found, marked=marked)
        self.looked.emit()

    def _told(self, topics: frozenset[str]) -> None:
        if topics & {notices.PEOPLE, notices.SYNC}:
            self.refresh()

    def _renewed(self, _news: object) -> None:
        self._show(asking=None)
        self.refresh()

    def _at(self) -> int:
        return self._today() if self._anchor is None else self._anchor

    def _today(self) -> int:
        return day_of(desk.minute(self._session.counter))

    def _days(self) -> Days:
        first, last = days_of(self.state.shown, self._at())
        return Days(day_iso(first), day_iso(last))

    def _leave(self) -> None:
        for part in (self.absent, self.proposing, self.returning, self.deciding):
            part.leave()

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def needing(state: PeopleState, actor: str) -> tuple[int, bool]:
    """Return how many things need the person before the screen, and whether one of them is red.

    Requests that wait for his word; for the desk's head also what is to be confirmed by anybody, and
    today's sessions without an officer or a day without a reserve.
    """
    seen = state.rota
    if seen is None:
        return 0, False
    mine = sum(one.mine for one in state.items)
    red = any(one.mine and one.need is Need.CONFIRM for one in state.items)
    if Role.SUPERVISOR not in seen.roster.roles(actor):
        return mine, red
    unconfirmed = sum(one.need is Need.CONFIRM and not one.mine for one in state.items)
    left = [cell for cell in seen.today if cell.end > seen.roster.now]
    empty = sum(cell.cover is Cover.UNCOVERED for cell in left)
    return mine + unconfirmed + empty, red or unconfirmed + empty > 0
