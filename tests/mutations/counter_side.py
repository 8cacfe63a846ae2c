"""Mutations of a PC's store: its log, what lies beside it, its lists; judged by what `verify --all` asks."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from counter_app import bootstrap
from counter_app.domain.recomputation import Difference
from counter_app.errors import CounterError
from counter_app.host.secrets import open_secrets
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.store.pc_tables import calendars
from counter_app.store.statements import driver
from counter_app.store.tables import PROJECTIONS, events, personal
from tests.mutations.rows import Mutation, Place, Row, mutate

# When this PC heard of a calendar is told by nobody: it only orders editions that are right or wrong alike.
# Under another version it is one that is not held: told apart, as when it is gone.
UNTOLD = {"calendars": {"received_at", "version"}}


class Pinned:
    """The open PC's store, with every transaction within the one in which rows are mutated and put back."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give the connection as it stands."""
        yield self.connection

    write = read


@dataclass
class CounterSide:
    """A PC open for mutations."""

    counter: Counter
    connection: sa.Connection

    def draw(self, area: str, chance: random.Random) -> Mutation | None:
        """Mutate something of the log, the personal data or the lists."""
        lists = [one for one in (*PROJECTIONS, calendars) if self._count(one)]
        table = chance.choice({"log": [events], "personal": [personal]}.get(area, lists))
        columns = tuple(one.name for one in table.c if one.name not in UNTOLD.get(table.name, ()))
        # A calendar that is gone is told apart, as one that is not held: nothing can be reckoned.
        whole = table is not calendars
        told = _order if table is events else None
        return mutate(Place(self.connection, table, "?", columns, whole, self._names, told), chance)

    def findings(self, area: str) -> Iterator[set[str]]:
        """Yield what each finding names, cheapest first."""
        if area != "list":
            for fault in verify_log(self.counter).faults:
                yield named(fault)
        for difference in recompute(self.counter).differences:
            yield _names(difference)

    def _count(self, table: sa.Table) -> int:
        return int(self.connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar() or 0)

    def _names(self, row: Row) -> set[str]:
        """Return the names of a row: its own key and code, and its event as verdicts name it."""
        told = ("code", "event_id", "reference", "subject", "absence", "request", "earlier")
        names = {str(row[name]) for name in told if name in row}
        if "days" in row:
            names.add(f"calendar {row['version']}")
        if "lane_id" in row:
            names.add(f"{row['lane_id']} {row['day']}")
        if "seq" in row and "installation_id" in row:
            names |= neighbours(row["installation_id"], row["seq"])
        elif "event_id" in row:
            found = self.connection.exec_driver_sql(
                "SELECT installation_id, seq, subject FROM events WHERE event_id = ?", (row["event_id"],)
            ).first()
            names |= {f"{found[0]} {found[1]}", str(found[2])} if found else set()
        return names - {"", "None"}


def neighbours(installation_id: object, seq: object) -> set[str]:
    """Return the names of an event and of the one after it, which a gap is told at."""
    numbers = (seq, seq + 1) if isinstance(seq, int) else (seq,)
    return {f"{installation_id} {number}" for number in numbers}


def named(fault: CounterError) -> set[str]:
    """Return what a verdict on the log names."""
    values = fault.values
    told = {str(value) for name, value in values.items() if name not in ("position", "seq")}
    return told | {
        f"{values.get('installation_id')} {values.get('seq')}",
        f"position {values.get('position')}",
    }


def _names(found: Difference) -> set[str]:
    if found.code == "calendar_changed":
        return {f"calendar {found.stored}"}
    own = f"{found.installation_id} {found.seq}"
    values = {value for value in (found.stored, found.recomputed) if isinstance(value, str)}
    return {found.dossier, found.event_id, own} | values


def _order(place: Place) -> object:
    """Return what the log's rows tell: all but the positions, and the order in which each log stands."""
    rows = place.rows()
    told = [{name: value for name, value in row.items() if name != "position"} for row in rows]
    source = sorted(told, key=lambda row: str(row["installation_id"]))
    return [list(row.items()) for row in source]


@contextmanager
def opened(counter: Counter) -> Iterator[CounterSide]:
    """Open the PC's file as somebody with its key; nothing of what is done is ever committed."""
    key = open_secrets(counter.folder.path).get(bootstrap.STORE_KEY)
    assert key is not None

    def connect() -> dbapi2.Connection:
        made = dbapi2.connect(str(counter.folder.store_path), isolation_level=None, check_same_thread=False)
        made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        return made

    engine = sa.create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=connect, poolclass=sa.pool.NullPool, hide_parameters=True
    )
    store = counter.store
    with engine.connect() as connection:
        raw = driver(connection)
        raw.execute("BEGIN IMMEDIATE")
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        counter.store = Pinned(connection)  # type: ignore[assignment]
        try:
            yield CounterSide(counter, connection)
        finally:
            counter.store = store
            raw.execute("ROLLBACK")
