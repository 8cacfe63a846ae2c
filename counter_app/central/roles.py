"""The two roles beside the owner: one serves and can change no fact, one may erase personal data."""

import typing
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from counter_app.errors import Refused

SERVICE, ERASER = "qmc_service", "qmc_eraser"

_GRANTS = {
    SERVICE: {
        "offices": "SELECT, UPDATE (revision)",
        "people": "SELECT",
        "photos": "SELECT",
        "grants": "SELECT",
        "pins": "SELECT, UPDATE (verifier, set_at, first, failures, locked_until)",
        "person_keys": "SELECT, INSERT, UPDATE (ended)",
        "contacts": "SELECT, INSERT, UPDATE (last)",
        "pc_reports": "SELECT, INSERT, UPDATE (at, told)",
        "hours": "SELECT",
        "installations": "SELECT, INSERT",
        "installation_keys": "SELECT, INSERT, UPDATE (seq, since, in_force, follows, raw)",
        "lanes": "SELECT, INSERT, UPDATE (valid_to, signature)",
        "books": "SELECT",
        "enrolment_tokens": "SELECT, INSERT, UPDATE (used_at, used_by)",
        "positions": "SELECT, UPDATE (last)",
        "events": "SELECT, INSERT",
        "personal": "SELECT, INSERT",
        "forks": "SELECT, INSERT",
        "quarantine": "SELECT, INSERT",
        "reviews": "SELECT, INSERT",
        "rulings": "SELECT",
        "dossiers": "SELECT, INSERT, UPDATE",
        "epochs": "SELECT, INSERT",
        "archived": "SELECT",
        "scan_uploads": "SELECT, INSERT, UPDATE (size, received, failures, whole_at)",
        "scan_parts": "SELECT, INSERT",
        "erasures": "SELECT",
        "catalogues": "SELECT",
        "calendars": "SELECT",
    },
    ERASER: {
        "personal": "SELECT, DELETE",
        "scan_parts": "SELECT, DELETE",
        "scan_uploads": "SELECT, DELETE",
    },
}


def create(connection: Connection, password: str) -> None:
    """Create both roles where they are missing and set the service's password.

    Raises Refused: cannot_create_roles when the owner has no CREATEROLE.
    """
    try:
        for role, login in ((SERVICE, "LOGIN"), (ERASER, "NOLOGIN")):
            known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
            if known.first() is None:
                _run(connection, f"CREATE ROLE {{role}} {login} NOSUPERUSER NOCREATEDB", role=role)
        # The server gets a SCRAM verifier: the password itself appears in no statement and no log.
        pgconn = _driver(connection).pgconn
        verifier = pgconn.encrypt_password(password.encode(), SERVICE.encode(), b"scram-sha-256").decode()
        _run(connection, "ALTER ROLE {role} PASSWORD {verifier}", role=SERVICE, verifier=verifier)
    except ProgrammingError as error:
        raise Refused("cannot_create_roles") from error


def known(connection: Connection) -> bool:
    """Tell whether both roles were created."""
    found = text("SELECT count(*) FROM pg_roles WHERE rolname IN (:service, :eraser)")
    names = {"service": SERVICE, "eraser": ERASER}
    return bool(connection.execute(found, names).scalar_one() == len(names))


def grant(connection: Connection) -> None:
    """Give each role exactly its rights on each table, and take away what it had besides."""
    for role, tables in _GRANTS.items():
        _run(connection, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}", role=role)
        _run(connection, "GRANT USAGE ON SCHEMA public TO {role}", role=role)
        for table, rights in tables.items():
            _run(connection, f"GRANT {rights} ON {{table}} TO {{role}}", table=table, role=role)


def _run(connection: Connection, template: LiteralString, verifier: str = "", **names: str) -> None:
    """Run a statement that takes no bound parameters, its names and its one literal quoted by the driver."""
    parts = {name: sql.Identifier(value) for name, value in names.items()}
    statement = sql.SQL(template).format(**parts, verifier=sql.Literal(verifier))
    connection.exec_driver_sql(statement.as_string(_driver(connection)))


def _driver(connection: Connection) -> psycopg.Connection[object]:
    return typing.cast("psycopg.Connection[object]", connection.connection.driver_connection)
