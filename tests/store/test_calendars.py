"""Calendars by version; a store of the first schema keeps the one in force."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec import json, structs
from sqlcipher3 import dbapi2

from counter_app.domain.calendar import DEFAULT_HOURS, CalendarDay, Hours
from counter_app.store import briefing, calendars, comparison, log, queries, schema
from counter_app.store.engine import Store
from tests.conftest import KEY
from tests.store.samples import HERE, STAMP, code_of, reception
from tests.store.test_installation import BRIEFING

DAY_OFF = CalendarDay("2026-11-24", "off", 'Ngày Văn hóa "Việt Nam"', "high", "NQ 80")
TOLD = structs.replace(BRIEFING, calendar=(DAY_OFF,), hours=(DEFAULT_HOURS,), rules="ND118/2025")
SHORT = Hours("2026-12-01", ((450, 690), (810, 1020)))


def held(conn: sa.Connection) -> list[tuple[int, int, bool]]:
    return [(item.version, item.received_at, item.calendar is not None) for item in calendars.editions(conn)]


def test_each_calendar_is_kept_once(store: Store) -> None:
    with store.write() as conn:
        briefing.save(conn, TOLD, 10)
        briefing.save(conn, structs.replace(TOLD, people=()), 20)
        briefing.save(conn, structs.replace(TOLD, hours=(DEFAULT_HOURS, SHORT)), 30)
        briefing.save(conn, structs.replace(TOLD, calendar_version=2, calendar=()), 40)
        briefing.save(conn, TOLD, 50)
        assert held(conn) == [(1, 10, True), (1, 30, True), (2, 40, True)]
        first, later, second = calendars.editions(conn)
    assert first.calendar
    assert later.calendar
    assert second.calendar
    day = 20_781  # 2026-11-24
    assert [item.calendar.is_working(day) for item in (first, later, second) if item.calendar] == [
        False,
        False,
        True,
    ]
    assert later.calendar.sessions(day + 30) == SHORT.sessions


@pytest.mark.parametrize("statement", ["UPDATE calendars SET version = 2", "DELETE FROM calendars"])
def test_a_kept_calendar_is_never_changed(store: Store, statement: str) -> None:
    with store.write() as conn:
        briefing.save(conn, TOLD, 10)
    with pytest.raises(sa.exc.IntegrityError, match="calendars are never"), store.write() as conn:
        conn.exec_driver_sql(statement)


EDITS = [
    "days = replace(days, '11-24', '11-25')",
    "days = CAST(replace(days, '11-24', '11-25') AS BLOB)",
    "hours = x'5b5d'",
    "rules = 'ND61/2018'",
    "digest = 'x'",
    "days = x'7b'",
]


@pytest.mark.parametrize("edit", EDITS)
def test_a_row_that_is_not_what_was_told_gives_no_calendar(store: Store, edit: str) -> None:
    with store.write() as conn:
        briefing.save(conn, TOLD, 10)
        conn.exec_driver_sql("DROP TRIGGER calendars_no_update")
        conn.exec_driver_sql(f"UPDATE calendars SET {edit}")
        assert held(conn) == [(1, 10, False)]


def first_schema(path: Path, raw: bytes | None) -> None:
    """Make a store as the first version of the app left it, with a dossier and what it was told."""
    conn = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    conn.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    schema.migrate(conn, "0001")
    assert not conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'calendars'").fetchall()
    if raw is not None:
        conn.execute("INSERT INTO briefing VALUES (1, ?, 'x', 77)", (raw,))
    for table in ("events", "personal", "dossiers", "lane_use"):
        columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
        _copy(conn, path.with_name("today.db"), table, columns)
    conn.close()


def _copy(conn: dbapi2.Connection, today: Path, table: str, columns: list[str]) -> None:
    """Write rows that the app of today makes into a table of the first schema, as far as it had columns."""
    store = Store(today, KEY)
    with store.write() as made:
        if log.head(made, HERE)[0] == 0:
            log.append(made, reception(1), STAMP)
        rows: sa.CursorResult[Any] = made.execute(
            sa.select(*(sa.column(name) for name in columns)).select_from(sa.table(table))
        )
        marks = ", ".join("?" * len(columns))
        conn.executemany(f"INSERT INTO {table} VALUES ({marks})", [tuple(row) for row in rows])
    store.close()


def test_a_store_of_the_first_schema_keeps_its_rows_and_its_calendar(tmp_path: Path) -> None:
    first_schema(tmp_path / "counter.db", json.encode(TOLD))
    store = Store(tmp_path / "counter.db", KEY)
    with store.write() as conn:
        assert held(conn) == [(1, 77, True)]
        briefing.save(conn, TOLD, 88)
        assert held(conn) == [(1, 77, True)]
        assert log.head(conn, HERE)[0] == 2
        dossier = queries.dossier(conn, code_of(1))
        assert dossier is not None
        assert dossier.name == "Nguyễn Văn Thử"
        assert not list(comparison.compare(conn))
        (edition,) = calendars.editions(conn)
    assert (edition.rules, edition.calendar is not None) == ("ND118/2025", True)
    store.close()


@pytest.mark.parametrize("raw", [None, b"{", b"[]", b'{"calendar": 1}'])
def test_a_first_schema_without_a_readable_briefing(tmp_path: Path, raw: bytes | None) -> None:
    first_schema(tmp_path / "counter.db", raw)
    store = Store(tmp_path / "counter.db", KEY)
    with store.read() as conn:
        assert held(conn) == []
        assert log.head(conn, HERE)[0] == 2
    store.close()
