"""What is known of one dossier now: a fold over its facts. The same fold runs at both ends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from counter_app.domain.catalog import Channel
from counter_app.domain.catalog import fold as fold_marks
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.events import (
    DocumentPrinted,
    DossierReceived,
    Event,
    Fact,
    FeeCharged,
    PapersAsked,
)
from counter_app.domain.moments import day_iso, day_of
from counter_app.errors import Refused

RECEIPT = "01"  # the form whose copies are counted


class State(IntEnum):
    """The national portal's code of a dossier's state (DOMAIN §5)."""

    RECEIVED = 2


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier as its facts leave it. `received` and `due` are minutes, `day` the local reception day.

    `event_id`, `installation_id`, `seq`, `actor_id` are those of the reception. `name` and `person_key`
    are "" once the personal data is purged. `fee_amount` (VND) is None where no fee was charged.
    `copies_printed` counts the issued copies of the receipt.
    """

    code: str
    event_id: str
    installation_id: str
    seq: int
    actor_id: str
    procedure: str
    procedure_name: str
    channel: Channel
    received: int
    due: int
    day: str
    name: str
    person_key: str
    return_by: ReturnBy
    resolving_unit: str
    state: State = State.RECEIVED
    fee_amount: int | None = None
    fee_paid: bool = False
    fee_exempt: bool = False
    copies_printed: int = 0


def apply(dossier: Dossier | None, fact: Fact, event: Event) -> Dossier:
    """Return the dossier after `fact`.

    Raises Refused: code_taken (received twice), unknown_dossier (anything before its reception).
    """
    if isinstance(fact, DossierReceived):
        if dossier is not None:
            raise Refused("code_taken", code=fact.code)
        return _received(fact, event)
    if dossier is None or isinstance(fact, PapersAsked):
        raise Refused("unknown_dossier", code=event.subject)
    if isinstance(fact, FeeCharged):
        return replace(dossier, fee_amount=fact.amount, fee_paid=fact.paid, fee_exempt=fact.exempt)
    if isinstance(fact, DocumentPrinted) and fact.document == RECEIPT:
        return replace(dossier, copies_printed=max(dossier.copies_printed, fact.copy))
    return dossier


def fold(history: Iterable[tuple[Event, Fact]]) -> Dossier | None:
    """Return the dossier that `history` (one subject, in stored order) tells of, None without a reception.

    Facts fed from other counters may arrive before the reception, or a code twice: the first reception
    stands, and nothing that happened is lost for having come early.
    """
    links = list(history)
    dossier: Dossier | None = None
    for event, fact in links:
        if isinstance(fact, DossierReceived):
            dossier = apply(None, fact, event)
            break
    if dossier is None:
        return None
    for event, fact in links:
        if not isinstance(fact, (DossierReceived, PapersAsked)):
            dossier = apply(dossier, fact, event)
    return dossier


def person_key(applicant: Applicant | None) -> str:
    """Return what makes two applicants the same person: the number, else folded name and birth date."""
    if applicant is None:
        return ""
    number = applicant.id_number.replace(" ", "").upper()
    return number or f"{folded(applicant.name)}|{applicant.birth_date}"


def folded(text: str) -> str:
    """Return `text` as people type it in haste: lower case, no marks, đ as d, single spaces."""
    return " ".join(fold_marks(text).split())


def local_day(minute: int) -> str:
    """Return the day YYYY-MM-DD at +07:00 of a minute since 1970-01-01T00:00Z."""
    return day_iso(day_of(minute))


def _received(fact: DossierReceived, event: Event) -> Dossier:
    return Dossier(
        code=event.subject,
        event_id=event.event_id,
        installation_id=event.installation_id,
        seq=event.seq,
        actor_id=event.actor_id,
        procedure=fact.procedure,
        procedure_name=fact.procedure_name,
        channel=fact.channel,
        received=fact.received,
        due=fact.due,
        day=local_day(fact.received),
        name=fact.applicant.name if fact.applicant else "",
        person_key=person_key(fact.applicant),
        return_by=fact.return_by,
        resolving_unit=fact.resolving_unit,
    )
