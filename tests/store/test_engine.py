import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.store import engine, log, pc_tables, schema
from counter_app.store.engine import Store
from counter_app.store.statements import driver
from tests.conftest import KEY
from tests.store.samples import HERE, STAMP, reception


def pragma(store: Store, name: str) -> object:
    with store.read() as conn:
        return conn.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_it_is_durable_and_strict(store: Store) -> None:
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "synchronous") == 2
    assert pragma(store, "foreign_keys") == 1
    assert pragma(store, "recursive_triggers") == 1


def test_nothing_readable_lies_on_the_disk(store: Store, tmp_path: Path) -> None:
    with store.write() as conn:
        log.append(conn, reception(1), STAMP)
    written = b"".join(path.read_bytes() for path in tmp_path.glob("counter.db*"))
    assert len(written) > 10_000
    for readable in (b"SQLite format 3", b"Nguy", b"khai sinh", b"H17.99"):
        assert readable not in written


def test_another_key_does_not_open(store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match="store_not_opened"):
        Store(tmp_path / "counter.db", bytes(32))
    assert capfd.readouterr() == ("", "")


def test_what_is_no_store_does_not_open(tmp_path: Path) -> None:
    (tmp_path / "counter.db").write_bytes(b"no database" * 1000)
    with pytest.raises(Refused, match="store_not_opened"):
        Store(tmp_path / "counter.db", KEY)


def test_a_short_key_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Store(tmp_path / "counter.db", b"short")


def test_a_store_opens_again_with_what_it_held(tmp_path: Path) -> None:
    first = Store(tmp_path / "counter.db", KEY)
    with first.write() as conn:
        log.append(conn, reception(1), STAMP)
    first.close()
    again = Store(tmp_path / "counter.db", KEY)
    with again.read() as conn:
        assert log.head(conn, HERE)[0] == 2
    again.close()


def test_a_vulnerable_sqlite_is_refused_with_its_version() -> None:
    with pytest.raises(Damaged) as caught:
        engine.safe_sqlite((3, 51, 2))
    assert (caught.value.code, caught.value.values["version"]) == ("sqlite_vulnerable", "3.51.2")
    assert engine.safe_sqlite((3, 51, 3)) == "3.51.3"


def test_the_migrated_schema_is_the_tables(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.read() as conn:
        assert compare_metadata(MigrationContext.configure(conn), pc_tables.drafts.metadata) == []


def test_newest_is_the_head_of_the_scripts() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory(str(schema.SCRIPTS)).get_current_head() == schema.NEWEST


def test_a_schema_of_a_later_app_is_refused(store: Store, tmp_path: Path) -> None:
    with store.write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Damaged, match="store_newer"):
        Store(tmp_path / "counter.db", KEY)


def test_an_interrupted_creation_is_finished(tmp_path: Path) -> None:
    (tmp_path / "counter.db").touch()
    store = Store(tmp_path / "counter.db", KEY)
    assert pragma(store, "journal_mode") == "wal"
    store.close()


def test_opening_costs_no_alembic_and_needs_no_folder(store: Store, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from counter_app.store.engine import Store;"
        f"Store(pathlib.Path({str(tmp_path / 'counter.db')!r}), bytes(range(32)));"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 0


def test_readers_see_one_picture_while_a_writer_works(store: Store) -> None:
    with store.read() as reader:
        assert log.head(reader, HERE)[0] == 0
        with store.write() as writer:
            log.append(writer, reception(1), STAMP)
        assert log.head(reader, HERE)[0] == 0
    with store.read() as reader:
        assert log.head(reader, HERE)[0] == 2


def test_threads_have_transactions_of_their_own(store: Store) -> None:
    def receive(first: int) -> None:
        for serial in range(first, first + 10):
            with store.write() as conn:
                log.append(conn, reception(serial), STAMP)

    threads = [threading.Thread(target=receive, args=(first,)) for first in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as conn:
        assert [event.seq for event in log.read_events(conn, HERE, 0, 100)] == list(range(1, 61))


def test_a_second_writer_is_told_that_the_store_is_busy(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    second = Store(tmp_path / "counter.db", KEY)
    with store.write(), pytest.raises(Unavailable, match="store_busy"), second.write():
        pass
    second.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(store: Store) -> None:
    def fill() -> None:
        with store.write() as conn:
            conn.exec_driver_sql("PRAGMA max_page_count = 40")
            for serial in range(1, 500):
                log.append(conn, reception(serial), STAMP)

    with pytest.raises(Unavailable, match="disk_full"):
        fill()
    with store.read() as conn:
        assert log.head(conn, HERE)[0] == 0


def test_a_damaged_page_is_told(store: Store, tmp_path: Path) -> None:
    with store.write() as conn:
        log.append(conn, [entry for serial in range(200) for entry in reception(serial)], STAMP)
    store.close()
    path = tmp_path / "counter.db"
    raw = bytearray(path.read_bytes())
    raw[4096 * 3 : -4096] = bytes(len(raw) - 4096 * 4)
    path.write_bytes(raw)

    def read() -> None:
        damaged = Store(path, KEY)
        with damaged.read() as conn:
            log.read_events(conn, HERE, 0, 1000)

    with pytest.raises(Damaged, match="store_damaged"):
        read()


def test_an_errors_text_carries_no_citizens_data(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError) as caught, store.write() as conn:
        conn.execute(sa.insert(pc_tables.drafts), {"person_id": None, "json": "Nguyễn Văn Thử"})
    assert "Nguyễn" not in str(caught.value)


def test_a_connection_that_failed_is_not_used_again(store: Store) -> None:
    with store.read() as conn:
        first = driver(conn)

    def refuse() -> None:
        with store.write():
            raise Refused("no")

    with pytest.raises(Refused):
        refuse()
    with store.read() as conn:
        assert driver(conn) is first  # the rules' no harms nothing
    with pytest.raises(sa.exc.OperationalError), store.read() as conn:
        conn.exec_driver_sql("SELECT nonsense")
    with store.read() as conn:
        assert driver(conn) is not first


def test_closing_waits_for_nobody_and_forgets_nobody(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, reception(1), STAMP)
        used = driver(conn)
        store.close()
    with pytest.raises(dbapi2.ProgrammingError, match="closed"):
        used.execute("SELECT 1")
