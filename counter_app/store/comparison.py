"""Holds the rows that screens read against the log they were made from."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from counter_app.domain.history import fold
from counter_app.domain.kinds import WITHOUT_DOSSIER
from counter_app.domain.recomputation import Difference
from counter_app.store import projections
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, events

PERSONAL = frozenset({"name", "name_folded", "person_key"})  # named, never shown
_APART = [sa.literal(kind.KIND) for kind in WITHOUT_DOSSIER]
_COLUMNS = tuple(dossiers.c.keys())
_SUBJECTS = Prepared(
    sa.select(events.c.subject)
    .distinct()
    .where(events.c.subject > sa.bindparam("after"), events.c.kind.not_in(_APART))
    .order_by(events.c.subject)
    .limit(sa.bindparam("limit"))
)
_AFTER = sa.select(*dossiers.c.values()).where(dossiers.c.code > sa.bindparam("after"))
_LAST_ROWS = Prepared(_AFTER.order_by(dossiers.c.code))
_ROWS = Prepared(_AFTER.where(dossiers.c.code <= sa.bindparam("upto")).order_by(dossiers.c.code))

Row = Mapping[str, Any]


def compare(conn: sa.Connection) -> Iterator[Difference]:
    """Yield projection_differs for each column of `dossiers` that the facts do not tell, in pages."""
    after = ""
    while subjects := _subjects(conn, after):
        full = len(subjects) == projections.CHUNK
        rows = (
            _ROWS.rows(conn, after=after, upto=subjects[-1]) if full else _LAST_ROWS.rows(conn, after=after)
        )
        yield from _page(conn, subjects, rows)
        if not full:
            return
        after = subjects[-1]
    yield from _page(conn, [], _LAST_ROWS.rows(conn, after=after))


def compare_one(conn: sa.Connection, code: str) -> Iterator[Difference]:
    """Yield as `compare`, for one dossier."""
    rows = conn.exec_driver_sql("SELECT * FROM dossiers WHERE code = ?", (code,)).mappings()
    yield from _page(conn, [code], [tuple(row[name] for name in _COLUMNS) for row in rows])


def _subjects(conn: sa.Connection, after: str) -> list[str]:
    return [row[0] for row in _SUBJECTS.rows(conn, after=after, limit=projections.CHUNK)]


def _page(conn: sa.Connection, subjects: list[str], rows: list[tuple[Any, ...]]) -> Iterator[Difference]:
    told = _told(conn, subjects)
    for values in rows:
        row = dict(zip(_COLUMNS, values, strict=True))
        yield from _differs(row, told.pop(row["code"], None))
    for wanted in told.values():
        yield _difference(wanted, "code", "", wanted["code"])


def _told(conn: sa.Connection, subjects: list[str]) -> dict[str, Row]:
    """Return the rows that the log tells of these subjects."""
    history = projections.history(conn, subjects)
    states = (fold(group) for _subject, group in itertools.groupby(history, lambda link: link[0].subject))
    return {state.code: projections.dossier_row(state) for state in states if state}


def _differs(row: Row, wanted: Row | None) -> Iterator[Difference]:
    if wanted is None:
        yield _difference(row, "code", row["code"], "")
        return
    for name in _COLUMNS:
        if row[name] != wanted[name]:
            shown = ("", "") if name in PERSONAL else (_shown(row[name]), _shown(wanted[name]))
            yield _difference(wanted, name, *shown)


def _difference(row: Row, column: str, stored: int | str, recomputed: int | str) -> Difference:
    where = (str(row["code"]), str(row["event_id"]), str(row["installation_id"]), row["seq"])
    return Difference("projection_differs", *where, stored, recomputed, column)


def _shown(value: object) -> int | str:
    return int(value) if isinstance(value, int) else "" if value is None else str(value)[:200]
