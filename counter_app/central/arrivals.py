"""Online arrivals into an office's feed: the portal's messages, told by an installation of the centre."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from counter_app.central import gate, stored
from counter_app.central.centre import Centre
from counter_app.central.tables import events
from counter_app.domain import codec
from counter_app.domain.applicant import check_characters
from counter_app.domain.commands import Applicant
from counter_app.domain.events import PaperGiven
from counter_app.domain.moments import parse_local
from counter_app.domain.online import SUBJECT, OnlineArrived
from counter_app.errors import Refused

ACTOR = "portal"
MAX_LINE, MAX_REFERENCE, MAX_PAPERS, MAX_CONTENT = 64 * 1024, 100, 100, 1000


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
    stored.lock(connection, office_id)
    subject = SUBJECT + message.reference
    known = select(events.c.seq).where(
        events.c.office_id == office_id, events.c.subject == subject, events.c.kind == OnlineArrived.KIND
    )
    if connection.execute(known).first() is not None:
        return False
    fact = OnlineArrived(
        message.reference,
        parse_local(message.arrived, "arrived"),
        message.procedure,
        message.applicant,
        message.papers,
        message.content,
    )
    gate.tell(centre, connection, office_id, (subject, message.reference), fact, ACTOR)
    return True
