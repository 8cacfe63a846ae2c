"""Facts about people before the court: what holds of an absence or request so far, what waits for it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select

from counter_app import seal
from counter_app.central import contacts, stored
from counter_app.central.briefing import person_keys_of
from counter_app.central.centre import Caller
from counter_app.central.tables import events
from counter_app.domain import facts
from counter_app.domain.events import Event
from counter_app.domain.kinds import StaffFact
from counter_app.domain.people import Grant
from counter_app.domain.staff import proof
from counter_app.domain.staff_events import SubstituteAnswered, SubstitutionDecided
from counter_app.errors import Refused
from counter_app.wire import WireEvent

_KINDS = frozenset(kind.KIND for kind in StaffFact.__args__)


class Docket:
    """The absences and requests that a push speaks of; read once, for facts in the order they are stored."""

    def __init__(
        self,
        connection: Connection,
        caller: Caller,
        grants: tuple[Grant, ...],
        people: frozenset[str],
        today: str,
        links: Iterable[WireEvent],
        counted: ColumnElement[bool],
    ) -> None:
        """Read what is stored of these subjects, not pushed just now and `counted`; `today` is YYYY-MM-DD."""
        new = [link.event for link in links if link.event.kind in _KINDS]
        self.doubtful: list[tuple[Event, str]] = []
        self._told: dict[str, list[proof.Link]] = {}
        self._early: dict[str, list[proof.Link]] = {}
        if not new:
            return
        keys = person_keys_of(connection, caller.office_id)
        stored = _stored(connection, caller, new, counted)
        decided = [event for event in (*new, *stored) if event.kind == SubstitutionDecided.KIND]
        doubted = contacts.too_old(connection, caller.office_id, decided)
        self._register = proof.Register(caller.office_id, grants, keys, seal.verify, today, doubted, people)
        for event in stored:
            fact = facts.join(event, None)
            if isinstance(fact, StaffFact):
                self._told.setdefault(event.subject, []).append((event, fact))
        for subject, told in list(self._told.items()):
            if not any(isinstance(fact, proof.OPENING) for _event, fact in told):
                self._early[subject] = self._told.pop(subject)

    def check(self, link: WireEvent) -> None:
        """Hold a fact about people against what holds already; its beginning or a yes calls in what waited.

        What does not hold of that comes to stand in `doubtful`. Raises Refused: those of
        `proof.check` and `proof.check_told`.
        """
        if link.event.kind not in _KINDS:
            return
        fact = facts.join(link.event, link.personal)
        if isinstance(fact, StaffFact):
            self._take(link.event, fact, link)
            if isinstance(fact, (*proof.OPENING, SubstituteAnswered)):
                self._call(link.event.subject)

    def _take(self, event: Event, fact: StaffFact, link: WireEvent | None = None) -> None:
        """Check a fact; of what is stored the personal data is not read: it was checked when it came."""
        told = self._told.get(event.subject, [])
        proof.check(event, fact, told, self._register)
        if link is not None:
            proof.check_told(event, fact, purged=link.personal is None)
        self._told.setdefault(event.subject, told).append((event, fact))

    def _call(self, subject: str) -> None:
        for event, fact in self._early.pop(subject, []):
            try:
                self._take(event, fact)
            except Refused as refused:
                if refused.code in proof.EARLY:  # not before the yes that comes after this
                    self._early.setdefault(subject, []).append((event, fact))
                else:
                    self.doubtful.append((event, refused.code))


def _stored(
    connection: Connection, caller: Caller, new: list[Event], counted: ColumnElement[bool]
) -> list[Event]:
    asked = (
        select(*stored.COLUMNS)
        .where(
            events.c.office_id == caller.office_id,
            events.c.subject.in_({event.subject for event in new}),
            events.c.event_id.not_in([event.event_id for event in new]),
            events.c.kind.in_(_KINDS),
            counted,
        )
        .order_by(events.c.position)
    )
    return [Event(*row) for row in connection.execute(asked)]
