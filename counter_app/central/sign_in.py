"""Signing in: a person's PIN and his key at one PC, as that PC asks for it through its signed channel."""

from sqlalchemy import ColumnElement, Connection, insert, select, update

from counter_app import seal, wire, wire_files
from counter_app.central import briefing, pins
from counter_app.central.centre import Caller, Centre
from counter_app.central.people_tables import people, person_keys
from counter_app.domain import permissions
from counter_app.domain.people import Role, roles_from, roles_on
from counter_app.domain.sign_in import MOST, check_pin, normal
from counter_app.domain.staff_events import PersonSignedIn
from counter_app.errors import Refused

_KEY_BYTES, _MAX_ID = 32, 128
ByKey = wire.PinRequest | wire.KeyRequest | wire_files.ScanPartRequest | wire_files.PersonalRequest


def first(centre: Centre, caller: Caller, request: wire.PinRequest) -> wire.TimeAnswer:
    """Take in the key that a person made at the caller's PC; his former one there ends.

    Raises Refused: bad_proof, unknown_person, no_pin, wrong_pin, pin_locked, not_permitted (no role today),
    pin_change_needed (the administrator's PIN), pin_short, pin_trivial, pin_same, key_taken.
    """
    return _with_pin(centre, caller, request, wire.SIGN_IN)


def change_pin(centre: Centre, caller: Caller, request: wire.PinRequest) -> wire.TimeAnswer:
    """Keep another PIN; the person's keys at other PCs end, for the old PIN opens them.

    Raises Refused as `first`, and person_key_unknown, key_ended.
    """
    return _with_pin(centre, caller, request, wire.CHANGE_PIN)


def prove(centre: Centre, caller: Caller, request: wire.KeyRequest) -> wire.TimeAnswer:
    """Confirm that the person's key is in force. Raises Refused: bad_proof, person_key_unknown, key_ended,
    not_permitted.
    """
    check_proof(caller, wire.PROVE, request)
    with centre.engine.connect() as connection:
        check_key(connection, caller, request)
        _check_role(centre, connection, caller, request.person_id)
    return wire.TimeAnswer(centre.now())


def end_key(centre: Centre, caller: Caller, request: wire.KeyRequest) -> wire.TimeAnswer:
    """End the key that signs this. Raises Refused: bad_proof, person_key_unknown, key_ended."""
    check_proof(caller, wire.END_KEY, request)
    with centre.engine.begin() as connection:
        check_key(connection, caller, request)
        mine = person_keys.c.public_key == request.public_key
        end_keys(centre, connection, caller.office_id, request.person_id, mine)
    return wire.TimeAnswer(centre.now())


def check_person(connection: Connection, office_id: str, person_id: str) -> None:
    """Refuse whom the office does not have. Raises Refused: unknown_person."""
    known = select(people.c.name).where(people.c.office_id == office_id, people.c.person_id == person_id)
    if connection.execute(known).first() is None:
        raise Refused("unknown_person", "person", person=person_id[:60])


def end_keys(
    centre: Centre, connection: Connection, office_id: str, person_id: str, *which: ColumnElement[bool]
) -> tuple[bytes, ...]:
    """End those of a person's keys in force that meet the conditions `which`; return them."""
    ended = connection.execute(
        update(person_keys)
        .where(
            person_keys.c.office_id == office_id,
            person_keys.c.person_id == person_id,
            person_keys.c.ended.is_(None),
            *which,
        )
        .values(ended=centre.now())
        .returning(person_keys.c.public_key)
    ).scalars()
    if done := tuple(ended):
        briefing.touch(connection, office_id)
    return done


def _with_pin(centre: Centre, caller: Caller, request: wire.PinRequest, path: str) -> wire.TimeAnswer:
    check_proof(caller, path, request)
    if max(len(request.pin), len(request.new_pin)) > MOST:
        raise Refused("too_long", "pin", limit=MOST)
    pin, new_pin, person_id = normal(request.pin), normal(request.new_pin), request.person_id
    with centre.engine.begin() as connection:
        check_person(connection, caller.office_id, person_id)
        wrong = pins.try_pin(centre, connection, caller.office_id, person_id, pin, new_pin)
        if wrong is None:
            roles = _check_role(centre, connection, caller, person_id)
            must = pins.must_change(connection, caller.office_id, person_id) or path == wire.CHANGE_PIN
            _check_choice(person_id, roles, pin, new_pin, must=must)
            if path == wire.CHANGE_PIN:
                check_key(connection, caller, request)
            else:
                _register(centre, connection, caller, request)
            if new_pin:
                _change(centre, connection, caller, request, new_pin)
    if wrong is not None:  # committed: the wrong try counts
        raise wrong
    return wire.TimeAnswer(centre.now())


def check_proof(caller: Caller, path: str, request: ByKey) -> None:
    """Refuse who does not hold the key he names, or speaks from another PC's request.

    Raises Refused: bad_request, bad_proof.
    """
    if len(request.public_key) != _KEY_BYTES or not 0 < len(request.person_id) <= _MAX_ID:
        raise Refused("bad_request")
    covered = wire.person_bytes(
        path, caller.installation_id, caller.nonce, request.person_id, request.public_key
    )
    if not seal.verify(request.public_key, covered, request.proof):
        raise Refused("bad_proof")


def _check_role(centre: Centre, connection: Connection, caller: Caller, person_id: str) -> frozenset[Role]:
    """Refuse who has no role today; return those that his PIN has to be fit for, the coming ones too."""
    today, given = centre.today(), briefing.grants_of(connection, caller.office_id)
    permissions.check_makes(roles_on(given, person_id, today), PersonSignedIn)
    return roles_from(given, person_id, today)


def _check_choice(person_id: str, roles: frozenset[Role], pin: str, new_pin: str, *, must: bool) -> None:
    """Refuse a PIN that is not fit for what the person is or is to be, the one he keeps too."""
    if must and not new_pin:
        raise Refused("pin_change_needed", "new_pin")
    if new_pin == pin:
        raise Refused("pin_same", "new_pin")
    check_pin(new_pin or pin, person_id, roles)


def check_key(connection: Connection, caller: Caller, request: ByKey) -> None:
    """Refuse a key that is not the person's at that PC. Raises Refused: person_key_unknown, key_ended."""
    row = connection.execute(
        select(person_keys.c.ended).where(
            person_keys.c.office_id == caller.office_id,
            person_keys.c.person_id == request.person_id,
            person_keys.c.installation_id == caller.installation_id,
            person_keys.c.public_key == request.public_key,
        )
    ).one_or_none()
    if row is None:
        raise Refused("person_key_unknown", "person")
    if row.ended is not None:
        raise Refused("key_ended", "person")


def _register(centre: Centre, connection: Connection, caller: Caller, request: wire.PinRequest) -> None:
    key = person_keys.c.public_key == request.public_key
    known = select(person_keys.c.since).where(person_keys.c.office_id == caller.office_id, key)
    if connection.execute(known).first() is not None:
        raise Refused("key_taken", "person")
    here = person_keys.c.installation_id == caller.installation_id
    end_keys(centre, connection, caller.office_id, request.person_id, here)
    connection.execute(
        insert(person_keys).values(
            office_id=caller.office_id,
            person_id=request.person_id,
            installation_id=caller.installation_id,
            public_key=request.public_key,
            since=centre.now(),
        )
    )
    briefing.touch(connection, caller.office_id)


def _change(
    centre: Centre, connection: Connection, caller: Caller, request: wire.PinRequest, new_pin: str
) -> None:
    pins.change(centre, connection, caller.office_id, request.person_id, new_pin)
    others = person_keys.c.public_key != request.public_key
    end_keys(centre, connection, caller.office_id, request.person_id, others)
