"""Logging an absence, without widgets: days as typed, what they mean, what is critical, and the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.moments import day_of
from counter_app.domain.people import Person
from counter_app.domain.staff import notes
from counter_app.domain.staff.absence import speaks_for
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff.fields import among
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff.spans import Reception
from counter_app.domain.staff.typed_days import read_days
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.errors import CounterError, Refused
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people import acts
from counter_app.ui.screens.people.acts import Days, Done
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class AbsenceForm:
    """What is typed, and what it means. `people` are whom the person before the screen speaks for.

    `event_id` is made once: logged twice is the same as once. `remarks` are codes of `notes`.
    """

    event_id: str
    people: tuple[Person, ...]
    person: str
    days: str = ""
    reason: AbsenceReason | None = None
    text: str = ""
    document: str = ""
    spans: tuple[Span, ...] = ()
    planned: bool = True
    remarks: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    summary: str = ""
    busy: bool = False


class AbsenceLog(QObject):
    """`changed(AbsenceForm | None)`, `focus(field)` where the hands should go, `done(Done)`."""

    changed = Signal(object)
    focus = Signal(str)
    done = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._roster: Roster | None = None
        self._days = Days("", "")
        self._kept: dict[tuple[str, str], AbsenceForm] = {}  # by whose half-typed work it is, begun for whom
        self._owner = ("", "")
        self.form: AbsenceForm | None = None
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._left)

    def begin(self, roster: Roster, days: Days, person: str = "") -> None:
        """Open the form; `person` is whom it is about if he may be. What was typed for him comes again."""
        self._roster, self._days = roster, days
        actor = self._session.actor_id
        people = tuple(
            one for one in roster.people if speaks_for(roster.grants, actor, one.person_id, roster.today)
        )
        ids = [one.person_id for one in people]
        about = person if person in ids else actor
        self._owner = (self._session.owner, about)
        kept = self._kept.get(self._owner)
        form = kept or AbsenceForm(self._session.counter.new_event_id(), people, about)
        wanted = form.person if form.person in ids else actor
        note = _("Phần đang gõ dở lần trước.") if kept is not None and _typed(kept) else ""
        self._show(replace(form, people=people, person=wanted, note=note, busy=False))
        self._read()
        self.focus.emit("person" if len(people) > 1 else "days")

    def set(self, name: str, value: object) -> None:
        """Take one entry as typed, with what follows from it."""
        if self.form is None or self.form.busy:
            return
        changes: dict[str, Any] = {name: value}
        errors = {other: said for other, said in self.form.errors.items() if other != name}
        self._show(replace(self.form, **changes, errors=errors, note="", summary=""))
        if name in ("person", "days"):
            self._read()

    def submit(self) -> None:
        """Put it on record, once."""
        form = self.form
        if form is None or form.busy or self._roster is None:
            return
        if errors := self._faults(form):
            self._show(replace(form, errors=errors))
            self.focus.emit(next(iter(errors)))
            return
        command = LogAbsence(
            form.event_id,
            self._session.actor_id,
            form.person,
            form.spans,
            form.reason or AbsenceReason.OTHER,
            form.planned,
            form.text,
        )
        self._show(replace(form, busy=True, errors={}, summary=""))
        scan = form.document.strip()
        session = self._session
        session.jobs.db(
            acts.act, session.counter, command, self._days, scan, then=self._logged, otherwise=self._refused
        )

    def leave(self) -> None:
        """Step back; what was typed comes again with the form."""
        if self.form is not None:
            self._kept[self._owner] = self.form
            self._show(None)

    def _read(self) -> None:
        """Say what the days mean, and what is critical about them."""
        form, roster = self.form, self._roster
        if form is None or roster is None:
            return
        try:
            spans = read_days(form.days, roster.now, _reception(roster, form.person)) if form.days else ()
        except Refused:
            spans = ()
        today = day_of(roster.now)
        planned = not spans or day_of(spans[0].begin) > today
        remarks = notes.critical(roster, form.person, spans) if spans else ()
        self._show(replace(form, spans=spans, planned=planned, remarks=remarks))

    def _faults(self, form: AbsenceForm) -> dict[str, str]:
        assert self._roster is not None  # noqa: S101 - asked only while the form is open
        errors: dict[str, str] = {}
        try:
            read_days(form.days or "?", self._roster.now, _reception(self._roster, form.person))
        except Refused as error:
            errors["days"] = sentence(error)
        if form.reason is None:
            errors["reason"] = _("Chưa chọn lý do. Gõ số 1 đến 7.")
        elif form.reason is AbsenceReason.OTHER and not form.text.strip():
            errors["text"] = sentence(Refused("text_missing", "text"))
        return errors

    def _logged(self, done: Done) -> None:
        if self.form is None or self.form.event_id != done.command.event_id:
            return
        self._kept.pop(self._owner, None)
        self._show(None)
        self.done.emit(done)

    def _refused(self, error: CounterError) -> None:
        if self.form is None:
            return
        name = {"spans": "days"}.get(getattr(error, "field", None) or "", getattr(error, "field", None) or "")
        name = "document" if name == "scan" else name
        if name in ("person", "days", "reason", "text", "document"):
            self._show(replace(self.form, busy=False, errors={name: sentence(error)}))
            self.focus.emit(name)
        else:
            self._show(replace(self.form, busy=False, summary=sentence(error)))

    def _freed(self, error: Exception) -> None:
        if self.form is not None and self.form.busy and not isinstance(error, CounterError):
            self._show(replace(self.form, busy=False))

    def _left(self, _person: object) -> None:
        """Another sits down: what the one before typed is kept for him."""
        self.leave()

    def _show(self, form: AbsenceForm | None) -> None:
        self.form = form
        self.changed.emit(form)


def _typed(form: AbsenceForm) -> bool:
    return bool(form.days or form.reason or form.text or form.document)


def _reception(roster: Roster, person_id: str) -> Reception:
    field_ = roster.person(person_id).field
    return Reception(roster.calendar, among(roster.saturday_fields, field_), roster.mornings)
