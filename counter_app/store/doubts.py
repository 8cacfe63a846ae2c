"""Installations whose part of the feed could not be proved: passed over, told, and read anew later."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import doubts
from counter_app.store.statements import Prepared

RETRY_MS = 24 * 60 * 60_000
_OLDEST = Prepared(sa.select(doubts.c.code).order_by(doubts.c.noted_ms))
_STALE = Prepared(
    sa.select(doubts.c.code).where(
        sa.not_(doubts.c.retried), sa.func.abs(doubts.c.noted_ms - sa.bindparam("now")) >= RETRY_MS
    )
)
_END = Prepared(sa.delete(doubts).where(doubts.c.retried))


def note(conn: sa.Connection, found: Mapping[str, str], now_ms: int) -> None:
    """Keep a doubt's code for each installation in `found`; the first that was noted since a retry stands."""
    for installation_id, code in found.items():
        row = insert(doubts).values(
            installation_id=installation_id, code=code, noted_ms=now_ms, retried=sa.false()
        )
        newer = {"code": row.excluded.code, "noted_ms": now_ms, "retried": sa.false()}
        conn.execute(row.on_conflict_do_update(["installation_id"], set_=newer, where=doubts.c.retried))


def told(conn: sa.Connection) -> str:
    """Return the code of the oldest doubt, "" where there is none."""
    row = _OLDEST.first(conn)
    return row[0] if row else ""


def are_stale(conn: sa.Connection, now_ms: int) -> bool:
    """Tell whether a doubt is a day old, or of a day to come: then the feed is worth reading anew."""
    return _STALE.first(conn, now=now_ms) is not None


def try_all(conn: sa.Connection) -> None:
    """Note that the feed is read from its start: whoever is not doubted again by its end is believed."""
    conn.execute(sa.update(doubts).values(retried=sa.true()))


def end_retry(conn: sa.Connection) -> None:
    """Forget the doubts that the feed, read to its end, did not confirm."""
    _END.run(conn)
