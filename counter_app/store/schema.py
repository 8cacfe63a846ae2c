"""Keeps the schema at the newest version. Alembic (half a second to import) is loaded only for an old one."""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from counter_app.errors import Damaged

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations" / "local"
NEWEST = "0011"  # versions are four digits, counted up


def is_current(conn: dbapi2.Connection) -> bool:
    """Tell whether the schema is the newest known. Raises Damaged: store_newer, for one from a later app."""
    found = conn.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    row = conn.execute("SELECT version_num FROM alembic_version").fetchone() if found else None
    if row is None:
        return False
    if row[0] > NEWEST:
        raise Damaged("store_newer", found=row[0], known=NEWEST)
    return bool(row[0] == NEWEST)


def migrate(conn: dbapi2.Connection, upto: str = NEWEST) -> None:
    """Apply the scripts of migrations/local that are missing, all in one transaction."""
    import sqlalchemy as sa
    from alembic import command
    from alembic.config import Config

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    engine = sa.create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=lambda: conn, poolclass=sa.StaticPool
    )
    sa.event.listen(engine, "begin", begin)
    config = Config(attributes=_no_output())
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, upto)


def _no_output() -> dict[str, Any]:
    return {"configure_logger": False}
