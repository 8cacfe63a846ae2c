"""What the centre keeps and does not count, event by event with its reasons, until a person settled it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, func, literal, select, update

from counter_app.central import bulk, court, database, deeds, stored
from counter_app.central.centre import Centre
from counter_app.central.deeds import Warrant
from counter_app.central.tables import events, forks, quarantine
from counter_app.domain.events import Event
from counter_app.domain.identity import is_foreign
from counter_app.errors import Refused

# Of a mark: nobody has settled it, and what it says has not come right by itself.
WAITS = and_(quarantine.c.settled.is_(None), ~court.OVER)
SETTLED = "doubt_settled"
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
    """Return every event that waits for a person, of one office or of all, by office, PC and number."""
    found = [*_in_logs(connection, office_id), *_in_forks(connection, office_id)]
    return sorted(found, key=lambda one: (one.office_id, one.installation_id, one.seq, one.event_id))


def settle(centre: Centre, event_ids: Sequence[str], warrant: Warrant) -> int:
    """Note, as owner, that a person has looked at these events: they stay uncounted and wait no more.

    What came before its reception counts all the same should that come: it was true, and is in doubt no more.
    Returns how many waited. Once more it changes nothing. Raises Refused: unknown_doubt for an event that is
    not in doubt, and then settles none; owner_needed.
    """
    count = 0
    with database.owners_only(), centre.engine.begin() as connection:
        _lock_offices(connection, event_ids)
        for event_id in event_ids:
            for office_id, codes, waits in _marks(connection, event_id):
                if waits:
                    count += 1
                    _note_settled(connection, office_id, event_id, centre.now())
                    deeds.record(centre, connection, office_id, warrant, SETTLED, (event_id, " ".join(codes)))
    return count


def _lock_offices(connection: Connection, event_ids: Sequence[str]) -> None:
    """Let nobody write or judge meanwhile what these events' offices hold in doubt."""
    held = select(quarantine.c.office_id).where(bulk.among(quarantine.c.event_id, event_ids))
    apart = select(forks.c.office_id).where(bulk.among(forks.c.event_id, event_ids))
    for office_id in sorted(connection.execute(held.union(apart)).scalars()):
        stored.lock(connection, office_id)


def _marks(connection: Connection, event_id: str) -> list[tuple[str, list[str], bool]]:
    """Return the offices that have an event in doubt, with its codes, and whether it waits still."""
    beside = and_(quarantine.c.office_id == events.c.office_id, quarantine.c.event_id == events.c.event_id)
    marked = (
        select(quarantine.c.office_id, quarantine.c.code, quarantine.c.settled)
        .select_from(quarantine.join(events, beside))
        .where(quarantine.c.event_id == event_id, ~court.OVER)
    )
    apart = select(forks.c.office_id, literal("log_forked"), forks.c.settled)
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for office_id, code, settled in connection.execute(
        marked.union(apart.where(forks.c.event_id == event_id))
    ):
        found[office_id][code] = found[office_id].get(code, False) or settled is None
    if not found:
        raise Refused("unknown_doubt", "event", event=event_id[:60])
    return [(office_id, sorted(codes), any(codes.values())) for office_id, codes in sorted(found.items())]


def _note_settled(connection: Connection, office_id: str, event_id: str, now: int) -> None:
    for table in (quarantine, forks):
        mine = table.c.office_id == office_id, table.c.event_id == event_id, table.c.settled.is_(None)
        connection.execute(update(table).where(*mine).values(settled=now))


def _in_logs(connection: Connection, office_id: str | None) -> Iterator[Doubt]:
    beside = and_(events.c.office_id == quarantine.c.office_id, events.c.event_id == quarantine.c.event_id)
    columns = [
        events.c[name] for name in ("office_id", "installation_id", "seq", "event_id", "kind", "subject")
    ]
    asked = select(*columns, _CODES, _SINCE).select_from(quarantine.join(events, beside))
    asked = asked.where(WAITS).group_by(*columns)
    for row in connection.execute(_within(asked, office_id)).mappings():
        yield Doubt(**row, forked=False)


def _in_forks(connection: Connection, office_id: str | None) -> Iterator[Doubt]:
    asked = select(forks).where(forks.c.settled.is_(None))
    asked = asked if office_id is None else asked.where(forks.c.office_id == office_id)
    for row in connection.execute(asked):
        event = msgspec.json.decode(row.raw, type=Event)
        stolen = is_foreign(event.event_id, event.installation_id)
        code = "duplicate_event" if stolen else "log_forked"
        known = (row.office_id, row.installation_id, row.seq, row.event_id)
        yield Doubt(*known, event.kind, event.subject, [code], row.received_at, forked=True)


def _within(asked: Select[Any], office_id: str | None) -> Select[Any]:
    return asked if office_id is None else asked.where(quarantine.c.office_id == office_id)
