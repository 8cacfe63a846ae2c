"""Opens the encrypted database and hands out its transactions. What is stored lives in `tables`."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc
from sqlcipher3 import dbapi2

from counter_app.errors import CounterError, Damaged, Refused, Unavailable
from counter_app.store import copying, schema
from counter_app.store.statements import driver

Connection = sa.Connection

KEY_BYTES = 32
BUSY_SECONDS = 5.0
# Earlier versions can corrupt a database when its write-ahead log is reset (https://sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Store:
    """One open database file. Safe from several threads: each transaction has a connection of its own.

    `key` is the raw 256-bit key. Raises ValueError for another length; Damaged: sqlite_vulnerable,
    store_newer, store_damaged; Refused: store_not_opened (another key, or no database); Unavailable:
    store_busy, store_unavailable.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open `path`, or create it, and bring its schema up to date."""
        if len(key) != KEY_BYTES:
            raise ValueError("a store key has 32 bytes")
        safe_sqlite()
        self._path = path
        self._key = key
        with _translated():
            self._prepare()
            self._engine = sa.create_engine(
                "sqlite+pysqlite://",
                module=dbapi2,
                creator=self._connect,
                poolclass=sa.pool.NullPool,  # `_idle` keeps them: a third of Core's cost per transaction
                hide_parameters=True,  # an error's text must not carry a citizen's data
            )
        self._idle: list[sa.Connection] = []
        self._closed = False
        self._lock = threading.Lock()

    def write(self) -> AbstractContextManager[sa.Connection]:
        """Give the one write transaction: committed (durable) at the end, undone by any exception.

        Raises, besides what the block raises: Unavailable: store_busy, disk_full, store_unavailable;
        Damaged: store_damaged.
        """
        # Writers take their lock at once: a reader that turns writer half way would be refused as busy.
        return self._transaction("BEGIN IMMEDIATE")

    def read(self) -> AbstractContextManager[sa.Connection]:
        """Give a reading transaction: one unchanging picture of the database. Raises as `write`."""
        return self._transaction("BEGIN")

    def copy_to(self, path: Path, told: copying.Told) -> "Store":
        """Write a copy under the same key into an empty file, and return it opened; writers go on meanwhile.

        `told(pages done, all)`. Raises as `write`.
        """
        with _translated():
            source, target = self._connect(), _keyed(path, self._key)
            try:
                copying.copy(source, target, told)
            finally:
                source.close()
                target.close()
        return Store(path, self._key)

    def trim(self) -> bool:
        """Bring the write-ahead log home and empty its file: former pages lie there no more.

        False while somebody reads or writes meanwhile; nothing is waited for. Raises as `write`.
        """
        with _translated():
            conn = self._connect()
            try:
                conn.execute("PRAGMA busy_timeout = 0")
                return bool(conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            finally:
                conn.close()

    def settle(self, key: bytes | None = None) -> None:
        """Close, and leave one proved file without a write-ahead log, under another `key` if one is given.

        Raises as `write`; Damaged: backup_damaged.
        """
        self.close()
        with _translated():
            conn = _keyed(self._path, self._key)
            try:
                copying.one_file(conn)
                if key is not None and key != self._key:
                    copying.rekey(conn, key)
                copying.prove(conn)
            finally:
                conn.close()

    def close(self) -> None:
        """Close every connection; one in use by another thread closes at its transaction's end."""
        with self._lock:
            self._closed, idle, self._idle = True, self._idle, []
        for conn in idle:
            conn.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sa.Connection]:
        """Use the connection that was used last: its page cache is warm. One that failed is dropped."""
        with _translated():
            conn = self._take()
            try:
                with conn.begin():
                    driver(conn).execute(begin)
                    yield conn
            except CounterError:  # the rules' no, undone in good order
                self._give_back(conn)
                raise
            except BaseException:
                conn.close()
                raise
            self._give_back(conn)

    def _take(self) -> sa.Connection:
        with self._lock:
            conn = self._idle.pop() if self._idle else None
        return conn or self._engine.connect()

    def _give_back(self, conn: sa.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(conn)
                return
        conn.close()

    def _prepare(self) -> None:
        """Create or migrate under rollback journal and EXTRA, then switch to the write-ahead log.

        Created in any other order, a power cut lost everything in half of the simulated runs.
        """
        conn = self._open("EXTRA")
        try:
            if not schema.is_current(conn):
                conn.execute("PRAGMA journal_mode = DELETE")
                schema.migrate(conn)
            conn.execute("PRAGMA journal_mode = WAL")  # kept in the file
        finally:
            conn.close()

    def _connect(self) -> dbapi2.Connection:
        return self._open("FULL")

    def _open(self, synchronous: str) -> dbapi2.Connection:
        conn = _keyed(self._path, self._key)
        try:
            conn.execute(f"PRAGMA synchronous = {synchronous}")
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA secure_delete = ON")  # what is purged lies in no free page either
            # Without it INSERT OR REPLACE slips past the trigger that refuses DELETE.
            conn.execute("PRAGMA recursive_triggers = ON")
        except dbapi2.DatabaseError as error:
            conn.close()
            if _primary(error) == sqlite3.SQLITE_NOTADB:
                raise Refused("store_not_opened", path=str(self._path)) from None
            raise
        return conn


def _keyed(path: Path, key: bytes) -> dbapi2.Connection:
    """Open a file with its key; nothing of it has been read yet."""
    conn = dbapi2.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    conn.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to stderr
    conn.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return conn


def safe_sqlite(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> str:
    """Return the SQLite version; one that can corrupt a write-ahead log raises Damaged: sqlite_vulnerable."""
    found = ".".join(map(str, version))
    if version < SAFE_SQLITE:
        raise Damaged("sqlite_vulnerable", version=found, needed=".".join(map(str, SAFE_SQLITE)))
    return found


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (exc.IntegrityError, dbapi2.IntegrityError):
        raise
    except (exc.DBAPIError, dbapi2.DatabaseError) as error:
        raise _our_error(error) from error


def _our_error(error: Exception) -> Exception:
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", 0)
    primary = _primary(cause)
    if primary in _DAMAGED:
        return Damaged("store_damaged", sqlite=code)
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return Unavailable("store_busy", sqlite=code)
    if primary == sqlite3.SQLITE_FULL:
        return Unavailable("disk_full", sqlite=code)
    if primary in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
        return Unavailable("store_unavailable", sqlite=code)
    return error


def _primary(error: BaseException) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
