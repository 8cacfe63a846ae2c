"""Holds the rows that screens read against the log they were made from."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from counter_app.domain.history import fold
from counter_app.domain.links import Pair
from counter_app.domain.recomputation import Difference
from counter_app.store import disbelief, linked, list_comparison, projections
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, events

PERSONAL = frozenset({"name", "name_folded", "person_key"})  # named, never shown
_COLUMNS = tuple(dossiers.c.keys())
_SUBJECTS = Prepared(
    sa.select(events.c.subject)
    .distinct()
    .where(events.c.subject > sa.bindparam("after"))
    .order_by(events.c.subject)
    .limit(sa.bindparam("limit"))
)
_AFTER = sa.select(*dossiers.c.values()).where(dossiers.c.code > sa.bindparam("after"))
_LAST_ROWS = Prepared(_AFTER.order_by(dossiers.c.code))
_ROWS = Prepared(_AFTER.where(dossiers.c.code <= sa.bindparam("upto")).order_by(dossiers.c.code))

Row = Mapping[str, Any]


def compare(conn: sa.Connection) -> Iterator[Difference]:
    """Yield projection_differs for each column of each list that the facts do not tell, in pages."""
    with list_comparison.blank() as lists:
        after = ""
        while subjects := _subjects(conn, after):
            rows = _ROWS.rows(conn, after=after, upto=subjects[-1])
            yield from _page(conn, subjects, rows, lists)
            after = subjects[-1]
        yield from _page(conn, [], _LAST_ROWS.rows(conn, after=after), lists)
        yield from list_comparison.compare(conn, lists)
    yield from _links(linked.stored(conn), linked.told(conn))


def compare_one(conn: sa.Connection, code: str) -> Iterator[Difference]:
    """Yield as `compare`, for one dossier."""
    rows = conn.exec_driver_sql("SELECT * FROM dossiers WHERE code = ?", (code,)).mappings()
    with list_comparison.blank() as lists:
        yield from _page(conn, [code], [tuple(row[name] for name in _COLUMNS) for row in rows], lists)
        yield from list_comparison.compare_one(conn, lists, code)
    yield from _links(linked.stored(conn, code), linked.told(conn, code))


def _links(stored: set[Pair], told: set[Pair]) -> Iterator[Difference]:
    """Hold the links against the lists they are made of, which were held against the log themselves."""
    for pair in sorted(stored ^ told):
        values = (pair.earlier, "") if pair in stored else ("", pair.earlier)
        yield Difference("projection_differs", pair.code, "", "", 0, *values, "linked.earlier")


def _subjects(conn: sa.Connection, after: str) -> list[str]:
    return [row[0] for row in _SUBJECTS.rows(conn, after=after, limit=projections.CHUNK)]


def _page(
    conn: sa.Connection, subjects: list[str], rows: list[tuple[Any, ...]], lists: sa.Connection
) -> Iterator[Difference]:
    told = _told(conn, subjects, lists)
    for values in rows:
        row = dict(zip(_COLUMNS, values, strict=True))
        yield from _differs(row, told.pop(row["code"], None))
    for wanted in told.values():
        yield _difference(wanted, "code", "", wanted["code"])


def _told(conn: sa.Connection, subjects: list[str], lists: sa.Connection) -> dict[str, Row]:
    """Return the rows of dossiers that the log tells of these subjects; enter the others into `lists`."""
    own = projections.own_ids(conn)
    told: dict[str, Row] = {}
    history = projections.history(conn, subjects)
    for _subject, group in itertools.groupby(history, lambda link: link[0].subject):
        links = list(group)
        list_comparison.enter(lists, disbelief.believed(conn, links), own)
        if state := fold(links):
            told[state.code] = projections.dossier_row(state)
    return told


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
