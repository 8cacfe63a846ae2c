"""The centre proves its own copy: every link, every signature, every stored hash and personal digest."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlalchemy import Engine, RowMapping, and_, select

from counter_app import seal
from counter_app.central.tables import events, installations, personal
from counter_app.domain import chain
from counter_app.domain.events import Event, Personal
from counter_app.errors import Damaged

_EVENT = tuple(field.name for field in fields(Event))


@dataclass(frozen=True, slots=True)
class Audit:
    """How many events were read, and of each installation whose log does not hold the first fault."""

    events: int
    faults: tuple[Damaged, ...]


def verify(engine: Engine) -> Audit:
    """Read the whole log, one installation after another, as a stream."""
    with engine.connect().execution_options(stream_results=True, yield_per=500) as connection:
        keys = {
            (row.office_id, row.installation_id): row.public_key
            for row in connection.execute(select(installations))
        }
        beside = and_(
            personal.c.office_id == events.c.office_id,
            personal.c.event_id == events.c.event_id,
            personal.c.digest == events.c.personal_digest,  # a fork may have told the same event otherwise
        )
        rows = connection.execute(
            select(events, personal.c.salt, personal.c.text)
            .outerjoin(personal, beside)
            .order_by(events.c.office_id, events.c.installation_id, events.c.seq)
        ).mappings()
        count, faults = 0, []
        for source, links in itertools.groupby(rows, lambda row: (row["office_id"], row["installation_id"])):
            read, fault = _verify_one(source[1], keys.get(source), links)
            count += read
            faults += [fault] if fault else []
    return Audit(count, tuple(faults))


def _verify_one(source: str, key: bytes | None, rows: Iterator[RowMapping]) -> tuple[int, Damaged | None]:
    """Return how many events were read, and the first fault, which ends this installation's reading."""
    head = (0, chain.GENESIS)
    if key is None:
        return 0, Damaged("key_unknown", installation_id=source)
    try:
        for row in rows:
            head = _check_row(row, head, key)
    except Damaged as damaged:
        return head[0], damaged
    return head[0], None


def _check_row(row: RowMapping, head: tuple[int, bytes], key: bytes) -> tuple[int, bytes]:
    """Return the new head. Raises Damaged: those of `chain.check` and `chain.check_stored`."""
    event = Event(*(row[name] for name in _EVENT))
    data = Personal(row["salt"], row["text"]) if row["salt"] is not None else None
    ((_event, digest),) = chain.check((event,), head, key, seal.verify)
    chain.check_stored(event, digest, row["hash"], data)
    return event.seq, digest
