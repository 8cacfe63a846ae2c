"""What is done with a dossier after its reception: each act judged on its whole history, and durable."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.domain import links, rules
from counter_app.domain.dossier import Dossier, local_day
from counter_app.domain.events import Event
from counter_app.domain.kinds import DossierFact, Fact
from counter_app.domain.life.case import Case, Surroundings, case_of
from counter_app.domain.life.commands import LifeCommand
from counter_app.domain.life.judge import answer_of, judge
from counter_app.domain.promise_events import ApologySigned, ProcedureCorrected
from counter_app.domain.step_events import DossierAmended, DossierEnded, DossierLinked, ReceiptVoided
from counter_app.errors import Refused
from counter_app.services import reading, recording, staff
from counter_app.services.counter import Counter
from counter_app.store import claims, linked, projections, scans
from counter_app.store.engine import Connection

# What ends a dossier, or says that it is another's or for something else.
_LINKING = (ReceiptVoided, DossierEnded, DossierAmended, ProcedureCorrected)


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act has put on record: the command's id, the facts, and the dossier after them.

    `facts` is empty when the same command was answered before.
    """

    event_id: str
    facts: tuple[DossierFact, ...]
    dossier: Dossier


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A dossier with its history in stored order, and what it is judged on (`case`) in this minute.

    `linked` are the earlier ones that it may hide, told from the lists: (code, last promise in minutes UTC).
    `officer` is who of the desk answers for it in this minute: who received it, or who stands in for him.
    """

    dossier: Dossier
    history: tuple[tuple[Event, Fact], ...]
    case: Case
    linked: tuple[tuple[str, int], ...] = ()
    officer: str = ""

    @property
    def earlier(self) -> str:
        """The dossier that this one may hide, on record or between two PCs; "" for none."""
        return self.dossier.linked_to or next((code for code, _due in reversed(self.linked)), "")


def act(counter: Counter, command: LifeCommand) -> Acted:
    """Do something with a dossier, durable on return; the same event_id again changes nothing.

    Raises Refused: those of the command's judgement, unknown_dossier, unknown_person, unknown_scan (this PC
    keeps no such scan for this dossier), bad_event_id, event_id_taken; Unavailable: disk_full and the
    store's others; Damaged: log_forked, log_rolled_back.
    Nothing is written then.
    """
    with counter.store.write() as conn:
        done = recording.known(conn, command.event_id, answer_of(command), command.code)
        recording.check_writable(conn, counter)
        now = counter.clock.now()
        around = surroundings(conn, counter, recording.minute_of(now))
        around.person(command.actor_id)
        case = case_of(projections.history(conn, [command.code]), command.code, around)
        if done:
            return Acted(command.event_id, (), case.dossier)
        facts = judge(command, case)
        _check_scans(conn, facts)
        recording.record(conn, counter, command, [(command.code, fact) for fact in facts], now)
        if any(isinstance(fact, _LINKING) for fact in facts):
            recording.follow(conn, counter, command, _links(conn, case.dossier, around.now), now)
        after = projections.load(conn, command.code)
    counter.clock.happened(now)
    if after is None:
        raise Refused("unknown_dossier", "code", code=command.code)
    return Acted(command.event_id, tuple(facts), after)


def file_of(counter: Counter, reader_id: str, code: str) -> DossierFile:
    """Return a dossier's file. Raises Refused: unknown_dossier."""
    with reading.opened(counter, reader_id) as conn:
        history = tuple(projections.history(conn, [code]))
        around = surroundings(conn, counter, recording.minute_of(counter.clock.now()))
        pairs = linked.of(conn, [code]).get(code, ())
        case = case_of(history, code, around)
        officer = staff.answering(conn, counter, around.now).get(case.dossier.actor_id, case.dossier.actor_id)
    earlier = tuple((pair.earlier, pair.earlier_due) for pair in pairs)
    return DossierFile(case.dossier, history, case, earlier, officer)


def surroundings(conn: Connection, counter: Counter, now: int) -> Surroundings:
    """Return what holds for every dossier of the office in the minute `now`. Raises Refused: not_enrolled."""
    reference = counter.reference(conn)
    briefing = reference.briefing
    return Surroundings(
        now=now,
        calendar=reference.calendar,
        rules=rules.rule_set(briefing.rules),
        catalogue=reference.catalogue(local_day(now)),
        office=briefing.office,
        people=briefing.people,
        grants=briefing.grants,
    )


def _check_scans(conn: Connection, facts: Sequence[DossierFact]) -> None:
    """Let no fact name a scan that nobody can look at, or another dossier's; the centre cannot ask."""
    for fact in facts:
        if isinstance(fact, ApologySigned) and fact.scan and not scans.held(conn, fact.code, fact.scan):
            raise Refused("unknown_scan", "scan")


def _links(conn: Connection, before: Dossier, now: int) -> list[tuple[str, Fact]]:
    """Return the links that an act on a dossier makes, each with its subject, the newer one."""
    after = projections.load(conn, before.code) or before
    own = links.Claim(after.code, after.received, after.due, after.ended, after.open)
    found = links.links(own, claims.beside(conn, own.code, own.received - links.LINKED_WITHIN), now)
    made = projections.history(conn, [link.code for link in found], [DossierLinked.KIND])
    known = {(fact.code, fact.earlier) for _event, fact in made if isinstance(fact, DossierLinked)}
    return [(link.code, link) for link in found if (link.code, link.earlier) not in known]
