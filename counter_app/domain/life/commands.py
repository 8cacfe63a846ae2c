"""What people ask of a dossier that was received. None carries a moment: the counter's clock gives it."""

from dataclasses import dataclass

from counter_app.domain.catalog import Limit
from counter_app.domain.commands import Applicant, PaperAnswer, ReturnBy
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, Ending, Means, Outcome, Recipient


@dataclass(frozen=True, slots=True)
class LifeCommand:
    """`event_id` (UUIDv7) is made before any effect: asked twice, answered once."""

    event_id: str
    actor_id: str
    code: str


@dataclass(frozen=True, slots=True)
class AskSupplement(LifeCommand):
    """Form 02 after reception. A late or a second one names the supervisor who allows it, and the ground."""

    missing: tuple[str, ...]
    reason: str = ""
    allowed_by: str = ""
    allowed_ground: str = ""


@dataclass(frozen=True, slots=True)
class CompleteSupplement(LifeCommand):
    """The full dossier is in."""

    papers: tuple[PaperAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPayment(LifeCommand):
    """A fee or a tax of `amount` VND must be paid first; `ground` names the notice."""

    amount: int
    ground: str


@dataclass(frozen=True, slots=True)
class SettlePayment(LifeCommand):
    """The obligation is met; `evidence` names the paper shown."""

    evidence: str


@dataclass(frozen=True, slots=True)
class PayFee(LifeCommand):
    """The fee owed since reception is taken at the desk, all of it."""


@dataclass(frozen=True, slots=True)
class EndDossier(LifeCommand):
    """Refuse, stop or withdraw. A withdrawal needs the citizen's own `request` and its day YYYY-MM-DD."""

    how: Ending
    reason: str = ""
    legal_ground: str = ""
    request: str = ""
    requested_on: str = ""


@dataclass(frozen=True, slots=True)
class HandOver(LifeCommand):
    """Give the papers to `to_unit` ("" is the desk); `share` is that unit's part of the limit."""

    to_unit: str
    sheet: str = ""
    share: Limit | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeOver(LifeCommand):
    """`receiver` signs for the papers of the hand-over `handed` (its event_id)."""

    handed: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Resolve(LifeCommand):
    """The unit that has the papers decided; `number` is the result's own."""

    outcome: Outcome = Outcome.GRANTED
    number: str = ""


@dataclass(frozen=True, slots=True)
class RecordArrival(LifeCommand):
    """The result is at the desk, released online, or handed to the post under its `tracking` number."""

    where: ReturnBy = ReturnBy.COUNTER
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class TellCitizen(LifeCommand):
    """The citizen was told; of a calendar change also the new minute and the calendar's version."""

    about: About
    means: Means
    instead: int | None = None
    calendar: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnResult(LifeCommand):
    """Hand the result over: to the applicant, by power of attorney, or with the post's number."""

    by: ReturnBy = ReturnBy.COUNTER
    to: Recipient = Recipient.APPLICANT
    name: str = ""
    id_number: str = ""
    authority: str = ""
    tracking: str = ""
    receipt_lost: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectProcedure(LifeCommand):
    """Another procedure was meant at intake: say sorry, keep the reception, promise by the right limit."""

    procedure: str
    apology: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class AmendDossier(LifeCommand):
    """ "Sửa": put right who handed in, what, and how it is returned. Reception and promise stay."""

    applicant: Applicant
    return_by: ReturnBy
    papers: tuple[PaperAnswer, ...] = ()
    content: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class VoidReceipt(LifeCommand):
    """ "Hủy phiếu": with a reason, and only with both papers back."""

    reason: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class PrepareApology(LifeCommand):
    """Fill in Form 04 for the head: why, and until when (a minute UTC in office hours)."""

    cause: Cause
    new_due: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class SignApology(LifeCommand):
    """The head signed Form 04: number and day (YYYY-MM-DD) as on the paper; `scan` its SHA-256 in hex."""

    number: str
    signer: str
    signer_title: str
    signed_on: str
    scan: str = ""


@dataclass(frozen=True, slots=True)
class ExplainLateness(LifeCommand):
    """Say why it is late: the handling officer, or `by` for a consulted `unit`."""

    text: str
    unit: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReportDifficulty(LifeCommand):
    """Tell the citizen in writing of a difficulty, and report it to the level above ("" is the superior)."""

    text: str
    means: Means = Means.IN_PERSON
    reported_to: str = ""
