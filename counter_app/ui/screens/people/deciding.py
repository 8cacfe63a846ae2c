"""A decision in place, without widgets: the approver types his own PIN, of which nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from counter_app.domain.people import Person
from counter_app.domain.staff.commands import DecideSubstitution
from counter_app.domain.staff.roster import Roster
from counter_app.errors import CounterError, Refused
from counter_app.services import sign_in
from counter_app.services.counter import Counter
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people import acts
from counter_app.ui.screens.people.acts import Days, Done, Proof
from counter_app.ui.screens.people.inbox import Item
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Decision:
    """What is being decided, by whom; a refusal has its ground."""

    event_id: str
    roster: Roster
    item: Item
    approved: bool
    approvers: tuple[Person, ...]
    approver: str
    ground: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Try:
    """What the PIN was typed for, and the key that it has opened: it counts for nothing else."""

    decision: Decision
    proof: Proof


class Deciding(QObject):
    """`changed(Decision | None)`, `focus(field)` where the hands should go, `done(Done)`."""

    changed = Signal(object)
    focus = Signal(str)
    done = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._days = Days("", "")
        self._kept: dict[tuple[str, str], str] = {}  # grounds half typed, by whose they are and the request
        self._owner = ""
        self.decision: Decision | None = None
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._left)

    def begin(self, roster: Roster, days: Days, item: Item, approved: bool) -> None:
        """Ask for the approver's PIN; whoever sits here and may decide is named first."""
        self._days = days
        people = tuple(roster.person(one) for one in item.approvers)
        actor = self._session.actor_id
        first = actor if actor in item.approvers else item.approvers[0]
        self._owner = self._session.owner
        ground = "" if approved else self._kept.get((self._owner, item.request.request), "")
        self._show(
            Decision(self._session.counter.new_event_id(), roster, item, approved, people, first, ground)
        )
        self.focus.emit("pin" if approved else "ground")

    def renew(self, roster: Roster) -> None:
        """Weigh on what has come here since; nothing typed is lost."""
        if self.decision is not None and not self.decision.busy:
            self._show(replace(self.decision, roster=roster))

    def choose(self, person_id: str) -> None:
        """Let another approver decide."""
        if self.decision is not None and not self.decision.busy:
            self._show(replace(self.decision, approver=person_id, errors={}, summary=""))

    def type_ground(self, text: str) -> None:
        """Take the ground as typed."""
        if self.decision is not None and not self.decision.busy:
            self._show(replace(self.decision, ground=text, errors={}, summary=""))

    def submit(self, pin: str) -> None:
        """Open the approver's key by his PIN, let the centre confirm him where it answers, and decide."""
        decision, session = self.decision, self._session
        if decision is None or decision.busy:
            return
        if not decision.approved and not decision.ground.strip():
            self._fault("ground", sentence(Refused("text_missing", "ground")))
        elif not pin:
            self._fault("pin", _("Người duyệt gõ mã PIN của mình."))
        else:
            self._show(replace(decision, busy=True, errors={}, summary=""))
            session.jobs.db(_open, session.counter, decision, pin, then=self._opened, otherwise=self._refused)

    def leave(self) -> None:
        """Decide nothing now; the ground typed comes again with the request."""
        if self.decision is not None:
            if not self.decision.approved:
                self._kept[self._owner, self.decision.item.request.request] = self.decision.ground
            self._show(None)

    def _opened(self, tried: _Try) -> None:
        if self._waits_for(tried.decision.event_id):
            session = self._session
            session.jobs.net(_ask, session.counter, tried, then=self._confirmed, otherwise=self._refused)

    def _confirmed(self, tried: _Try) -> None:
        decision, session = tried.decision, self._session
        if not self._waits_for(decision.event_id):
            return
        command = DecideSubstitution(
            decision.event_id,
            decision.approver,
            decision.item.request.request,
            decision.approved,
            decision.ground.strip(),
        )
        session.jobs.db(
            acts.decide,
            session.counter,
            command,
            self._days,
            session.reader_id,
            tried.proof,
            then=self._decided,
            otherwise=self._refused,
        )

    def _waits_for(self, event_id: str) -> bool:
        """Tell whether what was tried is still before the approver's eyes, not left or another by now."""
        return self.decision is not None and self.decision.event_id == event_id

    def _decided(self, done: Done) -> None:
        if isinstance(done.command, DecideSubstitution):
            self._kept.pop((self._owner, done.command.request), None)
        if self._waits_for(done.command.event_id):
            self._show(None)
        self.done.emit(done)

    def _refused(self, error: CounterError) -> None:
        if self.decision is None or not self.decision.busy:
            return  # it was left meanwhile
        name = getattr(error, "field", None)
        if name in ("pin", "ground"):
            self._fault(name, sentence(error))
        else:
            self._show(replace(self.decision, busy=False, errors={}, summary=sentence(error)))
            self.focus.emit("pin")

    def _fault(self, name: str, said: str) -> None:
        if self.decision is not None:
            self._show(replace(self.decision, busy=False, errors={name: said}, summary=""))
            self.focus.emit(name)

    def _freed(self, error: Exception) -> None:
        if self.decision is not None and self.decision.busy and not isinstance(error, CounterError):
            self._show(replace(self.decision, busy=False))

    def _left(self, _person: object) -> None:
        self.leave()

    def _show(self, decision: Decision | None) -> None:
        self.decision = decision
        self.changed.emit(decision)


def _open(counter: Counter, decision: Decision, pin: str) -> _Try:
    return _Try(decision, Proof(sign_in.opened(counter, decision.approver, pin)))


def _ask(counter: Counter, tried: _Try) -> _Try:
    return replace(tried, proof=replace(tried.proof, heard=sign_in.ask(counter, tried.proof.told)))
