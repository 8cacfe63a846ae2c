"""The mind of the page of people, no widgets: which days are shown, what is marked, what waits for whom."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.moments import day_iso, day_of, parse_day
from counter_app.domain.permissions import MAKES, READS, Page
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff_events import AbsenceLogged
from counter_app.errors import CounterError
from counter_app.services import desk, rota, rota_grid
from counter_app.services.rota import Rota
from counter_app.services.rota_grid import Count, Grid, Square
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.fetching_staff import StaffFetching
from counter_app.ui.screens.people import marked, words
from counter_app.ui.screens.people.absent import AbsenceLog
from counter_app.ui.screens.people.acts import Days, Done
from counter_app.ui.screens.people.deciding import Deciding
from counter_app.ui.screens.people.inbox import Deed, Item
from counter_app.ui.screens.people.papers import HandoverPapers
from counter_app.ui.screens.people.period import Shown, days_of, step
from counter_app.ui.screens.people.proposing import Proposing
from counter_app.ui.screens.people.requesting import Requesting
from counter_app.ui.screens.people.returning import Returning
from counter_app.ui.session import Session

EVERY = 60_000  # ms: who sits where is told by the minute


@dataclass(frozen=True, slots=True)
class PeopleState:
    """What the page shows; `square` is the marked one, `may_log` whether who sits here logs absences.

    `documented` is the absence at the square whose document he may see, "" for none.
    """

    shown: Shown = Shown.WEEK
    rota: Rota | None = None
    grid: Grid = Grid()  # noqa: RUF009 - frozen
    count: Count = Count()  # noqa: RUF009
    square: Square | None = None
    documented: str = ""
    may_log: bool = True
    last: str = ""
    tone: str = "info"


class PeoplePresenter(QObject):
    """`changed(PeopleState)`; `looked` each time the rota was read; `pointed` at the marked request."""

    changed = Signal(object)
    pointed = Signal()
    looked = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = PeopleState()
        self._anchor: int | None = None  # the day whose week or month is shown; None is today's
        self._pointed: Square | None = None  # to be marked when its week is there
        self._again = False
        self._reading = False
        self.absent = AbsenceLog(session, self)
        self.proposing, self.returning = Proposing(session, self), Returning(session, self)
        self.deciding, self.requesting = Deciding(session, self), Requesting(session, self)
        for part in (self.absent, self.proposing, self.returning, self.deciding, self.requesting):
            part.done.connect(self._done)
        self.papers = HandoverPapers(session, self)
        self.fetching = StaffFetching(session, self)
        self.fetching.came.connect(self.refresh)
        self.fetching.failed.connect(self._unfetched)
        for speaker in (self.proposing, self.papers):
            speaker.refused.connect(self._say_no)
        self.requesting.refused.connect(self._refused)
        self.requesting.wanted.connect(self._open_request)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.refresh)
        session.notices.changed.connect(self._told)
        session.renewed.connect(self._renewed)
        session.person_changed.connect(self._another)

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
        self._session.read(rota.look, days.first, days.last, then=self._looked, otherwise=self._failed)
        self.papers.look()

    def show(self, shown: Shown, pointed: Square | None = None) -> None:
        """Show a week, a month, or four weeks from today on; this week where a square of it is meant."""
        if shown is Shown.AHEAD or pointed is not None:
            self._anchor, self._pointed = None, pointed
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
        """Open the marked square: a day of many becomes its week, a stand-in's request is marked, and where
        nobody is somebody is looked for.
        """
        square, piece = self.state.square, self.state.square.worst if self.state.square else None
        if square is None:
            return
        if self.state.grid.compact:
            self._anchor = parse_day(square.day)
            self.show(Shown.WEEK)
        elif piece is not None and any(
            one.request.request == piece.request for one in self.requesting.state.items
        ):
            self.requesting.mark(piece.request)
            self.pointed.emit()
        elif piece is not None and piece.cover is Cover.UNCOVERED:
            self.find_substitute()

    def next_gap(self) -> None:
        """Mark the next square that needs somebody."""
        seen = self.state.rota
        found = marked.next_gap(self.state.grid, self.state.square, seen.roster.today) if seen else None
        if found is not None:
            self._show(square=found)

    # what is done

    def log_absence(self) -> None:
        """Open the form: for whose square is marked where one may speak for him, else for oneself."""
        seen = self.state.rota
        if seen is not None and self._may_log():
            square = self.state.square
            piece = square.worst if square is not None else None
            person = (piece.absent or piece.person) if piece is not None else ""
            self._leave()
            self.absent.begin(seen.roster, self._days(), person)

    def find_substitute(self) -> None:
        """Propose who could stand in at the marked square."""
        seen, square = self.state.rota, self.state.square
        if seen is None or square is None or not self._may_log():
            return
        found, hindrance = marked.to_cover(seen.roster, square)
        if found is None:
            self._say_no(hindrance)
            return
        self._leave()
        self.proposing.begin(seen.roster, self._days(), found.absence, square.line.counter)

    def come_back(self) -> None:
        """Ask when the absent person of the marked square is back, else when oneself is."""
        seen = self.state.rota
        if seen is None or not self._may_log():
            return
        found = marked.to_end(seen.roster, self.state.square, self._session.actor_id)
        if found is None:
            self._say_no(_("Không ai vắng ở đây. Chọn ô của người vắng rồi bấm V."))
            return
        self._leave()
        self.returning.begin(seen.roster, self._days(), found)

    def dismiss(self) -> None:
        """Step back: nothing stays open."""
        self._leave()
        self.requesting.dismiss()

    def forget_last(self) -> None:
        """Take the last sentence away."""
        self._show(last="")

    def _may_log(self) -> bool:
        """Tell whether who sits here logs absences at all; who only reads is told so."""
        if not self.state.may_log:
            self._say_no(_("Bạn chỉ xem. Cán bộ hoặc người phụ trách ghi vắng mặt."))
        return self.state.may_log

    # what comes back

    def _open_request(self, deed: Deed, item: Item) -> None:
        seen = self.state.rota
        if seen is None:
            return
        if deed is Deed.PAPER:
            self.papers.make(item.request.request)
            return
        if deed is Deed.NOTICE:
            self.papers.notice(item.request)
            return
        self._leave()
        if deed is Deed.ANOTHER:
            asked = item.request.asked
            self.proposing.begin(seen.roster, self._days(), asked.absence, asked.counter)
        else:
            self.deciding.begin(seen.roster, self._days(), item, deed is Deed.APPROVE)

    def _done(self, done: Done) -> None:
        said, tone = words.done(done.command, done.rota.roster)
        self._show(last=said, tone=tone)
        self._take(done.rota)
        if isinstance(done.command, LogAbsence):
            logged = self.proposing.begin(done.rota.roster, self._days(), done.command.event_id)
            if not logged:
                self._show(last=_("{said} Không ngồi quầy nào nên không cần người thay.").format(said=said))
        self._session.notices.tell(notices.PEOPLE, notices.SYNC, notices.DOSSIERS)

    def _refused(self, said: str) -> None:
        self._show(last=said, tone="late")
        self.refresh()

    def _say_no(self, said: str) -> None:
        self._show(last=said, tone="warn")

    def _looked(self, seen: Rota) -> None:
        self._reading = False
        self._take(seen)
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: CounterError) -> None:
        self._reading = False
        self._session.unread(error)

    def _unfetched(self, error: CounterError) -> None:
        self._say_no(_("Chưa tải được nội dung ở trung tâm: {why}").format(why=sentence(error)))

    def _take(self, seen: Rota) -> None:
        days = self._days()
        if (seen.first_day, seen.last_day) != (days.first, days.last):
            self._again = True  # somebody has turned the page meanwhile
            return
        self.requesting.show(seen.roster, days)
        before = self.state.rota
        if before is not None and before.lacking != seen.lacking:
            self.deciding.renew(seen.roster)
        self.fetching.bring(seen.lacking)
        laid = rota_grid.grid_of(seen, self.state.shown is not Shown.WEEK)
        square, self._pointed = self._pointed or self.state.square, None
        self._show(rota=seen, grid=laid, count=rota_grid.count(seen), square=square)
        self.looked.emit()

    def _told(self, topics: frozenset[str]) -> None:
        if topics & {notices.PEOPLE, notices.SYNC}:
            self.refresh()

    def _renewed(self, _news: object) -> None:
        self.refresh()

    def _another(self, _person: object) -> None:
        self._show(last="", documented="", may_log=bool(self._session.roles & MAKES[AbsenceLogged]))
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
        if changes.keys() & {"square", "rota"} and self.state.rota is not None:
            everybodys = bool(self._session.roles & READS[Page.RECORDS])
            reader, roster = self._session.reader_id, self.state.rota.roster
            found = marked.documented(roster, self.state.square, everybodys, reader)
            self.state = replace(self.state, documented=found.absence if found else "")
        self.changed.emit(self.state)
