"""What was taken away at the centre: nobody has it back by a database that was put back from before.

Told beside the database, as `granted` tells, once before the commit and once after it that it is done.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, select, update

from counter_app.central import granted
from counter_app.central.centre import Centre
from counter_app.central.granted import Erasure, KeysEnded, Revocation
from counter_app.central.people_tables import person_keys
from counter_app.central.tables import installations
from counter_app.errors import Damaged, Refused

Told = TypeVar("Told", Erasure, Revocation | KeysEnded)


def refuse_lost(centre: Centre) -> None:
    """Serve nobody who was revoked and is in force again, nor a key that ended: the database is an older one.

    Raises Refused: withdrawals_lost, until `counter-central restored` has entered them again.
    """
    told = granted.withdrawals(centre)
    with centre.engine.connect() as connection:
        if count := lost(centre, told, _place, lambda one: stands(connection, one)):
            raise Refused("withdrawals_lost", count=count)


def done(centre: Centre, told: Revocation | KeysEnded) -> None:
    """Tell beside the database that it was committed."""
    granted.append(centre, replace(told, done=True))


def lost(
    centre: Centre,
    told: Iterable[Told],
    place: Callable[[Told], Hashable],
    is_there: Callable[[Told], bool],
) -> int:
    """Return how many of what was done are there no more; two lines of one `place` tell of the same.

    What was done, and cut off before the file told so, is told now.
    """
    orders = {place(one): one for one in told}
    before = {place(one) for one in told if one.done}
    standing = {where for where, one in orders.items() if is_there(one)}
    for where in standing - before:
        granted.append(centre, replace(orders[where], done=True))
    return len(before - standing)


def stands(connection: Connection, told: Revocation | KeysEnded) -> bool:
    """Tell whether it is in force; so it is of whom this database has never heard."""
    if isinstance(told, KeysEnded):
        asked = select(person_keys.c.since).where(*_keys(told))
    else:
        asked = select(installations.c.enrolled_at).where(*_installation(told))
    return connection.execute(asked).first() is None


def missing(centre: Centre, connection: Connection) -> Iterator[Damaged]:
    """Yield grant_differs for each of them that is not in force."""
    for one in granted.withdrawals(centre):
        if not stands(connection, one):
            name = one.keys[0].hex() if isinstance(one, KeysEnded) else one.installation_id
            yield Damaged("grant_differs", grant=name)


def again(centre: Centre, connection: Connection) -> None:
    """Take away, as owner, what is in force still, whether it was done then or failed."""
    for one in granted.withdrawals(centre):
        take(connection, one)


def take(connection: Connection, told: Revocation | KeysEnded) -> None:
    """Take away what is in force still."""
    if isinstance(told, KeysEnded):
        connection.execute(update(person_keys).where(*_keys(told)).values(ended=told.at))
        return
    revoked = {"revoked_at": told.at, "revoked_by": told.by, "revoked_reason": told.reason}
    connection.execute(update(installations).where(*_installation(told)).values(revoked))
    here = person_keys.c.installation_id == told.installation_id
    mine = person_keys.c.office_id == told.office_id, person_keys.c.ended.is_(None), here
    connection.execute(update(person_keys).where(*mine).values(ended=told.at))


def _place(told: Revocation | KeysEnded) -> Hashable:
    return told.office_id, told.keys if isinstance(told, KeysEnded) else told.installation_id


def _installation(told: Revocation) -> tuple[ColumnElement[bool], ...]:
    return (
        installations.c.office_id == told.office_id,
        installations.c.installation_id == told.installation_id,
        installations.c.revoked_at.is_(None),
    )


def _keys(told: KeysEnded) -> tuple[ColumnElement[bool], ...]:
    return (
        person_keys.c.office_id == told.office_id,
        person_keys.c.public_key.in_(told.keys),
        person_keys.c.ended.is_(None),
    )
