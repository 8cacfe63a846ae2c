"""The office, the people who work in it, and the PC they sit at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may act. `field` is what he is trained for; `counter` where he sits.

    A `supervisor` heads the desk and allows what one officer alone may not.
    """

    person_id: str
    name: str
    title: str
    field: str
    phone: str
    counter: str
    supervisor: bool = False


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
