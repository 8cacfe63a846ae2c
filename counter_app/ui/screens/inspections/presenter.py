"""Inspections and what a supervisor records, without widgets: marked, filled in, put on record once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.permissions import MAKES
from counter_app.domain.staff_events import InspectionHeld, PersonRotated, PresenceChecked, StandingRecorded
from counter_app.errors import CounterError, Refused
from counter_app.services import audit, inspections, staff
from counter_app.services.counter import Counter
from counter_app.services.inspections import Inspected, Inspection
from counter_app.services.staff import StaffActed
from counter_app.texts import _
from counter_app.texts.audit import Topic
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.fetching_staff import StaffFetching
from counter_app.ui.screens.inspections.forms import FORMS, Before, Deed
from counter_app.ui.session import Session
from counter_app.ui.widgets.entries import Entry, Kind, starting

LATEST = 4
_NOTED = frozenset(kind.KIND for kind in (PresenceChecked, StandingRecorded, PersonRotated))


@dataclass(frozen=True, slots=True)
class Form:
    """A deed being filled in. `event_id` is made once: done twice is the same as once.

    `doubt` is what was said of it and is to be agreed to.
    """

    deed: Deed
    before: Before
    entries: tuple[Entry, ...]
    values: Mapping[str, object]
    event_id: str
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    doubt: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class InspectionsState:
    """What is shown; `marked` is the id of an inspection, `may_act` whether the person may record.

    `latest` are the newest presence checks, measures and moves.
    """

    seen: Inspected | None = None
    latest: tuple[audit.Entry, ...] = ()
    marked: str = ""
    form: Form | None = None
    may_act: bool = False
    said: str = ""
    tone: str = "info"

    @property
    def inspection(self) -> Inspection | None:
        """The marked one."""
        found = self.seen.inspections if self.seen else ()
        return next((one for one in found if one.fact.inspection == self.marked), None)


class InspectionsPresenter(QObject):
    """`changed(InspectionsState)`, `focus(field)` where the hands should go, `paper(pdf)` to look at."""

    changed = Signal(object)
    focus = Signal(str)
    paper = Signal(bytes)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = InspectionsState()
        self._kept: dict[Deed, Form] = {}
        self.fetching = StaffFetching(session, self)
        self.fetching.came.connect(self.refresh)
        self.fetching.failed.connect(self._unfetched)
        session.person_changed.connect(self._forget)
        session.jobs.failed.connect(self._freed)

    def refresh(self) -> None:
        """Look again."""
        session = self._session
        self._change(may_act=bool(session.roles & MAKES[InspectionHeld]))
        session.jobs.read(_look, session.counter, session.actor_id, then=self._looked, otherwise=self._failed)

    def mark(self, inspection: str) -> None:
        """Mark one."""
        if inspection != self.state.marked:
            self._change(marked=inspection)

    def begin(self, deed: Deed) -> None:
        """Open a form, with what was typed into it before."""
        state = self.state
        if state.seen is None or not state.may_act or self._hindered(deed):
            return
        before = Before(state.seen.roster, self._session.actor_id, state.inspection)
        entries = FORMS[deed].entries(before)
        kept = self._kept.get(deed)
        if kept is not None and kept.entries == entries:
            self._change(form=replace(kept, before=before, busy=False), said="")
        else:
            self._change(
                form=Form(deed, before, entries, starting(entries), self._session.counter.new_event_id()),
                said="",
            )
        self.focus.emit("")

    def set(self, name: str, value: object) -> None:
        """Take one entry as typed."""
        form = self.state.form
        if form is None or form.busy:
            return
        errors = {other: said for other, said in form.errors.items() if other != name}
        values = {**form.values, name: value}
        self._change(form=replace(form, values=values, errors=errors, summary="", doubt=""))

    def submit(self) -> None:
        """Put it on record, once."""
        form, session = self.state.form, self._session
        if form is None or form.busy:
            return
        if errors := _left_out(form):
            self._change(form=replace(form, errors=errors))
            self.focus.emit(next(iter(errors)))
            return
        try:
            command = FORMS[form.deed].build(form.event_id, session.actor_id, form.values, form.before)
            doubt = FORMS[form.deed].doubt(form.values, form.before)
        except Refused as error:
            self._refused(error)
            return
        if doubt != form.doubt:  # asked once more, with what is to be known
            self._change(form=replace(form, errors={}, summary="", doubt=doubt))
            return
        self._change(form=replace(form, busy=True, errors={}, summary=""))
        session.jobs.db(staff.act, session.counter, command, then=self._acted, otherwise=self._refused)

    def leave(self) -> None:
        """Step back; what was typed comes again with the form."""
        if self.state.form is not None:
            self._kept[self.state.form.deed] = self.state.form
            self._change(form=None)

    def show_minutes(self) -> None:
        """Make the minutes of the marked inspection."""
        if self.state.inspection is not None:
            session = self._session
            work = (session.actor_id, self.state.marked)
            session.jobs.print(
                inspections.minutes, session.counter, *work, then=self._made, otherwise=self._failed
            )

    def _hindered(self, deed: Deed) -> bool:
        inspection = self.state.inspection
        hindered = deed is Deed.FOLLOW_UP and (inspection is None or not inspection.open)
        if hindered:
            self._change(said=_("Chọn một biên bản còn kiến nghị chưa xong."), tone="warn")
        return hindered

    def _acted(self, acted: StaffActed) -> None:
        form = self.state.form
        if form is None or form.event_id != acted.event_id:
            return
        self._kept.pop(form.deed, None)
        marked = acted.event_id if form.deed is Deed.INSPECT else self.state.marked
        self._change(form=None, marked=marked, said=_(FORMS[form.deed].done), tone="ok")
        self._session.notices.tell(notices.PEOPLE, notices.SYNC)
        self.refresh()

    def _looked(self, answer: tuple[Inspected, tuple[audit.Entry, ...]]) -> None:
        seen, latest = answer
        ids = [one.fact.inspection for one in seen.inspections]
        marked = self.state.marked if self.state.marked in ids else ids[0] if ids else ""
        self._change(seen=seen, latest=latest, marked=marked)
        self.fetching.bring(seen.lacking)

    def _unfetched(self, error: CounterError) -> None:
        said = _("Chưa tải được nội dung ở trung tâm: {why}").format(why=sentence(error))
        self._change(said=said, tone="warn")

    def _made(self, pdf: bytes) -> None:
        self.paper.emit(pdf)

    def _refused(self, error: CounterError) -> None:
        form = self.state.form
        if form is None:
            return
        name = getattr(error, "field", None) or ""
        if name in {entry.name for entry in form.entries}:
            self._change(form=replace(form, busy=False, errors={name: sentence(error)}))
            self.focus.emit(name)
        else:
            self._change(form=replace(form, busy=False, summary=sentence(error)))

    def _failed(self, error: CounterError) -> None:
        self._change(said=sentence(error), tone="late")

    def _freed(self, error: Exception) -> None:
        form = self.state.form
        if form is not None and form.busy and not isinstance(error, CounterError):
            self._change(form=replace(form, busy=False))

    def _forget(self, _person: object) -> None:
        """Another sits down: what was read and typed was the other's."""
        self._kept.clear()
        self._change(seen=None, latest=(), marked="", form=None, said="", may_act=False)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _look(counter: Counter, reader_id: str) -> tuple[Inspected, tuple[audit.Entry, ...]]:
    seen = inspections.look(counter, reader_id)
    noted = audit.look(counter, reader_id, audit.Wanted(topic=Topic.DISCIPLINE)).entries
    return seen, tuple(one for one in noted if one.kind in _NOTED)[:LATEST]


def _left_out(form: Form) -> dict[str, str]:
    errors = {}
    for entry in form.entries:
        value = form.values.get(entry.name)
        if entry.required(form.values) and not (value.strip() if isinstance(value, str) else value):
            code = "people_missing" if entry.name == "people" else "text_missing"
            unchosen = entry.kind in (Kind.LIST, Kind.CHOICE)
            errors[entry.name] = _("Chưa chọn.") if unchosen else sentence(Refused(code, entry.name))
    return errors
