"""Judgements that make, move or excuse a promise: supplements, payments, corrections, Form 04."""

import re

from counter_app.domain.calendar import is_open
from counter_app.domain.commands import PaperAnswer
from counter_app.domain.deadline import due_at
from counter_app.domain.decide import MAX_COUNT, MAX_PAPERS
from counter_app.domain.dossier import MISSES
from counter_app.domain.events import PaperGiven
from counter_app.domain.kinds import DossierFact
from counter_app.domain.life.case import MAX_LINE, Case, check_text
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    ExplainLateness,
    PrepareApology,
    SettlePayment,
    SignApology,
)
from counter_app.domain.moments import check_minute, day_iso, day_of, parse_day
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    LatenessExplained,
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.errors import Refused

MAX_AMOUNT = 10**12
MAX_ASKED = 10  # waits of one dossier; the reckoning bears more, for what two PCs asked apart
YEAR = 366 * 24 * 60
_DIGEST = re.compile(r"[0-9a-f]{64}")


def ask_supplement(command: AskSupplement, case: Case) -> list[DossierFact]:
    """Stop the clock with Form 02: once and within its window, unless a supervisor allows it (NĐ61).

    Raises Refused: those of `_check_stoppable`, nothing_missing, too_many_papers, supplement_once,
    supplement_window, supervisor_needed, text_missing, too_long, bad_characters.
    """
    _check_stoppable(case)
    if not command.missing:
        raise Refused("nothing_missing", "missing")
    if len(command.missing) > MAX_PAPERS:
        raise Refused("too_many_papers", "missing", limit=MAX_PAPERS)
    missing = tuple(check_text(line, "missing", required=True) for line in command.missing)
    reason = check_text(command.reason, "reason")
    ground = check_text(command.allowed_ground, "allowed_ground")
    needed = allowance(case)
    if needed:
        _check_allowed(command, case, needed)
    fact = SupplementAsked(
        code=command.code,
        at=case.now,
        after=case.around.after_supplement(case.dossier.procedure),
        window=_window(case),
        ordinal=case.dossier.asked + 1,
        allowed_by=command.allowed_by if needed else "",
        received=case.reception.received,
        calendar=case.around.calendar.version,
        rules=case.around.rules.rules_id,
        missing=missing,
        reason=reason,
        allowed_ground=ground if needed else "",
    )
    return [fact]


def complete_supplement(command: CompleteSupplement, case: Case) -> list[DossierFact]:
    """Start the clock again, from zero or from where it stopped. Raises Refused: not_waiting, bad_count."""
    if not isinstance(case.waiting, SupplementAsked):
        raise Refused("not_waiting", None, code=command.code)
    promise = case.promise(case.waited())
    return [SupplementCompleted(command.code, case.now, promise, given(command.papers))]


def ask_payment(command: AskPayment, case: Case) -> list[DossierFact]:
    """Stop the clock until a fee or tax is paid (state 6).

    Raises Refused: those of `_check_stoppable`, bad_amount, text_missing, too_long.
    """
    _check_stoppable(case)
    if not 0 < command.amount <= MAX_AMOUNT:
        raise Refused("bad_amount", "amount")
    ground = check_text(command.ground, "ground", MAX_LINE, required=True)
    return [PaymentAsked(command.code, case.now, command.amount, ground)]


def settle_payment(command: SettlePayment, case: Case) -> list[DossierFact]:
    """Let the limit run on from where it stopped. Raises Refused: not_waiting, text_missing."""
    if not isinstance(case.waiting, PaymentAsked):
        raise Refused("not_waiting", None, code=command.code)
    evidence = check_text(command.evidence, "evidence", MAX_LINE, required=True)
    return [PaymentSettled(command.code, case.now, case.promise(case.waited()), evidence)]


def correct_procedure(command: CorrectProcedure, case: Case) -> list[DossierFact]:
    """Put a wrongly chosen procedure right: the reception stands, the right limit counts from it.

    Raises Refused: dossier_closed, already_waiting, result_here, explanation_missing, unknown_procedure,
    same_procedure, channel_not_offered, limit_unconfirmed, text_missing.
    """
    check_running(case)
    check_explained(case)
    right = case.around.catalogue.find(command.procedure)
    if right.code == case.dossier.procedure:
        raise Refused("same_procedure", "procedure")
    terms = right.on(case.dossier.channel)
    if terms.limit is None:
        raise Refused("limit_unconfirmed", "procedure", procedure=right.code)
    apology = check_text(command.apology, "apology", required=True)
    ground = check_text(command.ground, "ground")
    case.limit = terms.limit
    fact = ProcedureCorrected(
        code=command.code,
        at=case.now,
        procedure=right.code,
        procedure_name=right.name,
        procedure_field=right.field,
        catalogue=case.around.catalogue.version,
        resolving_unit=right.resolving_unit or case.around.office.superior,
        promise=case.promise(case.waits),
        parts=terms.parts,
        apology=apology,
        ground=ground,
    )
    return [fact]


def prepare_apology(command: PrepareApology, case: Case) -> list[DossierFact]:
    """Fill in Form 04; it moves no date until the head has signed.

    Raises Refused: dossier_closed, already_waiting, result_here, extended_once, new_due_early, new_due_far,
    new_due_off_hours, bad_moment, text_missing.
    """
    check_running(case)
    if case.extended:
        raise Refused("extended_once", None, code=command.code)
    check_minute(command.new_due, "new_due")
    if command.new_due <= max(case.dossier.due, case.now):
        raise Refused("new_due_early", "new_due")
    if command.new_due > case.now + YEAR:
        raise Refused("new_due_far", "new_due")
    calendar = case.around.calendar
    if not is_open(calendar, command.new_due):
        raise Refused("new_due_off_hours", "new_due")
    text = check_text(command.text, "text", required=command.cause.value == "other")
    due = command.new_due
    return [
        ApologyPrepared(
            command.code, case.now, command.cause, due, calendar.version, extends_until(case), text
        ),
    ]


def sign_apology(command: SignApology, case: Case) -> list[DossierFact]:
    """Record the head's signature: from now on the new date is watched beside the promise.

    Raises Refused: dossier_closed, result_here, no_apology, extended_once, text_missing, bad_date, bad_scan.
    """
    check_running(case)
    if case.extended:
        raise Refused("extended_once", None, code=command.code)
    if case.prepared is None or case.dossier.apology is None:  # a new promise has outdated the slip
        raise Refused("no_apology", None, code=command.code)
    event_id, prepared = case.prepared
    if command.scan and not _DIGEST.fullmatch(command.scan):
        raise Refused("bad_scan", "scan")
    fact = ApologySigned(
        code=command.code,
        at=case.now,
        prepared=event_id,
        number=check_text(command.number, "number", 60, required=True),
        signer=check_text(command.signer, "signer", MAX_LINE, required=True),
        signer_title=check_text(command.signer_title, "signer_title", MAX_LINE, required=True),
        signed_on=check_day(command.signed_on, "signed_on", prepared.at, case.now),
        new_due=prepared.new_due,
        scan=command.scan,
    )
    return [fact]


def explain_lateness(command: ExplainLateness, case: Case) -> list[DossierFact]:
    """Record why it is late. Raises Refused: not_late, text_missing."""
    text = check_text(command.text, "text", required=True)
    unit = check_text(command.unit, "unit", MAX_LINE)
    by = check_text(command.by, "by", MAX_LINE, required=bool(unit))
    if case.dossier.lateness(case.now) not in MISSES:
        raise Refused("not_late", None, code=command.code)
    return [LatenessExplained(command.code, case.now, unit, by, text)]


def check_open(case: Case) -> None:
    """Raise Refused("dossier_closed") for one that was returned, ended or voided."""
    if not case.dossier.open:
        raise Refused("dossier_closed", None, code=case.dossier.code)


def check_running(case: Case) -> None:
    """Raise as `check_open`; already_waiting while the citizen must act; result_here once it is there."""
    check_open(case)
    if case.waiting is not None:
        raise Refused("already_waiting", None, code=case.dossier.code)
    if case.dossier.arrived is not None:
        raise Refused("result_here", None, code=case.dossier.code)


def check_explained(case: Case) -> None:
    """Raise Refused("explanation_missing") while a missed promise lacks its officer's explanation."""
    if case.dossier.unexplained(case.now):
        raise Refused("explanation_missing", None, code=case.dossier.code)


def allowance(case: Case) -> str:
    """Return why another Form 02 needs a supervisor, as a refusal's code; "" where it needs none."""
    if case.dossier.asked:
        return "supplement_once"
    return "supplement_window" if case.now > _window(case) else ""


def check_day(day: str, name: str, earliest: int, latest: int) -> str:
    """Return a day YYYY-MM-DD within the days of two minutes. Raises Refused: bad_date.

    An `earliest` that is later than `latest` was told by a clock that has been put back: it bounds nothing.
    """
    told, last = parse_day(day, name), day_of(latest)
    if told > last or told < day_of(earliest) <= last:
        raise Refused("bad_date", name)
    return day_iso(told)


def given(answers: tuple[PaperAnswer, ...]) -> tuple[PaperGiven, ...]:
    """Return papers as they are recorded. Raises Refused: too_many_papers, bad_count, text_missing."""
    if len(answers) > MAX_PAPERS:
        raise Refused("too_many_papers", "papers", limit=MAX_PAPERS)
    found = []
    for answer in answers:
        name = check_text(answer.name, "papers", MAX_LINE, required=True)
        if not 0 <= answer.count <= MAX_COUNT:
            raise Refused("bad_count", "papers", limit=MAX_COUNT)
        found.append(PaperGiven(name, answer.kind, answer.count, answer.mark))
    return tuple(found)


def _check_stoppable(case: Case) -> None:
    """Raise as `check_running` and `check_explained`; too_many_waits: a limit is not stopped without end."""
    check_running(case)
    check_explained(case)
    if len(case.waits) >= MAX_ASKED:
        raise Refused("too_many_waits", None, code=case.dossier.code, limit=MAX_ASKED)


def _window(case: Case) -> int:
    """Return the last minute the law gives for Form 02 (Decree 61/2018 Art. 19.4)."""
    around = case.around
    return due_at(around.rules.supplement_window, case.reception.received, around.calendar, around.rules)


def extends_until(case: Case) -> int:
    """Return the last minute of a Form 04 that extends: expiry itself where a promise is younger than a day.

    It is the law's minute even on a day off; that one is reminded of it on a working day is `apology_due`.
    """
    latest = case.dossier.due - case.around.rules.apology_ahead
    return case.dossier.due if latest <= case.promised else latest


def _check_allowed(command: AskSupplement, case: Case, needed: str) -> None:
    if not command.allowed_by:
        raise Refused(needed, "allowed_by")
    supervisor = case.around.person(command.allowed_by)
    if not case.around.supervises(supervisor.person_id) or supervisor.person_id == command.actor_id:
        raise Refused("supervisor_needed", "allowed_by")
    check_text(command.allowed_ground, "allowed_ground", required=True)
