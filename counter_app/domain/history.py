"""The fold: what a dossier's facts leave of it, at the counter and at the centre alike."""

from collections.abc import Callable, Iterable
from typing import Any

from counter_app.domain import promise_events as promises
from counter_app.domain import step_events as steps
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.catalog import AfterWait
from counter_app.domain.dossier import RECEIPT, Dossier, State, local_day, person_key
from counter_app.domain.events import DocumentPrinted, DossierReceived, Event, FeeCharged
from counter_app.domain.kinds import WITHOUT_DOSSIER, Fact
from counter_app.domain.ordering import open_wait, ordered
from counter_app.domain.waits import Wait
from counter_app.errors import Refused

_ENDS = {
    steps.Ending.REFUSED: State.REFUSED,
    steps.Ending.STOPPED: State.STOPPED,
    steps.Ending.WITHDRAWN: State.WITHDRAWN,
}
_RUNNING = (State.RECEIVED, State.IN_PROGRESS, State.SUPPLEMENT, State.PAYMENT)
# The first end is the dossier's.
_FINAL = frozenset({"state", "ended", "returned", "at_once"})
_PROMISE = frozenset(
    {"due", "limit_amount", "limit_unit", "calendar", "since", "extended_due", "apology", "apology_latest"}
)
_PROMISED = (promises.SupplementCompleted, promises.PaymentSettled, promises.ProcedureCorrected)


def check_place(fact: Fact, event: Event, *, known: bool) -> None:
    """Refuse a fact that cannot stand where it does; `known` says whether its dossier was received.

    Raises Refused: code_taken (received twice), unknown_dossier (anything before its reception).
    """
    if isinstance(fact, DossierReceived):
        if known:
            raise Refused("code_taken", code=fact.code)
    elif not known or isinstance(fact, WITHOUT_DOSSIER):
        raise Refused("unknown_dossier", code=event.subject)


def fold(history: Iterable[tuple[Event, Fact]]) -> Dossier | None:
    """Return the dossier that `history` (all of one subject) tells of, None without a reception.

    Facts fed from other counters may come in any order: all but the reception is told as `ordered`, so that
    every PC and the centre see the same. Of a code received twice, the first one stored stands.
    """
    stored = list(history)
    begun = next((link for link in stored if isinstance(link[1], DossierReceived)), None)
    if begun is None or not isinstance(begun[1], DossierReceived):
        return None
    dossier = _received(begun[1], begun[0])
    links = ordered(stored)
    waits: set[Wait] = set()
    for _event, fact in links:
        change = _CHANGES.get(type(fact))
        if change is not None:
            changes = change(dossier, fact)
            if isinstance(fact, _PROMISED):
                changes = _longest(dossier, changes, waits.difference(fact.promise.waits))
                waits.update(fact.promise.waits)
            _set(dossier, _standing(dossier, changes))
    _set(dossier, _standing(dossier, _waiting(dossier, open_wait(links))))
    return dossier


def _set(dossier: Dossier, changes: "Changes") -> None:
    # Nobody else holds it yet: a new one for each fact would cost ten times as much.
    for name, value in changes.items():
        object.__setattr__(dossier, name, value)


def _standing(dossier: Dossier, changes: "Changes") -> "Changes":
    """Leave out what another PC did that had not heard of the end or the result: those stand."""
    if not dossier.open:
        return {name: value for name, value in changes.items() if name not in _FINAL}
    if dossier.arrived is not None and changes.get("state") in _RUNNING:
        return {name: value for name, value in changes.items() if name != "state"}
    return changes


def _longest(dossier: Dossier, changes: "Changes", unheard: set[Wait]) -> "Changes":
    """Leave out an earlier date by who had not heard of a wait, the result, the end: the later was given."""
    unaware = unheard or dossier.arrived is not None or not dossier.open
    if unaware and changes["due"] < dossier.due:
        return {name: value for name, value in changes.items() if name not in _PROMISE}
    return changes


def _waiting(dossier: Dossier, asked: promises.SupplementAsked | promises.PaymentAsked | None) -> "Changes":
    """Return what a wait that is still open, or none, makes of the state."""
    if asked is not None:
        supplement = isinstance(asked, promises.SupplementAsked)
        return {"state": State.SUPPLEMENT if supplement else State.PAYMENT, "waiting_since": asked.at}
    if dossier.state not in (State.SUPPLEMENT, State.PAYMENT):
        return {"waiting_since": None}
    return {"state": State.IN_PROGRESS if dossier.holder else State.RECEIVED, "waiting_since": None}


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
        first_due=fact.due,
        due=fact.due,
        day=local_day(fact.received),
        name=fact.applicant.name if fact.applicant else "",
        person_key=person_key(fact.applicant),
        return_by=fact.return_by,
        resolving_unit=fact.resolving_unit,
        limit_amount=fact.limit.amount,
        limit_unit=fact.limit.unit,
        calendar=fact.calendar,
        since=fact.received,
        moved=fact.received,
        # Its leaf is the first copy: what a printer makes of it later is one more.
        copies_printed=int(isinstance(fact, DossierCaptured)),
    )


Changes = dict[str, Any]


def _printed(dossier: Dossier, fact: DocumentPrinted) -> Changes:
    if fact.document != RECEIPT:
        return {}
    return {"copies_printed": max(dossier.copies_printed, fact.copy)}


def _charged(_dossier: Dossier, fact: FeeCharged) -> Changes:
    return {"fee_amount": fact.amount, "fee_paid": fact.paid, "fee_exempt": fact.exempt}


def _supplement(dossier: Dossier, fact: promises.SupplementAsked) -> Changes:
    asked = max(dossier.asked, fact.ordinal)
    return {"asked": asked, **_waits(dossier, State.SUPPLEMENT, fact.at)}


def _payment(dossier: Dossier, fact: promises.PaymentAsked) -> Changes:
    return _waits(dossier, State.PAYMENT, fact.at)


def _waits(dossier: Dossier, state: State, at: int) -> Changes:
    since = at if dossier.waiting_since is None else dossier.waiting_since
    return {"state": state, "waiting_since": since, "moved": at, "missed": dossier.missed_at(at)}


def _promised(
    dossier: Dossier,
    fact: promises.SupplementCompleted | promises.PaymentSettled | promises.ProcedureCorrected,
) -> Changes:
    """A promise that moved asks anew for an apology; only a later signed date outlasts it.

    What was missed by then stays on record, and an explanation answers for what was missed before it.
    """
    promise = fact.promise
    at = promise.at
    changes: Changes = {
        "due": at,
        "limit_amount": promise.limit.amount,
        "limit_unit": promise.limit.unit,
        "calendar": promise.calendar,
        "since": _since(promise),
        "moved": fact.at,
    }
    outdated = dossier.extended_due is None or dossier.extended_due <= at or not dossier.extended_in_time
    if at != dossier.due and outdated:
        changes |= {"extended_due": None, "apology": None, "apology_latest": None}
    if isinstance(fact, promises.ProcedureCorrected):
        named = {name: getattr(fact, name) for name in ("procedure", "procedure_name", "resolving_unit")}
        return changes | named | {"missed": dossier.missed_at(fact.at)}
    state = State.IN_PROGRESS if dossier.holder else State.RECEIVED
    return changes | {"state": state, "waiting_since": None}


def _prepared(dossier: Dossier, fact: promises.ApologyPrepared) -> Changes:
    return {"apology": fact.at, "apology_latest": fact.latest} if dossier.extended_due is None else {}


def _since(promise: promises.Promise) -> int | None:
    """Return the minute from which a limit runs whole; None where a pause after it has taken a part."""
    since, paused = promise.received, False
    for wait in promise.waits:
        restart = wait.after is AfterWait.RESTART
        since, paused = (max(since, wait.ended), False) if restart else (since, True)
    return None if paused else since


def _signed(dossier: Dossier, fact: promises.ApologySigned) -> Changes:
    """The promised date changes at most once: a second signed slip leaves the first's."""
    if dossier.extended_due is not None:
        return {}
    return {"extended_due": fact.new_due, "apology": fact.at, "moved": fact.at}


def _explained(_dossier: Dossier, fact: promises.LatenessExplained) -> Changes:
    return {} if fact.unit else {"explained": fact.at}


def _ended(_dossier: Dossier, fact: steps.DossierEnded) -> Changes:
    return {"state": _ENDS[fact.how], "ended": fact.at, "moved": fact.at}


def _handed_over(dossier: Dossier, fact: steps.HandedOver) -> Changes:
    moving = dossier.state in (State.RECEIVED, State.IN_PROGRESS)
    return {"state": State.IN_PROGRESS if moving else dossier.state, "moved": fact.at}


def _taken_over(_dossier: Dossier, fact: steps.TakenOver) -> Changes:
    return {"holder": fact.unit, "moved": fact.at}


def _arrived(dossier: Dossier, fact: steps.ResultArrived) -> Changes:
    arrived = fact.at if dossier.arrived is None else dossier.arrived
    return {"state": State.RESOLVED, "arrived": arrived, "holder": "", "moved": fact.at}


def _told(_dossier: Dossier, fact: steps.CitizenTold) -> Changes:
    return {"told": fact.at} if fact.about is steps.About.RESULT else {}


def _returned(_dossier: Dossier, fact: steps.ResultReturned) -> Changes:
    return {"state": State.RETURNED, "returned": fact.at, "at_once": fact.at_once, "moved": fact.at}


def _amended(dossier: Dossier, fact: steps.DossierAmended) -> Changes:
    """One that knew of fewer is the older, whatever the clocks say."""
    if fact.ordinal < dossier.amended:
        return {}
    changes: Changes = {"return_by": fact.return_by, "amended": fact.ordinal}
    if fact.applicant is None:
        return changes
    return changes | {"name": fact.applicant.name, "person_key": person_key(fact.applicant)}


_CHANGES: dict[type[Fact], Callable[[Dossier, Any], Changes]] = {
    DocumentPrinted: _printed,
    FeeCharged: _charged,
    promises.SupplementAsked: _supplement,
    promises.SupplementCompleted: _promised,
    promises.PaymentAsked: _payment,
    promises.PaymentSettled: _promised,
    promises.ProcedureCorrected: _promised,
    promises.ApologyPrepared: _prepared,
    promises.ApologySigned: _signed,
    promises.LatenessExplained: _explained,
    steps.FeePaid: lambda _dossier, _fact: {"fee_paid": True},
    steps.DossierEnded: _ended,
    steps.HandedOver: _handed_over,
    steps.TakenOver: _taken_over,
    steps.DossierResolved: lambda _dossier, fact: {"resolved": fact.at, "moved": fact.at},
    steps.ResultArrived: _arrived,
    steps.CitizenTold: _told,
    steps.ResultReturned: _returned,
    steps.DossierAmended: _amended,
    steps.ReceiptVoided: lambda _dossier, fact: {"state": State.VOID, "ended": fact.at, "moved": fact.at},
    steps.DossierLinked: lambda _dossier, fact: {"linked_to": fact.earlier},
    steps.DifficultyReported: lambda _dossier, fact: {"moved": fact.at},
}
