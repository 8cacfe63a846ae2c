"""`counter-central init`: tables, roles, key, reference data, offices. Run twice, it changes nothing."""

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from counter_app.central import reference, rejudging, roles, vault
from counter_app.central.centre import wall_clock
from counter_app.central.database import open_database
from counter_app.central.schema import metadata
from counter_app.domain.catalog_doubts import Doubt

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "central"


@dataclass(frozen=True, slots=True)
class Founding:
    """What `found` did: the catalogue's version in force, and what an administrator must still confirm."""

    catalogue: int
    calendar: int
    offices: int
    doubts: tuple[Doubt, ...]


def found(url: str, folder: Path, sources: reference.Sources) -> Founding:
    """Bring the owner's database at `url` to a state that can be served, keeping secrets in `folder`.

    Raises Refused: cannot_create_roles, bad_office_file; what the import of the catalogue raises.
    """
    vault.own_key(folder)
    password = vault.own_password(folder)
    engine = open_database(url)
    try:
        migrate(engine)
        rejudging.rejudge(engine, wall_clock())
        with engine.begin() as connection:
            roles.create(connection, password)
            roles.grant(connection)
            catalogue, doubts = reference.load_catalogue(connection, sources)
            calendar = reference.load_calendar(connection, sources)
            offices = reference.load_offices(connection, sources)
        return Founding(catalogue, calendar, offices, doubts)
    finally:
        engine.dispose()


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest version, as their owner; who serves them may do so at once."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        command.upgrade(config, "head")
        if roles.known(connection):  # not yet where a centre is founded
            roles.grant(connection)
