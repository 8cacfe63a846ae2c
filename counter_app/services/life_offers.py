"""Which acts a person is offered for a dossier in this minute. The judgement stays with `domain.life`."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.dossier import MISSES
from counter_app.domain.life.case import Case
from counter_app.domain.life.promises import MAX_ASKED
from counter_app.domain.moments import HOUR
from counter_app.domain.promise_events import SupplementAsked
from counter_app.domain.urgency import apology_asked_before, apology_due, urgency


class Act(StrEnum):
    """What can be done with a dossier: a command, or one of its ways (refuse, stop and withdraw end it)."""

    ASK_SUPPLEMENT = "ask_supplement"
    COMPLETE_SUPPLEMENT = "complete_supplement"
    ASK_PAYMENT = "ask_payment"
    SETTLE_PAYMENT = "settle_payment"
    PAY_FEE = "pay_fee"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    RESOLVE = "resolve"
    RECORD_ARRIVAL = "record_arrival"
    TELL_CITIZEN = "tell_citizen"
    RETURN_RESULT = "return_result"
    PREPARE_APOLOGY = "prepare_apology"
    SIGN_APOLOGY = "sign_apology"
    EXPLAIN_LATENESS = "explain_lateness"
    REPORT_DIFFICULTY = "report_difficulty"
    AMEND = "amend"
    CORRECT_PROCEDURE = "correct_procedure"
    REFUSE = "refuse"
    STOP = "stop"
    WITHDRAW = "withdraw"
    VOID = "void"


LAST_HOURS = 2 * HOUR  # working minutes
LATE = MISSES
_EXPLAINED = frozenset({Act.RETURN_RESULT, Act.REFUSE, Act.STOP, Act.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that makes sense now; `next` marks what the dossier waits for, to be shown first."""

    act: Act
    next: bool = False


def offers(case: Case) -> tuple[Offer, ...]:
    """Return what makes sense now in the order of a dossier's life, the next steps first.

    An act that is offered may still be refused: what is typed is judged when it is done.
    """
    possible = [act for act in Act if act in _possible(case)]
    wanted = _wanted(case)
    first = [Offer(act, next=True) for act in possible if act in wanted]
    return (*first, *(Offer(act) for act in possible if act not in wanted))


def before(act: Act, case: Case) -> Act | None:
    """Return what must be done before this act: a miss is explained before the dossier ends."""
    owed = act in _EXPLAINED and case.dossier.unexplained(case.now)
    return Act.EXPLAIN_LATENESS if owed else None


def _possible(case: Case) -> set[Act]:
    found = set()
    if case.dossier.unexplained(case.now):
        found.add(Act.EXPLAIN_LATENESS)
    if not case.dossier.open:
        return found
    found |= {Act.TELL_CITIZEN, Act.REPORT_DIFFICULTY, Act.AMEND} | _money(case) | _papers(case)
    if case.dossier.arrived is not None:
        return found | {Act.RETURN_RESULT}
    found |= {Act.REFUSE, Act.STOP, Act.WITHDRAW, Act.VOID}
    return found | (_waiting(case) if case.waiting is not None else _running(case))


def _waiting(case: Case) -> set[Act]:
    supplement = isinstance(case.waiting, SupplementAsked)
    return {Act.COMPLETE_SUPPLEMENT if supplement else Act.SETTLE_PAYMENT}


def _running(case: Case) -> set[Act]:
    found: set[Act] = set()
    if not case.dossier.unexplained(case.now):
        found.add(Act.CORRECT_PROCEDURE)
        if len(case.waits) < MAX_ASKED:
            found |= {Act.ASK_SUPPLEMENT, Act.ASK_PAYMENT}
    if not case.handed and not (case.dossier.holder and case.dossier.resolved is None):
        found.add(Act.RECORD_ARRIVAL)
    if case.dossier.resolved is None:
        found.add(Act.RESOLVE)
    if not case.extended:
        found.add(Act.PREPARE_APOLOGY)
        if case.prepared is not None:
            found.add(Act.SIGN_APOLOGY)
    return found


def _money(case: Case) -> set[Act]:
    owed = case.dossier.fee_amount and not case.dossier.fee_paid
    return {Act.PAY_FEE} if owed else set()


def _papers(case: Case) -> set[Act]:
    if case.handed:
        return {Act.TAKE_OVER}
    return {Act.HAND_OVER} if case.dossier.arrived is None else set()


def _wanted(case: Case) -> set[Act]:
    """Return what this dossier waits for now."""
    found = {Act.COMPLETE_SUPPLEMENT, Act.SETTLE_PAYMENT, Act.TAKE_OVER, Act.RETURN_RESULT, Act.SIGN_APOLOGY}
    found.add(Act.EXPLAIN_LATENESS)
    dossier = case.dossier
    if dossier.arrived is not None and dossier.told is None:
        found.add(Act.TELL_CITIZEN)
    if dossier.resolved is not None:
        found.add(Act.RECORD_ARRIVAL)
    elif dossier.holder:
        found.add(Act.RESOLVE)
    else:
        found.add(Act.HAND_OVER)
    if _apology_is_due(case):
        found.add(Act.PREPARE_APOLOGY)
    if dossier.resolved is not None or dossier.arrived is not None:
        found |= _money(case)
    return found


def _apology_is_due(case: Case) -> bool:
    watched, around = case.dossier.watched, case.around
    if watched is None or case.prepared is not None:
        return False
    law = (watched, around.calendar, around.rules)
    begun = case.reception.received if case.dossier.since is None else case.dossier.since
    if begun >= apology_asked_before(*law):  # not before its last hours
        return urgency(case.now, *law).left <= LAST_HOURS
    return case.now >= apology_due(*law)
