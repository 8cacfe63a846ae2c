"""The centre's own installation in each office: what it tells goes into the feed like any other's log."""

import os
import uuid

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import briefing, epochs, stored
from counter_app.central.centre import Centre
from counter_app.central.erasure_tables import is_erased
from counter_app.central.tables import events, installations, personal, positions
from counter_app.domain import chain, facts
from counter_app.domain.events import Event, Personal
from counter_app.domain.identity import owned
from counter_app.domain.kinds import Fact
from counter_app.seal import SALT_BYTES

LABEL = "portal"
_NAMES = uuid.UUID("6c1f6a52-4d0e-5f5b-9a55-2f6f6e6c6e65")


def tell(
    centre: Centre, connection: Connection, office_id: str, about: tuple[str, str], fact: Fact, actor: str
) -> None:
    """Append a fact to the gate's log; `about` is its subject and the name by which it is told once.

    The office is locked. Personal data of a subject that was erased is left out.
    """
    subject, name = about
    gate = register(centre, connection, office_id, epochs.current(centre, connection, office_id))
    body, private = facts.split(fact)
    beside = Personal(os.urandom(SALT_BYTES), private) if private is not None else None
    seq, prev = stored.head(connection, office_id, gate)
    draft = Event(
        event_id=owned(str(uuid.uuid5(_NAMES, f"{gate}\n{name}")), gate),
        installation_id=gate,
        seq=seq + 1,
        prev=prev,
        kind=fact.KIND,
        version=fact.VERSION,
        subject=subject,
        actor_id=actor,
        happened_at=centre.now(),
        clock="A",
        body=body,
        personal_digest=chain.personal_digest(beside) if beside else None,
        signature=b"",
    )
    event, digest = chain.link(draft, centre.key.sign)
    _append(centre, connection, office_id, event, digest)
    if beside and not is_erased(connection, office_id, subject):
        told = {"office_id": office_id, "event_id": event.event_id, "digest": event.personal_digest}
        connection.execute(insert(personal).values(told | {"salt": beside.salt, "text": beside.text}))


def _append(centre: Centre, connection: Connection, office_id: str, event: Event, digest: bytes) -> None:
    mine = positions.c.office_id == office_id
    last = connection.execute(select(positions.c.last).where(mine)).scalar_one()
    row = {name: getattr(event, name) for name in Event.__slots__}
    row |= {"office_id": office_id, "position": last + 1, "hash": digest, "received_at": centre.now()}
    connection.execute(insert(events).values(row))
    connection.execute(update(positions).where(mine).values(last=last + 1))


def name(office_id: str, epoch: str) -> str:
    """Return the id of the centre's own installation in an office in an epoch."""
    return str(uuid.uuid5(_NAMES, f"{office_id}\n{epoch}"))


def register(centre: Centre, connection: Connection, office_id: str, epoch: str) -> str:
    """Return the centre's own installation in an office in an epoch, registered where it is new.

    Another in each epoch: a restored centre must not number twice what counters have heard already.
    """
    gate = name(office_id, epoch)
    row = {
        "office_id": office_id,
        "installation_id": gate,
        "public_key": centre.key.public,
        "label": LABEL,
        "enrolled_at": centre.now(),
        "revoked_at": None,
    }
    if connection.execute(insert(installations).values(row).on_conflict_do_nothing()).rowcount:
        briefing.touch(connection, office_id)
    return gate
