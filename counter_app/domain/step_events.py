"""The steps of a dossier that move no promise, its ends, and what happens without one (DOMAIN §4 and §5).

`at` is, as in `promise_events`, the minute of the counter's own clock.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from counter_app.domain.catalog import Channel, Limit
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.events import PERSONAL, PaperGiven


class Ending(StrEnum):
    """How a dossier ends without a result: Form 03, Form 05, or the citizen's own request."""

    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What the resolving unit decided."""

    GRANTED = "granted"
    DECLINED = "declined"


class About(StrEnum):
    """What a citizen was told of."""

    RESULT = "result"
    DELAY = "delay"
    CALENDAR = "calendar"
    DIFFICULTY = "difficulty"
    PROMISE = "promise"


class Means(StrEnum):
    """How a citizen was told."""

    PHONE = "phone"
    SMS = "sms"
    IN_PERSON = "in_person"
    POST = "post"
    ONLINE = "online"


class Recipient(StrEnum):
    """Who took the result."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    POST = "post"


@dataclass(frozen=True, slots=True)
class FeePaid:
    """A fee owed since reception was taken at the desk, in VND."""

    KIND: ClassVar[str] = "fee.paid"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    amount: int


@dataclass(frozen=True, slots=True)
class DossierEnded:
    """It ends without a result. A withdrawal names the citizen's own `request` and its day (YYYY-MM-DD)."""

    KIND: ClassVar[str] = "dossier.ended"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    how: Ending
    legal_ground: str = ""
    requested_on: str = ""
    reason: str = field(metadata=PERSONAL, default="")
    request: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The papers left one unit for another, on the hand-over list `sheet`.

    `share_due` is when the receiving unit's `share` of the limit ends (minute UTC), None where it has none of
    its own; `calendar` (a version) and `rules` are what it was reckoned by from `at`.
    """

    KIND: ClassVar[str] = "papers.handed_over"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    sheet: str
    from_unit: str
    to_unit: str
    giver: str
    papers: int
    share_due: int | None = None
    share: Limit | None = None
    calendar: int | None = None
    rules: str = ""
    note: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The other side: `receiver` of `unit` has the papers of the hand-over `handed` (its event_id)."""

    KIND: ClassVar[str] = "papers.taken_over"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    handed: str
    unit: str
    receiver: str


@dataclass(frozen=True, slots=True)
class DossierResolved:
    """The unit has decided; neither early nor late is judged by this. `number` is the result's own."""

    KIND: ClassVar[str] = "dossier.resolved"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    unit: str
    outcome: Outcome
    number: str = ""


@dataclass(frozen=True, slots=True)
class ResultArrived:
    """The result is at the desk, released online or with the post: the moment that decides "late"."""

    KIND: ClassVar[str] = "result.arrived"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    where: ReturnBy
    tracking: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class CitizenTold:
    """The citizen was told. Of a calendar change: its version, and the minute that was named `instead`."""

    KIND: ClassVar[str] = "citizen.told"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    about: About
    means: Means
    instead: int | None = None
    calendar: int | None = None
    note: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ResultReturned:
    """The citizen has the result. `authority` is the power of attorney, `tracking` the post's number.

    `receipt_lost` says that identity was checked in the receipt's place; `at_once` that the result was
    handed over when the dossier was taken in (Decree 61/2018 Art. 17.4).
    """

    KIND: ClassVar[str] = "result.returned"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    by: ReturnBy
    to: Recipient
    receipt_lost: bool = False
    at_once: bool = False
    name: str = field(metadata=PERSONAL, default="")
    id_number: str = field(metadata=PERSONAL, default="")
    authority: str = field(metadata=PERSONAL, default="")
    tracking: str = field(metadata=PERSONAL, default="")
    note: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class DossierAmended:
    """ "Sửa": applicant, papers or way of return put right; `ordinal` counts the replacement receipts."""

    KIND: ClassVar[str] = "dossier.amended"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    ordinal: int
    return_by: ReturnBy
    applicant: Applicant | None = field(metadata=PERSONAL, default=None)
    papers: tuple[PaperGiven, ...] = field(metadata=PERSONAL, default=())
    content: str = field(metadata=PERSONAL, default="")
    ground: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ReceiptVoided:
    """The receipt is void and both papers are back; its code is never used again."""

    KIND: ClassVar[str] = "receipt.voided"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    taken_back: bool
    reason: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class DossierLinked:
    """The same person's same procedure ended within 30 days of this reception, which hides no late one."""

    KIND: ClassVar[str] = "dossier.linked"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    earlier: str
    earlier_due: int


@dataclass(frozen=True, slots=True)
class DifficultyReported:
    """A difficulty (vướng mắc), told to the citizen in writing and reported to the level above."""

    KIND: ClassVar[str] = "difficulty.reported"
    VERSION: ClassVar[int] = 1
    code: str
    at: int
    reported_to: str
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class ReceptionRefused:
    """Form 03 before reception: no code, no clock; found again by person and procedure."""

    KIND: ClassVar[str] = "reception.refused"
    VERSION: ClassVar[int] = 1
    procedure: str
    procedure_name: str
    channel: Channel
    at: int
    applicant: Applicant | None = field(metadata=PERSONAL, default=None)
    content: str = field(metadata=PERSONAL, default="")
    reason: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class Cash:
    """What one officer took that day in VND, and what the fee receipts printed by then say."""

    person: str
    taken: int
    receipted: int


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The day was closed at this PC: counts of that day, and what the next morning opens with."""

    KIND: ClassVar[str] = "day.closed"
    VERSION: ClassVar[int] = 1
    day: str
    at: int
    received: int
    returned: int
    handed_over: int
    not_taken_over: int
    unprinted: int
    unsent: int
    cash: tuple[Cash, ...]
