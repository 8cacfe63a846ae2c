"""One act at a time, without widgets: what was typed is kept until it is done, refusals stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.life.commands import LifeCommand, SignApology
from counter_app.errors import CounterError, Refused
from counter_app.services import life, life_offers, scans
from counter_app.services.counter import Counter
from counter_app.services.life import Acted, DossierFile
from counter_app.services.life_offers import Act
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.screens.dossiers.acts.describing import Ids
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.session import Session
from counter_app.ui.widgets.entries import Entry, Kind, starting


@dataclass(frozen=True, slots=True)
class Panel:
    """An act being filled in. `event_id` is made once: done twice is the same as once.

    `before` is the act that must be done first, if one must.
    """

    act: Act
    file: DossierFile
    entries: tuple[Entry, ...]
    values: Mapping[str, object]
    event_id: str
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    busy: bool = False
    before: Act | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that is on record now."""

    act: Act
    acted: Acted


class Acting(QObject):
    """`changed(Panel | None)`, `focus(field)` where the hands should go, `done(Done)`."""

    changed = Signal(object)
    focus = Signal(str)
    done = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.panel: Panel | None = None
        self._kept: dict[tuple[str, str, Act], tuple[dict[str, object], str]] = {}
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._seated)

    def begin(self, act: Act, file: DossierFile) -> None:
        """Open an act, with what was typed into it before."""
        entries = FORMS[act].entries(file)
        typed, event_id = self._kept.get((self._session.owner, file.dossier.code, act), ({}, ""))
        before = life_offers.before(act, file.case)
        values = starting(entries) | typed
        self._show(
            Panel(act, file, entries, values, event_id or self._session.counter.new_event_id(), before=before)
        )
        self.focus.emit("")

    def set(self, name: str, value: object) -> None:
        """Take one entry as typed, with what follows from it."""
        if self.panel is None:
            return
        values = {**self.panel.values, name: value}
        values |= FORMS[self.panel.act].follow(self.panel.file, name, values)
        errors = {other: said for other, said in self.panel.errors.items() if other != name}
        panel = replace(self.panel, values=values, errors=errors)
        self._keep(panel)
        self._show(panel)

    def submit(self) -> None:
        """Do it, once; a second call while it runs does nothing."""
        panel = self.panel
        if panel is None or panel.busy:
            return
        if errors := _left_out(panel):
            summary = _("Còn {count} chỗ chưa nhập.").format(count=len(errors)) if len(errors) > 1 else ""
            self._show(replace(panel, errors=errors, summary=summary))
            self.focus.emit(next(iter(errors)))
            return
        session = self._session
        ids = Ids(panel.event_id, session.actor_id, panel.file.dossier.code)
        try:
            command = FORMS[panel.act].build(ids, panel.values, panel.file)
        except Refused as error:
            self._refused(error)
            return
        self._keep(panel)
        self._show(replace(panel, busy=True, errors={}, summary=""))
        scan = str(panel.values.get("scan", "")).strip()
        session.jobs.db(_act, session.counter, command, scan, then=self._acted, otherwise=self._refused)

    def leave(self) -> None:
        """Step back; what was typed comes again with the act."""
        self._show(None)

    def _keep(self, panel: Panel) -> None:
        self._kept[self._session.owner, panel.file.dossier.code, panel.act] = (
            dict(panel.values),
            panel.event_id,
        )

    def _seated(self, _person: object) -> None:
        """What is half typed stays with who signed in and typed it: it comes again with the act, for him."""
        if self._session.apart:
            self.leave()

    def _acted(self, acted: Acted) -> None:
        panel = self.panel
        if panel is None or panel.event_id != acted.event_id:
            return
        self._kept.pop((self._session.owner, panel.file.dossier.code, panel.act), None)
        self._show(None)
        self._session.notices.tell(notices.DOSSIERS, notices.TODAY, notices.SYNC)
        self.done.emit(Done(panel.act, acted))

    def _refused(self, error: CounterError) -> None:
        if self.panel is None:
            return
        name = (getattr(error, "field", None) or "").removeprefix("applicant.")
        name = _BESIDE.get(name, name)
        if name in {entry.name for entry in self.panel.entries}:
            self._show(replace(self.panel, busy=False, errors={name: _said(error)}, summary=""))
            self.focus.emit(name)
        else:
            self._show(replace(self.panel, busy=False, summary=_said(error)))

    def _freed(self, error: Exception) -> None:
        """After a bug it may be tried again: its event id makes twice the same as once."""
        if self.panel is not None and self.panel.busy and not isinstance(error, CounterError):
            self._show(replace(self.panel, busy=False))

    def _show(self, panel: Panel | None) -> None:
        self.panel = panel
        self.changed.emit(panel)


_BESIDE = {
    "representative.name": "other_name",
    "representative.id_number": "other_number",
    "representative.authority": "authority",
}


def _left_out(panel: Panel) -> dict[str, str]:
    """Say beside each entry that is asked for and needed, and has nothing in it, that it is missing."""
    return {
        entry.name: sentence(Refused(_MISSING.get(entry.kind, "text_missing"), entry.name))
        for entry in panel.entries
        if entry.required(panel.values) and not _filled(panel.values.get(entry.name))
    }


def _filled(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


_MISSING = {Kind.PROCEDURE: "procedure_missing"}


def _said(error: CounterError) -> str:
    if error.code == "bad_date":
        return _("Ngày không đúng: không sớm hơn việc trước đó và không sau hôm nay.")
    return sentence(error)


def _act(counter: Counter, command: LifeCommand, scan: str) -> Acted:
    """Keep the scan first: a fact that names one must find it."""
    if isinstance(command, SignApology) and scan:
        command = replace(command, scan=scans.keep_scan(counter, command.code, Path(scan)))
    return life.act(counter, command)
