"""The way to PostgreSQL: one small pool, and the proof that the service is not the tables' owner."""

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from counter_app.errors import Refused, Unavailable

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
            AND c.relname IN ('events', 'personal', 'forks', 'quarantine')
        OR has_table_privilege(c.oid, 'DELETE')
    )
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
    """
)

# A dump restored elsewhere has another system or database, a restored base backup another timeline.
_EPOCH = text(
    """
    SELECT s.system_identifier || '-' || c.timeline_id || '-' || d.oid
    FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()
    """
)


def open_database(url: str) -> Engine:
    """Return an engine for `url` (postgresql://...). Nothing is connected yet."""
    full = make_url(url).set(drivername="postgresql+psycopg")
    return create_engine(
        full,
        pool_size=WORKERS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # a failed statement must not write a citizen's data into the log
        connect_args={"options": _SESSION, "connect_timeout": 10},
    )


def refuse_owner(engine: Engine) -> None:
    """Refuse to serve with a role that could change or delete facts (DESIGN §7).

    Raises Refused: service_owns_tables, not_initialised; Unavailable: database_unreachable.
    """
    try:
        with engine.connect() as connection:
            owns = connection.execute(_OWNS).scalar_one()
    except DBAPIError as error:
        raise Unavailable("database_unreachable") from error
    if owns is None:
        raise Refused("not_initialised")
    if owns:
        raise Refused("service_owns_tables")


def store_epoch(connection: Connection) -> str:
    """Return what changes when this database is restored from a backup or copied: clients then send again."""
    return str(connection.execute(_EPOCH).scalar_one())
