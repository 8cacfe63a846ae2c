"""Single mutations by number: each is drawn from its seed, judged, and put back."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from tests.central.living import Ground
from tests.mutations import centre_side, counter_side, scene
from tests.mutations.centre_side import CentreSide
from tests.mutations.counter_side import CounterSide
from tests.mutations.receipt_side import ReceiptSide
from tests.mutations.rows import TRIES, Mutation

# What is mutated, and how often of a hundred times.
AREAS = {"log": 30, "list": 25, "personal": 12, "centre": 18, "receipt": 15}


@dataclass(frozen=True)
class Escaped:
    """A mutation that nobody told of, or whose row was not named."""

    seed: str
    number: int
    mutation: Mutation
    told: tuple[frozenset[str], ...]

    def __str__(self) -> str:
        how = (
            f"told, but not named: {[sorted(one) for one in self.told[:5]]}" if self.told else "NOT DETECTED"
        )
        return f"seed {self.seed} number {self.number}: {self.mutation.what[:600]}\n    {how}"


@dataclass
class Tally:
    """How many mutations were made of what, and those that escaped."""

    made: Counter[str] = field(default_factory=Counter)
    tables: Counter[str] = field(default_factory=Counter)
    escaped: list[Escaped] = field(default_factory=list)


@dataclass
class Bench:
    """The scene, open for mutations on every side."""

    counter: CounterSide
    centre: CentreSide
    receipts: ReceiptSide

    def run(self, seed: str, numbers: Iterable[int]) -> Tally:
        """Make and judge these mutations."""
        tally = Tally()
        for number in numbers:
            area, mutation, told = self._one(seed, number)
            tally.made[area] += 1
            tally.tables[mutation.what.partition(":")[0]] += 1
            if not any(one & mutation.names for one in told):
                tally.escaped.append(Escaped(seed, number, mutation, tuple(told)))
        return tally

    def _one(self, seed: str, number: int) -> tuple[str, Mutation, list[frozenset[str]]]:
        chance = random.Random(f"{seed}/{number}")
        area = chance.choices(list(AREAS), list(AREAS.values()))[0]
        for _try in range(TRIES):
            with _put_back(self._connection(area)):
                mutation = self._draw(area, chance)
                if mutation is not None:
                    return area, mutation, self._told(area, mutation)
        raise AssertionError(f"nothing to mutate: {area}")

    def _draw(self, area: str, chance: random.Random) -> Mutation | None:
        if area == "centre":
            return self.centre.draw(chance)
        return self.receipts.draw(chance) if area == "receipt" else self.counter.draw(area, chance)

    def _told(self, area: str, mutation: Mutation) -> list[frozenset[str]]:
        """Return the findings up to the first that names the row."""
        told: list[frozenset[str]] = []
        for found in self._findings(area):
            told.append(frozenset(found))
            if found & mutation.names:
                break
        return told

    def _findings(self, area: str) -> Iterator[set[str]]:
        if area == "centre":
            return self.centre.findings()
        return self.receipts.findings() if area == "receipt" else self.counter.findings(area)

    def _connection(self, area: str) -> sa.Connection:
        return self.centre.connection if area == "centre" else self.counter.connection


@contextmanager
def _put_back(connection: sa.Connection) -> Iterator[None]:
    connection.exec_driver_sql("SAVEPOINT mutation")
    try:
        yield
    finally:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT mutation")


@contextmanager
def bench(ground: Ground) -> Iterator[Bench]:
    """Live the scene and open it."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="qmc-mutate-"))
        made = stack.enter_context(scene.lived(ground, Path(folder)))
        living = made.office.living
        name = make_url(living.owner_url).database
        url = make_url(ground.cluster.superuser).set(drivername="postgresql+psycopg", database=name)
        counter = stack.enter_context(counter_side.opened(made.office.opened[0]))
        centre = stack.enter_context(centre_side.opened(living, url.render_as_string(hide_password=False)))
        yield Bench(counter, centre, ReceiptSide(counter.counter, made.receipts))
