"""Many rows in one statement: sent to PostgreSQL as one JSON text, and asked for by one."""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    Text,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all fill the same columns; none is no work."""
    if rows:
        connection.execute(_insert(table, tuple(rows[0])), _told(rows))


def put_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows as `put`; whose key is there already is left out."""
    if rows:
        connection.execute(_insert(table, tuple(rows[0])).on_conflict_do_nothing(), _told(rows))


def put_over(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows as `put`, each in the place of the one that has its primary key; none has it twice."""
    if rows:
        statement = _insert(table, tuple(rows[0]))
        keys = [key.name for key in table.primary_key]
        newer = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), _told(rows))


def among(asked: Column[str], values: Iterable[str]) -> ColumnElement[bool]:
    """Return `asked IN values`, for as many as there are, by one parameter."""
    told = cast(literal(msgspec.json.encode(list(values)).decode(), Text), JSON)
    return asked == any_(func.array(select(func.json_array_elements_text(told)).scalar_subquery()))


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
