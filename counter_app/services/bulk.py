"""Bulk intake: JSON lines in, result lines out, through the same reception as the window's."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from counter_app.domain import codec
from counter_app.domain.catalog import Channel, PaperKind
from counter_app.domain.commands import (
    Applicant,
    FeeAnswer,
    PaperAnswer,
    PaperMark,
    ReceiveDossier,
    ReturnBy,
)
from counter_app.domain.moments import iso_local
from counter_app.errors import Refused
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.texts.refusals import sentence

MAX_LINE = 64 * 1024  # bytes
MAX_REF = 200


@dataclass(frozen=True, slots=True)
class LinePaper:
    """One paper of a line; `mark` may say that a listed paper is missing."""

    name: str
    kind: PaperKind = PaperKind.ORIGINAL
    count: int = 1
    mark: PaperMark = PaperMark.GIVEN


@dataclass(frozen=True, slots=True)
class Line:
    """One dossier of a bulk file. There is no field for the time of reception: it is now."""

    ref: str
    procedure: str
    applicant: Applicant
    channel: Channel = Channel.IN_PERSON
    papers: tuple[LinePaper, ...] = ()
    sets: int = 1
    quantity: int = 1
    return_by: ReturnBy = ReturnBy.COUNTER
    fee: FeeAnswer = field(default_factory=FeeAnswer)
    content: str = ""


def receive_lines(counter: Counter, actor_id: str, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Receive each line and yield its result once its facts are durable; a bad line is told and skipped.

    Results: {"ref", "code", "event_id", "due_date", "due_at"} or {"ref", "error": {...}}.
    Raises Refused("unknown_person") before the first line. A line that repeats the same person's same
    procedure today is received and linked to the earlier one: there is nobody to ask.
    """
    desk.check_person(counter, actor_id)
    for raw in lines:
        ref: object = None
        try:
            value = _parse(raw)
            ref = value.get("ref")
            line = _read(value)
            receipt = desk.receive(counter, _command(counter, line, actor_id))
        except Refused as error:
            yield {"ref": ref if isinstance(ref, str) else None, "error": refusal(error)}
        else:
            due_at = iso_local(receipt.due.at)
            yield {
                "ref": line.ref,
                "code": receipt.code,
                "event_id": receipt.event_id,
                "due_date": due_at[:10],
                "due_at": due_at,
            }


def refusal(error: Refused) -> dict[str, str | None]:
    """Return a refusal as {"code", "field", "message"}."""
    return {"code": error.code, "field": error.field, "message": sentence(error)}


def _parse(raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_LINE:
        raise Refused("line_too_long", None, limit=MAX_LINE)
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_stated)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_line") from error
    if not isinstance(value, dict):
        raise Refused("bad_line")
    return value


def _read(value: dict[str, Any]) -> Line:
    line = codec.read(Line, value, "")
    if not line.ref or len(line.ref) > MAX_REF:
        raise Refused("bad_value", "ref")
    return line


def _stated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Take null as "not stated", so that each field's own default stands."""
    return {name: value for name, value in pairs if value is not None}


def _command(counter: Counter, line: Line, actor_id: str) -> ReceiveDossier:
    papers = tuple(PaperAnswer(paper.name, paper.kind, paper.count, paper.mark) for paper in line.papers)
    return ReceiveDossier(
        event_id=counter.new_event_id(),
        actor_id=actor_id,
        procedure=line.procedure,
        channel=line.channel,
        applicant=line.applicant,
        papers=papers,
        sets=line.sets,
        quantity=line.quantity,
        return_by=line.return_by,
        fee=line.fee,
        content=line.content,
        repeat=True,
    )
