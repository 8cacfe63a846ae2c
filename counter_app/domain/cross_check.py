"""One dossier's promises and its extension held against its other facts, which must tell the same."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from counter_app.domain.catalog import AfterWait, Limit
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.ordering import ordered
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
    Promise,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.recomputation import PROMISED_ANEW, Difference, of
from counter_app.domain.step_events import ResultArrived
from counter_app.domain.waits import Wait, WaitFor

# A dossier with none of these has nothing to hold against the others.
CHECKED = frozenset(
    {*(kind.KIND for kind in PROMISED_ANEW), ApologySigned.KIND, ResultArrived.KIND, SupplementAsked.KIND}
)

Link = tuple[Event, Fact]


@dataclass(slots=True)
class _Told:
    """What a dossier's facts tell of its limits, waits and slips."""

    limits: list[Limit]
    waits: set[Wait] = field(default_factory=set)
    slips: dict[str, int] = field(default_factory=dict)
    signed: bool = False
    arrived: bool = False


def cross_check(stored: Sequence[Link]) -> Iterator[Difference]:
    """Yield promise_differs, extension_differs, extended_twice and arrived_twice of one dossier's facts.

    Facts of several PCs may stand in another order than they happened, so a promise's waits are held
    against all that was asked and answered, and must name those that the same PC had ended before.
    """
    reception = next((fact for _event, fact in stored if isinstance(fact, DossierReceived)), None)
    if reception is None:
        return
    links = ordered(stored)
    yield from _windows(links, reception)
    told = _gather(links, reception)
    known: dict[str, set[Wait]] = {}
    for event, fact in links:
        if isinstance(fact, PROMISED_ANEW):
            before = known.setdefault(event.installation_id, set())
            for column, *values in _unfounded(fact, reception, told, before):
                yield replace(of(event, "promise_differs", *values), column=column)
            before.update(fact.promise.waits)
        elif isinstance(fact, ApologySigned):
            yield from _extension(event, fact, told)
        elif isinstance(fact, ResultArrived):
            if told.arrived:
                yield of(event, "arrived_twice")
            told.arrived = True


def _windows(links: Sequence[Link], reception: DossierReceived) -> Iterator[Difference]:
    """Yield each Form 02 whose window was not counted from the dossier's own reception."""
    for event, fact in links:
        if isinstance(fact, SupplementAsked) and fact.received != reception.received:
            stored = "" if fact.received is None else fact.received
            yield replace(of(event, "promise_differs", stored, reception.received), column="received")


def _gather(links: Sequence[Link], reception: DossierReceived) -> _Told:
    facts = [fact for _event, fact in links]
    corrected = [fact.promise.limit for fact in facts if isinstance(fact, ProcedureCorrected)]
    told = _Told([reception.limit, *corrected])
    told.slips = {event.event_id: fact.new_due for event, fact in links if isinstance(fact, ApologyPrepared)}
    for asked, answer in itertools.product(facts, facts):
        if isinstance(asked, SupplementAsked) and isinstance(answer, SupplementCompleted):
            told.waits.add(_wait(asked.at, answer.at, reception, asked.after, WaitFor.SUPPLEMENT))
        elif isinstance(asked, PaymentAsked) and isinstance(answer, PaymentSettled):
            told.waits.add(_wait(asked.at, answer.at, reception, AfterWait.PAUSE, WaitFor.PAYMENT))
    return told


def _wait(began: int, ended: int, reception: DossierReceived, after: AfterWait, cause: WaitFor) -> Wait:
    began = max(began, reception.received)
    return Wait(began, max(began, ended), after, cause)


def _unfounded(
    fact: SupplementCompleted | PaymentSettled | ProcedureCorrected,
    reception: DossierReceived,
    told: _Told,
    before: set[Wait],
) -> Iterator[tuple[str, int, int] | tuple[str]]:
    """Yield what of a promise no other fact bears out: the column, and the minutes where it has any."""
    promise: Promise = fact.promise
    if promise.received != reception.received:
        yield "received", promise.received, reception.received
    if promise.limit not in told.limits:
        yield ("limit",)
    waits = set(promise.waits)
    own = [wait for wait in waits if wait.ended == max(wait.began, fact.at) and wait in told.waits]
    unanswered = not isinstance(fact, ProcedureCorrected) and not own
    if unanswered or not before <= waits <= told.waits:
        yield ("waits",)


def _extension(event: Event, fact: ApologySigned, told: _Told) -> Iterator[Difference]:
    prepared = told.slips.get(fact.prepared)
    if prepared != fact.new_due:
        yield of(event, "extension_differs", fact.new_due, "" if prepared is None else prepared)
    if told.signed:
        yield of(event, "extended_twice")
    told.signed = True
