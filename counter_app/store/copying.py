"""Whole copies of the encrypted file: made while it is written, proved page by page, given another key."""

from collections.abc import Callable

from sqlcipher3 import dbapi2

from counter_app.errors import Damaged

PAGES = 256  # of 4 KiB, between two words about how far it is
Told = Callable[[int, int], None]


def copy(source: dbapi2.Connection, target: dbapi2.Connection, told: Told) -> None:
    """Write one unchanging picture of `source` into `target`, opened with the same key; `told(done, all)`.

    Writers go on meanwhile. The copy is one file, without a write-ahead log beside it.
    """
    source.execute("BEGIN")
    try:
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on the picture stands
        target.execute("PRAGMA synchronous = OFF")  # whoever asked makes the whole file durable at the end
        source.backup(target, pages=PAGES, progress=lambda _state, left, pages: told(pages - left, pages))
    finally:
        source.execute("COMMIT")
    one_file(target)


def one_file(conn: dbapi2.Connection) -> None:
    """Take the write-ahead log into the database file, and leave none."""
    conn.execute("PRAGMA journal_mode = DELETE").fetchone()


def prove(conn: dbapi2.Connection) -> None:
    """Read every page: is it as it was sealed, and do the pages make a database?

    Raises Damaged: backup_damaged.
    """
    if conn.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise Damaged("backup_damaged")
    if conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise Damaged("backup_damaged")


def rekey(conn: dbapi2.Connection, key: bytes) -> None:
    """Encrypt the whole file, without a write-ahead log, under another raw 256-bit key."""
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the key must have been used
    conn.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
