"""Online arrivals into an office's feed: the portal's messages, told by an installation of the centre."""

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import briefing, epochs
from counter_app.central.centre import Centre
from counter_app.central.tables import events, installations, offices, personal, positions
from counter_app.domain import chain, codec, facts
from counter_app.domain.applicant import check_characters
from counter_app.domain.commands import Applicant
from counter_app.domain.events import Event, PaperGiven, Personal
from counter_app.domain.moments import parse_local
from counter_app.domain.online import SUBJECT, OnlineArrived
from counter_app.errors import Refused
from counter_app.seal import SALT_BYTES

GATE, ACTOR = "portal", "portal"  # the label of the centre's own installation in each office, and who acts
MAX_LINE, MAX_REFERENCE, MAX_PAPERS, MAX_CONTENT = 64 * 1024, 100, 100, 1000
_NAMES = uuid.UUID("6c1f6a52-4d0e-5f5b-9a55-2f6f6e6c6e65")


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the portal's file: `arrived` is local time as `2026-11-19T09:00`, or with an offset."""

    reference: str
    arrived: str
    procedure: str
    applicant: Applicant
    papers: tuple[PaperGiven, ...] = ()
    content: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one line: a new event, one that was known, or a refusal."""

    line: int
    reference: str
    known: bool = False
    refused: Refused | None = None


def take(centre: Centre, office_id: str, lines: Iterable[bytes]) -> Iterator[Taken]:
    """Put the portal's messages (JSON lines) into an office's feed, each in its own transaction, each once.

    Raises Refused: unknown_office.
    """
    for number, line in enumerate(lines, 1):
        try:
            message = _read(line)
        except Refused as refused:
            yield Taken(number, "", refused=refused)
            continue
        with centre.engine.begin() as connection:
            new = _store(centre, connection, office_id, message)
        yield Taken(number, message.reference, known=not new)


def _read(line: bytes) -> Message:
    if len(line) > MAX_LINE:
        raise Refused("line_too_long", limit=MAX_LINE)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_line") from error
    message = codec.read(Message, value, "")
    parse_local(message.arrived, "arrived")
    if not 0 < len(message.reference) <= MAX_REFERENCE or not message.reference.isprintable():
        raise Refused("bad_value", "reference")
    if len(message.papers) > MAX_PAPERS:
        raise Refused("too_many_papers", "papers", limit=MAX_PAPERS)
    if len(message.content) > MAX_CONTENT or len(message.procedure) > MAX_REFERENCE:
        raise Refused("too_long", "content", limit=MAX_CONTENT)
    for text in (message.applicant.name, message.content, message.procedure):
        check_characters(text, "content")
    return message


def _store(centre: Centre, connection: Connection, office_id: str, message: Message) -> bool:
    """Append the event unless the office knows the reference; tell whether it was new."""
    office = select(offices.c.office_id).where(offices.c.office_id == office_id)
    if connection.execute(office).first() is None:
        raise Refused("unknown_office", "office", office=office_id[:60])
    locked = select(positions.c.last).where(positions.c.office_id == office_id).with_for_update()
    last = connection.execute(locked).scalar_one()
    known = select(events.c.seq).where(
        events.c.office_id == office_id,
        events.c.subject == SUBJECT + message.reference,
        events.c.kind == OnlineArrived.KIND,
    )
    if connection.execute(known).first() is not None:
        return False
    gate = _gate(centre, connection, office_id)
    event_id = str(uuid.uuid5(_NAMES, f"{gate}\n{message.reference}"))
    event, beside, digest = _event(centre, connection, (office_id, gate, event_id), message)
    row = {name: getattr(event, name) for name in Event.__slots__}
    row |= {"office_id": office_id, "position": last + 1, "hash": digest, "received_at": centre.now()}
    connection.execute(insert(events).values(row))
    told = {"office_id": office_id, "event_id": event_id, "digest": event.personal_digest}
    connection.execute(insert(personal).values(told | {"salt": beside.salt, "text": beside.text}))
    connection.execute(update(positions).where(positions.c.office_id == office_id).values(last=last + 1))
    return True


def _event(
    centre: Centre, connection: Connection, where: tuple[str, str, str], message: Message
) -> tuple[Event, Personal, bytes]:
    office_id, gate, event_id = where
    head = connection.execute(
        select(events.c.seq, events.c.hash)
        .where(events.c.office_id == office_id, events.c.installation_id == gate)
        .order_by(events.c.seq.desc())
        .limit(1)
    ).one_or_none()
    fact = OnlineArrived(
        message.reference,
        parse_local(message.arrived, "arrived"),
        message.procedure,
        message.applicant,
        message.papers,
        message.content,
    )
    body, private = facts.split(fact)
    beside = Personal(os.urandom(SALT_BYTES), private or "{}")
    draft = Event(
        event_id=event_id,
        installation_id=gate,
        seq=head.seq + 1 if head else 1,
        prev=head.hash if head else chain.GENESIS,
        kind=fact.KIND,
        version=fact.VERSION,
        subject=SUBJECT + message.reference,
        actor_id=ACTOR,
        happened_at=centre.now(),
        clock="A",
        body=body,
        personal_digest=chain.personal_digest(beside),
        signature=b"",
    )
    event, digest = chain.link(draft, centre.key.sign)
    return event, beside, digest


def _gate(centre: Centre, connection: Connection, office_id: str) -> str:
    """Return the centre's own installation in an office, registered at its first arrival.

    Another in each epoch: a restored centre must not number twice what counters have heard already.
    """
    gate = str(uuid.uuid5(_NAMES, f"{office_id}\n{epochs.current(centre, connection, office_id)}"))
    row = {
        "office_id": office_id,
        "installation_id": gate,
        "public_key": centre.key.public,
        "label": GATE,
        "enrolled_at": centre.now(),
        "revoked_at": None,
    }
    if connection.execute(insert(installations).values(row).on_conflict_do_nothing()).rowcount:
        briefing.touch(connection, office_id)
    return gate
