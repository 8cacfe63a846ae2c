"""What the centre keeps and does not count, event by event with its reasons: for a person to settle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, func, select

from counter_app.central.tables import events, forks, quarantine
from counter_app.domain.events import Event
from counter_app.domain.identity import is_foreign

_CODES = func.array_agg(quarantine.c.code.distinct()).label("codes")
_SINCE = func.min(quarantine.c.at).label("since")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One event; `codes` say why, `since` is ms UTC. `forked`: it lies beside its PC's log."""

    office_id: str
    installation_id: str
    seq: int
    event_id: str
    kind: str
    subject: str
    codes: list[str]
    since: int
    forked: bool


def listed(connection: Connection, office_id: str | None = None) -> list[Doubt]:
    """Return every event in doubt, of one office or of all, by office, PC and number."""
    found = [*_in_logs(connection, office_id), *_in_forks(connection, office_id)]
    return sorted(found, key=lambda one: (one.office_id, one.installation_id, one.seq, one.event_id))


def _in_logs(connection: Connection, office_id: str | None) -> Iterator[Doubt]:
    beside = and_(events.c.office_id == quarantine.c.office_id, events.c.event_id == quarantine.c.event_id)
    columns = [
        events.c[name] for name in ("office_id", "installation_id", "seq", "event_id", "kind", "subject")
    ]
    asked = select(*columns, _CODES, _SINCE).select_from(quarantine.join(events, beside)).group_by(*columns)
    for row in connection.execute(_within(asked, office_id)).mappings():
        yield Doubt(**row, forked=False)


def _in_forks(connection: Connection, office_id: str | None) -> Iterator[Doubt]:
    asked = select(forks) if office_id is None else select(forks).where(forks.c.office_id == office_id)
    for row in connection.execute(asked):
        event = msgspec.json.decode(row.raw, type=Event)
        stolen = is_foreign(event.event_id, event.installation_id)
        code = "duplicate_event" if stolen else "log_forked"
        known = (row.office_id, row.installation_id, row.seq, row.event_id)
        yield Doubt(*known, event.kind, event.subject, [code], row.received_at, forked=True)


def _within(asked: Select[Any], office_id: str | None) -> Select[Any]:
    return asked if office_id is None else asked.where(quarantine.c.office_id == office_id)
