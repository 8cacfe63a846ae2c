"""Scans of signed papers by their digest, encrypted with the rest of the file; kept, never changed."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import scans

_CONTENT = sa.select(scans.c.content).where(scans.c.digest == sa.bindparam("digest")).limit(1)
_HELD = sa.select(scans.c.kept_at).where(
    scans.c.digest == sa.bindparam("digest"), scans.c.code == sa.bindparam("code")
)


def keep(
    conn: sa.Connection, code: str, digest: str, *, media_type: str, content: bytes, kept_at: int
) -> None:
    """Keep a scan of a dossier's paper (`kept_at` ms UTC); one that is there already stays as it is."""
    row = {"digest": digest, "code": code, "media_type": media_type, "content": content, "kept_at": kept_at}
    conn.execute(insert(scans).on_conflict_do_nothing(), row)


def load(conn: sa.Connection, digest: str) -> bytes | None:
    """Return what was kept under a digest."""
    content: bytes | None = conn.scalar(_CONTENT, {"digest": digest})
    return content


def held(conn: sa.Connection, code: str, digest: str) -> bool:
    """Tell whether a scan of that digest is kept here for that dossier."""
    return conn.execute(_HELD, {"digest": digest, "code": code}).first() is not None
