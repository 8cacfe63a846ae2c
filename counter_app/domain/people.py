"""The office, the people who work in it, what each may do there, and the PC they sit at."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from counter_app.errors import Refused


class Role(StrEnum):
    """What a person may be at an office. `permissions` says what each may do."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    APPROVER = "approver"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office. `field` is what he does, `trained` what else he could; `counter` where he sits.

    An officer without a counter of his own is the reserve (Decree 61/2018 Art. 12.8). `photo` is the SHA-256
    of his picture on the duty board, "" for none.
    """

    person_id: str
    name: str
    title: str
    field: str
    phone: str
    counter: str
    trained: tuple[str, ...] = ()
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given at the centre from `first_day` to `last_day` (YYYY-MM-DD, both counted; "" is open).

    `ground` is the decision or delegation that gives it. Approvers are asked in their `order`; one of the
    level `above` is asked after all of the office's own.
    """

    grant_id: str
    person_id: str
    role: Role
    first_day: str
    last_day: str = ""
    ground: str = ""
    order: int = 0
    above: bool = False

    def holds_on(self, day: str) -> bool:
        """Tell whether the role is held on `day` (YYYY-MM-DD)."""
        return self.first_day <= day and (not self.last_day or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class PersonKey:
    """The public half (32 bytes) of the key a person made at one PC. ms UTC; `ended` None in force."""

    person_id: str
    installation_id: str
    public_key: bytes
    since: int
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A one-stop unit. `agency_id` begins its dossier codes (DOMAIN: groups joined by dots, `H26.14`).

    `superior` is the body above it, which resolves what no other unit does; `place` is what its papers say
    before the date, `complaints` where a citizen may complain (Form 01's foot).
    """

    office_id: str
    agency_id: str
    superior: str
    name: str
    place: str
    address: str
    hotline: str
    complaints: str


def roles_on(grants: Iterable[Grant], person_id: str, day: str) -> frozenset[Role]:
    """Return the roles that a person holds on `day` (YYYY-MM-DD)."""
    return frozenset(one.role for one in grants if one.person_id == person_id and one.holds_on(day))


def roles_from(grants: Iterable[Grant], person_id: str, day: str) -> frozenset[Role]:
    """Return the roles that a person holds on `day` or is to hold later."""
    left = (one for one in grants if one.person_id == person_id and not (one.last_day and one.last_day < day))
    return frozenset(one.role for one in left)


def find_person(people: Iterable[Person], person_id: str) -> Person:
    """Return the person of that id. Raises Refused: unknown_person."""
    for person in people:
        if person.person_id == person_id:
            return person
    raise Refused("unknown_person", "person", person=person_id[:60])
