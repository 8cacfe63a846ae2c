"""The open counter in the frame: builds the pages once, seats people, keeps the facts at the foot."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.people import Person
from counter_app.services import day, desk
from counter_app.texts import _
from counter_app.ui import notices
from counter_app.ui.announcing import Announcing
from counter_app.ui.exchange import Exchange
from counter_app.ui.lock import Lock
from counter_app.ui.main_window import (
    DEADLINES,
    DOSSIERS,
    INTAKE,
    LOCK,
    OFFICERS,
    ONLINE,
    PEOPLE,
    REPORTS,
    SYNC,
    TODAY,
    MainWindow,
)
from counter_app.ui.places import keys_of, may_use, places_for
from counter_app.ui.printer import Printer
from counter_app.ui.screens.deadlines.page import DeadlinesPage
from counter_app.ui.screens.dossiers.presenter import DossiersPresenter
from counter_app.ui.screens.dossiers.view import DossiersView
from counter_app.ui.screens.intake.answering import Answering
from counter_app.ui.screens.intake.capturing import LeafPresenter
from counter_app.ui.screens.intake.issuing import DayState, Issuing
from counter_app.ui.screens.intake.view import IntakeView
from counter_app.ui.screens.intake.voiding import Voiding
from counter_app.ui.screens.online import words as online_words
from counter_app.ui.screens.online.presenter import OnlinePresenter, OnlineState
from counter_app.ui.screens.online.view import OnlineView
from counter_app.ui.screens.people.page import PeoplePage
from counter_app.ui.screens.reports.page import ReportsPage
from counter_app.ui.screens.staff.page import StaffPage
from counter_app.ui.screens.sync.page import SyncPage
from counter_app.ui.screens.today import words as today_words
from counter_app.ui.screens.today.presenter import TodayPresenter
from counter_app.ui.screens.today.view import TodayView
from counter_app.ui.session import Session
from counter_app.ui.widgets.receipt_scan import ReceiptScan

if TYPE_CHECKING:
    from counter_app.services.day import DayPage
    from counter_app.services.desk import Opening


class Workplace(QObject):
    """Joins one session to one window. Imported only after the counter is open: it loads the services."""

    def __init__(self, window: MainWindow, session: Session, printer: Printer, last_person: str) -> None:
        super().__init__(window)
        self._window, self.session = window, session
        self._at, self._begun = INTAKE, False
        self.intake = LeafPresenter(session, self)
        self.issuing = Issuing(session, printer, self)
        self.exchange = Exchange(session, self)
        self.view = IntakeView(self.intake, self.issuing, Voiding(session, self))
        self.online = OnlinePresenter(session, self)
        self.answering = Answering(session, self.intake)
        self.online_view = OnlineView(self.online)
        self.deadlines = DeadlinesPage(session, printer, self)
        self.people = PeoplePage(session, printer, self)
        self.staff = StaffPage(session, printer, self.people.view, self)
        self.reports = ReportsPage(session, printer, self)
        self.dossiers = DossiersPresenter(session, printer, self)
        self.dossiers_view = DossiersView(self.dossiers)
        self._receipts = ReceiptScan(self.dossiers_view.found.line, self)
        self.health = SyncPage(session, window, self.exchange, self)
        self.lock = Lock(window, session, last_person, self)
        self.officers = self.lock.view
        window.add_page(INTAKE, _("Tiếp nhận hồ sơ"), self.view)
        window.add_page(DOSSIERS, _("Hồ sơ"), self.dossiers_view)
        window.add_page(ONLINE, _("Hồ sơ trực tuyến"), self.online_view)
        window.add_page(DEADLINES, _("Hạn trả"), lambda: self.deadlines.view)
        window.add_page(PEOPLE, _("Nhân sự"), self.staff.view)
        window.add_page(REPORTS, _("Báo cáo"), lambda: self.reports.view)
        self.today = TodayPresenter(session, printer, self)
        window.add_page(TODAY, _("Hôm nay"), lambda: self.today_view)
        window.add_page(SYNC, _("Gửi về trung tâm"), self.health.view)
        self._join()
        self._join_lock()
        self._join_online()
        self._join_dossiers()
        self.deadlines.waiting.connect(self._due)
        self.deadlines.opened.connect(self.go_to)
        self.people.waiting.connect(partial(self._window.rail.count, PEOPLE))
        self.announcing = Announcing(window.news, session, self)
        self._join_announcing()

    @cached_property
    def today_view(self) -> TodayView:
        """The day, laid out once somebody comes to it."""
        return TodayView(self.today)

    def start(self) -> None:
        """Ask who sits here."""
        self.lock.ask()
        self.lock.idle.watch(self._window.windowHandle())
        self.exchange.start()
        self.people.duty.start()
        self.session.jobs.read(day.left_over, self.session.counter, then=self._begins)

    def go(self, name: str) -> None:
        """Go to a page that whoever sits here can use; nobody does before he sits here."""
        if name == OFFICERS:
            self.lock.ask()
        elif name == LOCK:
            self.lock.lock()
        elif self.session.person is not None and may_use(name, self.session.roles):
            self._at = name
            self._window.show_page(name)
            self._receipts.listen(self._window)
            self._window.say_aside(keys_of(name))
            if name == INTAKE:
                self.view.hands_to("day" if self.session.opening.day_asked else "scan")
            elif name == TODAY:
                self.today.refresh()
                self.today_view.take_hands()

    def go_to(self, code: str) -> None:
        """Open a dossier on its page."""
        self.go(DOSSIERS)
        self.dossiers.open(code)
        self.dossiers_view.story.table.setFocus()

    def _join(self) -> None:
        self._window.wanted.connect(self._wanted)
        self._window.closing.connect(self.intake.close)
        self._window.closing.connect(self.people.duty.end)
        self._window.status.tell_time(partial(desk.minute, self.session.counter))
        self.session.renewed.connect(self._renewed)
        self.view.vouched.connect(self._vouch)
        self.view.mistaken.connect(self._correct_clock)
        self.view.doubt_day(self.session.opening)
        self.health.opened.connect(self.go_to)
        self.today.looked.connect(self._left)

    def _vouch(self) -> None:
        self.session.vouch()
        self.view.hands_to("scan")

    def _correct_clock(self) -> None:
        self.go(SYNC)
        self.health.correct()

    def _join_lock(self) -> None:
        self.lock.entered.connect(self._seat)
        self.lock.covered.connect(self._say_who)
        self.lock.warned.connect(self._warn)
        self.exchange.changed.connect(self.lock.seating.hear)

    def _wanted(self, name: str) -> None:
        """A person asks for a page: nothing behind the cover moves."""
        if not self.lock.is_covered or name in (OFFICERS, LOCK):
            self.go(name)

    def _join_dossiers(self) -> None:
        self._receipts.recognised.connect(self._scans)
        self.dossiers.searching.scanned.connect(self.go_to)

    def _scans(self, head: str) -> None:
        """A receipt is being scanned: the rest of it belongs into the search line."""
        if self.lock.is_covered:
            return
        self.go(DOSSIERS)
        self.dossiers.searching.type(head)
        self.dossiers_view.found.line.setFocus()
        self.dossiers_view.found.line.end(False)

    def _join_online(self) -> None:
        view, answering = self.online_view, self.answering
        self.online.wanted.connect(answering.take_up)
        self.online.changed.connect(self._waits)
        self.issuing.changed.connect(self._newest)
        answering.hindered.connect(self.online.ask)
        answering.opened.connect(self._open_form)
        answering.answered.connect(self._next_online)
        answering.left.connect(self._next_online)
        view.back.connect(self._open_form)
        view.instead.connect(answering.instead)
        self.view.let_go.connect(answering.let_go)
        self.view.discarded.connect(answering.discard)

    def _open_form(self) -> None:
        self.online.dismiss()
        self.go(INTAKE)
        self.view.hands_to("papers" if self.intake.state.procedure else "procedure")

    def _next_online(self) -> None:
        """Back to the list, where the next one is marked."""
        self.online.refresh()
        if self._at == INTAKE:
            self.go(ONLINE)

    def _waits(self, state: OnlineState) -> None:
        late = online_words.overdue(state.rows) > 0
        self._window.rail.count(ONLINE, len(state.rows), online_words.count(state.rows), late)

    def _join_announcing(self) -> None:
        self.reports.waiting.connect(self._untold)
        self.announcing.join(self.deadlines, self.people, self.reports)
        self.announcing.wanted.connect(self._see)

    def _see(self, page: str) -> None:
        """Somebody goes where he was called to: nothing behind the cover moves."""
        if not self.lock.is_covered:
            self.go(page)
            self.announcing.show(page)

    def _untold(self, count: int, words: str) -> None:
        self._window.rail.count(REPORTS, count, words)

    def _due(self, count: int, words: str) -> None:
        self._window.rail.count(DEADLINES, count, words, late=count > 0)

    def _left(self, page: "DayPage") -> None:
        count = len(today_words.left(page))
        self._window.rail.count(TODAY, count, today_words.left_over(count), late=bool(page.unexplained))

    def _begins(self, left_over: bool) -> None:
        """A day that begins with what an earlier one left opens on its page."""
        if left_over and self.session.person is None:
            self._at = TODAY

    def _newest(self, state: DayState) -> None:
        self.online_view.say_last(state.last, state.tone)

    def _seat(self, _person: Person, other: bool) -> None:
        """Somebody sits here; where it is another than before, his own pages come up."""
        self._offer_places()
        self._say_who()
        if other:
            self.people.start()
            self.session.notices.tell(notices.TODAY, notices.DOSSIERS)
            self.go(self._at)

    def _offer_places(self) -> None:
        """Show the places of whoever sits here; where the page before him is none of them, the first."""
        places = places_for(self.session.roles)
        self._window.rail.offer(places)
        if not self._begun and DOSSIERS in places:  # their lists begin with the first who may read them
            self._begun = True
            self.issuing.open()
            self.deadlines.start()
            self.reports.start()
        if self._at not in places:
            self.go(places[0])

    def _say_who(self, _covered: bool = False) -> None:
        """Say at the foot who sits here, and by what."""
        person, seat = self.session.person, self.session.seat
        if person is None:
            return
        parts = [person.name, person.counter]
        if seat is not None:
            parts.append(_("đăng nhập trực tuyến") if seat.online else _("đăng nhập ngoại tuyến"))
        icon, token = "person", "muted"
        if self.lock.locked:
            parts, icon, token = [_("Đã khóa"), person.name], "lock", "warn"
        said = " · ".join(part for part in parts if part)
        self._window.status.say("person", said, icon, token, OFFICERS)

    def _warn(self, seconds: int) -> None:
        """Say quietly that the window is about to lock by itself."""
        status = self._window.status
        if seconds:
            said = _("Tự khóa sau {count} giây").format(count=seconds)
            status.say("lock", said, "lock", "warn", OFFICERS)
        else:
            status.hush("lock")

    def _renewed(self, opening: "Opening") -> None:
        """A new day or briefing; who no longer works here, or must sign in from now on, is asked anew."""
        session, person = self.session, self.session.person
        self.officers.show_office(opening.office.name)
        self.lock.seating.renew()
        self.view.doubt_day(opening)
        session.notices.tell(notices.TODAY)
        if person is None:
            return
        listed = {other.person_id: other for other in opening.people}
        session.person = listed.get(person.person_id, person)
        self._say_who()
        self._offer_places()
        if person.person_id not in listed or (opening.pin_needed and session.seat is None):
            self.lock.lock()
