"""Joins the parts of the page Nhân sự to who sits before the screen: no tab for what he may not read."""

from functools import cached_property

from PySide6.QtCore import QObject

from counter_app.domain.permissions import MAKES, READS, Page
from counter_app.domain.staff_events import AbsenceLogged
from counter_app.texts import _
from counter_app.ui.printer import Printer
from counter_app.ui.screens.audit.presenter import AuditPresenter
from counter_app.ui.screens.audit.view import AuditView
from counter_app.ui.screens.inspections.presenter import InspectionsPresenter
from counter_app.ui.screens.inspections.view import InspectionsView
from counter_app.ui.screens.people.view import PeopleView
from counter_app.ui.screens.people_records.presenter import RecordsPresenter
from counter_app.ui.screens.people_records.view import RecordsView
from counter_app.ui.screens.staff.view import (
    AUDIT,
    INSPECTIONS,
    RECORDS,
    ROSTER,
    Front,
    Part,
    PartsView,
    sliding,
)
from counter_app.ui.session import Session

_READ = {
    ROSTER: Page.ROSTER,
    RECORDS: Page.OWN_RECORDS,
    INSPECTIONS: Page.RECORDS,
    AUDIT: Page.AUDIT,
}


class StaffPage(QObject):
    """The roster with the records, the inspections and the audit beside it."""

    def __init__(self, session: Session, printer: Printer, roster: PeopleView, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self.view = PartsView(self._parts(roster))
        roster.show_up.connect(self._show_roster)
        session.person_changed.connect(self._seated)
        session.renewed.connect(self._seated)

    @cached_property
    def records(self) -> RecordsView:
        """What stands about a person; like the two below laid out once somebody comes to it."""
        return RecordsView(RecordsPresenter(self._session, self._printer, self))

    @cached_property
    def inspections(self) -> InspectionsView:
        """Inspections, presence checks, measures and moves."""
        return InspectionsView(self._session, self._printer, InspectionsPresenter(self._session, self))

    @cached_property
    def audit(self) -> AuditView:
        """Who did what when."""
        view = AuditView(AuditPresenter(self._session, self))
        view.show_people(self._session.opening.people)
        return view

    def _parts(self, roster: PeopleView) -> dict[str, Part]:
        return {
            ROSTER: Part(
                _("Lịch trực"),
                "",
                lambda: Front(roster, _nothing, roster.setFocus),
            ),
            RECORDS: Part(
                _("Hồ sơ cán bộ"),
                _("Alt+←→ tháng   ·   Ctrl+P in   ·   Ctrl+S lưu"),
                lambda: _sliding(self.records),
            ),
            INSPECTIONS: Part(
                _("Kiểm tra"),
                _("↑↓ chọn   ·   Enter xem biên bản   ·   Esc quay lại"),
                lambda: _sliding(self.inspections),
            ),
            AUDIT: Part(
                _("Nhật ký"),
                _("Enter xem cùng hồ sơ   ·   Esc xem lại tất cả   ·   Ctrl+S lưu"),
                lambda: _sliding(self.audit),
            ),
        }

    def _show_roster(self) -> None:
        self.view.show_part(ROSTER)

    def _seated(self, _news: object) -> None:
        """Offer what the roles of who sits here allow today; the services judge by themselves."""
        roles = self._session.roles
        self.view.offer(frozenset(name for name, page in _READ.items() if roles & READS[page]))
        self.view.tell_keys(ROSTER, " · ".join(_roster_keys(bool(roles & MAKES[AbsenceLogged]))))
        if "audit" in vars(self):  # laid out
            self.audit.show_people(self._session.opening.people)


def _sliding(view: RecordsView | InspectionsView | AuditView) -> Front:
    return Front(sliding(view), view.presenter.refresh, view.take_hands)


def _roster_keys(may_log: bool) -> tuple[str, ...]:
    deeds = (_("N vắng mặt"), _("T tìm người thay"), _("V về sớm")) if may_log else ()
    return (*deeds, _("C chỗ trống"), _("H đề nghị"), _("P in"), _("F11 bảng trực"))


def _nothing() -> None:
    """The roster looks by itself."""
