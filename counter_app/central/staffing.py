"""What an administrator does about an office's people at the centre; with the owner's rights only."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, select, update

from counter_app.central import briefing, database, deeds, granted, pins, withdrawals
from counter_app.central.centre import Centre
from counter_app.central.deeds import Deed, Warrant, record
from counter_app.central.granted import KeysEnded
from counter_app.central.people_tables import grants, people, person_keys
from counter_app.central.people_tables import pins as pin_rows
from counter_app.central.sign_in import check_person, end_keys
from counter_app.central.tables import offices
from counter_app.domain.dossier import local_day
from counter_app.domain.identity import new_event_id
from counter_app.domain.moments import parse_day
from counter_app.domain.people import Grant, Role, roles_on
from counter_app.errors import Refused

NO_PIN, FIRST_PIN, OWN_PIN = "none", "first", "own"
_FIRST_ORDER, _LAST_ORDER = 0, 99


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands: his roles' grants, whose PIN he has, at how many PCs he has a key in force.

    `locked_until` is ms UTC, 0 for not.
    """

    person_id: str
    name: str
    roles: tuple[Grant, ...]
    pin: str
    locked_until: int
    keys: int


def first_pin(centre: Centre, office_id: str, person_id: str, by: str, reason: str) -> str:
    """Return a PIN for one sign-in, in place of any other; the person's keys end.

    Raises Refused: unknown_office, unknown_person, owner_needed, and as `Warrant.read`.
    """
    warrant = Warrant.read(by, reason)
    with managing(centre, office_id) as connection:
        check_person(connection, office_id, person_id)
        pin = pins.give_first(centre, connection, office_id, person_id)
        told = _end_keys(centre, connection, office_id, person_id)
        record(centre, connection, office_id, warrant, "pin", (person_id, str(len(told.keys))))
    withdrawals.done(centre, told)
    return pin


def give_role(centre: Centre, office_id: str, told: Grant, by: str) -> Grant:
    """Give a role from `first_day` on ("" is today). Who approves needs a longer PIN, so his keys end.

    Raises Refused: as `first_pin`, bad_date, role_backdated, role_reversed, bad_order, and as `Warrant.read`.
    """
    today, warrant = centre.today(), Warrant.read(by, told.ground)
    given = dataclasses.replace(
        told, grant_id=new_event_id(), first_day=told.first_day or today, ground=warrant.reason
    )
    _check_days(given.first_day, given.last_day, today)
    if not _FIRST_ORDER <= given.order <= _LAST_ORDER:
        raise Refused("bad_order", "order", most=_LAST_ORDER)
    with managing(centre, office_id) as connection:
        check_person(connection, office_id, given.person_id)
        held = _roles_from(connection, office_id, given.person_id, today)
        connection.execute(insert(grants).values({"office_id": office_id} | msgspec.to_builtins(given)))
        if given.role is Role.APPROVER and Role.APPROVER not in held:
            end_keys(centre, connection, office_id, given.person_id)
        record(centre, connection, office_id, warrant, "role", (given.person_id, _said(given)))
        briefing.touch(connection, office_id)
    return given


def end_role(
    centre: Centre, office_id: str, person_id: str, grant_id: str, last_day: str, ground: str, by: str
) -> Grant:
    """Let a role be held for the last time on `last_day` ("" is today; yesterday ends it at once).

    Raises Refused: unknown_office, unknown_grant, bad_date, role_backdated, role_over (it ends earlier),
    owner_needed, and as `Warrant.read`.
    """
    now = centre.now()
    today, yesterday = (local_day(at // 60_000) for at in (now, now - 24 * 3_600_000))
    last, warrant = last_day or today, Warrant.read(by, ground)
    parse_day(last, "to")
    if last < yesterday:
        raise Refused("role_backdated", "to")
    with managing(centre, office_id) as connection:
        wanted = (one for one in briefing.grants_of(connection, office_id) if one.grant_id == grant_id)
        grant = next((one for one in wanted if one.person_id == person_id), None)
        if grant is None:
            raise Refused("unknown_grant", "role")
        if grant.last_day and grant.last_day <= last:
            raise Refused("role_over", "role", day=grant.last_day)
        ended = dataclasses.replace(
            grant, last_day=last, ground=" · ".join(filter(None, (grant.ground, warrant.reason)))
        )
        connection.execute(
            update(grants)
            .where(grants.c.office_id == office_id, grants.c.grant_id == grant_id)
            .values(last_day=ended.last_day, ground=ended.ground)
        )
        record(centre, connection, office_id, warrant, "role-end", (person_id, _said(ended)))
        briefing.touch(connection, office_id)
    return ended


def sign_in_from(centre: Centre, office_id: str, day: str, by: str, reason: str) -> int:
    """Ask for PINs from `day` (YYYY-MM-DD) on, "" for no more; return how many with a role have none yet.

    Raises Refused: unknown_office, bad_date, owner_needed, and as `Warrant.read`.
    """
    warrant = Warrant.read(by, reason)
    if day:
        parse_day(day)
    with managing(centre, office_id) as connection:
        connection.execute(update(offices).where(offices.c.office_id == office_id).values(sign_in_from=day))
        record(centre, connection, office_id, warrant, "sign-in-from", ("", day))
        briefing.touch(connection, office_id)
        reached = max(day, centre.today())
        return sum(
            one.pin == NO_PIN and any(role.holds_on(reached) for role in one.roles)
            for one in _listed(connection, office_id)
        )


def end_all_keys(centre: Centre, office_id: str, person_id: str, by: str, reason: str) -> int:
    """End all of a person's keys; return how many. Raises Refused as `first_pin`."""
    warrant = Warrant.read(by, reason)
    with managing(centre, office_id) as connection:
        check_person(connection, office_id, person_id)
        told = _end_keys(centre, connection, office_id, person_id)
        record(centre, connection, office_id, warrant, "end-keys", (person_id, str(len(told.keys))))
    withdrawals.done(centre, told)
    return len(told.keys)


def done(centre: Centre, office_id: str) -> tuple[Deed, ...]:
    """Return what was done about an office's people, the oldest first. Raises Refused as `listed`."""
    with managing(centre, office_id) as connection:
        return tuple(deeds.of(connection, office_id))


def listed(centre: Centre, office_id: str) -> tuple[Standing, ...]:
    """Return how an office's people stand. Raises Refused: unknown_office, owner_needed."""
    with managing(centre, office_id) as connection:
        return _listed(connection, office_id)


@contextmanager
def managing(centre: Centre, office_id: str) -> Iterator[Connection]:
    """Begin a transaction about an office's people, with the owner's rights.

    Raises Refused: unknown_office, owner_needed; Unavailable: database_unreachable.
    """
    with database.owners_only(), centre.engine.begin() as connection:
        briefing.office(connection, office_id)
        yield connection


def _end_keys(centre: Centre, connection: Connection, office_id: str, person_id: str) -> KeysEnded:
    """End all of a person's keys; so it is told beside the database, before the commit."""
    ended = end_keys(centre, connection, office_id, person_id)
    told = KeysEnded(office_id, ended, centre.now(), done=False)
    granted.append(centre, told)
    return told


def _listed(connection: Connection, office_id: str) -> tuple[Standing, ...]:
    given = briefing.grants_of(connection, office_id)
    named = connection.execute(
        select(people.c.person_id, people.c.name)
        .where(people.c.office_id == office_id)
        .order_by(people.c.person_id)
    ).all()
    rows = connection.execute(select(pin_rows).where(pin_rows.c.office_id == office_id))
    held = {row.person_id: row for row in rows}
    keys = select(person_keys.c.person_id).where(
        person_keys.c.office_id == office_id, person_keys.c.ended.is_(None)
    )
    owners = connection.execute(keys).scalars().all()
    return tuple(
        Standing(
            row.person_id,
            row.name,
            tuple(one for one in given if one.person_id == row.person_id),
            _kind(held[row.person_id].first) if row.person_id in held else NO_PIN,
            held[row.person_id].locked_until if row.person_id in held else 0,
            owners.count(row.person_id),
        )
        for row in named
    )


def _said(grant: Grant) -> str:
    return f"{grant.role.value} {grant.grant_id} {grant.first_day}..{grant.last_day}"


def _kind(first: bool) -> str:
    return FIRST_PIN if first else OWN_PIN


def _check_days(first_day: str, last_day: str, today: str) -> None:
    parse_day(first_day, "from")
    if first_day < today:
        raise Refused("role_backdated", "from")
    if last_day and parse_day(last_day, "to") < parse_day(first_day, "from"):
        raise Refused("role_reversed", "to")


def _roles_from(connection: Connection, office_id: str, person_id: str, day: str) -> frozenset[Role]:
    """Return the roles that a person holds on `day` already, and so has a PIN fit for."""
    return roles_on(briefing.grants_of(connection, office_id), person_id, day)
