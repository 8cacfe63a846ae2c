"""Core statements made into SQL text once, for the path from receiving to durable."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import UpdateBase


class Prepared:
    """A Core statement compiled at import: running it costs a tenth of finding it in Core's cache.

    Values pass as the driver takes and gives them, so only for types that SQLite has of its own.
    """

    def __init__(self, statement: UpdateBase | sa.SelectBase, columns: Sequence[str] | None = None) -> None:
        """Compile `statement`; an insert names the `columns` that its rows fill."""
        compiled = statement.compile(dialect=sqlite.dialect(), column_keys=list(columns) if columns else None)
        self._text = str(compiled)
        self._order = tuple(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, conn: sa.Connection, **values: object) -> list[tuple[Any, ...]]:
        """Run a query with its named values and return all its rows."""
        found: list[tuple[Any, ...]] = self._run(conn, values).fetchall()
        return found

    def each(self, conn: sa.Connection, **values: object) -> Iterator[tuple[Any, ...]]:
        """Run a query with its named values and yield its rows as they are read."""
        yield from self._run(conn, values)

    def first(self, conn: sa.Connection, **values: object) -> tuple[Any, ...] | None:
        """Run a query with its named values and read one row, or None where there is none.

        In place of a LIMIT, whose bound number makes SQLite prepare the statement anew each time.
        """
        cursor = self._run(conn, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
        return row

    def run(self, conn: sa.Connection, **values: object) -> None:
        """Run what returns nothing with its named values."""
        self._run(conn, values)

    def insert(self, conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows; none is no work."""
        if rows:
            driver(conn).executemany(self._text, [[row[name] for name in self._order] for row in rows])

    def _run(self, conn: sa.Connection, values: Mapping[str, object]) -> Any:
        given = {**self._fixed, **values} if self._fixed else values
        return driver(conn).execute(self._text, [given[name] for name in self._order])


def among(asked: sa.ColumnElement[str], values: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return `asked IN values`, for as many as there are, by one bound text: made into SQL once only."""
    return _among(asked, sa.literal(texts(values), sa.Text))


def within(asked: sa.ColumnElement[str], name: str) -> sa.ColumnElement[bool]:
    """Return as `among`, for a prepared statement: what `texts` makes is bound under that name."""
    return _among(asked, sa.bindparam(name, type_=sa.Text))


def texts(values: Iterable[str]) -> str:
    """Return many texts as one."""
    return json.dumps(list(values))


def _among(asked: sa.ColumnElement[str], told: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return asked.in_(sa.select(sa.func.json_each(told).table_valued("value").c.value))


def driver(conn: sa.Connection) -> Any:
    """Return the SQLCipher connection under Core's."""
    return conn.connection.dbapi_connection
