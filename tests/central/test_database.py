"""The pool: a connection that died at rest, or just now, is noticed before anybody works with it."""

import pytest
import sqlalchemy as sa

from counter_app import wire
from counter_app.central import database
from counter_app.central.database import open_database
from tests.central.living import Living, enrolled

OWN = sa.text("SELECT pg_backend_pid()")
END = sa.text("SELECT pg_terminate_backend(:process, 10000)")


def test_a_connection_that_died_at_rest_is_replaced(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_FRESH", 0.0)
    engine = open_database(living.owner_url)
    try:
        with engine.connect() as connection:
            first = connection.execute(OWN).scalar_one()
        with living.owner.connect() as other:
            assert other.execute(END, {"process": first}).scalar_one()
        with engine.connect() as connection:
            assert connection.execute(OWN).scalar_one() != first
    finally:
        engine.dispose()


def test_nobody_is_sent_away_where_the_database_began_anew_just_now(
    living: Living, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_FRESH", 600.0)
    ended = (
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    )
    counter, centre = enrolled(living, address)
    counter.receive()
    centre.feed(wire.FeedRequest(0))
    another = open_database(living.service_url)
    with another.connect() as connection:
        assert connection.exec_driver_sql(ended).scalar_one()
    another.dispose()
    assert centre.push(counter.batch()).acknowledged == 2
    centre.close()
