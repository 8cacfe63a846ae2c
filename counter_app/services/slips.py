"""What the papers of a dossier's life say: forms 02 to 05, fee receipt and notices, filled from facts."""

from counter_app.documents import form04, notice, wording
from counter_app.documents.fee_receipt import FeeReceipt
from counter_app.documents.form02 import Form02
from counter_app.documents.form03 import Form03
from counter_app.documents.form04 import Form04
from counter_app.documents.form05 import Form05
from counter_app.documents.notice import Notice
from counter_app.domain.events import FeeCharged, PapersAsked
from counter_app.domain.people import Office, Person
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    ProcedureCorrected,
    SupplementAsked,
)
from counter_app.domain.step_events import (
    CitizenTold,
    DifficultyReported,
    DossierEnded,
    FeePaid,
    ReceptionRefused,
)
from counter_app.errors import Refused
from counter_app.services.standing import ERASED, Standing, named

HEAD = "Thủ trưởng đơn vị"  # where nobody has signed yet
_MAY_DO = (
    "nhận lại giấy tờ đã nộp; nộp hồ sơ mới khi đủ điều kiện; phản ánh, kiến nghị, khiếu nại theo quy định "
    "của pháp luật"
)


def request(stood: Standing, fact: SupplementAsked, copy: int) -> Form02:
    """Return Form 02 after reception; a second one names who allowed it."""
    dossier, office, guide = stood.dossier, stood.case.around.office, stood.actor
    return Form02(
        office=office,
        asked=fact.at,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        applicant=stood.applicant,
        missing=fact.missing,
        reason=_reason(stood, fact),
        guide_name=guide.name,
        guide_title=guide.title,
        ask_name=guide.name,
        ask_phone=guide.phone or office.hotline,
        code=dossier.code,
        received=dossier.received,
        due=dossier.due,
        first_due=stood.first_due,
        copy=copy,
    )


def asked(fact: PapersAsked, office: Office, guide: Person, copy: int) -> Form02:
    """Return Form 02 before reception: no code."""
    return Form02(
        office=office,
        asked=fact.asked,
        procedure_code=fact.procedure,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant or ERASED,
        missing=fact.missing,
        reason=fact.reason,
        guide_name=guide.name,
        guide_title=guide.title,
        ask_name=guide.name,
        ask_phone=guide.phone or office.hotline,
        copy=copy,
    )


def turned_away(fact: ReceptionRefused, office: Office, officer: Person, copy: int) -> Form03:
    """Return Form 03 before reception: no code."""
    return Form03(
        office=office,
        refused=fact.at,
        procedure_code=fact.procedure,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant or ERASED,
        reasons=_lines(fact.reason),
        officer_name=officer.name,
        officer_title=officer.title,
        content=fact.content,
        copy=copy,
    )


def refusal(stood: Standing, fact: DossierEnded, copy: int) -> Form03:
    """Return Form 03 of a dossier that had been received."""
    dossier = stood.dossier
    grounds = (f"Căn cứ: {fact.legal_ground}",) if fact.legal_ground else ()
    return Form03(
        office=stood.case.around.office,
        refused=fact.at,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        applicant=stood.applicant,
        reasons=(*_lines(fact.reason), *grounds),
        officer_name=stood.actor.name,
        officer_title=stood.actor.title,
        content=stood.content,
        code=dossier.code,
        received=dossier.received,
        due=dossier.due,
        first_due=stood.first_due,
        copy=copy,
    )


def stop(stood: Standing, fact: DossierEnded, copy: int) -> Form05:
    """Return Form 05; its number and signature are set by hand."""
    dossier = stood.dossier
    return Form05(
        office=stood.case.around.office,
        stopped=fact.at,
        code=dossier.code,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        applicant=stood.applicant,
        received=dossier.received,
        first_due=dossier.first_due,
        due=dossier.due,
        ground=fact.legal_ground,
        reason=fact.reason,
        may_do=_MAY_DO,
        responsible_body=dossier.resolving_unit,
        head_title=HEAD,
        prepared_by=stood.actor.name,
        copy=copy,
    )


def apology(stood: Standing, fact: ApologyPrepared, copy: int) -> Form04:
    """Return Form 04 as it was prepared; number and signer once it is signed."""
    dossier = stood.dossier
    signed = signature(stood)
    return Form04(
        office=stood.case.around.office,
        prepared=fact.at,
        code=dossier.code,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        applicant=stood.applicant,
        received=dossier.received,
        first_due=dossier.first_due,
        due=dossier.due,
        new_due=fact.new_due,
        cause=form04.CAUSES[fact.cause],
        responsible_body=dossier.resolving_unit,
        head_title=signed.signer_title if signed else HEAD,
        prepared_by=stood.actor.name,
        explanation=fact.text,
        head_name=signed.signer if signed else "",
        number=signed.number if signed else "",
        extends=(signed or fact).at <= fact.latest,
        copy=copy,
    )


def signature(stood: Standing) -> ApologySigned | None:
    """Return how the Form 04 of this event was signed, also where that came later."""
    signed = (fact for _event, fact in stood.links if isinstance(fact, ApologySigned))
    return next((fact for fact in signed if fact.prepared == stood.event.event_id), None)


def fee(stood: Standing, fact: FeeCharged | FeePaid, copy: int) -> FeeReceipt:
    """Return the receipt of money that was taken. Raises Refused: no_paper where none was charged here."""
    dossier, charged = stood.dossier, stood.case.fee
    if charged is None:
        raise Refused("no_paper", "event_id")
    return FeeReceipt(
        office=stood.case.around.office,
        code=dossier.code,
        ordinal=1,  # a fee is charged once, and taken whole
        paid_at=fact.at if isinstance(fact, FeePaid) else stood.case.reception.received,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        payer=stood.applicant,
        unit=charged.unit_fee,
        quantity=charged.quantity,
        amount=fact.amount,
        officer_name=stood.actor.name,
        officer_title=stood.actor.title,
        copy=copy,
    )


def difficulty(stood: Standing, fact: DifficultyReported, copy: int) -> Notice:
    """Return the notice of a difficulty."""
    said = notice.difficulty(fact.text, fact.reported_to, stood.dossier.promised, stood.dossier.first_due)
    return _notice(stood, fact.at, notice.DIFFICULTY, said, copy)


def off_day(stood: Standing, fact: CitizenTold, ground: str, copy: int) -> Notice:
    """Return the notice of a promise on a day that is off now. Raises Refused: no_paper without a day."""
    if fact.instead is None:
        raise Refused("no_paper", "event_id")
    said = notice.off_day(stood.dossier.promised, fact.instead, ground, stood.dossier.first_due)
    return _notice(stood, fact.at, notice.OFF_DAY, said, copy)


def wrong_procedure(stood: Standing, fact: ProcedureCorrected, copy: int) -> Notice:
    """Return the apology for a procedure wrongly chosen at intake."""
    before, now = stood.previous, stood.dossier
    old = wording.procedure(before.procedure_name, before.procedure)
    new = wording.procedure(now.procedure_name, now.procedure)
    said = notice.wrong_procedure(old, new, before.due, now.due, now.first_due)
    return _notice(stood, fact.at, notice.WRONG_PROCEDURE, (*said, *_lines(fact.apology)), copy)


def _notice(stood: Standing, at: int, subject: str, said: tuple[str, ...], copy: int) -> Notice:
    return Notice(
        office=stood.case.around.office,
        at=at,
        subject=subject,
        addressee=stood.applicant,
        code=stood.dossier.code,
        procedure_code=stood.dossier.procedure,
        procedure_name=stood.dossier.procedure_name,
        paragraphs=said,
        signer_name=stood.actor.name,
        signer_title=stood.actor.title,
        copy=copy,
    )


def _reason(stood: Standing, fact: SupplementAsked) -> str:
    if not fact.allowed_by:
        return fact.reason
    supervisor = named(stood.case.around.people, fact.allowed_by).name
    allowed = f"Yêu cầu bổ sung lần {fact.ordinal}, {supervisor} đồng ý: {fact.allowed_ground}"
    return f"{fact.reason} {allowed}".strip()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
