"""Pictures of the office's people by their SHA-256: those that the briefing names, no others."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import photos

_ALL = sa.select(photos.c.digest, photos.c.content)


def keep(conn: sa.Connection, digest: str, content: bytes) -> None:
    """Keep a picture; one that is there already stays."""
    conn.execute(insert(photos).on_conflict_do_nothing(), {"digest": digest, "content": content})


def keep_only(conn: sa.Connection, named: Collection[str]) -> None:
    """Forget the pictures of who has left, or has another."""
    conn.execute(sa.delete(photos).where(photos.c.digest.not_in(named)))


def held(conn: sa.Connection) -> dict[str, bytes]:
    """Return the pictures kept here by digest: a desk's people, some kilobytes each."""
    return {row.digest: row.content for row in conn.execute(_ALL)}


def digests(conn: sa.Connection) -> frozenset[str]:
    """Return which pictures are kept here."""
    return frozenset(conn.scalars(sa.select(photos.c.digest)))
