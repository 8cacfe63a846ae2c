"""Facts that make, move or excuse a promise after the reception (DOMAIN §2, items 11, 12 and 14).

Each fact's `at` is the minute of the counter's own clock when it was recorded, UTC: none is ever entered by
hand. `verify` holds it against the event's envelope.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from counter_app.domain.catalog import AfterWait, Limit, Part
from counter_app.domain.events import PERSONAL, PaperGiven
from counter_app.domain.grounds import Reason
from counter_app.domain.waits import Wait


class Cause(StrEnum):
    """Why a dossier will be late: the list of Form 04, each with a text beside it."""

    CONSULTED_UNIT = "consulted_unit"
    FIELD_CHECK = "field_check"
    WORKLOAD = "workload"
    STAFF = "staff"
    SYSTEM = "system"
    PAPERS_LOST = "papers_lost"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise made anew, with all it was reckoned from, so that anybody can reckon it again.

    `at` and `received` are minutes UTC; `waits` all waits of the dossier until then; `calendar` a version.
    """

    at: int
    limit: Limit
    received: int
    waits: tuple[Wait, ...]
    reasons: tuple[Reason, ...]
    calendar: int
    rules: str


@dataclass(frozen=True, slots=True)
class SupplementAsked:
    """Form 02 after reception. `window` is the last minute the law gives for it; the clock stops at `at`.

    `calendar` (a version) and `rules` are what it was reckoned by, from `received` (minute UTC).

    One after that minute, or with an `ordinal` above 1, carries the supervisor who allowed it, and the ground
    (Decree 61/2018: once only, within the window).
    """

    KIND: ClassVar[str] = "supplement.asked"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    after: AfterWait
    window: int
    ordinal: int
    allowed_by: str = ""
    received: int | None = None
    calendar: int | None = None
    rules: str = ""
    missing: tuple[str, ...] = field(metadata=PERSONAL, default=())
    reason: str = field(metadata=PERSONAL, default="")
    allowed_ground: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class SupplementCompleted:
    """The full dossier is in: a new promise, which never takes the first one's place."""

    KIND: ClassVar[str] = "supplement.completed"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    promise: Promise
    papers: tuple[PaperGiven, ...] = field(metadata=PERSONAL, default=())


@dataclass(frozen=True, slots=True)
class PaymentAsked:
    """The dossier waits for a fee or a tax (state 6): `amount` VND, `ground` the notice that asks it."""

    KIND: ClassVar[str] = "payment.asked"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    amount: int
    ground: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class PaymentSettled:
    """The obligation is met: the limit runs on, with a new promise. `evidence` names the paper shown."""

    KIND: ClassVar[str] = "payment.settled"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    promise: Promise
    evidence: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ProcedureCorrected:
    """A wrong procedure chosen at intake, put right with an apology; the promise is the right one's."""

    KIND: ClassVar[str] = "procedure.corrected"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    procedure: str
    procedure_name: str
    procedure_field: str
    catalogue: int
    resolving_unit: str
    promise: Promise
    parts: tuple[Part, ...] = ()
    apology: str = field(metadata=PERSONAL, default="")
    ground: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ApologyPrepared:
    """Form 04 is ready for the head's signature; it moves no date yet. Minutes UTC: `new_due`, and `latest`.

    Signed after `latest`, one day before expiry, it apologises but extends nothing (NĐ61 Art. 19.9).
    """

    KIND: ClassVar[str] = "apology.prepared"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    cause: Cause
    new_due: int
    calendar: int
    latest: int
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ApologySigned:
    """The head signed Form 04 `prepared` (its event_id): the one lawful extension (NĐ61 Art. 19.9).

    `number` and `signed_on` (YYYY-MM-DD) are what the paper bears; `scan` its SHA-256 in hex.
    """

    KIND: ClassVar[str] = "apology.signed"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    prepared: str
    number: str
    signer: str
    signer_title: str
    signed_on: str
    new_due: int
    scan: str = ""


@dataclass(frozen=True, slots=True)
class LatenessExplained:
    """A named person's explanation (giải trình): the handling officer's, or a consulted `unit`'s own."""

    KIND: ClassVar[str] = "lateness.explained"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    unit: str = ""
    by: str = ""
    text: str = field(metadata=PERSONAL, default="")
