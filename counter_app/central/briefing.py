"""The briefing: what the centre decides and a counter needs in order to receive offline."""

import msgspec
from sqlalchemy import Connection, Row, select, update

from counter_app import wire
from counter_app.central import calendar_versions, lanes
from counter_app.central.centre import Caller, Centre
from counter_app.central.people_tables import grants, people, person_keys
from counter_app.central.tables import (
    books,
    catalogues,
    hours,
    installations,
    offices,
)
from counter_app.domain.calendar import Hours
from counter_app.domain.catalog import Catalogue
from counter_app.domain.paper_book import Book
from counter_app.domain.people import Grant, Office, Person, PersonKey, Role
from counter_app.errors import Refused

_REMEMBERED = 10_000


def answer(centre: Centre, caller: Caller, request: wire.BriefingRequest) -> wire.Briefing:
    """Return the newest briefing for the caller."""
    with centre.engine.begin() as connection:
        return build(centre, connection, caller)


def digest(centre: Centre, connection: Connection, caller: Caller, revision: int) -> str:
    """Return the digest of the caller's newest briefing, built anew only when its revision is another."""
    key = (caller.installation_id, revision, centre.today())
    if key not in centre.digests:
        if len(centre.digests) >= _REMEMBERED:
            centre.digests.clear()
        centre.digests[key] = wire.briefing_digest(build(centre, connection, caller))
    return centre.digests[key]


def touch(connection: Connection, office_id: str | None = None) -> None:
    """Note that the briefings of an office (None: of all) tell something new."""
    statement = update(offices).values(revision=offices.c.revision + 1)
    if office_id is not None:
        statement = statement.where(offices.c.office_id == office_id)
    connection.execute(statement)


def build(centre: Centre, connection: Connection, caller: Caller) -> wire.Briefing:
    """Put together what the caller must know; its lane is prolonged on the way when that is due."""
    row = connection.execute(select(offices).where(offices.c.office_id == caller.office_id)).one()
    calendar, *ahead = calendar_versions.told(connection, caller.office_id, row.agency_id, centre.today())
    return wire.Briefing(
        office=_office(row),
        people=_people(connection, caller.office_id),
        keys=_keys(connection, caller.office_id),
        lane=lanes.current(centre, connection, caller.office_id, caller.installation_id),
        catalogues=_catalogues(connection, centre.today()),
        calendar_version=calendar.version,
        calendar=calendar.days,
        calendar_effective=calendar.effective,
        calendar_ground=calendar.ground,
        calendars_ahead=tuple(ahead),
        hours=hours_of(connection, caller.office_id),
        rules=row.rules,
        grants=grants_of(connection, caller.office_id),
        person_keys=person_keys_of(connection, caller.office_id),
        sign_in_from=row.sign_in_from,
        books=books_of(connection, caller.office_id),
        lanes=tuple(lanes.of_office(connection, caller.office_id)),
    )


def office(connection: Connection, office_id: str) -> Office:
    """Return an office as its papers name it. Raises Refused: unknown_office."""
    row = connection.execute(select(offices).where(offices.c.office_id == office_id)).one_or_none()
    if row is None:
        raise Refused("unknown_office", "office", office=office_id[:60])
    return _office(row)


def _office(row: Row[tuple[object, ...]]) -> Office:
    return Office(
        office_id=row.office_id,
        agency_id=row.agency_id,
        superior=row.superior,
        name=row.name,
        place=row.place,
        address=row.address,
        hotline=row.hotline,
        complaints=row.complaints,
    )


def _people(connection: Connection, office_id: str) -> tuple[Person, ...]:
    rows = connection.execute(
        select(people).where(people.c.office_id == office_id).order_by(people.c.person_id)
    )
    return tuple(
        Person(
            row.person_id,
            row.name,
            row.title,
            row.field,
            row.phone,
            row.counter,
            msgspec.json.decode(row.trained, type=tuple[str, ...]),
            row.photo,
        )
        for row in rows
    )


def grants_of(connection: Connection, office_id: str) -> tuple[Grant, ...]:
    """Return every role that an office ever gave: old facts are judged by them."""
    rows = connection.execute(
        select(grants).where(grants.c.office_id == office_id).order_by(grants.c.grant_id)
    )
    return tuple(
        Grant(
            row.grant_id,
            row.person_id,
            Role(row.role),
            row.first_day,
            row.last_day,
            row.ground,
            row.order,
            row.above,
        )
        for row in rows
    )


def person_keys_of(connection: Connection, office_id: str) -> tuple[PersonKey, ...]:
    """Return the public keys of an office's people, those that ended too."""
    rows = connection.execute(
        select(person_keys).where(person_keys.c.office_id == office_id).order_by(person_keys.c.public_key)
    )
    return tuple(PersonKey(*row[1:]) for row in rows)


def _keys(connection: Connection, office_id: str) -> tuple[wire.InstallationKey, ...]:
    """Return all keys the office ever had: receipts of a revoked installation are still checked."""
    rows = connection.execute(
        select(installations)
        .where(installations.c.office_id == office_id)
        .order_by(installations.c.installation_id)
    )
    return tuple(wire.InstallationKey(row.installation_id, row.public_key) for row in rows)


def _catalogues(connection: Connection, today: str) -> tuple[Catalogue, ...]:
    """Return the catalogue in force, the one before it (for a PC whose clock is behind) and those to come."""
    listed = connection.execute(
        select(catalogues.c.version, catalogues.c.effective).order_by(
            catalogues.c.effective, catalogues.c.version
        )
    ).all()
    begun = sum(row.effective <= today for row in listed)
    wanted = [row.version for row in listed[max(begun - 2, 0) :]]
    rows = connection.execute(
        select(catalogues.c.body)
        .where(catalogues.c.version.in_(wanted))
        .order_by(catalogues.c.effective, catalogues.c.version)
    )
    return tuple(msgspec.json.decode(body, type=Catalogue) for body in rows.scalars())


def hours_of(connection: Connection, office_id: str) -> tuple[Hours, ...]:
    """Return an office's hours, by the day they come into force."""
    rows = connection.execute(select(hours).where(hours.c.office_id == office_id).order_by(hours.c.effective))
    return tuple(
        Hours(row.effective, msgspec.json.decode(row.sessions, type=tuple[tuple[int, int], ...]))
        for row in rows
    )


def books_of(connection: Connection, office_id: str) -> tuple[Book, ...]:
    """Return the paper books that an office was ever granted, the oldest first."""
    asked = select(*(books.c[name] for name in Book.__slots__)).where(books.c.office_id == office_id)
    return tuple(Book(*row) for row in connection.execute(asked.order_by(books.c.granted, books.c.first)))
