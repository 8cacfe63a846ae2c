"""Open promises that an older calendar gave, by keyset along their index; and who was told of a day off."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from counter_app.store.statements import Prepared
from counter_app.store.tables import calendar_told, dossiers

CHUNK = 2_000  # promises read at a time
BOUND = 500  # parameters of one statement
LISTED = 500  # of those told, the latest


class Key(NamedTuple):
    """The place of a promise: its minute and code. A chunk begins after one."""

    minute: int
    code: str


class Promised(NamedTuple):
    """One open promise as stored; minutes UTC. `watched` is the extended one where Form 04 moved it.

    `since` is None where pauses count in: those are reckoned from the log.
    """

    watched: int
    code: str
    name: str
    procedure_name: str
    due: int
    limit_amount: int
    limit_unit: str
    since: int | None
    calendar: int


class Told(NamedTuple):
    """A citizen who was told: of which version, when (minute UTC), by whom (person_id)."""

    code: str
    calendar: int
    at: int
    actor_id: str
    name: str
    procedure_name: str
    due: int


_OPEN = dossiers.c.watched.is_not(None)
_AFTER = sa.tuple_(dossiers.c.watched, dossiers.c.code) > sa.tuple_(
    sa.bindparam("minute", type_=sa.Integer), sa.bindparam("code", type_=sa.Text)
)
_PROMISE = sa.select(*(dossiers.c[name] for name in Promised._fields)).where(_OPEN)
_ONE = Prepared(_PROMISE.where(dossiers.c.code == sa.bindparam("code")))
_CHUNK = Prepared(
    _PROMISE.where(_AFTER)
    .order_by(dossiers.c.watched, dossiers.c.code)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
_COUNT = Prepared(sa.select(sa.func.count()).select_from(dossiers).where(_OPEN))
_VERSIONS = sa.select(calendar_told.c.code, sa.func.max(calendar_told.c.calendar)).group_by(
    calendar_told.c.code
)
_TOLD = Prepared(
    sa.select(
        calendar_told.c.code,
        calendar_told.c.calendar,
        calendar_told.c.at,
        calendar_told.c.actor_id,
        dossiers.c.name,
        dossiers.c.procedure_name,
        dossiers.c.due,
    )
    .join(dossiers, dossiers.c.code == calendar_told.c.code)
    .order_by(calendar_told.c.at.desc(), calendar_told.c.code)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)


def count(conn: sa.Connection) -> int:
    """Return how many promises run."""
    number: int = _COUNT.rows(conn)[0][0]
    return number


def promises(conn: sa.Connection, after: Key | None, limit: int) -> list[tuple[Any, ...]]:
    """Return the next promises, as `Promised` names them, the earliest first."""
    minute, code = after or Key(-1, "")
    return _CHUNK.rows(conn, minute=minute, code=code, limit=limit)


def promise(conn: sa.Connection, code: str) -> tuple[Any, ...] | None:
    """Return one promise, as `Promised` names it; None where none runs."""
    return _ONE.first(conn, code=code)


def told_versions(conn: sa.Connection, codes: list[str]) -> dict[str, int]:
    """Return the newest version of which each of these citizens was told; who was not is missing."""
    found: dict[str, int] = {}
    for start in range(0, len(codes), BOUND):
        some = _VERSIONS.where(calendar_told.c.code.in_(codes[start : start + BOUND]))
        found.update((row[0], row[1]) for row in conn.execute(some))
    return found


def told(conn: sa.Connection) -> list[Told]:
    """Return who was told, the latest first."""
    return [Told(*row) for row in _TOLD.rows(conn, limit=LISTED)]
