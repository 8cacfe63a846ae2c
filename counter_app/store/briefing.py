"""The centre's briefing (people, catalogue, calendar, lane) as this counter last heard it."""

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.errors import Damaged
from counter_app.store import calendars
from counter_app.store.pc_tables import briefing as table
from counter_app.store.statements import Prepared
from counter_app.wire import Briefing, briefing_digest

_DIGEST = Prepared(sa.select(table.c.digest))
_DECODER = msgspec.json.Decoder(Briefing)
_decoded: dict[str, Briefing] = {}  # by digest; holds the newest only


def save(conn: sa.Connection, briefing: Briefing, received_at: int, told: str = "") -> str:
    """Keep `briefing`, heard at `received_at` (ms UTC), in place of the last; return its digest.

    `told` is the digest by the centre's own word: of a later centre, that tells more than we can read, we
    could not make it ourselves, and would ask for ever.
    Its calendar is kept for good: the promises made by it are reckoned again when somebody asks.
    """
    digest = told or briefing_digest(briefing)
    _decoded.pop(digest, None)
    row = {"one": 1, "json": msgspec.json.encode(briefing), "digest": digest, "received_at": received_at}
    conn.execute(insert(table).prefix_with("OR REPLACE"), row)
    calendars.keep(conn, briefing, received_at)
    return digest


def load(conn: sa.Connection) -> Briefing | None:
    """Return the briefing in force; read anew only when its digest has changed.

    Raises Damaged: briefing_unreadable.
    """
    known = digest(conn)
    if not known:
        return None
    if known in _decoded:
        return _decoded[known]
    raw = conn.scalar(sa.select(table.c.json))
    try:
        decoded = _DECODER.decode(raw or b"")
    except msgspec.DecodeError as error:
        raise Damaged("briefing_unreadable") from error
    _decoded.clear()
    _decoded[known] = decoded
    return decoded


def digest(conn: sa.Connection) -> str:
    """Return the digest of the briefing in force, "" where there is none."""
    row = _DIGEST.first(conn)
    return row[0] if row else ""
