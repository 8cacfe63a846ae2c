"""By which keys an installation's first one was followed. Only the log puts one in force (`count`). One told
sooner is kept (`keep`), and speaks for the PC beside the one in force while its event may come (`coming`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire
from counter_app.central import stored
from counter_app.central.centre import Caller, Centre, Rotated
from counter_app.central.key_tables import installation_keys
from counter_app.central.tables import events, installations
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.key_events import KeyRotated
from counter_app.errors import Damaged, Refused
from counter_app.seal import verify
from counter_app.wire_keys import MAX_KEYS

MAX_BESIDE = 20  # of copies: each was signed by a key that an installation once had

# Asked for each request: made once.
_CALLER = (
    select(installations, *(installation_keys.c[name].label(f"k_{name}") for name in Rotated.__slots__))
    .outerjoin(
        installation_keys,
        (installation_keys.c.office_id == installations.c.office_id)
        & (installation_keys.c.installation_id == installations.c.installation_id),
    )
    .where(installations.c.installation_id == bindparam("installation"))
    .order_by(installation_keys.c.seq)
)


def of(connection: Connection, office_id: str, installation_id: str) -> tuple[Rotated, ...]:
    """Return what followed an installation's first key, by the numbers of the events that told it."""
    asked = select(*(installation_keys.c[name] for name in Rotated.__slots__)).where(
        installation_keys.c.office_id == office_id, installation_keys.c.installation_id == installation_id
    )
    return tuple(Rotated(*row) for row in connection.execute(asked.order_by(installation_keys.c.seq)))


def caller(connection: Connection, installation_id: str) -> Caller | None:
    """Return an enrolled installation with all its keys, None for none."""
    rows = connection.execute(_CALLER, {"installation": installation_id}).all()
    if not rows:
        return None
    first = rows[0]
    told = (row for row in rows if row.k_seq is not None)
    rotated = tuple(Rotated(*(getattr(row, f"k_{name}") for name in Rotated.__slots__)) for row in told)
    ended = first.revoked_at is not None
    return Caller(first.office_id, installation_id, first.public_key, "", ended, rotated)


def standing(connection: Connection, owner: Caller) -> Caller:
    """Return who was authenticated as `owner` as he stands now that the office is locked: revoked where he
    was meanwhile, or another key followed his.
    """
    known = caller(connection, owner.installation_id)
    if known is None:
        raise Refused("installation_unknown")
    known = replace(known, nonce=owner.nonce)
    if known.followed() == owner.followed():
        return known
    return speaking(connection, known, owner.key) or replace(known, revoked=True)


def count(connection: Connection, owner: Caller, told: Iterable[Event]) -> None:
    """Put in force what the log tells from now on; the office is locked by the caller.

    Raises Refused: too_many_keys, chain_unsigned where the key in force did not sign it, key_forged where one
    that gave way would come back.
    """
    owner = replace(owner, rotated=of(connection, owner.office_id, owner.installation_id))
    signer, used = owner.key, {owner.public_key, *(one.public_key for one in owner.rotated if one.in_force)}
    for event in told:
        key = chain.key_of(event)
        if not verify(signer, chain.signed_bytes(event), event.signature):
            raise Refused("chain_unsigned", None, installation_id=owner.installation_id, seq=event.seq)
        if key in used:
            raise Refused("key_forged", None, installation_id=owner.installation_id, seq=event.seq)
        if len(used) > MAX_KEYS:
            raise Refused("too_many_keys", limit=MAX_KEYS)
        _put(connection, owner, event, Rotated(event.seq, key, True, signer))
        signer = key
        used.add(key)


def keep(connection: Connection, owner: Caller, told: Iterable[Event]) -> set[bytes]:
    """Keep the keys that these events prove to follow a known one, while the log does not have them; the
    office is locked by the caller. Returns all that are known then.

    Those that may come are counted apart: who has a former key can fill the others' places only.
    """
    owner = replace(owner, rotated=of(connection, owner.office_id, owner.installation_id))
    known, waiting, new = set(owner.ever()), list(owner.rotated), dict[bytes, Event]()
    for event in told:
        one = _proved(owner, event)
        if one is not None:
            owner = replace(owner, rotated=(*owner.rotated, one))
            new[one.public_key] = event
    ways = coming(connection, owner, new) if new else {}
    for one in owner.rotated[len(waiting) :]:
        comes = one.public_key in ways
        alike = sum(not kept.in_force and (kept.public_key in ways) == comes for kept in waiting)
        if one.follows in known and alike < (MAX_KEYS if comes else MAX_BESIDE):
            _put(connection, owner, new[one.public_key], one)
            waiting.append(one)
            known.add(one.public_key)
    return known


def coming(
    connection: Connection, owner: Caller, told: Mapping[bytes, Event] | None = None
) -> dict[bytes, tuple[Rotated, ...]]:
    """Return by each key that the log may still put in force what leads to it from the one that is.

    The event that tells it may come while the log does not reach its number, and ends with the event that it
    names as the one before, or earlier. `told` are events by the keys that they tell, which are not kept yet.
    """
    ways: dict[bytes, tuple[Rotated, ...]] = {owner.key: ()}
    waiting = [one for one in owner.rotated if not one.in_force]
    if not waiting:
        return ways
    found = _waiting(connection, owner) | dict(told or {})
    hashes = _hashes(connection, owner, {one.seq - back for one in waiting for back in (0, 1)})
    for one in sorted(waiting, key=lambda each: each.seq):
        way, event = ways.get(one.follows), found.get(one.public_key)  # none: in force since
        comes = event and one.seq not in hashes and hashes.get(one.seq - 1, event.prev) == event.prev
        if comes and way is not None and all(before.seq < one.seq for before in way):
            ways[one.public_key] = (*way, one)
    return ways


def speaking(connection: Connection, owner: Caller, key: bytes) -> Caller | None:
    """Return the installation as it speaks by a key that may come, None where that is a former one or a
    copy's.
    """
    way = coming(connection, owner).get(key)
    if way is None:
        return None
    rotated = (replace(one, in_force=True) if one in way else one for one in owner.rotated)
    return replace(owner, rotated=tuple(rotated))


def led(owner: Caller, told: Iterable[Event]) -> bytes:
    """Return the key to which these events lead from the enrolled one, each signed by the key before it.

    Raises Damaged: chain_unsigned, key_forged.
    """
    key = owner.public_key
    for event in told:
        if not verify(key, chain.signed_bytes(event), event.signature):
            raise Damaged("chain_unsigned", installation_id=event.installation_id, seq=event.seq)
        key = chain.onward(event, key, verify)
    return key


def tell(centre: Centre, owner: Caller, told: list[Event]) -> wire.TimeAnswer:
    """Keep what follows an installation's keys, whose request has been proved by the last of them.

    Also of a revoked one: what it goes on to tell is for a person to read. Raises Refused: keys_full, where
    no place is left for that last one (of a revoked one installation_revoked): what its log tells comes by
    its successor then.
    """
    if not {chain.key_of(event) for event in told} <= set(owner.ever()):
        with centre.engine.begin() as connection:
            stored.lock(connection, owner.office_id)
            known = keep(connection, owner, told)
        if chain.key_of(told[-1]) not in known:
            raise Refused("installation_revoked" if owner.revoked else "keys_full")
    return wire.TimeAnswer(centre.now())


def _proved(owner: Caller, event: Event) -> Rotated | None:
    """Return the key that an event proves to follow a known one, None where it tells none that is new."""
    if event.kind != KeyRotated.KIND or event.installation_id != owner.installation_id:
        return None
    signed, key = chain.signed_bytes(event), chain.key_of(event)
    latest_first = (*(one.public_key for one in reversed(owner.rotated)), owner.public_key)
    if key in latest_first:
        return None
    signer = next((known for known in latest_first if verify(known, signed, event.signature)), None)
    if signer is None:
        return None
    try:
        return Rotated(event.seq, chain.onward(event, signer, verify), False, signer)
    except Damaged:
        return None


def _waiting(connection: Connection, owner: Caller) -> dict[bytes, Event]:
    """Return the events of the keys that are not in force, by key."""
    asked = select(installation_keys.c.public_key, installation_keys.c.raw).where(
        installation_keys.c.office_id == owner.office_id,
        installation_keys.c.installation_id == owner.installation_id,
        ~installation_keys.c.in_force,
    )
    return {row.public_key: msgspec.json.decode(row.raw, type=Event) for row in connection.execute(asked)}


def _hashes(connection: Connection, owner: Caller, numbers: set[int]) -> dict[int, bytes]:
    """Return what the log has at these numbers."""
    asked = select(events.c.seq, events.c.hash).where(
        events.c.office_id == owner.office_id,
        events.c.installation_id == owner.installation_id,
        events.c.seq.in_(numbers),
    )
    return {row.seq: row.hash for row in connection.execute(asked)}


def _put(connection: Connection, owner: Caller, event: Event, one: Rotated) -> None:
    """Keep a key, in the place of the same one that is not in force."""
    row = {name: getattr(one, name) for name in Rotated.__slots__}
    row |= {"office_id": owner.office_id, "installation_id": owner.installation_id}
    row |= {"since": event.happened_at, "raw": msgspec.json.encode(event).decode()}
    told = insert(installation_keys).values(row)
    place = [key.name for key in installation_keys.primary_key]
    newer = {name: told.excluded[name] for name in row if name not in place}
    known = ~installation_keys.c.in_force
    connection.execute(told.on_conflict_do_update(index_elements=place, set_=newer, where=known))
