"""Scans of papers by their digest, in parts, encrypted with the rest of the file; kept, never changed."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import scan_parts, scan_sends, scans

PART = 128 * 1024  # bytes: on a line of 2 Mbit/s a fresh receipt waits for 0.7 seconds of it at most
_HELD = sa.select(scans.c.kept_at).where(
    scans.c.digest == sa.bindparam("digest"), scans.c.code == sa.bindparam("code")
)
_PARTS = (
    sa.select(scan_parts.c.content)
    .where(scan_parts.c.digest == sa.bindparam("digest"))
    .order_by(scan_parts.c.start)
)
_BESIDE = (
    sa.select(scan_parts.c.start, scan_parts.c.content)
    .where(scan_parts.c.digest == sa.bindparam("digest"))
    .where(scan_parts.c.start > sa.bindparam("before"), scan_parts.c.start < sa.bindparam("end"))
    .order_by(scan_parts.c.start)
)


def keep(conn: sa.Connection, code: str, digest: str, content: bytes, kept_at: int) -> None:
    """Keep a scan of a dossier's or an absence's paper (`kept_at` ms UTC); one there already stays."""
    size = len(content)
    row = {"digest": digest, "code": code, "size": size, "kept_at": kept_at}
    conn.execute(insert(scans).on_conflict_do_nothing(), row)
    parts = [
        {"digest": digest, "start": start, "content": content[start : start + PART]}
        for start in range(0, size, PART)
    ]
    conn.execute(insert(scan_parts).on_conflict_do_nothing(), parts)


def load(conn: sa.Connection, code: str, digest: str) -> bytes | None:
    """Return what was kept under a digest for that dossier or absence."""
    return content_of(conn, digest) if held(conn, code, digest) else None


def content_of(conn: sa.Connection, digest: str) -> bytes:
    """Return all that is kept under a digest, b"" for nothing."""
    return b"".join(conn.scalars(_PARTS, {"digest": digest}))


def part(conn: sa.Connection, digest: str, start: int, most: int = PART) -> bytes:
    """Return up to `most` bytes from a byte on, b"" beyond the end."""
    named = {"digest": digest, "before": start - PART, "end": start + most}
    rows = conn.execute(_BESIDE, named).all()
    skipped = start - rows[0].start if rows else 0
    return b"".join(row.content for row in rows)[skipped : skipped + most]


def held(conn: sa.Connection, code: str, digest: str) -> bool:
    """Tell whether a scan of that digest is kept here for that dossier or absence."""
    return conn.execute(_HELD, {"digest": digest, "code": code}).first() is not None


def forget(conn: sa.Connection, codes: Sequence[str]) -> None:
    """Delete every scan that is kept here for these dossiers; what names its digest stays proved.

    Of what is kept for another too the centre is asked again: it may have erased it with the first one.
    """
    gone = conn.scalars(sa.delete(scans).where(scans.c.code.in_(codes)).returning(scans.c.digest)).all()
    if gone:
        conn.execute(sa.delete(scan_sends).where(scan_sends.c.digest.in_(gone)))
        kept = sa.select(scans.c.digest)
        conn.execute(
            sa.delete(scan_parts).where(scan_parts.c.digest.in_(gone), scan_parts.c.digest.not_in(kept))
        )
