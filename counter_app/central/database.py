"""The way to PostgreSQL: one small pool, and the proof that the service is not the tables' owner."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import (
    Connection,
    Engine,
    Text,
    create_engine,
    event,
    literal_column,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry

from counter_app.errors import Refused, Unavailable

_FRESH = 1.0  # seconds for which a connection that was used is taken as alive
WORKERS = 8  # threads that work on requests, and connections they share

_SESSION = (
    "-c synchronous_commit=on -c statement_timeout=60000 -c lock_timeout=20000 "
    "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
)

_OWNS = text(
    """
    SELECT bool_or(
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        OR pg_has_role(current_user, c.relowner, 'MEMBER')
        OR has_table_privilege(c.oid, 'TRUNCATE')
        OR has_any_column_privilege(c.oid, 'UPDATE')
            AND c.relname IN ('events', 'personal', 'forks', 'quarantine', 'reviews', 'scan_parts')
        OR has_table_privilege(c.oid, 'DELETE')
    )
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
    """
)

_SYSTEM = text("SELECT system_identifier::text FROM pg_control_system()")

# A WAL file's name begins with the timeline: another one after a failover or a restored backup.
TIMELINE = literal_column(
    """(
    SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) || '-' || oid
    FROM pg_database WHERE datname = current_database()
    )""",
    Text,
)

_systems: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()


def open_database(url: str) -> Engine:
    """Return an engine for `url` (postgresql://...). Nothing is connected yet."""
    full = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        full,
        pool_size=WORKERS,
        max_overflow=0,
        pool_use_lifo=True,  # the one used last knows its statements best
        hide_parameters=True,  # a failed statement must not write a citizen's data into the log
        connect_args={"options": _SESSION, "connect_timeout": 10},
    )
    event.listen(engine, "checkin", _rest)
    event.listen(engine, "checkout", _wake)
    return engine


def _rest(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rested"] = time.monotonic()


def _wake(connection: Any, record: ConnectionPoolEntry, _borrower: object) -> None:
    """Ask whether anybody is there, of a connection that was not used just now: the pool tries another."""
    if time.monotonic() - record.info.get("rested", math.inf) < _FRESH:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError as error:
        raise DisconnectionError from error


def refuse_owner(engine: Engine) -> None:
    """Refuse to serve with a role that could change or delete facts (DESIGN §7).

    Raises Refused: service_owns_tables, not_initialised; Unavailable: database_unreachable.
    """
    try:
        with engine.connect() as connection:
            owns = connection.execute(_OWNS).scalar_one()
            course(connection)
    except DBAPIError as error:
        raise Unavailable("database_unreachable") from error
    if owns is None:
        raise Refused("not_initialised")
    if owns:
        raise Refused("service_owns_tables")


@contextmanager
def owners_only() -> Iterator[None]:
    """Say what is missing where work that takes the database's owner is tried by another role.

    Raises Refused: owner_needed (or not founded by this version); Unavailable: database_unreachable.
    """
    try:
        yield
    except ProgrammingError as error:
        raise Refused("owner_needed") from error
    except OperationalError as error:
        raise Unavailable("database_unreachable") from error


def course(connection: Connection) -> str:
    """Return what changes when this database is copied, or restored by most ways: a new epoch begins then.

    A dump restored elsewhere has another system or database, a restored base backup another timeline.
    What is put back in place has the same: nobody but `counter-central restored` can tell.
    """
    return course_on(connection, connection.execute(select(TIMELINE)).scalar_one())


def course_on(connection: Connection, timeline: str) -> str:
    """Return the `course` where TIMELINE was asked for among other questions."""
    engine = connection.engine
    if engine not in _systems:
        _systems[engine] = connection.execute(_SYSTEM).scalar_one()
    return f"{_systems[engine]}-{timeline}"
