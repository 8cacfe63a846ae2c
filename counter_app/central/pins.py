"""PINs at the centre: proved by Argon2id with the centre's own pepper, never kept; wrong tries wait."""

import hmac
import secrets

from sqlalchemy import ColumnElement, Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from counter_app import seal
from counter_app.central.centre import Centre
from counter_app.central.people_tables import pins
from counter_app.domain import sign_in
from counter_app.errors import Refused

FIRST_DIGITS = 8
_REPEAT_MS = 10 * 60_000  # after which a lost answer is not asked for again


def try_pin(
    centre: Centre, connection: Connection, office_id: str, person_id: str, pin: str, new_pin: str
) -> Refused | None:
    """Prove a PIN; return why it does not count, with the wrong try noted: commit before raising it.

    A change whose answer was lost is asked for again: then `new_pin` is the one. Returned codes: no_pin,
    pin_locked (minutes), wrong_pin (left).
    """
    row = connection.execute(
        select(pins).where(*_whose(office_id, person_id)).with_for_update()
    ).one_or_none()
    if row is None:
        return Refused("no_pin", "pin")
    now = centre.now()
    until = sign_in.locked_until(row.failures, row.locked_until, now)
    if until > now:
        _note(connection, office_id, person_id, row.failures, until)
        return Refused("pin_locked", "pin", minutes=sign_in.minutes_left(until, now))
    if _proves(centre, row, pin) or (_is_repeated(row, new_pin, now) and _proves(centre, row, new_pin)):
        _note(connection, office_id, person_id, 0, 0)
        return None
    failures = row.failures + 1
    until = now + sign_in.wait_after(failures)
    _note(connection, office_id, person_id, failures, until)
    return sign_in.wrong_try(failures)


def must_change(connection: Connection, office_id: str, person_id: str) -> bool:
    """Tell whether a PIN is still the one that the administrator gave."""
    return bool(connection.execute(select(pins.c.first).where(*_whose(office_id, person_id))).scalar_one())


def change(centre: Centre, connection: Connection, office_id: str, person_id: str, new_pin: str) -> None:
    """Keep the PIN that a person has chosen."""
    told = {"verifier": seal.verifier(new_pin, pepper(centre)), "set_at": centre.now(), "first": False}
    connection.execute(update(pins).where(*_whose(office_id, person_id)).values(told))


def give_first(centre: Centre, connection: Connection, office_id: str, person_id: str) -> str:
    """Set and return a PIN for the first sign-in, in place of any other; needs the owner's rights."""
    pin = person_id
    while sign_in.is_trivial(pin, person_id):
        pin = "".join(secrets.choice("0123456789") for _ in range(FIRST_DIGITS))
    told = {
        "verifier": seal.verifier(pin, pepper(centre)),
        "set_at": centre.now(),
        "first": True,
        "failures": 0,
        "locked_until": 0,
    }
    statement = insert(pins).values(told | {"office_id": office_id, "person_id": person_id})
    connection.execute(statement.on_conflict_do_update(index_elements=["office_id", "person_id"], set_=told))
    return pin


def pepper(centre: Centre) -> bytes:
    """Return what Argon2id takes besides a PIN: a stolen database alone does not even let anybody try."""
    return hmac.digest(centre.key.raw, b"qmc-pin-1", "sha256")


def _proves(centre: Centre, row: Row[tuple[object, ...]], pin: str) -> bool:
    return seal.proves(row.verifier, pin, pepper(centre))


def _is_repeated(row: Row[tuple[object, ...]], new_pin: str, now: int) -> bool:
    return bool(new_pin) and not row.first and now - row.set_at <= _REPEAT_MS


def _note(connection: Connection, office_id: str, person_id: str, failures: int, until: int) -> None:
    told = {"failures": failures, "locked_until": until}
    connection.execute(update(pins).where(*_whose(office_id, person_id)).values(told))


def _whose(office_id: str, person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return pins.c.office_id == office_id, pins.c.person_id == person_id
