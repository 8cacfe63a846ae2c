"""People's own keys at this PC: locked under PIN and keyring secret, opened with every try counted."""

import hmac

from counter_app import seal
from counter_app.domain import sign_in as rules
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services.counter import Counter
from counter_app.store import person_keys
from counter_app.store.engine import Connection


def open_key(counter: Counter, person_id: str, pin: str) -> SigningKey:
    """Open a person's key with his PIN.

    Raises Refused: no_key_here, key_ended, wrong_pin (left), pin_locked (minutes).
    """
    held, failures = _try(counter, person_id)
    try:
        raw = seal.unwrap(held.wrapped, rules.normal(pin), _pepper(counter, person_id))
    except Refused as error:
        raise rules.wrong_try(failures) from error
    with counter.store.write() as conn:
        person_keys.note_tries(conn, person_id, 0, 0)
    return SigningKey(raw)


def lock(counter: Counter, person_id: str, key: SigningKey, pin: str) -> bytes:
    """Return a key locked under its owner's PIN: for him and this PC alone."""
    return seal.wrap(key.raw, rules.normal(pin), _pepper(counter, person_id))


def held(conn: Connection, counter: Counter) -> frozenset[str]:
    """Return whose keys are here and, by the newest briefing, in force."""
    told = counter.reference(conn).briefing.person_keys
    mine = person_keys.held(conn).items()
    return frozenset(person_id for person_id, public in mine if not rules.is_ended(told, public))


def _try(counter: Counter, person_id: str) -> tuple[person_keys.HeldKey, int]:
    """Count a try as a wrong one before it is made: whoever ends the program meanwhile saves none."""
    now = counter.clock.now().ms
    with counter.store.write() as conn:
        held = person_keys.find(conn, person_id)
        if held is None:
            raise Refused("no_key_here", "person")
        if rules.is_ended(counter.reference(conn).briefing.person_keys, held.public):
            raise Refused("key_ended", "person")
        until = rules.locked_until(held.failures, held.locked_until, now)
        waiting = until > now
        failures = held.failures if waiting else held.failures + 1
        until = until if waiting else now + rules.wait_after(failures)
        person_keys.note_tries(conn, person_id, failures, until)
    if waiting:
        raise Refused("pin_locked", "pin", minutes=rules.minutes_left(until, now))
    return held, failures


def _pepper(counter: Counter, person_id: str) -> bytes:
    """Return this PC's secret for one person: nobody's locked key can be passed off as another's."""
    name = f"{counter.installation.installation_id}/{person_id}"
    return hmac.digest(counter.pepper(), name.encode(), "sha256")
