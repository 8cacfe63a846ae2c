"""An early return, without widgets: when somebody is back, or that he will not be away at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.moments import HOUR, day_of, minute_at
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.availability import coming
from counter_app.domain.staff.commands import EndAbsence
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff.spans import Reception
from counter_app.domain.staff.typed_days import read_days
from counter_app.errors import CounterError, Refused
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people import acts
from counter_app.ui.screens.people.acts import Days, Done
from counter_app.ui.session import Session

_CLOCK = re.compile(r"(\d{1,2})(?:[:h]([0-5]\d)?)?", re.ASCII)
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Return:
    """Whose absence ends, and when as typed: "" is now, or never begun where it lies ahead.

    `text` is why another's return lies in the past, `further` calls off the later times too. `errors` by
    field: moment, text.
    """

    event_id: str
    roster: Roster
    absence: Absence
    of_another: bool
    typed: str = ""
    text: str = ""
    further: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    busy: bool = False

    @property
    def several(self) -> bool:
        """Tell whether the absence has more than one time that is not over."""
        return len(coming(self.absence.standing, self.roster.now)) > 1

    @property
    def begun(self) -> bool:
        """Tell whether the absence has begun."""
        return coming(self.absence.standing, self.roster.now)[0].begin <= self.roster.now


class Returning(QObject):
    """`changed(Return | None)`, `focus(field)` where the hands should go, `done(Done)`."""

    changed = Signal(object)
    focus = Signal(str)
    done = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._days = Days("", "")
        self._kept: dict[tuple[str, str], Return] = {}  # half typed, by whose it is and the absence
        self._owner = ""
        self.back: Return | None = None
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._left)

    def begin(self, roster: Roster, days: Days, absence: Absence) -> None:
        """Ask when the absent person is back."""
        self._days = days
        self._owner = self._session.owner
        back = Return(
            self._session.counter.new_event_id(), roster, absence, absence.person != self._session.actor_id
        )
        kept = self._kept.get((self._owner, absence.absence), back)
        self._show(replace(back, typed=kept.typed, text=kept.text, further=kept.further))

    def type(self, text: str) -> None:
        """Take the moment as typed."""
        self._take(typed=text)

    def explain(self, text: str) -> None:
        """Take the reason as typed."""
        self._take(text=text)

    def call_off(self, further: bool) -> None:
        """Call off the later times too, or not."""
        self._take(further=further)

    def submit(self) -> None:
        """Put it on record, once."""
        back, session = self.back, self._session
        if back is None or back.busy:
            return
        try:
            minute = _minute(back)
        except Refused as error:
            self._refused(error)
            return
        command = EndAbsence(
            back.event_id,
            session.actor_id,
            back.absence.absence,
            minute,
            back.text,
            further=back.further,
        )
        self._show(replace(back, busy=True, errors={}))
        session.jobs.db(
            acts.act, session.counter, command, self._days, then=self._ended, otherwise=self._refused
        )

    def leave(self) -> None:
        """Change nothing; what was typed comes again."""
        if self.back is not None:
            self._kept[self._owner, self.back.absence.absence] = self.back
            self._show(None)

    def _ended(self, done: Done) -> None:
        if self.back is not None:
            self._kept.pop((self._owner, self.back.absence.absence), None)
        self._show(None)
        self.done.emit(done)

    def _refused(self, error: CounterError) -> None:
        if self.back is not None:
            at = "text" if getattr(error, "field", None) == "text" else "moment"
            self._show(replace(self.back, busy=False, errors={at: sentence(error)}))
            self.focus.emit(at)

    def _freed(self, error: Exception) -> None:
        if self.back is not None and self.back.busy and not isinstance(error, CounterError):
            self._show(replace(self.back, busy=False))

    def _left(self, _person: object) -> None:
        self.leave()

    def _take(self, **changes: Any) -> None:
        if self.back is not None and not self.back.busy:
            self._show(replace(self.back, **changes, errors={}))

    def _show(self, back: Return | None) -> None:
        self.back = back
        self.changed.emit(back)


def find_absence(roster: Roster, person_id: str, begin: int, end: int) -> Absence | None:
    """Return a person's absence in these minutes that still stands, else his next one, None for none."""
    own = [one for one in roster.absences if one.person == person_id and one.standing]
    open_ = sorted(
        (one for one in own if one.standing[-1].end > roster.now), key=lambda one: one.standing[0].begin
    )
    then = (one for one in open_ if any(s.begin < end and begin < s.end for s in one.standing))
    return next(then, open_[0] if open_ else None)


def _minute(back: Return) -> int | None:
    typed = back.typed.strip()
    if not typed:
        return None
    found = _CLOCK.fullmatch(typed)
    if found is not None and int(found[1]) < _HOURS:
        return minute_at(day_of(back.roster.now), int(found[1]) * HOUR + int(found[2] or 0))
    return read_days(typed, back.roster.now, Reception(back.roster.calendar))[0].begin
