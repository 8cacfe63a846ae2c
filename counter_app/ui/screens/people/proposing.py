"""Finding a substitute, without widgets: who could, best first and why, and the question to him."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.staff import notes, ranking
from counter_app.domain.staff.absence import Absence, speaks_for
from counter_app.domain.staff.availability import coming, committed
from counter_app.domain.staff.commands import AskSubstitute
from counter_app.domain.staff.ranking import Candidate
from counter_app.domain.staff.roster import Roster
from counter_app.errors import CounterError, Refused
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people import acts
from counter_app.ui.screens.people.acts import Days, Done
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who could stand in for an absence at a counter, the best first; `marked` the one to be asked."""

    event_id: str
    roster: Roster
    absence: Absence
    counter: str
    candidates: tuple[Candidate, ...]
    marked: str
    remarks: tuple[str, ...]
    summary: str = ""
    busy: bool = False


class Proposing(QObject):
    """`changed(Proposal | None)`, `done(Done)`, `refused(sentence)` where there is nothing to propose."""

    changed = Signal(object)
    done = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._days = Days("", "")
        self.proposal: Proposal | None = None
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._left)

    def begin(self, roster: Roster, days: Days, absence_id: str, counter: str = "") -> bool:
        """Propose for an absence; tell whether a counter needs somebody at all.

        Only the absent person and who speaks for him ask; others are told so at once.
        """
        absence = roster.absence(absence_id)
        actor = self._session.actor_id
        if not speaks_for(roster.grants, actor, absence.person, roster.today):
            self.refused.emit(sentence(Refused("absence_not_yours", None)))
            return False
        seat = counter or _counter_of(roster, absence)
        if not seat:
            return False
        self._days = days
        self._show(_proposal(self._session.counter.new_event_id(), roster, absence, seat))
        return True

    def mark(self, person_id: str) -> None:
        """Take note of who is to be asked."""
        if self.proposal is not None and person_id != self.proposal.marked and not self.proposal.busy:
            self._show(
                replace(
                    self.proposal, marked=person_id, event_id=self._session.counter.new_event_id(), summary=""
                )
            )

    def ask(self) -> None:
        """Ask the marked one, once."""
        proposal, session = self.proposal, self._session
        if proposal is None or proposal.busy or not proposal.marked:
            return
        command = AskSubstitute(
            proposal.event_id,
            session.actor_id,
            proposal.absence.absence,
            proposal.counter,
            proposal.marked,
        )
        self._show(replace(proposal, busy=True, summary=""))
        session.jobs.db(
            acts.act, session.counter, command, self._days, then=self._asked, otherwise=self._refused
        )

    def leave(self) -> None:
        """Ask nobody now."""
        if self.proposal is not None:
            self._show(None)

    def _asked(self, done: Done) -> None:
        self._show(None)
        self.done.emit(done)

    def _refused(self, error: CounterError) -> None:
        if self.proposal is not None:
            self._show(replace(self.proposal, busy=False, summary=sentence(error)))

    def _freed(self, error: Exception) -> None:
        if self.proposal is not None and self.proposal.busy and not isinstance(error, CounterError):
            self._show(replace(self.proposal, busy=False))

    def _left(self, _person: object) -> None:
        self.leave()

    def _show(self, proposal: Proposal | None) -> None:
        self.proposal = proposal
        self.changed.emit(proposal)


def _proposal(event_id: str, roster: Roster, absence: Absence, counter: str) -> Proposal:
    found = ranking.candidates(roster, absence, counter)
    remarks = notes.critical(roster, absence.person, absence.standing)
    marked = found[0].person_id if found else ""
    return Proposal(event_id, roster, absence, counter, found, marked, remarks)


def _counter_of(roster: Roster, absence: Absence) -> str:
    """Return where the absent person would sit: his own counter, else one at which he stands in."""
    spans = coming(absence.standing, roster.now)
    if not spans:
        return ""
    own = roster.counter_of(absence.person, day_iso(day_of(spans[0].begin)))
    held = (one.asked.counter for one in committed(roster, spans) if one.asked.substitute == absence.person)
    return own or next(held, "")
