"""By which keys an installation's first one was followed: told by its own log, proved before it is kept."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire
from counter_app.central.centre import Caller, Centre, Rotated
from counter_app.central.key_tables import installation_keys
from counter_app.central.tables import installations, positions
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.key_events import KeyRotated
from counter_app.errors import Damaged
from counter_app.seal import verify
from counter_app.wire_keys import MAX_KEYS

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
    rotated = tuple(
        Rotated(row.k_seq, row.k_public_key, row.k_in_force) for row in rows if row.k_seq is not None
    )
    ended = first.revoked_at is not None
    return Caller(first.office_id, installation_id, first.public_key, "", ended, rotated)


def keep(connection: Connection, owner: Caller, told: Iterable[Event]) -> None:
    """Keep the keys that these events prove to follow a known one; the office is locked by the caller."""
    owner = replace(owner, rotated=of(connection, owner.office_id, owner.installation_id))
    for event in told:
        before, owner = owner, follow(owner, event)
        for one in owner.rotated[len(before.rotated) :]:
            row = {name: getattr(one, name) for name in Rotated.__slots__}
            row |= {"office_id": owner.office_id, "installation_id": owner.installation_id}
            row |= {"since": event.happened_at, "raw": msgspec.json.encode(event).decode()}
            connection.execute(insert(installation_keys).values(row).on_conflict_do_nothing())


def follow(owner: Caller, event: Event) -> Caller:
    """Return the owner with the key that an event puts in force, as he is where it proves none.

    One that follows a key which another has followed already is a copy's: known, and not in force.
    """
    if event.kind != KeyRotated.KIND or event.installation_id != owner.installation_id:
        return owner
    known, signed = owner.ever(), chain.signed_bytes(event)
    signer = next((key for key in known if verify(key, signed, event.signature)), None)
    if signer is None or len(owner.rotated) >= MAX_KEYS:
        return owner
    try:
        key = chain.onward(event, signer, verify)
    except Damaged:
        return owner
    if key in known:
        return owner
    last = next((one.seq for one in reversed(owner.rotated) if one.in_force), 0)
    in_force = signer == owner.key and event.seq > last
    return replace(owner, rotated=(*owner.rotated, Rotated(event.seq, key, in_force)))


def tell(centre: Centre, owner: Caller, events: list[Event]) -> wire.TimeAnswer:
    """Keep what follows an installation's keys, whose request has been proved by the last of them."""
    if events:
        with centre.engine.begin() as connection:
            connection.execute(
                select(positions.c.last).where(positions.c.office_id == owner.office_id).with_for_update()
            )
            keep(connection, owner, events)
    return wire.TimeAnswer(centre.now())
