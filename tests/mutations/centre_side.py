"""Mutations of the centre's rows, by somebody with all rights of its database; judged by its own `verify`."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import sqlalchemy as sa

from counter_app.central import key_tables, tables
from counter_app.central.audit import examine
from counter_app.central.centre import Centre
from tests.central.living import Living
from tests.mutations.counter_side import named, neighbours
from tests.mutations.rows import Mutation, Place, Row, mutate

# What `counter-central verify` answers for, and of which columns. The others are the centre's own word, held
# against nothing: when it received an event, how it calls a PC, roles, keys, its marks of quarantine.
UNTOLD = {
    "events": {"received_at"},
    "installations": {"office_id", "revoked_at", "revoked_by", "revoked_reason"},
}
PROVED = (
    tables.events,
    tables.events,
    tables.personal,
    tables.personal,
    tables.dossiers,
    tables.dossiers,
    tables.lanes,
    tables.books,
    tables.installations,
    key_tables.installation_keys,
    tables.positions,
)


@dataclass
class CentreSide:
    """A centre open for mutations."""

    centre: Centre
    connection: sa.Connection

    def draw(self, chance: random.Random) -> Mutation | None:
        """Mutate one row of what is proved."""
        table = chance.choice(PROVED)
        columns = tuple(one.name for one in table.c if one.name not in UNTOLD.get(table.name, ()))
        told = self._enrolled if table is tables.installations else None
        return mutate(Place(self.connection, table, "%s", columns, names=self._names, told=told), chance)

    def findings(self) -> Iterator[set[str]]:
        """Yield what each finding names."""
        for fault in examine(self.connection, self.centre).faults:
            yield named(fault)

    def _enrolled(self, place: Place) -> object:
        """Return what is told of PCs: when the centre named itself is nobody's matter."""
        own = self.centre.key.public
        return [row | {"enrolled_at": 0} if row["public_key"] == own else row for row in place.rows()]

    def _names(self, row: Row) -> set[str]:
        names = {str(row[name]) for name in ("code", "event_id", "book_id", "lane_id") if name in row}
        if "position" in row:
            names.add(f"position {row['position']}")
        elif set(row) == {"office_id", "last"}:
            names.add(str(row["office_id"]))
        names |= {
            str(row[name])
            for name in ("installation_id",)
            if name in row and ("seq" not in row or "since" in row)
        }
        if "seq" in row:
            names |= neighbours(row["installation_id"], row["seq"])
        elif "event_id" in row:
            asked = sa.select(tables.events.c.installation_id, tables.events.c.seq)
            asked = asked.where(tables.events.c.event_id == row["event_id"])
            for found in self.connection.execute(asked):
                names |= neighbours(*found)
        return names - {"", "None"}


@contextmanager
def opened(living: Living, superuser: str) -> Iterator[CentreSide]:
    """Open the database as its superuser, no trigger or reference in the way; nothing is committed."""
    engine = sa.create_engine(superuser, hide_parameters=True)
    try:
        with engine.connect() as connection, connection.begin() as whole:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield CentreSide(replace(living.centre, folder=living.home), connection)
            whole.rollback()
    finally:
        engine.dispose()
