"""Many rows in one statement: sent to PostgreSQL by COPY or as one JSON text, and asked for by one."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import DBAPIError

_TYPES = {Text: "text", BigInteger: "int8", Integer: "int4", LargeBinary: "bytea"}
_ONE = literal_column("1", Integer)


class _StoppedError(Exception):
    """What a COPY is given up with."""


@contextmanager
def putting(
    connection: Connection, table: Table, names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> Iterator[None]:
    """Insert rows that fill these columns, none of whose keys is there.

    PostgreSQL works on it while the block runs, which therefore must ask it nothing.
    """
    statement, types = _copied(table, names)
    driver: Any = connection.connection.driver_connection
    unforeseen: list[Exception] = []
    try:
        with suppress(_StoppedError), driver.cursor() as cursor, cursor.copy(statement) as copy:
            try:
                copy.set_types(types)
                for row in rows:
                    copy.write_row(row)
                yield
            except Exception as error:
                unforeseen.append(error)
                raise _StoppedError from None  # the server logs its words: another's may quote a citizen
        for one in unforeseen:
            raise one
    except psycopg.Error as error:  # as any other statement's here
        raise DBAPIError.instance("COPY", None, error, psycopg.Error, hide_parameters=True) from error


def put_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all fill the same columns; whose key is there already is left out; none is no work."""
    if rows:
        connection.execute(_insert(table, tuple(rows[0])).on_conflict_do_nothing(), _told(rows))


def put_over(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows as `put_new`, each in the place of the one that has its primary key; none has it twice."""
    if rows:
        statement = _insert(table, tuple(rows[0]))
        keys = [key.name for key in table.primary_key]
        newer = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), _told(rows))


def among(asked: Column[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Return `asked IN values`, for as many as there are, by one parameter."""
    told = cast(literal(msgspec.json.encode(list(values)).decode(), Text), JSON)
    return asked == any_(func.array(select(func.json_array_elements_text(told)).scalar_subquery()))


def there(connection: Connection, asked: Column[str], office_id: str, values: Iterable[str]) -> set[str]:
    """Return which of these values a column has in an office; a key of its table is (office_id, `asked`)."""
    given = {"told": msgspec.json.encode(list(values)).decode(), "office": office_id}
    return {row.value for row in connection.execute(_there(asked), given)}


@functools.cache
def _there(asked: Column[str]) -> Select[tuple[str]]:
    """Return the question for the first value not before each, in the key's own order.

    Asked for the same value, PostgreSQL reads all that is the office's, by any other index that begins with
    the office, while it knows no numbers of a young table.
    """
    sent = func.json_array_elements_text(cast(bindparam("told", type_=Text), JSON))
    told = sent.table_valued(column("value", Text())).render_derived(name="told")
    office = asked.table.c.office_id == bindparam("office", type_=Text)
    next_one = select(asked.label("held")).where(office, asked >= told.c.value).order_by(asked).limit(_ONE)
    found = next_one.lateral("found")
    return select(told.c.value).select_from(told.join(found, found.c.held == told.c.value))


@functools.cache
def _copied(table: Table, names: tuple[str, ...]) -> tuple[sql.Composed, list[str]]:
    """Return the COPY of these columns, and PostgreSQL's names of their types."""
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table.name), columns)
    return statement, [_TYPES[type(table.c[name].type)] for name in names]


@functools.cache
def _insert(table: Table, names: tuple[str, ...]) -> Insert:
    """Return the insert of what `_told` makes: bytes travel as base64."""
    raw = {name for name in names if isinstance(table.c[name].type, LargeBinary)}
    typed = (column(name, Text() if name in raw else table.c[name].type) for name in names)
    sent = func.json_to_recordset(cast(bindparam("told", type_=Text), JSON))
    told = sent.table_valued(*typed).render_derived(name="told", with_types=True)
    values = (func.decode(told.c[name], "base64") if name in raw else told.c[name] for name in names)
    return insert(table).from_select(names, select(*values))


def _told(rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {"told": msgspec.json.encode(rows).decode()}
