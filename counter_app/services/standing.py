"""A dossier as it stood right after one of its events: what a paper of that event says, whenever printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import register
from counter_app.documents.form01 import PaperLine
from counter_app.domain import history
from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived, Event, FeeCharged, PaperGiven
from counter_app.domain.kinds import Fact
from counter_app.domain.life.case import Case, Surroundings, case_of
from counter_app.domain.people import Person
from counter_app.domain.promise_events import PaymentSettled, ProcedureCorrected, SupplementCompleted
from counter_app.domain.step_events import DossierAmended
from counter_app.errors import Refused
from counter_app.services import life, recording
from counter_app.services.counter import Counter
from counter_app.store import projections
from counter_app.store.engine import Connection

ERASED = register.ERASED
Promised = SupplementCompleted | PaymentSettled | ProcedureCorrected
Link = tuple[Event, Fact]


@dataclass(slots=True)
class Standing:
    """The event, what it says, and the dossier after it (`case`) and before it (`previous`).

    `applicant`, `papers` and `content` are as last put right by then; `promised` is the last promise made
    after the reception, `amended` the last correction, None where there was none. `links` is the whole
    history, also what came later.
    """

    event: Event
    fact: Fact
    case: Case
    previous: Dossier
    links: tuple[Link, ...]
    applicant: Applicant
    papers: tuple[PaperLine, ...]
    content: str
    promised: Promised | None = None
    amended: DossierAmended | None = None

    @property
    def dossier(self) -> Dossier:
        """The dossier after the event."""
        return self.case.dossier

    @property
    def actor(self) -> Person:
        """Who did it."""
        return named(self.case.around.people, self.event.actor_id)

    @property
    def first_due(self) -> int | None:
        """The receipt's promise, where a later one was made."""
        return self.dossier.first_due if self.promised else None


def standing(conn: Connection, counter: Counter, code: str, event_id: str) -> Standing:
    """Return a dossier as it stood after one of its events. Raises Refused: unknown_dossier."""
    around = life.surroundings(conn, counter, recording.minute_of(counter.clock.now()))
    return after(tuple(projections.history(conn, [code])), event_id, around)


def after(links: Sequence[Link], event_id: str, around: Surroundings) -> Standing:
    """Return what `links` (one dossier's, in stored order) tell up to an event. Raises as `standing`."""
    place = next((i for i, (event, _fact) in enumerate(links) if event.event_id == event_id), None)
    if place is None:
        raise Refused("unknown_dossier", "event_id", code=event_id[:60])
    event, fact = links[place]
    # The reception and its fee belong under everything, also where another PC's came in later.
    basis = (DossierReceived, FeeCharged)
    until = [link for i, link in enumerate(links) if i <= place or isinstance(link[1], basis)]
    case = case_of(until, event.subject, around)
    previous = history.fold(link for link in until if link[0] is not event) or case.dossier
    reception = case.reception
    found = Standing(
        event=event,
        fact=fact,
        case=case,
        previous=previous,
        links=tuple(links),
        applicant=reception.applicant or ERASED,
        papers=paper_lines((*reception.papers, *reception.other_papers)),
        content=reception.content,
    )
    for _event, one in until:
        _take(found, one)
    return found


def paper_lines(papers: Sequence[PaperGiven], note: str = "") -> tuple[PaperLine, ...]:
    """Return the papers that were handed in, as a receipt lists them."""
    return tuple(PaperLine(one.label, one.kind, one.count, note) for one in papers if one.mark == "given")


def named(people: Sequence[Person], person_id: str) -> Person:
    """Return who acted, or an unnamed one where the office no longer lists him."""
    unnamed = Person(person_id, "", "", "", "", "")
    return next((person for person in people if person.person_id == person_id), unnamed)


def _take(found: Standing, fact: Fact) -> None:
    if isinstance(fact, Promised):
        found.promised = fact
    if isinstance(fact, SupplementCompleted):
        found.papers += paper_lines(fact.papers, "nộp bổ sung")
    elif isinstance(fact, DossierAmended):
        # What a correction leaves empty it leaves as it was.
        found.amended = fact
        found.applicant = fact.applicant or found.applicant
        found.papers = paper_lines(fact.papers) if fact.papers else found.papers
        found.content = fact.content or found.content
