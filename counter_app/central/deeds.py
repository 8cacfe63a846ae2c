"""What administrators did about an office's people: who, what, why and when, kept with the act itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from counter_app.central import grounds
from counter_app.central.centre import Centre
from counter_app.central.people_tables import deeds
from counter_app.domain.identity import new_event_id


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: `by` whom, about `person_id` ("" for the whole office), with its `reason`; `at` is ms UTC.

    `detail` is what was given or ended: a role with its days, a number of keys, a day.
    """

    at: int
    by: str
    act: str
    person_id: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Warrant:
    """Who acts and why, as typed."""

    by: str
    reason: str

    @classmethod
    def read(cls, by: str, reason: str) -> "Warrant":
        """Return both in one spelling. Raises Refused: as `grounds.read`; nobody acts without either."""
        return cls(grounds.read(by), grounds.read(reason))


def record(
    centre: Centre,
    connection: Connection,
    office_id: str,
    warrant: Warrant,
    act: str,
    about: tuple[str, str],
) -> None:
    """Keep an act in the transaction that does it; `about` is whom and what, as `Deed` has them."""
    person_id, detail = about
    row = Deed(centre.now(), warrant.by, act, person_id, warrant.reason, detail)
    values = {name: getattr(row, name) for name in Deed.__slots__}
    connection.execute(insert(deeds).values(office_id=office_id, deed_id=new_event_id(), **values))


def of(connection: Connection, office_id: str) -> Iterator[Deed]:
    """Yield an office's deeds, the oldest first."""
    asked = select(*(deeds.c[name] for name in Deed.__slots__)).where(deeds.c.office_id == office_id)
    for row in connection.execute(asked.order_by(deeds.c.at, deeds.c.deed_id)):
        yield Deed(*row)
