"""Scans of signed papers by their digest, encrypted with the rest of the file; kept, never changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import scans

_NAMED = (scans.c.digest == sa.bindparam("digest"), scans.c.code == sa.bindparam("code"))
_CONTENT, _HELD = sa.select(scans.c.content).where(*_NAMED), sa.select(scans.c.kept_at).where(*_NAMED)


def keep(
    conn: sa.Connection, code: str, digest: str, *, media_type: str, content: bytes, kept_at: int
) -> None:
    """Keep a scan of a dossier's or an absence's paper (`kept_at` ms UTC); one there already stays."""
    row = {"digest": digest, "code": code, "media_type": media_type, "content": content, "kept_at": kept_at}
    conn.execute(insert(scans).on_conflict_do_nothing(), row)


def load(conn: sa.Connection, code: str, digest: str) -> bytes | None:
    """Return what was kept under a digest for that dossier or absence."""
    content: bytes | None = conn.scalar(_CONTENT, {"digest": digest, "code": code})
    return content


def held(conn: sa.Connection, code: str, digest: str) -> bool:
    """Tell whether a scan of that digest is kept here for that dossier or absence."""
    return conn.execute(_HELD, {"digest": digest, "code": code}).first() is not None


def forget(conn: sa.Connection, codes: Sequence[str]) -> None:
    """Delete every scan that is kept here for these dossiers; what names its digest stays proved."""
    conn.execute(sa.delete(scans).where(scans.c.code.in_(codes)))
