"""What has happened: the envelope of the log, and the facts of the intake, one frozen class per kind.

A version is never changed; `kinds` lists them all, `facts` knows how each is read.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from counter_app.domain.catalog import Channel, Limit, PaperKind, Part
from counter_app.domain.commands import Applicant, PaperMark, ReturnBy
from counter_app.domain.deadline import Reason

PERSONAL = {"personal": True}  # marks a field that lies beside the chain and can be purged


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data beside an event: 16 bytes of salt and canonical JSON; the chain has its digest only."""

    salt: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """One link of an installation's log (format in ARCHITECTURE.md).

    `happened_at` is milliseconds UTC; `clock` one of A B C U S; `body` canonical JSON of public facts;
    `prev` the SHA-256 of the event before (32 zero bytes for the first); `signature` Ed25519, 64 bytes.
    """

    event_id: str
    installation_id: str
    seq: int
    prev: bytes
    kind: str
    version: int
    subject: str
    actor_id: str
    happened_at: int
    clock: str
    body: str
    personal_digest: bytes | None
    signature: bytes


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A listed paper as received: label of the check list, kind, number, and the officer's mark."""

    label: str
    kind: PaperKind
    count: int
    mark: PaperMark


@dataclass(frozen=True, slots=True)
class DossierReceived:
    """The dossier was taken in and its result promised. Minutes are whole, since 1970-01-01T00:00Z.

    `parts` are the units' parts of the limit where the procedure is a joint one.
    """

    KIND: ClassVar[str] = "dossier.received"
    VERSION: ClassVar[int] = 1
    code: str
    lane: str
    procedure: str
    procedure_name: str
    procedure_field: str
    catalogue: int
    calendar: int
    rules: str
    channel: Channel
    limit: Limit
    received: int
    due: int
    reasons: tuple[Reason, ...]
    papers: tuple[PaperGiven, ...]
    sets: int
    quantity: int
    return_by: ReturnBy
    resolving_unit: str
    repeat_of: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    applicant: Applicant | None = field(metadata=PERSONAL, default=None)
    other_papers: tuple[PaperGiven, ...] = field(metadata=PERSONAL, default=())
    content: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class FeeCharged:
    """The listed fee times the quantity (VND), taken or still owed, or nothing for a stated ground."""

    KIND: ClassVar[str] = "fee.charged"
    VERSION: ClassVar[int] = 1
    code: str
    unit_fee: int
    quantity: int
    amount: int
    paid: bool
    exempt: bool
    exempt_ground: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class PapersAsked:
    """The citizen was sent for missing papers with Form 02 before reception.

    `missing` may say in an officer's own words whose paper it is; version 1 had it in the body.
    """

    KIND: ClassVar[str] = "papers.asked"
    VERSION: ClassVar[int] = 2
    procedure: str
    procedure_name: str
    channel: Channel
    asked: int
    missing: tuple[str, ...] = field(metadata=PERSONAL, default=())
    applicant: Applicant | None = field(metadata=PERSONAL, default=None)
    reason: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class DocumentPrinted:
    """A printer took copy number `copy` (1 is the first issue) of `document`: "01" is the receipt, "BN" the
    fee receipt, another paper its form and its event ("04:0190...").
    """

    KIND: ClassVar[str] = "document.printed"
    VERSION: ClassVar[int] = 1
    code: str
    document: str
    copy: int


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """As DocumentPrinted, of a paper given before reception: `slip` is its event, `document` "02:0190...".

    Its subject is the slip: there is no code.
    """

    KIND: ClassVar[str] = "slip.printed"
    VERSION: ClassVar[int] = 1
    slip: str
    document: str
    copy: int
