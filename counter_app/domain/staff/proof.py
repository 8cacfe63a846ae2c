"""Whether what somebody put on record about people holds: the centre asks it, and every PC of decisions."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from counter_app.domain import permissions
from counter_app.domain.events import Event
from counter_app.domain.fact_moments import check_own_minute
from counter_app.domain.kinds import StaffFact
from counter_app.domain.moments import DAY, day_iso, day_of
from counter_app.domain.people import Grant, PersonKey, Role, roles_on
from counter_app.domain.staff import absence as absences
from counter_app.domain.staff import request as requests
from counter_app.domain.staff.approval import Verify, check_approval
from counter_app.domain.staff.request import Decision, Request
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    StandingRecorded,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.errors import Refused

MINUTE_MS = 60_000
# Told before what they tell of, or before the yes they rest on: they wait for it.
EARLY = ("unknown_absence", "unknown_request", "unknown_inspection", "not_accepted")
OPENING = (AbsenceLogged, SubstituteAsked, InspectionHeld)
_OF_OTHERS = (PresenceChecked, StandingRecorded, PersonRotated, InspectionHeld)
_OF_REQUEST = (
    SubstituteAsked | SubstituteAnswered | SubstitutionDecided | SubstitutionBegan | SubstitutionEnded
)
Link = tuple[Event, StaffFact]


@dataclass(frozen=True, slots=True)
class Register:
    """What the centre has on an office's people: every role and every key there ever was.

    `today` (YYYY-MM-DD) is the reader's day: nothing is decided by a role that has not begun. `doubted` are
    events of a PC that had been without contact for 30 days when they happened; `people` are the office's,
    needed by `check` only.
    """

    office_id: str
    grants: tuple[Grant, ...]
    keys: tuple[PersonKey, ...]
    verify: Verify
    today: str
    doubted: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def of_its_subject(event: Event, fact: StaffFact) -> bool:
    """Tell whether a fact stands under what it tells of; what begins something bears its event's id.

    So nobody can tell the beginning of another's absence or request anew.
    """
    if isinstance(fact, AbsenceLogged | AbsenceEnded):
        named = fact.absence
    elif isinstance(fact, _OF_REQUEST):
        named = fact.request
    elif isinstance(fact, InspectionHeld | InspectionFollowedUp):
        named = fact.inspection
    else:
        return True
    begins = isinstance(fact, OPENING)
    return named == event.subject and (not begins or named == event.event_id)


def check(event: Event, fact: StaffFact, told: Sequence[Link], register: Register) -> None:
    """Refuse what this actor could not put on record; `told` is what holds of the subject so far.

    Raises Refused: unknown_person, about_yourself, unknown_absence, unknown_request and unknown_inspection
    (not known yet), absence_not_yours, back_past, substitute_himself, substitute_no_officer,
    not_asked_of_you, not_accepted, request_not_yours, and those of `check_decision`.
    """
    _check_named(event, fact, register)
    match fact:
        case AbsenceLogged() | AbsenceEnded() | SubstituteAsked():
            _check_word(event, fact, _absent(fact, told), register)
        case SubstituteAnswered() | SubstitutionBegan():
            _check_asked(event, fact, _request(told))
        case SubstitutionEnded():
            asked = _request(told).asked
            if not any(_speaks_for(event, one, register) for one in (asked.substitute, asked.absent)):
                raise Refused("request_not_yours")
        case SubstitutionDecided():
            known = _request(told)
            said = {one.approval for _event, one in told if isinstance(one, SubstitutionDecided)}
            check_decision(decision_of(event, fact), known, register, said)
        case InspectionFollowedUp():
            _check_not_inspected(event, told)


def check_told(event: Event, fact: StaffFact, *, purged: bool = False) -> None:
    """Refuse what lacks its reason, while the personal data is at hand. Raises Refused: text_missing.

    What came `purged` of it counts: nobody who brings it knows any more what was said.
    """
    if purged:
        return
    if isinstance(fact, AbsenceEnded):
        absences.check_back(fact.back, event.happened_at // MINUTE_MS, fact.text, own=False)
    if isinstance(fact, AbsenceLogged):
        absences.check_reason(fact.reason, fact.text)


def check_decision(one: Decision, request: Request, register: Register, said: Container[str] = ()) -> None:
    """Refuse a decision that its approver did not make with his key of that PC, in his time, on this request.

    `said` are the approvals that stand already. Raises Refused: approval_replayed, not_permitted,
    moment_differs (not the event's own minute), approval_early (before it was asked for), contact_too_old
    (`doubted`), not_accepted (approved, and whom it was asked of has not answered), and those of
    `check_approval`.
    """
    fact = one.fact
    if fact.approval in said:
        raise Refused("approval_replayed", None)
    # The day that he has signed, the event's own is another's word; neither before the question nor ahead.
    signed = day_iso(day_of(fact.at))
    for day in {signed, day_iso(day_of(max(fact.at, request.asked.at))), min(signed, register.today)}:
        permissions.check_makes(roles_on(register.grants, one.actor_id, day), SubstitutionDecided)
    check_own_minute(fact, one.happened_at)
    if fact.at < request.asked.at - DAY:  # whose role has ended cannot go back to when he had it
        raise Refused("approval_early", None)
    his = [key for key in register.keys if key.installation_id == one.installation_id]
    check_approval(register.office_id, one.actor_id, request, fact, his, register.verify)
    if one.event_id in register.doubted:
        raise Refused("contact_too_old", None)
    if fact.approved:
        _check_accepted(request)


def decision_of(event: Event, fact: SubstitutionDecided) -> Decision:
    """Return a decision as its event tells it."""
    return Decision(event.event_id, event.installation_id, event.actor_id, event.happened_at, fact)


def believed(decisions: Iterable[Decision], request: Request, register: Register) -> tuple[Decision, ...]:
    """Return the decisions on a request that hold, each once."""
    return tuple(one for one, code in judged(decisions, request, register) if not code)


def judged(
    decisions: Iterable[Decision], request: Request, register: Register
) -> Iterator[tuple[Decision, str]]:
    """Yield the decisions on a request with the code of what speaks against each, "" for nothing."""
    said: set[str] = set()
    for one in sorted(decisions, key=lambda one: (one.happened_at, one.event_id)):
        try:
            check_decision(one, request, register, said)
        except Refused as refused:
            yield one, refused.code
        else:
            said.add(one.fact.approval)
            yield one, ""


def _check_named(event: Event, fact: StaffFact, register: Register) -> None:
    """Refuse what is about nobody of the office, or a measure, a look or a move about the actor himself."""
    named: tuple[str, ...] = ()
    match fact:
        case AbsenceLogged() | PresenceChecked() | StandingRecorded() | PersonRotated():
            named = (fact.person,)
        case InspectionHeld():
            named = fact.people
        case SubstituteAsked():
            _check_substitute(event, fact, register)
            named = (fact.absent, fact.substitute)
    for one in named:
        if one not in register.people:
            raise Refused("unknown_person", "person", person=one[:60])
    if isinstance(fact, _OF_OTHERS) and event.actor_id in named:
        raise Refused("about_yourself", "person")


def _check_substitute(event: Event, fact: SubstituteAsked, register: Register) -> None:
    """Refuse whom nobody could have asked; of a role that ends on the way the asking PC may not know yet."""
    if fact.substitute == fact.absent:
        raise Refused("substitute_himself", "substitute")
    moments = [event.happened_at // MINUTE_MS, *(at for span in fact.spans for at in (span.begin, span.end))]
    days = [register.today, *(day_iso(day_of(at)) for at in moments)]
    his = [one for one in register.grants if (one.person_id, one.role) == (fact.substitute, Role.OFFICER)]
    if not any(one.first_day <= max(days) and (one.last_day or max(days)) >= min(days) for one in his):
        raise Refused("substitute_no_officer", "substitute")


def _check_asked(event: Event, fact: SubstituteAnswered | SubstitutionBegan, request: Request) -> None:
    if request.asked.substitute != event.actor_id:
        raise Refused("not_asked_of_you")
    if isinstance(fact, SubstitutionBegan):
        _check_accepted(request)


def _check_accepted(request: Request) -> None:
    """A no does not count here: where two PCs answered apart, the other's yes was enough for this one."""
    if request.accepted is None:
        raise Refused("not_accepted", None)


def _absent(fact: AbsenceLogged | AbsenceEnded | SubstituteAsked, told: Sequence[Link]) -> str:
    if isinstance(fact, SubstituteAsked):
        return fact.absent
    found = fact if isinstance(fact, AbsenceLogged) else absences.fold(told)
    if found is None:
        raise Refused("unknown_absence")
    return found.person


def _request(told: Sequence[Link]) -> Request:
    found = requests.fold(told)
    if found is None:
        raise Refused("unknown_request")
    return found


def _check_word(
    event: Event, fact: AbsenceLogged | AbsenceEnded | SubstituteAsked, person_id: str, register: Register
) -> None:
    if not _speaks_for(event, person_id, register):
        raise Refused("absence_not_yours")
    if isinstance(fact, AbsenceEnded) and event.actor_id == person_id:
        absences.check_back(fact.back, event.happened_at // MINUTE_MS, "", own=True)


def _check_not_inspected(event: Event, told: Sequence[Link]) -> None:
    held = [one for _event, one in told if isinstance(one, InspectionHeld)]
    if not held:
        raise Refused("unknown_inspection", "inspection")
    if any(event.actor_id in one.people for one in held):
        raise Refused("about_yourself")


def _speaks_for(event: Event, person_id: str, register: Register) -> bool:
    day = day_iso(day_of(event.happened_at // MINUTE_MS))
    return absences.speaks_for(register.grants, event.actor_id, person_id, day)
