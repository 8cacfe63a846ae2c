"""Many rows at once: put while the caller does something else, looked up one by one."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError

from counter_app.central import bulk
from counter_app.central.database import open_database
from counter_app.central.tables import dossiers, forks
from tests.central.living import OFFICE, Living, enrolled

NAMES = tuple(column.name for column in forks.c)
END = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE pid = %(pid)s"


def row(number: int, raw: str = "Tổ 1\n\\N\t") -> tuple[object, ...]:
    return (OFFICE, "pc", bytes([0, 255, number]), 2**60 + number, f"e{number}", raw, 0, None)


def stored(living: Living) -> list[tuple[object, ...]]:
    with living.owner.connect() as connection:
        return [tuple(found) for found in connection.execute(sa.select(forks).order_by(forks.c.seq))]


def put(
    living: Living,
    rows: list[tuple[object, ...]],
    meanwhile: Callable[[sa.Connection], object] = lambda _connection: None,
) -> None:
    with living.centre.engine.begin() as connection, bulk.putting(connection, forks, NAMES, rows):
        meanwhile(connection)


def test_rows_of_every_type_are_put_as_they_are(living: Living) -> None:
    rows = [row(number) for number in range(200)]
    with living.centre.engine.begin() as connection, bulk.putting(connection, forks, NAMES, iter(rows)):
        assert stored(living) == []
    assert stored(living) == rows


def test_a_key_that_is_there_undoes_all_of_them(living: Living) -> None:
    with pytest.raises(IntegrityError) as caught:
        put(living, [row(1, "bí mật"), row(2), row(1)])
    assert "bí mật" not in str(caught.value)
    assert stored(living) == []


def test_what_fails_meanwhile_undoes_them_too(living: Living) -> None:
    with pytest.raises(ZeroDivisionError):
        put(living, [row(1)], lambda _connection: 1 // 0)
    assert stored(living) == []
    with living.centre.engine.begin() as connection:  # the connection is whole
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_what_fails_meanwhile_is_not_quoted_in_the_servers_log(living: Living) -> None:
    def fail(_connection: sa.Connection) -> None:
        raise ValueError("Nguyễn Văn Bí Mật")

    with pytest.raises(ValueError, match="Bí Mật"):
        put(living, [row(1)], fail)
    log = b"".join(path.read_bytes() for path in living.folder.rglob("*log*") if path.is_file())
    assert b"COPY from stdin failed" in log
    assert "Bí Mật".encode() not in log


def test_a_database_that_ends_meanwhile_is_told_as_such(living: Living) -> None:
    another = open_database(living.service_url)

    def end(connection: sa.Connection) -> None:
        with another.connect() as other:
            driver = connection.connection.driver_connection
            assert driver is not None
            own = driver.info.backend_pid
            assert other.exec_driver_sql(END, {"pid": own}).scalar_one() == 1

    with pytest.raises(OperationalError):
        put(living, [row(1)], end)
    another.dispose()
    assert stored(living) == []


def test_names_are_looked_up_one_by_one_also_in_a_young_table(living: Living) -> None:
    asked = bulk._there(dossiers.c.code).compile(living.owner)
    given = {"told": '["H26.1", "H26.2"]', "office": OFFICE}
    with living.owner.connect() as connection:
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {asked}", given).scalars())
    assert "Index Only Scan using pk_dossiers" in plan


def test_what_is_there_of_an_office_is_found(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    counter.receive()
    centre.push(counter.batch())
    centre.close()
    code = counter.links[0].event.subject
    with living.centre.engine.connect() as connection:
        asked = [code, "H26.1", code]
        assert bulk.there(connection, dossiers.c.code, OFFICE, asked) == {code}
        assert bulk.there(connection, dossiers.c.code, "another", asked) == set()
        assert bulk.there(connection, dossiers.c.code, OFFICE, []) == set()
