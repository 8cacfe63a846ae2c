"""The lists beside the dossiers, told anew in memory and held against those that are stored."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlcipher3 import dbapi2

from counter_app.domain.recomputation import Difference
from counter_app.errors import Refused
from counter_app.store import projections, staff_lists
from counter_app.store.metadata import metadata
from counter_app.store.projections import Link
from counter_app.store.statements import Prepared
from counter_app.store.tables import PROJECTIONS, dossiers, events, linked, online_inbox

LISTS = tuple(table for table in PROJECTIONS if table not in (dossiers, linked))
OF_DOSSIER = tuple(table for table in LISTS if "code" in table.c and table is not online_inbox)
# People's names and what they lack: named, never shown.
PERSONAL = frozenset({"name", "number", "person_key", "giver", "receiver", "missing", "reason", "text"})
# An event edited into what no list can hold: `chain_unsigned` names it.
_UNFIT = (Refused, TypeError, ValueError, AttributeError, OverflowError, dbapi2.Error, exc.SQLAlchemyError)
_ALL = {table.name: Prepared(sa.select(*table.c.values())) for table in LISTS}
_OF_CODE = {
    table.name: Prepared(sa.select(*table.c.values()).where(table.c.code == sa.bindparam("code")))
    for table in OF_DOSSIER
}
_POP = {
    table.name: Prepared(
        sa.delete(table)
        .where(*(column == sa.bindparam(column.name) for column in table.primary_key))
        .returning(*table.c.values())
    )
    for table in LISTS
}
_EVENT = Prepared(
    sa.select(events.c.subject, events.c.installation_id, events.c.seq).where(
        events.c.event_id == sa.bindparam("event_id")
    )
)

Row = Mapping[str, Any]


@contextmanager
def blank() -> Iterator[sa.Connection]:
    """Give empty lists of the same shape. They live in memory alone: nothing of them reaches a disk."""
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: dbapi2.connect(":memory:", isolation_level=None, check_same_thread=False),
        poolclass=sa.pool.NullPool,
        hide_parameters=True,
    )
    with engine.connect() as told:
        metadata.create_all(told, LISTS)
        yield told


def enter(told: sa.Connection, links: Sequence[Link], own: Collection[str]) -> None:
    """Enter one subject's facts in stored order; `own` are this PC's installations."""
    for link in links:
        with suppress(*_UNFIT):
            projections.list_facts(told, [link], own)
    with suppress(*_UNFIT):
        staff_lists.enter(told, links)


def compare(conn: sa.Connection, told: sa.Connection) -> Iterator[Difference]:
    """Yield projection_differs for each value of a list that the log does not tell. Empties `told`."""
    for table in LISTS:
        yield from _list(conn, told, table, _ALL[table.name].each(conn))


def compare_one(conn: sa.Connection, told: sa.Connection, code: str) -> Iterator[Difference]:
    """Yield as `compare` for the lists of one dossier; `told` holds its facts alone."""
    for table in OF_DOSSIER:
        yield from _list(conn, told, table, _OF_CODE[table.name].each(conn, code=code))


def _list(
    conn: sa.Connection, told: sa.Connection, table: sa.Table, stored: Iterable[Sequence[Any]]
) -> Iterator[Difference]:
    names = tuple(table.c.keys())
    keys = tuple(column.name for column in table.primary_key)
    for values in stored:
        row = dict(zip(names, values, strict=True))
        wanted = _POP[table.name].first(told, **{key: row[key] for key in keys})
        if wanted is None:
            yield _difference(conn, table, row, keys[0], (_shown(keys[0], row[keys[0]]), ""))
            continue
        for name, is_now, should in zip(names, values, wanted, strict=True):
            if is_now != should:
                yield _difference(conn, table, row, name, (_shown(name, is_now), _shown(name, should)))
    for values in _ALL[table.name].each(told):
        row = dict(zip(names, values, strict=True))
        yield _difference(conn, table, row, keys[0], ("", _shown(keys[0], row[keys[0]])))


def _difference(
    conn: sa.Connection, table: sa.Table, row: Row, column: str, shown: tuple[int | str, int | str]
) -> Difference:
    """Name list, column and key: event and dossier where a row is of one, else what stands for it."""
    event_id = row.get("event_id", "")
    found = _EVENT.first(conn, event_id=event_id) if event_id else None
    key = " ".join(str(_shown(one.name, row[one.name])) for one in table.primary_key).strip()
    subject, source, seq = found or (_shown("code", row.get("code")) or key, "", 0)
    where = (str(subject), str(_shown("event_id", event_id)), str(source), seq)
    return Difference("projection_differs", *where, *shown, f"{table.name}.{column}")


def _shown(name: str, value: object) -> int | str:
    if name in PERSONAL or value is None:
        return ""
    return int(value) if isinstance(value, int) else str(value)[:200]
