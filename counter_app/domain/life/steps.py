"""Judgements on steps that move no promise: hand-overs, results, what was told, corrections, ends."""

from counter_app.domain import applicant as applicants
from counter_app.domain import deadline
from counter_app.domain.calendar import is_open
from counter_app.domain.commands import ReturnBy
from counter_app.domain.kinds import DossierFact
from counter_app.domain.life.case import MAX_LINE, Case, check_text
from counter_app.domain.life.commands import (
    AmendDossier,
    EndDossier,
    HandOver,
    PayFee,
    RecordArrival,
    ReportDifficulty,
    Resolve,
    ReturnResult,
    TakeOver,
    TellCitizen,
    VoidReceipt,
)
from counter_app.domain.life.promises import (
    check_day,
    check_explained,
    check_open,
    check_running,
    given,
)
from counter_app.domain.moments import check_minute
from counter_app.domain.step_events import (
    About,
    CitizenTold,
    DifficultyReported,
    DossierAmended,
    DossierEnded,
    DossierResolved,
    Ending,
    FeePaid,
    HandedOver,
    ReceiptVoided,
    Recipient,
    ResultArrived,
    ResultReturned,
    TakenOver,
)
from counter_app.errors import Refused


def pay_fee(command: PayFee, case: Case) -> list[DossierFact]:
    """Take the fee that is owed. Raises Refused: dossier_closed, no_fee_owed."""
    check_open(case)
    dossier = case.dossier
    if not dossier.fee_amount or dossier.fee_paid:
        raise Refused("no_fee_owed", None, code=command.code)
    return [FeePaid(command.code, case.now, dossier.fee_amount)]


def end_dossier(command: EndDossier, case: Case) -> list[DossierFact]:
    """Refuse (Form 03), stop (Form 05) or withdraw; the last only with the citizen's own request on record.

    Raises Refused: dossier_closed, result_here, request_missing, bad_date, text_missing,
    explanation_missing.
    """
    check_open(case)
    if case.dossier.arrived is not None:
        raise Refused("result_here", None, code=command.code)
    withdrawn = command.how is Ending.WITHDRAWN
    if withdrawn and not command.request.strip():
        raise Refused("request_missing", "request")
    reason = check_text(command.reason, "reason", required=not withdrawn)
    ground = check_text(
        command.legal_ground, "legal_ground", MAX_LINE, required=command.how is Ending.STOPPED
    )
    request = check_text(command.request, "request", MAX_LINE)
    day = ""
    if withdrawn:
        day = check_day(command.requested_on, "requested_on", case.reception.received, case.now)
    check_explained(case)
    return [DossierEnded(command.code, case.now, command.how, ground, day, reason, request)]


def hand_over(command: HandOver, case: Case) -> list[DossierFact]:
    """Give the papers to another unit, with its share of the limit. The giver is who acts.

    Raises Refused: dossier_closed, same_unit, not_taken_over, shares_exceed_whole, bad_limit, too_long.
    """
    check_open(case)
    to_unit = check_text(command.to_unit, "to_unit", MAX_LINE)
    if case.handed:
        raise Refused("not_taken_over", None, code=command.code)
    if to_unit == case.dossier.holder:
        raise Refused("same_unit", "to_unit")
    share_due = _share(command, case)
    fact = HandedOver(
        code=command.code,
        at=case.now,
        sheet=check_text(command.sheet, "sheet", 60),
        from_unit=case.dossier.holder,
        to_unit=to_unit,
        giver=case.around.person(command.actor_id).name,
        papers=sum(paper.count for paper in case.reception.papers) or len(case.reception.other_papers),
        share_due=share_due,
        share=command.share,
        calendar=None if share_due is None else case.around.calendar.version,
        rules="" if share_due is None else case.around.rules.rules_id,
        note=check_text(command.note, "note"),
    )
    return [fact]


def take_over(command: TakeOver, case: Case) -> list[DossierFact]:
    """Record the receiver's side. Raises Refused: dossier_closed, unknown_handover, text_missing."""
    check_open(case)
    handed = case.handed.get(command.handed)
    if handed is None:
        raise Refused("unknown_handover", "handed")
    receiver = check_text(command.receiver, "receiver", MAX_LINE, required=True)
    return [TakenOver(command.code, case.now, command.handed, handed.to_unit, receiver)]


def resolve(command: Resolve, case: Case) -> list[DossierFact]:
    """Record the unit's decision. Raises as `check_running`; already_resolved, too_long."""
    check_running(case)
    if case.dossier.resolved is not None:
        raise Refused("already_resolved", None, code=command.code)
    unit = case.dossier.holder or case.dossier.resolving_unit
    number = check_text(command.number, "number", MAX_LINE)
    return [DossierResolved(command.code, case.now, unit, command.outcome, number)]


def record_arrival(command: RecordArrival, case: Case) -> list[DossierFact]:
    """Record that the result is there: this minute decides "late".

    Raises as `check_running`; not_taken_over, not_resolved (a unit has the papers and decided nothing),
    text_missing (the post's number).
    """
    check_running(case)
    if case.handed:
        raise Refused("not_taken_over", None, code=command.code)
    if case.dossier.holder and case.dossier.resolved is None:
        raise Refused("not_resolved", None, code=command.code)
    post = command.where is ReturnBy.POST
    tracking = check_text(command.tracking, "tracking", 60, required=post)
    return [ResultArrived(command.code, case.now, command.where, tracking if post else "")]


def tell_citizen(command: TellCitizen, case: Case) -> list[DossierFact]:
    """Record that the citizen was told.

    A minute named to him is a working one to come, by the calendar in force. Raises Refused: dossier_closed,
    result_missing, instead_missing, bad_moment, told_early, told_off_hours, calendar_outdated, those of the
    text.
    """
    check_open(case)
    if command.about is About.RESULT and case.dossier.arrived is None:
        raise Refused("result_missing", None, code=command.code)
    if command.about is About.CALENDAR and (command.instead is None or command.calendar is None):
        raise Refused("instead_missing", "instead")
    _check_told(command, case)
    note = check_text(command.note, "note")
    told = (command.about, command.means, command.instead, command.calendar, note)
    return [CitizenTold(command.code, case.now, *told)]


def _check_told(command: TellCitizen, case: Case) -> None:
    calendar = case.around.calendar
    if command.calendar is not None and command.calendar != calendar.version:
        raise Refused("calendar_outdated", "instead")
    if command.instead is None:
        return
    if check_minute(command.instead, "instead") <= case.now:
        raise Refused("told_early", "instead")
    if not is_open(calendar, command.instead):
        raise Refused("told_off_hours", "instead")


def return_result(command: ReturnResult, case: Case) -> list[DossierFact]:
    """Hand the result over; a late dossier only once its officer has explained.

    Raises Refused: dossier_closed, result_missing, fee_owed, explanation_missing, text_missing (name and
    authority of a representative, the post's number, identity in a lost receipt's place).
    """
    check_open(case)
    dossier = case.dossier
    if dossier.arrived is None:
        raise Refused("result_missing", None, code=command.code)
    if dossier.fee_amount and not dossier.fee_paid:
        raise Refused("fee_owed", None, code=command.code, amount=dossier.fee_amount)
    check_explained(case)
    other = command.to is Recipient.REPRESENTATIVE
    fact = ResultReturned(
        code=command.code,
        at=case.now,
        by=command.by,
        to=command.to,
        receipt_lost=command.receipt_lost,
        name=check_text(command.name, "name", MAX_LINE, required=other),
        id_number=check_text(command.id_number, "id_number", 60, required=command.receipt_lost),
        authority=check_text(command.authority, "authority", MAX_LINE, required=other),
        tracking=check_text(command.tracking, "tracking", 60, required=command.by is ReturnBy.POST),
        note=check_text(command.note, "note", required=command.receipt_lost),
    )
    return [fact]


def amend(command: AmendDossier, case: Case) -> list[DossierFact]:
    """Put particulars right; reception and promise are never touched.

    Raises Refused: dossier_closed, those of `applicant.check`, too_many_papers, bad_count, too_long.
    """
    check_open(case)
    listed = {entry.code: entry for entry in case.around.catalogue.procedures}
    procedure = listed.get(case.dossier.procedure)
    if procedure is not None:
        applicants.check(command.applicant, procedure, case.today)
    fact = DossierAmended(
        code=command.code,
        at=case.now,
        ordinal=case.dossier.amended + 1,
        return_by=command.return_by,
        applicant=command.applicant,
        papers=given(command.papers),
        content=check_text(command.content, "content"),
        ground=check_text(command.ground, "ground"),
    )
    return [fact]


def void_receipt(command: VoidReceipt, case: Case) -> list[DossierFact]:
    """Void a receipt for good. Raises Refused: dossier_closed, result_here, receipt_out, text_missing."""
    check_open(case)
    if case.dossier.arrived is not None:
        raise Refused("result_here", None, code=command.code)
    if not command.taken_back:
        raise Refused("receipt_out", "taken_back")
    check_explained(case)
    reason = check_text(command.reason, "reason", required=True)
    return [ReceiptVoided(command.code, case.now, command.taken_back, reason)]


def report_difficulty(command: ReportDifficulty, case: Case) -> list[DossierFact]:
    """Put a difficulty on record, with what the citizen was told. Raises Refused: dossier_closed, ..."""
    check_open(case)
    text = check_text(command.text, "text", required=True)
    above = check_text(command.reported_to, "reported_to", MAX_LINE) or case.around.office.superior
    return [
        DifficultyReported(command.code, case.now, above, text),
        CitizenTold(command.code, case.now, About.DIFFICULTY, command.means),
    ]


def _share(command: HandOver, case: Case) -> int | None:
    """Return when the unit's share ends, never after the promise it is a part of (DOMAIN §2.13)."""
    if command.share is None:
        return None
    around = case.around
    at = deadline.due_at(command.share, case.now, around.calendar, around.rules)
    if case.dossier.arrived is None and at > case.dossier.promised:
        raise Refused("shares_exceed_whole", "share", unit=command.to_unit)
    return at
