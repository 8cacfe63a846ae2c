"""The pool: a connection that died at rest is noticed before anybody works with it."""

import pytest
import sqlalchemy as sa

from counter_app.central import database
from counter_app.central.database import open_database
from tests.central.living import Living

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
