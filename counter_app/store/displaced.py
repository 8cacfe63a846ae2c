"""Parts of others' logs that the centre tells otherwise since it was put back: kept apart, counted nowhere.

A copied folder makes one log two. Which half is the office's is settled by which the centre has first; a
centre put back from a backup may have the other one first, and whoever heard the former half gives it up.
"""

import logging
from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.errors import Damaged
from counter_app.store import log, projections
from counter_app.store.pc_tables import displaced
from counter_app.store.tables import events, personal

_log = logging.getLogger(__name__)


def parting(conn: sa.Connection, source: str, told: Sequence[Event]) -> tuple[int, bytes]:
    """Return (seq, digest) of the last event of `source` that is held and not told otherwise, lowest first.

    That is our log's end, unless `told` tells one of its numbers otherwise. What this PC wrote itself, under
    whatever name, gives way to nothing. Raises Damaged: chain_broken, where that is told otherwise.
    """
    head = log.head(conn, source)
    if not told or told[0].seq > head[0]:
        return head
    asked = sa.select(events.c.seq, events.c.signature).where(
        events.c.installation_id == source, events.c.seq.between(told[0].seq, told[-1].seq)
    )
    held = {row.seq: row.signature for row in conn.execute(asked)}
    other = next((event.seq for event in told if held.get(event.seq, event.signature) != event.signature), 0)
    if not other:
        return head
    if source in projections.own_ids(conn):
        raise Damaged("chain_broken", installation_id=source, seq=other)
    return other - 1, log.hash_at(conn, source, other - 1) or chain.GENESIS


def stay(conn: sa.Connection, event_ids: Collection[str], source: str, upto: int) -> bool:
    """Tell whether the log has an event of one of these ids that does not give way with what `source` told
    after its seq `upto`: the ids of one draft stand in both halves of a copied log.
    """
    held = (log.find(conn, event_id) for event_id in log.held(conn, event_ids))
    return any(event and (event.installation_id != source or event.seq <= upto) for event in held)


def put_aside(conn: sa.Connection, told: Sequence[Event], now_ms: int) -> bool:
    """Take out of the log what holds the places of `told` (proved, rising in each log) and what follows it.

    Returns whether anything did: then all lists are to be told anew.
    """
    first: dict[str, int] = {}
    for event in told:
        first.setdefault(event.installation_id, event.seq)
    gave_way = [_put_aside(conn, source, seq, now_ms) for source, seq in first.items()]
    return any(gave_way)


def forget_of(conn: sa.Connection, subjects: Sequence[str]) -> None:
    """Erase personal data beside what was told of these subjects."""
    _forget(conn, displaced.c.subject.in_(subjects))


def forget_before(conn: sa.Connection, before_ms: int) -> None:
    """Erase personal data beside what gave way before a moment (ms UTC)."""
    _forget(conn, displaced.c.at < before_ms)


def _put_aside(conn: sa.Connection, source: str, first: int, now_ms: int) -> bool:
    if log.head(conn, source)[0] < first:
        return False
    which = sa.and_(events.c.installation_id == source, events.c.seq >= first)
    asked = (
        sa.select(*log.EVENT_COLUMNS, events.c.hash, personal.c.salt, personal.c.text)
        .outerjoin(personal, personal.c.event_id == events.c.event_id)
        .where(which)
    )
    rows = [
        {
            "hash": digest,
            "event_id": event.event_id,
            "subject": event.subject,
            "raw": msgspec.json.encode(event).decode(),
            "salt": salt,
            "text": text,
            "at": now_ms,
        }
        for *values, digest, salt, text in conn.execute(asked)
        for event in (Event(*values),)
    ]
    _log.warning("%d events of %s from seq %d gave way to the centre's", len(rows), source, first)
    conn.execute(insert(displaced).prefix_with("OR IGNORE"), rows)
    conn.execute(sa.delete(personal).where(personal.c.event_id.in_([row["event_id"] for row in rows])))
    conn.execute(sa.delete(events).where(which))
    return True


def _forget(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    conn.execute(
        sa.update(displaced).where(which, displaced.c.text.is_not(None)).values(salt=None, text=None)
    )
