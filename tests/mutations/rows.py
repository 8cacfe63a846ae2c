"""Single changes of a database's rows, by chance: a value, a row gone, one twice, two that swap a value."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

Row = dict[str, Any]
TRIES = 200


@dataclass(frozen=True)
class Mutation:
    """What was changed, for people, and by which names a finding may tell of it."""

    what: str
    names: frozenset[str]


@dataclass(frozen=True)
class Place:
    """A table's rows in one database; `mark` is how its driver writes a bound value."""

    connection: sa.Connection
    table: sa.Table
    mark: str
    columns: tuple[str, ...]  # that may be changed alone or swapped
    whole: bool = True  # rows may be deleted and doubled too
    names: Callable[[Row], set[str]] = field(default=lambda row: set())
    told: Callable[["Place"], object] | None = None  # what the table tells, where that is less than its rows

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.primary_key)

    def rows(self) -> list[Row]:
        listed = ", ".join(f'"{one.name}"' for one in self.table.c)
        order = ", ".join(f'"{name}"' for name in self.key)
        found = self.connection.exec_driver_sql(f"SELECT {listed} FROM {self.table.name} ORDER BY {order}")
        return [dict(row) for row in found.mappings()]

    def replace(self, before: Sequence[Row], after: Sequence[Row]) -> None:
        """Put rows in the others' place."""
        at = " AND ".join(f'"{name}" = {self.mark}' for name in self.key)
        listed = ", ".join(f'"{one.name}"' for one in self.table.c)
        marks = ", ".join([self.mark] * len(self.table.c))
        for row in before:
            values = tuple(row[name] for name in self.key)
            self.connection.exec_driver_sql(f"DELETE FROM {self.table.name} WHERE {at}", values)
        for row in after:
            self.connection.exec_driver_sql(
                f"INSERT INTO {self.table.name} ({listed}) VALUES ({marks})", tuple(row.values())
            )


def mutate(place: Place, chance: random.Random) -> Mutation | None:
    """Make one change that tells something else than before; None where the draw makes none.

    The connection stands in a savepoint of its own: the database refuses some, which then do not count.
    """
    rows = place.rows()
    if not rows:
        return None
    before, after, what = _drawn(place, rows, chance)
    told = place.told(place) if place.told else None
    try:
        place.replace(before, after)
    except (exc.DBAPIError, OverflowError, ValueError):
        return None
    now = place.rows()
    if _same(now, rows) or (place.told and place.told(place) == told):
        return None
    names = {name for row in (*before, *after) for name in place.names(row)}
    return Mutation(f"{place.table.name}: {what}", frozenset(names))


def _drawn(place: Place, rows: list[Row], chance: random.Random) -> tuple[list[Row], list[Row], str]:
    one, kind = chance.choice(rows), chance.random()
    where = " ".join(str(one[name]) for name in place.key)
    if place.whole and kind < 0.08:
        return [one], [], f"row {where} deleted"
    column = chance.choice(place.columns)
    if place.whole and kind < 0.16:
        copy = one | {
            name: _other(one[name], [], chance) or "z" for name in (*place.key, *_unique(place.table))
        }
        return [], [copy], f"row {where} doubled"
    if kind < 0.3 and len(rows) > 1:
        two = chance.choice([row for row in rows if row is not one])
        swapped = [one | {column: two[column]}, two | {column: one[column]}]
        return [one, two], swapped, f"{column} of {where} and {[two[name] for name in place.key]} swapped"
    value = _other(one[column], [row[column] for row in rows], chance)
    return [one], [one | {column: value}], f"{column} of {where}: {one[column]!r} -> {value!r}"


def _unique(table: sa.Table) -> set[str]:
    """Return what no two rows may have alike beside the key."""
    together = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    return {list(one.columns)[-1].name for one in together}


def _other(value: Any, beside: list[Any], chance: random.Random) -> Any:
    if beside and chance.random() < 0.2:
        return chance.choice(beside)
    if value is None:
        return chance.choice((0, 1, "", "x", 29_917_560))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        step = chance.choice((1, -1, 60, 1440, -1440, chance.randrange(1, 2**40)))
        return chance.choice((value + step, value + step, value + step, -value, 0, None))
    if isinstance(value, bytes):
        return _other_bytes(value, chance)
    return _other_text(str(value), chance)


def _other_bytes(value: bytes, chance: random.Random) -> Any:
    at = chance.randrange(len(value)) if value else 0
    flipped = value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :] if value else b"x"
    return chance.choice((flipped, flipped, flipped, value[:at], value + b"\0", bytes(len(value)), None))


def _other_text(value: str, chance: random.Random) -> Any:
    at = chance.randrange(len(value)) if value else 0
    letter = chance.choice("0123456789abcdexyzÂđ ")
    changed = value[:at] + letter + value[at + 1 :]
    longer = value[:at] + letter + value[at:]
    return chance.choice((changed, changed, changed, longer, value[:at] + value[at + 1 :], value[:at], ""))


def _same(one: list[Row], other: list[Row]) -> bool:
    """Tell whether two readings say the same; 1 and True, which SQLite does not tell apart, do."""
    return one == other
