"""What people ask of the counter: imperatives. `decide` answers each with events or refuses."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.catalog import Channel, PaperKind


class ApplicantKind(StrEnum):
    """Who hands in."""

    PERSON = "person"
    ORGANISATION = "organisation"


class IdKind(StrEnum):
    """What kind of number identifies the applicant."""

    CITIZEN_ID = "citizen_id"
    PASSPORT = "passport"
    TAX_CODE = "tax_code"
    NONE = "none"


class ReturnBy(StrEnum):
    """How the result reaches the citizen."""

    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


class PaperMark(StrEnum):
    """The officer's answer to one row of the check list."""

    GIVEN = "given"
    SHOWN = "shown"
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Representative:
    """Who stands before the desk for the applicant; `authority` is the paper that allows it."""

    name: str
    id_number: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose dossier it is. Only the name is compulsory everywhere; dates are ISO, "" where absent.

    `sex` is male, female or "".
    """

    name: str
    kind: ApplicantKind = ApplicantKind.PERSON
    id_kind: IdKind = IdKind.NONE
    id_number: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: Representative | None = None


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One paper as the officer marked it; `name` is a label of the check list, or free text."""

    name: str
    kind: PaperKind
    count: int
    mark: PaperMark = PaperMark.GIVEN


@dataclass(frozen=True, slots=True)
class FeeAnswer:
    """Whether the listed fee was taken, or why nothing is owed. An amount cannot be entered."""

    paid: bool = False
    exempt_ground: str = ""


@dataclass(frozen=True, slots=True)
class ReceiveDossier:
    """Take a dossier in. `event_id` (UUIDv7) is made before any effect: asked twice, answered once.

    `repeat` says that the officer knows of the same person's same procedure today. `online` is the
    reference of an online arrival that this answers, "" for none; so in AskForPapers and RefuseReception.
    """

    event_id: str
    actor_id: str
    procedure: str
    channel: Channel
    applicant: Applicant
    papers: tuple[PaperAnswer, ...] = ()
    sets: int = 1
    quantity: int = 1
    return_by: ReturnBy = ReturnBy.COUNTER
    fee: FeeAnswer = FeeAnswer()
    content: str = ""
    repeat: bool = False
    online: str = ""


@dataclass(frozen=True, slots=True)
class ReceiveAtOnce:
    """*Result at once* (NĐ61 Art. 17.4): take in, hand over, close; `name` took it, "" is the applicant."""

    intake: ReceiveDossier
    name: str = ""

    @property
    def event_id(self) -> str:
        """The reception's id."""
        return self.intake.event_id

    @property
    def actor_id(self) -> str:
        """The officer."""
        return self.intake.actor_id


@dataclass(frozen=True, slots=True)
class RefuseReception:
    """Turn the citizen away with Form 03 before reception: takes no code, starts no clock."""

    event_id: str
    actor_id: str
    procedure: str
    channel: Channel
    applicant: Applicant
    reason: str
    content: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class AskForPapers:
    """Send the citizen home with Form 02 before reception: takes no code, starts no clock."""

    event_id: str
    actor_id: str
    procedure: str
    channel: Channel
    applicant: Applicant
    missing: tuple[str, ...]
    reason: str = ""
    online: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmPrinted:
    """The printer took the paper. `document` names it among the dossier's, "01" is the receipt.

    `code` is "" for a paper given before reception; `document` then names its event too ("02:0190...").
    """

    event_id: str
    actor_id: str
    code: str
    document: str

    @property
    def subject(self) -> str:
        """What was printed of: the dossier's code, or the event of a paper given before reception."""
        return self.code or self.document.partition(":")[2]
