"""Paper books at the desk: a used leaf entered later, a leaf given up, and what is missing of a book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.domain import paper_book as rules
from counter_app.domain.book_events import DossierCaptured, LeafVoided
from counter_app.domain.deadline import Due
from counter_app.domain.decide import IntakeFacts, check_intake
from counter_app.domain.numbering import format_code, parse_code
from counter_app.domain.paper_book import Book, CaptureLeaf, Desk, VoidLeaf
from counter_app.domain.people import find_person
from counter_app.domain.recomputation import Difference, of
from counter_app.domain.staff.substitutions import Approver
from counter_app.errors import Refused
from counter_app.host.clock import Moment
from counter_app.services import approvals, reading, recording, scans
from counter_app.services.counter import Counter, Reference
from counter_app.services.intake_facts import intake_facts
from counter_app.store import disbelief, leaves, log, projections, queries
from counter_app.store import scans as kept_scans
from counter_app.store.engine import Connection

UNSCANNED = "0" * 64  # stands for a scan that is not kept yet


@dataclass(frozen=True, slots=True)
class Captured:
    """A leaf on record: what is written on it, and the due date the law gives for that (`lawful`)."""

    event_id: str
    code: str
    due: int
    lawful: Due
    name: str
    procedure_name: str


@dataclass(frozen=True, slots=True)
class BookState:
    """A book's leaves: how many are dossiers, how many were given up; `missing` are the codes of the rest."""

    book: Book
    captured: int
    void: int
    missing: tuple[str, ...]


def prepare(counter: Counter, command: CaptureLeaf, scan: Path | None) -> CaptureLeaf:
    """Hold a leaf against everything but the second person's PIN, keep its scan, and return it complete.

    Raises Refused: those of `paper_book.check_leaf` and `decide.check_intake`, unknown_person,
    confirmer_not_permitted, and of `scans.keep_scan` (beside leaf_scan).
    """
    command = replace(command, code=written(command.code), scan=UNSCANNED if scan else "")
    now = counter.clock.now()
    with reading.opened(counter, command.actor_id) as conn:
        reference = counter.reference(conn)
        _judge(conn, reference, command, now)
    assert scan is not None  # noqa: S101 - `check_leaf` refuses a leaf without one
    try:
        return replace(command, scan=scans.keep_scan(counter, command.code, scan))
    except Refused as refused:
        raise Refused(refused.code, "leaf_scan", **refused.values) from refused


def capture(counter: Counter, command: CaptureLeaf, second: Approver) -> Captured:
    """Enter a used leaf in one durable transaction; the same event_id again gives the same answer.

    `second` is the key that the second person's own PIN has opened at this PC. Raises Refused: those of
    `prepare` and `paper_book.check_confirmed`, unknown_scan, and of `recording.record`; Unavailable and
    Damaged as `desk.receive`. Nothing is written then.
    """
    with counter.store.write() as conn:
        if recording.known(conn, command.event_id, DossierCaptured):
            return _told(log.fact(conn, command.event_id), command.event_id)
        recording.check_writable(conn, counter)
        reference, now = counter.reference(conn), counter.clock.now()
        command = replace(command, code=written(command.code))
        desk, facts = _judge(conn, reference, command, now)
        if not kept_scans.held(conn, command.code, command.scan):
            raise Refused("unknown_scan", "leaf_scan")
        register = approvals.register(conn, counter)
        entries = rules.capture(command, desk, facts, register.office_id, second)
        fact = entries[0][1]
        assert isinstance(fact, DossierCaptured)  # noqa: S101 - what `capture` puts first
        here = counter.installation.installation_id
        rules.check_confirmed(command.actor_id, here, fact, register)
        recording.record(conn, counter, command, entries, now)
    counter.clock.happened(now)
    return _told(fact, command.event_id)


def void(counter: Counter, command: VoidLeaf) -> str:
    """Give a leaf up for good; return its code. Raises as `paper_book.void` and `capture`."""
    command = replace(command, code=written(command.code))
    with counter.store.write() as conn:
        if not recording.known(conn, command.event_id, LeafVoided, command.code):
            recording.check_writable(conn, counter)
            reference, now = counter.reference(conn), counter.clock.now()
            find_person(reference.briefing.people, command.actor_id)
            entries = rules.void(command, _desk(conn, reference, command.code, now))
            recording.record(conn, counter, command, entries, now)
    return command.code


def books(counter: Counter, reader_id: str) -> tuple[BookState, ...]:
    """Return the office's books, the newest first, with the leaves that nobody has answered for here."""
    with reading.opened(counter, reader_id) as conn:
        granted = counter.reference(conn).briefing.books
        return tuple(_state(conn, book) for book in reversed(granted))


def doubts(conn: Connection, counter: Counter, codes: Iterable[str]) -> Iterator[Difference]:
    """Yield leaf_fails (stored: the code of why) for each entered leaf that book or people contradict."""
    granted, register = counter.reference(conn).briefing.books, approvals.register(conn, counter)
    for code in codes:
        for event, fact in projections.history(conn, [code], [DossierCaptured.KIND]):
            try:
                if isinstance(fact, DossierCaptured):
                    rules.check_captured(event, fact, granted, register)
            except Refused as refused:
                yield of(event, "leaf_fails", refused.code)


def written(code: str) -> str:
    """Return a code as leaves bear it, as typed or scanned. Raises Refused: bad_code."""
    read = parse_code(code)
    return format_code(read.agency_id, read.day, read.serial)


def _judge(
    conn: Connection, reference: Reference, command: CaptureLeaf, now: Moment
) -> tuple[Desk, IntakeFacts]:
    people = reference.briefing.people
    find_person(people, command.actor_id)
    desk = _desk(conn, reference, command.code, now)
    desk = replace(desk, taken=desk.taken and not disbelief.is_free(conn, command.code))
    rules.check_leaf(command, desk)
    rules.check_confirmer(reference.briefing.grants, command.confirmed_by, recording.day_at(now))
    find_person(people, command.confirmed_by)
    facts = intake_facts(conn, reference, command.intake, command.received)
    others = tuple(code for code in facts.same_today if code != command.code)
    facts = replace(facts, same_today=others)  # a refused entry of this leaf is no other dossier
    check_intake(command.intake, facts, held=True)
    return desk, facts


def _desk(conn: Connection, reference: Reference, code: str, now: Moment) -> Desk:
    taken = queries.dossier(conn, code) is not None
    void_leaf = leaves.is_void(conn, code)
    return Desk(recording.minute_of(now), reference.briefing.books, taken, void_leaf)


def _state(conn: Connection, book: Book) -> BookState:
    codes = book.codes()
    used, given_up = leaves.captured(conn, codes), leaves.voided(conn, codes)
    missing = tuple(code for code in codes if code not in used and code not in given_up)
    return BookState(book, len(used), len(given_up - used), missing)


def _told(fact: object, event_id: str) -> Captured:
    assert isinstance(fact, DossierCaptured)  # noqa: S101 - `recording.known` has looked at its kind
    lawful = Due(fact.reckoned, fact.reasons)
    name = fact.applicant.name if fact.applicant else ""
    return Captured(event_id, fact.code, fact.due, lawful, name, fact.procedure_name)
