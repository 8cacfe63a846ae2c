"""What registers and reports ask of a period: its dossiers by code, counts, apologies. Only reads."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived
from counter_app.domain.kinds import RECEPTIONS
from counter_app.domain.promise_events import ApologyPrepared
from counter_app.domain.step_events import DossierAmended, ResultArrived
from counter_app.store import projections
from counter_app.store.tables import UNSURE_CLOCK, dossiers, events

PAGE = 500  # dossiers at a time

_IN_PERIOD = dossiers.c.day.between(sa.bindparam("first"), sa.bindparam("last"))
_COUNT = sa.select(sa.func.count()).select_from(dossiers).where(_IN_PERIOD)
_RECEIVED: sa.Select[Any] = (
    sa.select(*projections.DOSSIER_COLUMNS).where(_IN_PERIOD).order_by(dossiers.c.day, dossiers.c.code)
)
_RECEIVED_BY = _RECEIVED.where(dossiers.c.actor_id.in_(sa.bindparam("people", expanding=True)))
_JUDGED: sa.Select[Any] = (
    sa.select(
        dossiers.c.procedure,
        sa.func.max(dossiers.c.procedure_name),
        dossiers.c.actor_id,
        dossiers.c.late,
        sa.func.count(),
    )
    .where(_IN_PERIOD)
    .group_by(dossiers.c.procedure, dossiers.c.actor_id, dossiers.c.late)
    .order_by(dossiers.c.procedure, dossiers.c.actor_id)
)
# Whether these are late is the domain's to say; all others of the period are not.
_PAST_A_PROMISE: sa.Select[Any] = sa.select(*projections.DOSSIER_COLUMNS).where(
    _IN_PERIOD,
    dossiers.c.late == "",
    sa.func.coalesce(dossiers.c.waiting_since, sa.bindparam("now"))
    > sa.func.min(dossiers.c.first_due, dossiers.c.due),
)
# The kind is written out: only so does SQLite see that its partial index holds what is asked.
_APOLOGIES: sa.Select[Any] = (
    sa.select(events.c.event_id, events.c.subject)
    .where(
        events.c.kind == sa.literal_column(f"'{ApologyPrepared.KIND}'"),
        events.c.happened_at >= sa.bindparam("since"),
        events.c.happened_at < sa.bindparam("until"),
    )
    .order_by(events.c.happened_at, events.c.event_id)
    .limit(sa.bindparam("limit"))
)
# Written out for the same reason. Of two arrivals both count: each was stamped by a clock.
_UNSURE: sa.Select[Any] = (
    sa.select(events.c.kind, events.c.clock, sa.func.count())
    .join_from(events, dossiers, dossiers.c.code == events.c.subject)
    .where(
        sa.literal_column(f"events.{UNSURE_CLOCK}"),
        events.c.kind.in_((*RECEPTIONS, ResultArrived.KIND)),
        _IN_PERIOD,
    )
    .group_by(events.c.kind, events.c.clock)
)
_INTAKES = (*RECEPTIONS, DossierAmended.KIND)


def count(conn: sa.Connection, first: str, last: str) -> int:
    """Return how many dossiers were received on the days `first` to `last` (YYYY-MM-DD, both included)."""
    return conn.scalar(_COUNT, {"first": first, "last": last}) or 0


def received(conn: sa.Connection, first: str, last: str) -> Iterator[list[Dossier]]:
    """Yield pages of the dossiers received on these days, by day and code."""
    rows = conn.execute(_RECEIVED, {"first": first, "last": last}).mappings()
    for page in rows.partitions(PAGE):
        yield [projections.read_dossier(row) for row in page]


def received_by(conn: sa.Connection, people: Iterable[str], first: str, last: str) -> Iterator[Dossier]:
    """Yield the dossiers that these officers received on these days, by day and code."""
    values = {"first": first, "last": last, "people": sorted(people)}
    for row in conn.execute(_RECEIVED_BY, values).mappings():
        yield projections.read_dossier(row)


def intakes(
    conn: sa.Connection, codes: Sequence[str]
) -> Iterator[tuple[str, DossierReceived | DossierAmended]]:
    """Yield what was taken in, and what was put right later, of at most PAGE dossiers, in stored order."""
    for event, fact in projections.history(conn, codes, _INTAKES):
        if isinstance(fact, DossierReceived | DossierAmended):
            yield event.subject, fact


def judged(conn: sa.Connection, first: str, last: str) -> list[tuple[str, str, str, str, int]]:
    """Return (procedure, its name, officer, how it stood to its promises, count); "" while not judged yet."""
    rows = conn.execute(_JUDGED, {"first": first, "last": last})
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def past_a_promise(conn: sa.Connection, first: str, last: str, now: int) -> Iterator[Dossier]:
    """Yield the dossiers of these days without a result that may be late by `now` (minute UTC)."""
    for row in conn.execute(_PAST_A_PROMISE, {"first": first, "last": last, "now": now}).mappings():
        yield projections.read_dossier(row)


def unsure(conn: sa.Connection, first: str, last: str) -> dict[tuple[type, str], int]:
    """Return how many receptions and arrivals of these days' dossiers an unsure clock stamped.

    By fact (DossierReceived, ResultArrived) and the clock's quality (`domain.clock.UNSURE`); those that are
    none are left out.
    """
    found: Counter[tuple[type, str]] = Counter()
    for kind, quality, number in conn.execute(_UNSURE, {"first": first, "last": last}):
        found[DossierReceived if kind in RECEPTIONS else ResultArrived, quality] += number
    return found


def apologies(conn: sa.Connection, since: int, until: int, limit: int) -> list[tuple[str, str]]:
    """Return (event_id, code) of the apologies prepared from `since` until before `until` (ms UTC)."""
    rows = conn.execute(_APOLOGIES, {"since": since, "until": until, "limit": limit})
    return [(row[0], row[1]) for row in rows]
