"""One dossier with all that a judgement on it needs, gathered from its facts, the law and the clock."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from counter_app.domain import applicant as applicants
from counter_app.domain import deadline, history
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import AfterWait, Catalogue, Limit, Part
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived, Event, FeeCharged
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import as_date, day_iso, day_of
from counter_app.domain.ordering import open_wait, ordered
from counter_app.domain.people import Grant, Office, Person, Role, find_person, roles_on
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
from counter_app.domain.rules import RuleSet
from counter_app.domain.step_events import HandedOver, TakenOver
from counter_app.domain.waits import Wait, WaitFor
from counter_app.errors import Refused

MAX_TEXT, MAX_LINE = 1000, 300


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds for every dossier of the office in this minute (`now`, whole minutes UTC)."""

    now: int
    calendar: WorkCalendar
    rules: RuleSet
    catalogue: Catalogue
    office: Office
    people: tuple[Person, ...]
    grants: tuple[Grant, ...] = ()

    def supervises(self, person_id: str) -> bool:
        """Tell whether a person heads the desk today."""
        return Role.SUPERVISOR in roles_on(self.grants, person_id, day_iso(day_of(self.now)))

    def person(self, person_id: str) -> Person:
        """Return who that is. Raises Refused: unknown_person."""
        return find_person(self.people, person_id)

    def after_supplement(self, procedure: str) -> AfterWait:
        """Return how a procedure's limit goes on; one no longer listed restarts, as the law has it."""
        listed = {entry.code: entry for entry in self.catalogue.procedures}
        return listed[procedure].after_supplement if procedure in listed else AfterWait.RESTART


@dataclass(slots=True)
class Case:
    """A dossier's facts, sorted: filled by `case_of`, read by judgements.

    `limit` is the one its promise is reckoned by, `waiting` what the citizen must still do, `handed` the
    hand-overs without a receiver by event_id, `prepared` the last Form 04 with its event_id, `promises` the
    due minutes promised since a wait last moved one, each with when that was. `parts` are those of a joint
    procedure, `units` to whom the papers went one after the other.
    """

    dossier: Dossier
    reception: DossierReceived
    around: Surroundings
    limit: Limit
    promises: list[tuple[int, int]]
    fee: FeeCharged | None = None
    waits: tuple[Wait, ...] = ()
    waiting: SupplementAsked | PaymentAsked | None = None
    handed: dict[str, HandedOver] = field(default_factory=dict)
    prepared: tuple[str, ApologyPrepared] | None = None
    extended: bool = False
    parts: tuple[Part, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def now(self) -> int:
        """This minute by the counter's clock."""
        return self.around.now

    @property
    def today(self) -> datetime.date:
        """The local day of `now`."""
        return as_date(day_of(self.now))

    @property
    def promised(self) -> int:
        """The minute from which the due day, or one before it, was promised.

        A pause that moves nothing, or a procedure corrected there and back, is no new promise of that day.
        """
        day = day_of(self.dossier.due)
        made = [made for at, made in self.promises if day_of(at) <= day]
        return min(made, default=self.reception.received)

    def promise(self, waits: tuple[Wait, ...]) -> Promise:
        """Reckon the promise anew from reception, limit and waits. Raises as `deadline.resumed`."""
        around = self.around
        received = self.reception.received
        due = deadline.resumed(self.limit, received, waits, around.calendar, around.rules)
        return Promise(
            due.at, self.limit, received, waits, due.reasons, around.calendar.version, around.rules.rules_id
        )

    def waited(self) -> tuple[Wait, ...]:
        """Return all waits with the one that ends now. Raises Refused: not_waiting."""
        if self.waiting is None:
            raise Refused("not_waiting", None, code=self.dossier.code)
        # Another PC's clock may have been a little ahead when it asked.
        began = max(self.waiting.at, self.reception.received)
        ended = max(began, self.now)
        if isinstance(self.waiting, SupplementAsked):
            return (*self.waits, Wait(began, ended, self.waiting.after, WaitFor.SUPPLEMENT))
        return (*self.waits, Wait(began, ended, AfterWait.PAUSE, WaitFor.PAYMENT))


def case_of(told: Iterable[tuple[Event, Fact]], code: str, around: Surroundings) -> Case:
    """Gather a dossier's facts, in whatever order they came. Raises Refused: unknown_dossier."""
    history_of = list(told)
    dossier = history.fold(history_of)
    if dossier is None:
        raise Refused("unknown_dossier", "code", code=code[:60])
    reception = next(fact for _event, fact in history_of if isinstance(fact, DossierReceived))
    first = (reception.due, reception.received)
    case = Case(dossier, reception, around, reception.limit, [first], parts=reception.parts)
    links = ordered(history_of)
    for event, fact in links:
        _take(case, event, fact)
    case.waiting = open_wait(links)
    return case


def check_text(text: str, name: str, limit: int = MAX_TEXT, *, required: bool = False) -> str:
    """Return a text without spaces around it. Raises Refused: field_required, too_long, bad_characters."""
    if len(text) > limit:
        raise Refused("too_long", name, limit=limit)
    applicants.check_characters(text, name)
    if required and not text.strip():
        raise Refused("text_missing", name)
    return text.strip()


def _take(case: Case, event: Event, fact: Fact) -> None:
    match fact:
        case FeeCharged():
            case.fee = fact
        case SupplementCompleted() | PaymentSettled():
            # Two PCs may each have ended a wait without knowing of the other's.
            case.waits += tuple(wait for wait in fact.promise.waits if wait not in case.waits)
            if fact.promise.at > case.promises[-1][0]:
                case.promises.clear()
            case.promises.append((fact.promise.at, fact.at))
        case ProcedureCorrected():
            case.limit = fact.promise.limit
            case.parts, case.units = fact.parts, ()  # another procedure, other units
            case.promises.append((fact.promise.at, fact.at))
        case _:
            _take_paper(case, event, fact)


def _take_paper(case: Case, event: Event, fact: Fact) -> None:
    match fact:
        case HandedOver():
            case.handed[event.event_id] = fact
            case.units += (fact.to_unit,)
        case TakenOver():
            case.handed.pop(fact.handed, None)
        case ApologyPrepared():
            case.prepared = (event.event_id, fact)
        case ApologySigned():
            case.extended = True
