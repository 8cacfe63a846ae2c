"""Paper books: leaves with codes printed ahead, for a power cut, and how each used one is entered later.

A leaf's code bears the day on which its book was granted, for nobody knows ahead when it is used; so it is
unique before any leaf is written on, and by no clock. The promise on the leaf binds (DESIGN §5).
"""

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.domain import codec, decide, numbering
from counter_app.domain.book_events import DossierCaptured, LeafFate, LeafVoided
from counter_app.domain.commands import ReceiveDossier
from counter_app.domain.decide import IntakeFacts
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.life.case import check_text
from counter_app.domain.moments import DAY, check_minute, day_iso, day_of
from counter_app.domain.people import Grant, PersonKey, Role, roles_on
from counter_app.domain.staff.approval import Verify
from counter_app.domain.staff.proof import Register
from counter_app.domain.staff.substitutions import Approver
from counter_app.domain.step_events import DossierLinked
from counter_app.errors import Refused

MINUTE_MS = 60_000
CONFIRM = frozenset((Role.OFFICER, Role.SUPERVISOR, Role.APPROVER))
_HEX64, _HEX128 = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")
_SLACK_MS = DAY * MINUTE_MS  # as in `staff.approval`: a PC's clock may be behind the centre's


@dataclass(frozen=True, slots=True)
class Book:
    """A paper book granted to an office: its leaves bear the serials `first` to `last` of `day`.

    `granted` is the minute UTC, `day` its local day (YYYY-MM-DD); `signature` is the centre's over
    `book_bytes`.
    """

    book_id: str
    office_id: str
    agency_id: str
    day: str
    first: int
    last: int
    granted: int
    signature: bytes

    def codes(self) -> list[str]:
        """Return the codes of all leaves, in order."""
        serials = range(self.first, self.last + 1)
        return [numbering.format_code(self.agency_id, self.day, serial) for serial in serials]

    def holds(self, code: str) -> bool:
        """Tell whether a code is a leaf's, written as `format_code` does."""
        prefix, _dash, serial = code.rpartition("-")
        own = numbering.format_code(self.agency_id, self.day, self.first).rpartition("-")[0]
        # Two texts of four digits each compare as their numbers.
        return prefix == own and f"{self.first:04}" <= serial <= f"{self.last:04}" and serial.isdecimal()


@dataclass(frozen=True, slots=True)
class CaptureLeaf:
    """Enter a used leaf: `received` and `due` (minutes UTC) as written on it, `scan` its stub's digest.

    `confirmed_by` is the second person, whose open key comes beside the command.
    """

    intake: ReceiveDossier
    code: str
    received: int
    due: int
    scan: str
    confirmed_by: str

    @property
    def event_id(self) -> str:
        """The reception's id."""
        return self.intake.event_id

    @property
    def actor_id(self) -> str:
        """The officer."""
        return self.intake.actor_id


@dataclass(frozen=True, slots=True)
class VoidLeaf:
    """Say that a leaf was given to nobody. `event_id` (UUIDv7) is made before any effect."""

    event_id: str
    actor_id: str
    code: str
    fate: LeafFate
    note: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the PC knows when a leaf is entered: the minute `now`, the books, what its code stands for.

    `taken` says that a dossier has the code already, `void` that its leaf was given up.
    """

    now: int
    books: tuple[Book, ...]
    taken: bool
    void: bool


def book_bytes(book: Book) -> bytes:
    """Return what the centre signs: canonical JSON of all fields but the signature."""
    names = (name for name in Book.__slots__ if name != "signature")
    return codec.canonical({"form": "qmc-book-1"} | {name: getattr(book, name) for name in names}).encode()


def find(books: Iterable[Book], code: str) -> Book:
    """Return the book that a leaf is of. Raises Refused: leaf_foreign."""
    for book in books:
        if book.holds(code):
            return book
    raise Refused("leaf_foreign", "code", code=code[:60])


def check_leaf(command: CaptureLeaf, desk: Desk) -> Book:
    """Refuse a leaf that cannot be entered so, before anybody types a PIN. Return its book.

    Raises Refused: leaf_foreign, leaf_taken, leaf_void (code), paper_ahead, paper_before_book (received),
    paper_due_early (due), bad_moment, scan_missing, own_confirmation.
    """
    book = find(desk.books, command.code)
    _check_free(command.code, desk)
    check_times(book, command.received, command.due, desk.now)
    if not _HEX64.fullmatch(command.scan):
        raise Refused("scan_missing", "leaf_scan")
    if command.confirmed_by == command.actor_id:
        raise Refused("own_confirmation", "confirmed_by")
    return book


def check_times(book: Book, received: int, due: int, now: int) -> None:
    """Refuse times that no leaf of this book can bear in the minute `now`. Raises as `check_leaf`."""
    check_minute(received, "leaf_received")
    check_minute(due, "leaf_due")
    if received > now:
        raise Refused("paper_ahead", "leaf_received")
    if received < book.granted:
        raise Refused("paper_before_book", "leaf_received", day=book.day)
    if due <= received:
        raise Refused("paper_due_early", "leaf_due")


def capture(
    command: CaptureLeaf, desk: Desk, facts: IntakeFacts, office_id: str, second: Approver
) -> list[tuple[str, Fact]]:
    """Answer with DossierCaptured, and what a reception brings with it; `facts.received` is the leaf's.

    `second` is the key that the second person's own PIN has opened. Raises Refused: those of `check_leaf`
    and `decide.check_intake`.
    """
    book = check_leaf(command, desk)
    intake = dataclasses.replace(command.intake, online="")
    papers = decide.check_intake(intake, facts, held=True)
    (code, lawful), *others = decide.taken_in(intake, facts, (command.code, book.book_id), papers)
    assert isinstance(lawful, DossierReceived)  # noqa: S101 - what `taken_in` puts first
    told = {field.name: getattr(lawful, field.name) for field in dataclasses.fields(lawful)}
    captured = DossierCaptured(
        **told | {"due": command.due},
        captured=desk.now,
        reckoned=lawful.due,
        scan=command.scan,
        confirmed_by=command.confirmed_by,
        key=second.public.hex(),
        confirmation="",
    )
    signed = second.sign(confirmation_text(office_id, command.actor_id, captured)).hex()
    captured = dataclasses.replace(captured, confirmation=signed)
    return [(code, captured), *((one, _now(fact, desk.now)) for one, fact in others)]


def void(command: VoidLeaf, desk: Desk) -> list[tuple[str, Fact]]:
    """Answer with LeafVoided. Raises Refused: leaf_foreign, leaf_taken, leaf_void, too_long."""
    book = find(desk.books, command.code)
    _check_free(command.code, desk)
    note = check_text(command.note, "note")
    return [(command.code, LeafVoided(command.code, book.book_id, desk.now, command.fate, note))]


def confirmation_text(office_id: str, actor_id: str, fact: DossierCaptured) -> bytes:
    """Return what the second person signs: another leaf, time, scan, officer or person gives other bytes."""
    names = ("code", "lane", "procedure", "received", "due", "captured", "scan", "confirmed_by", "key")
    said = {name: getattr(fact, name) for name in names}
    return codec.canonical({"form": "qmc-leaf-1", "office": office_id, "officer": actor_id} | said).encode()


def check_captured(event: Event, fact: DossierCaptured, books: Iterable[Book], register: Register) -> None:
    """Hold an entered leaf against the books and people of its office, at a PC and at the centre alike.

    Raises Refused: leaf_foreign, moment_differs, paper_ahead, paper_before_book, paper_due_early,
    bad_moment, scan_missing, and as `check_confirmed`.
    """
    book = find(books, fact.code)
    if fact.lane != book.book_id:
        raise Refused("leaf_foreign", "code", code=fact.code[:60])
    if fact.captured != event.happened_at // MINUTE_MS:
        raise Refused("moment_differs")
    check_times(book, fact.received, fact.due, fact.captured)
    if not _HEX64.fullmatch(fact.scan):
        raise Refused("scan_missing", "leaf_scan")
    check_confirmed(event.actor_id, event.installation_id, fact, register)


def check_voided(event: Event, fact: LeafVoided, books: Iterable[Book]) -> None:
    """Hold a leaf that was given up against the books. Raises Refused: subject_differs, leaf_foreign."""
    if fact.leaf != event.subject:
        raise Refused("subject_differs")
    if find(books, fact.leaf).book_id != fact.book:
        raise Refused("leaf_foreign", "code", code=fact.leaf[:60])


def check_confirmed(actor_id: str, installation_id: str, fact: DossierCaptured, register: Register) -> None:
    """Refuse what no second person has confirmed with his own key of that PC.

    Raises Refused: own_confirmation, confirmer_not_permitted, confirmation_forged.
    """
    if fact.confirmed_by == actor_id:
        raise Refused("own_confirmation", "confirmed_by")
    check_confirmer(register.grants, fact.confirmed_by, day_iso(day_of(fact.captured)))
    signed = confirmation_text(register.office_id, actor_id, fact)
    known = any(_is_his(key, installation_id, fact) for key in register.keys)
    if not known or not _holds(fact, signed, register.verify):
        raise Refused("confirmation_forged", "pin")


def check_confirmer(grants: Iterable[Grant], person_id: str, day: str) -> None:
    """Refuse who may not confirm on `day` (YYYY-MM-DD). Raises Refused: confirmer_not_permitted."""
    if CONFIRM.isdisjoint(roles_on(grants, person_id, day)):
        raise Refused("confirmer_not_permitted", "confirmed_by")


def _check_free(code: str, desk: Desk) -> None:
    if desk.taken:
        raise Refused("leaf_taken", "code", code=code)
    if desk.void:
        raise Refused("leaf_void", "code", code=code)


def _holds(fact: DossierCaptured, signed: bytes, verify: Verify) -> bool:
    # One spelling only, or the same signature could stand under two events.
    whole = _HEX64.fullmatch(fact.key) and _HEX128.fullmatch(fact.confirmation)
    return bool(whole) and verify(bytes.fromhex(fact.key), signed, bytes.fromhex(fact.confirmation))


def _is_his(key: PersonKey, installation_id: str, fact: DossierCaptured) -> bool:
    """Tell whether a key was the confirmer's at this PC in that minute."""
    at = fact.captured * MINUTE_MS
    in_force = key.since - _SLACK_MS < at + MINUTE_MS and (key.ended is None or at < key.ended)
    named = (key.person_id, key.installation_id, key.public_key.hex())
    return named == (fact.confirmed_by, installation_id, fact.key) and in_force


def _now(fact: Fact, minute: int) -> Fact:
    """Date what goes with a reception by the counter's clock, not by the leaf."""
    return dataclasses.replace(fact, at=minute) if isinstance(fact, DossierLinked) else fact
