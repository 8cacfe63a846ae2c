"""The office's people in one minute: who holds which role, who is away, who sits where, who stands in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from counter_app.domain.calendar import Hours, WorkCalendar
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.people import Grant, Office, Person, PersonKey, Role, find_person, roles_on
from counter_app.domain.reception import SATURDAY_MORNINGS
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.request import Request
from counter_app.domain.staff_events import PersonRotated
from counter_app.errors import Refused

CounterOf = Callable[[str, str], str]  # person_id and day (YYYY-MM-DD): where he sits by himself, "" nowhere


@dataclass(frozen=True, slots=True)
class Roster:
    """All that a judgement about people needs. Minutes are whole, UTC; `contact` the last with the centre.

    `dossiers` counts by person the open dossiers that are his own, as if nobody stood in; `saturday_fields`
    are the catalogue's fields with reception on Saturday mornings that are done here; `inspections` by id
    who was inspected in those whose follow-up is still open.
    """

    now: int
    calendar: WorkCalendar
    office: Office
    people: tuple[Person, ...]
    grants: tuple[Grant, ...]
    keys: tuple[PersonKey, ...] = ()
    absences: tuple[Absence, ...] = ()
    requests: tuple[Request, ...] = ()
    rotations: tuple[PersonRotated, ...] = ()
    contact: int | None = None
    dossiers: Mapping[str, int] = field(default_factory=dict)
    saturday_fields: tuple[str, ...] = ()
    mornings: tuple[Hours, ...] = SATURDAY_MORNINGS
    inspections: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def today(self) -> str:
        """The local day of `now`, YYYY-MM-DD."""
        return day_iso(day_of(self.now))

    def person(self, person_id: str) -> Person:
        """Return who that is. Raises Refused: unknown_person."""
        return find_person(self.people, person_id)

    def roles(self, person_id: str, day: str = "") -> frozenset[Role]:
        """Return the roles held on `day` (YYYY-MM-DD), today where it is ""."""
        return roles_on(self.grants, person_id, day or self.today)

    def counter_of(self, person_id: str, day: str) -> str:
        """Return where a person sits on `day` by himself: the newest rotation not later, else as named."""
        return counter_of(self.people, self.rotations, person_id, day)

    def away(self, person_id: str, minute: int) -> bool:
        """Tell whether a person is absent in that minute."""
        return any(one.person == person_id and one.away(minute) for one in self.absences)

    def covering(self, person_id: str, minute: int) -> bool:
        """Tell whether a person sits at somebody else's counter in that minute."""
        return any(one.asked.substitute == person_id and one.active(minute) for one in self.requests)

    def responsible(self, person_id: str, minute: int) -> str:
        """Return who answers in that minute for what a person received: as `responsible` says."""
        return responsible(self.requests, person_id, minute, self.counter_of)

    def request(self, request_id: str) -> Request:
        """Return a request. Raises Refused: unknown_request."""
        for one in self.requests:
            if one.request == request_id:
                return one
        raise Refused("unknown_request", "request")

    def absence(self, absence_id: str) -> Absence:
        """Return an absence. Raises Refused: unknown_absence."""
        for one in self.absences:
            if one.absence == absence_id:
                return one
        raise Refused("unknown_absence", "absence")


def counter_of(people: Iterable[Person], rotations: Iterable[PersonRotated], person_id: str, day: str) -> str:
    """Return where a person sits on `day` by himself, "" where he is not listed any more."""
    moved = [one for one in rotations if one.person == person_id and one.from_day <= day]
    if moved:
        return max(moved, key=lambda one: (one.from_day, one.at, one.to_counter)).to_counter
    return next((one.counter for one in people if one.person_id == person_id), "")


def responsible(requests: Iterable[Request], person_id: str, minute: int, counter_of: CounterOf) -> str:
    """Return who answers in that minute for what a person received: he, or who stands in for him.

    Always exactly one: who stands in at his counter, who stands in there for that one, and so on. Who takes
    over a counter that he only covers does not answer for what is his own. A circle is not followed.
    """
    return _line(requests, person_id, minute, counter_of)[0]


def moves(
    requests: Iterable[Request], request: Request, person_id: str, minute: int, counter_of: CounterOf
) -> bool:
    """Tell whether it is by this request that what a person received goes to the substitute."""
    others = [one for one in requests if one.request != request.request]
    who, counter = _line(others, person_id, minute, counter_of)
    return who == request.asked.absent and _is_of(request, counter, counter_of)


def _line(
    requests: Iterable[Request], person_id: str, minute: int, counter_of: CounterOf
) -> tuple[str, str | None]:
    """Return who answers, and at which counter he took it over; None where it is his own."""
    active = sorted(
        (one for one in requests if one.active(minute)), key=lambda one: (one.since(minute) or 0, one.request)
    )
    seen, counter = [person_id], None
    while True:
        standing_in = [
            one for one in active if one.asked.absent == seen[-1] and _is_of(one, counter, counter_of)
        ]
        if not standing_in or standing_in[-1].asked.substitute in seen:
            return seen[-1], counter
        seen.append(standing_in[-1].asked.substitute)
        counter = standing_in[-1].asked.counter


def _is_of(request: Request, counter: str | None, counter_of: CounterOf) -> bool:
    """Tell whether a request is for this counter, or (None) for the absent person's own.

    What the reserve received goes with the counter where he sits: he has none of his own.
    """
    asked = request.asked
    if counter is None:
        counter = counter_of(asked.absent, day_iso(day_of(asked.spans[0].begin))) or asked.counter
    return asked.counter == counter
