"""What an officer does at the desk: receive, ask for papers, look at today's list."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from counter_app.domain import deadline, decide, rules
from counter_app.domain.catalog import Catalogue, Channel
from counter_app.domain.commands import (
    AskForPapers,
    ConfirmPrinted,
    ReceiveAtOnce,
    ReceiveDossier,
    RefuseReception,
)
from counter_app.domain.deadline import Due
from counter_app.domain.dossier import RECEIPT, State, local_day
from counter_app.domain.events import DocumentPrinted, DossierReceived, PapersAsked, SlipPrinted
from counter_app.domain.kinds import Fact
from counter_app.domain.people import Grant, Office, Person
from counter_app.domain.reception import reception_open
from counter_app.domain.step_events import ReceptionRefused
from counter_app.errors import Refused
from counter_app.services import clock_word, forms, own_keys, reading, recording
from counter_app.services.counter import Counter, Reference
from counter_app.services.intake_facts import intake_facts
from counter_app.store import log, outbox, queries
from counter_app.store.engine import Connection

T = TypeVar("T", AskForPapers, RefuseReception)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the window needs before the first citizen, and anew when any of it has changed.

    `day` is the local day, YYYY-MM-DD; `day_asked` the one of which a person must say whether it is today, ""
    where there is no doubt. `calendar` is the version in force. `pin_needed` says that nobody acts without
    signing in, `with_keys` who has signed in at this PC before (person_ids).
    """

    office: Office
    people: tuple[Person, ...]
    catalogue: Catalogue
    day: str
    day_asked: str
    calendar: int
    grants: tuple[Grant, ...] = ()
    pin_needed: bool = False
    with_keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Promise:
    """What would be promised to someone received in this minute (whole minutes UTC).

    `in_session` says that the desk receives this procedure now; outside it the law's clock still answers.
    """

    received: int
    due: Due
    clock: str
    in_session: bool = True


@dataclass(frozen=True, slots=True)
class Receipt:
    """A durable reception: only what stands in the log becomes one."""

    event_id: str
    code: str
    received: int
    due: Due
    name: str
    procedure_name: str


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line of the day's list; minutes UTC. `own`: received at this PC; `void`: taken back;
    `at_once`: the result went with it; `first_due` is the receipt's promise."""

    code: str
    received: int
    first_due: int
    due: int
    name: str
    procedure_name: str
    channel: str
    printed: bool
    sent: bool
    own: bool
    void: bool = False
    at_once: bool = False


def opening(counter: Counter) -> Opening:
    """Return office, people and today's catalogue."""
    with counter.store.read() as conn:
        reference = counter.reference(conn)
        needed = reference.needs_seat(recording.day_at(counter.clock.now()))
        with_keys = own_keys.held(conn, counter)
    day, briefing = local_day(minute(counter)), reference.briefing
    return Opening(
        office=briefing.office,
        people=briefing.people,
        catalogue=reference.catalogue(day),
        day=day,
        day_asked=clock_word.asked_day(counter),
        calendar=reference.told.version,
        grants=briefing.grants,
        pin_needed=needed,
        with_keys=with_keys,
    )


def minute(counter: Counter) -> int:
    """Return this minute by the counter's clock (whole minutes UTC)."""
    return recording.minute_of(counter.clock.now())


def promise(counter: Counter, procedure: str, channel: Channel, at: int | None = None) -> Promise:
    """Reckon the due date as if received now, or in the minute `at` (UTC).

    Raises Refused: unknown_procedure, channel_not_offered, limit_unconfirmed.
    """
    with counter.store.read() as conn:
        reference = counter.reference(conn)
    now = counter.clock.now()
    received = recording.minute_of(now) if at is None else at
    day = local_day(received)
    listed = reference.catalogue(day).find(procedure)
    limit = listed.on(channel).limit
    if limit is None:
        raise Refused("limit_unconfirmed", "procedure", procedure=procedure)
    due = deadline.due(limit, received, reference.calendar, rules.rule_set(reference.briefing.rules))
    in_session = reception_open(listed.saturday_morning, received, reference.calendar)
    return Promise(received, due, now.quality, in_session)


def check_person(counter: Counter, person_id: str) -> Person:
    """Return the person who acts. Raises Refused: unknown_person."""
    with counter.store.read() as conn:
        return _person(counter.reference(conn), person_id)


def receive(counter: Counter, command: ReceiveDossier | ReceiveAtOnce) -> Receipt:
    """Take a dossier in, in one durable transaction; the same event_id again gives the same receipt.

    With ReceiveAtOnce the result is handed over in the same minute, and nothing stays open.

    Raises Refused: those of `decide.receive`, unknown_person, bad_event_id; Unavailable: disk_full and the
    store's others; Damaged: log_forked, log_rolled_back. Nothing is written then.
    """
    with counter.store.write() as conn:
        if recording.known(conn, command.event_id, DossierReceived):
            return _receipt(received_fact(conn, command.event_id), command.event_id)
        recording.check_writable(conn, counter)
        reference = counter.reference(conn)
        _person(reference, command.actor_id)
        now = counter.clock.now()
        asked = command.intake if isinstance(command, ReceiveAtOnce) else command
        facts = intake_facts(conn, reference, asked, recording.minute_of(now))
        entries = decide.receive(asked, facts)
        if isinstance(command, ReceiveAtOnce):
            entries += decide.hand_over_at_once(command, entries, facts)
        recording.record(conn, counter, command, entries, now, reference)
    counter.clock.happened(now)
    fact = entries[0][1]
    assert isinstance(fact, DossierReceived)  # noqa: S101 - what decide.receive puts first
    return _receipt(fact, command.event_id)


def ask_for_papers(counter: Counter, command: AskForPapers) -> str:
    """Record that the citizen was sent for papers before reception; return the event's id.

    Raises Refused: those of `decide.ask_for_papers`, unknown_person, bad_event_id; Damaged: log_forked,
    log_rolled_back.
    """
    return _turn_away(counter, command, PapersAsked, decide.ask_for_papers)


def refuse_reception(counter: Counter, command: RefuseReception) -> str:
    """Record Form 03 before reception: no code, no clock. Returns and raises as `ask_for_papers`."""
    return _turn_away(counter, command, ReceptionRefused, decide.refuse_reception)


def confirm_printed(counter: Counter, command: ConfirmPrinted) -> None:
    """Record that the printer took one more copy of a document; its kept PDF goes, paper stands now.

    Raises Refused: unknown_dossier, unknown_person.
    """
    kind = DocumentPrinted if command.code else SlipPrinted
    with counter.store.write() as conn:
        if recording.known(conn, command.event_id, kind, command.subject):
            return
        recording.check_writable(conn, counter)
        _person(counter.reference(conn), command.actor_id)
        dossier = queries.dossier(conn, command.code)
        if dossier is None and not forms.is_slip(conn, command):
            raise Refused("unknown_dossier", "code", code=command.subject[:60])
        copies = queries.copies_printed(conn, command.subject, command.document)
        entries = decide.confirm_printed(command, copies)
        recording.record(conn, counter, command, entries, counter.clock.now())
    if dossier is not None and command.document == RECEIPT:
        counter.folder.discard_receipt(dossier.day, command.code)
    form = command.document.partition(":")[0]
    counter.folder.discard_receipt(local_day(minute(counter)), f"{command.subject}-{form}")


def today(counter: Counter, reader_id: str) -> tuple[TodayRow, ...]:
    """Return the dossiers received today in this office, newest first."""
    day = local_day(minute(counter))
    with reading.opened(counter, reader_id) as conn:
        acknowledged = outbox.state(conn, counter.installation.installation_id).acknowledged
        rows = queries.today(conn, day)
    return tuple(
        TodayRow(
            code=row.code,
            received=row.received,
            first_due=row.first_due,
            due=row.due,
            name=row.name,
            procedure_name=row.procedure_name,
            channel=row.channel,
            printed=row.copies_printed > 0,
            sent=not row.own or row.seq <= acknowledged,
            own=row.own,
            void=row.state == State.VOID,
            at_once=row.at_once,
        )
        for row in rows
    )


def unprinted(counter: Counter, reader_id: str) -> tuple[str, ...]:
    """Return the codes of this PC's receipts that are issued but not confirmed printed, oldest first."""
    with reading.opened(counter, reader_id) as conn:
        waiting = queries.unprinted(conn, counter.installation.installation_id)
    return tuple(dossier.code for dossier in waiting)


def due_of(counter: Counter, reader_id: str, code: str) -> Due:
    """Return a dossier's promise with its reasons, as the log has it. Raises Refused: unknown_dossier."""
    with reading.opened(counter, reader_id) as conn:
        dossier = queries.dossier(conn, code)
        if dossier is None:
            raise Refused("unknown_dossier", "code", code=code)
        fact = received_fact(conn, dossier.event_id)
    return Due(fact.due, fact.reasons)


def keep_paper(counter: Counter, name: str, pdf: bytes) -> Path:
    """Keep a paper that no printer took in today's receipt folder and return where."""
    return counter.folder.keep_receipt(local_day(minute(counter)), name, pdf)


def received_fact(conn: Connection, event_id: str) -> DossierReceived:
    """Return the reception of that id. Raises Refused: unknown_dossier."""
    fact = log.fact(conn, event_id)
    if not isinstance(fact, DossierReceived):
        raise Refused("unknown_dossier", "event_id", code=event_id)
    return fact


def _receipt(fact: DossierReceived, event_id: str) -> Receipt:
    name = fact.applicant.name if fact.applicant else ""
    return Receipt(event_id, fact.code, fact.received, Due(fact.due, fact.reasons), name, fact.procedure_name)


def _person(reference: Reference, person_id: str) -> Person:
    for person in reference.briefing.people:
        if person.person_id == person_id:
            return person
    raise Refused("unknown_person", "person", person=person_id[:60])


def _turn_away(
    counter: Counter,
    command: T,
    kind: type[Fact],
    judge: Callable[[T, decide.IntakeFacts], list[tuple[str, Fact]]],
) -> str:
    with counter.store.write() as conn:
        if not recording.known(conn, command.event_id, kind, command.procedure):
            recording.check_writable(conn, counter)
            reference = counter.reference(conn)
            _person(reference, command.actor_id)
            now = counter.clock.now()
            facts = intake_facts(conn, reference, command, recording.minute_of(now))
            recording.record(conn, counter, command, judge(command, facts), now)
    return command.event_id
