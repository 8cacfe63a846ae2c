"""The lists of open dossiers by urgency: pages of 100 by (minute, code) along an index, counts of its ranges.

Never an OFFSET, never all rows: `marks` are the keys at which the later pages begin.
"""

from dataclasses import dataclass
from enum import IntFlag, StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa

from counter_app.domain.warnings import APOLOGY_STEPS
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, handovers

PAGE = 100
FIRST_NEWS = 5  # dossiers that an announcement names


class Listed(StrEnum):
    """A list; each runs along one index, its key a minute."""

    WATCHED = "watched"
    ESCALATED = "escalated"
    WAITING = "waiting"
    STILL = "still"
    READY = "ready"
    UNTAKEN = "untaken"
    SHARES = "shares"


class Key(NamedTuple):
    """The place of a row in its list; a page begins after one."""

    minute: int
    tie: str


class Mark(IntFlag):
    """What decides a dossier's next step, told by one number for each row; above them stands its state."""

    HELD = 1
    RESOLVED_ELSEWHERE = 2
    WAITING = 4
    RESOLVED = 8
    ARRIVED = 16
    TOLD = 32
    LATE_UNEXPLAINED = 64
    APOLOGISED = 128
    UNSIGNED = 256


Steps = tuple[tuple[int, int], ...]
STATE = 512  # the number of a row is its marks and STATE times its state


class Line(NamedTuple):
    """One row of a list as stored: minutes UTC, None where nothing happened.

    `number` holds its marks and state. `begun` is when its limit last began anew, else its reception,
    `watched` the promise that runs. `promise` is the last with its extension, `first` the receipt's where
    that is another, `since` the minute its list goes by. Of hand-overs only: `tie`, the second part of its
    place (the code elsewhere), the receiving `unit` and `person`; the lists of dossiers end before them.
    """

    number: int
    actor_id: str
    begun: int
    watched: int | None
    code: str
    name: str
    procedure_name: str
    promise: int
    first: int | None
    extended: int
    since: int
    tie: str = ""
    unit: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a list, [since, until) in minutes; `now` and `steps` narrow ESCALATED.

    `steps` are those of `domain.warnings.apology_steps`, as many as it says.
    """

    listed: Listed
    since: int
    until: int
    now: int = 0
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class _Source:
    page: Prepared
    marks: Prepared
    count: Prepared


def page(conn: sa.Connection, span: Span, after: Key | None = None) -> list[tuple[Any, ...]]:
    """Return the rows of a range that come after a place, as `Line` has them, the earliest minute first."""
    minute, tie = after or (span.since, "")
    return _SOURCES[span.listed].page.rows(conn, key=minute, tie=tie, until=span.until, **_narrowing(span))


def marks(conn: sa.Connection, span: Span) -> list[Key]:
    """Return the last place of every whole page of a range: page n begins after mark n - 1."""
    rows = _SOURCES[span.listed].marks.rows(
        conn, since=span.since, until=span.until, every=PAGE, **_narrowing(span)
    )
    return list(map(Key._make, rows))


def count(conn: sa.Connection, span: Span) -> int:
    """Return how many rows a range has."""
    if span.listed is Listed.ESCALATED:  # what is overdue is counted in the index alone
        overdue = count(conn, Span(Listed.WATCHED, span.since, span.now))
        return overdue + _counted(conn, Span(span.listed, span.now, span.until, span.now, span.steps))
    return _counted(conn, span)


def entered(conn: sa.Connection, span: Span, *, without_apology: bool) -> tuple[int, list[tuple[str, str]]]:
    """Return how many watched promises lie in a range, and (code, procedure) of the first of them."""
    values = {"since": span.since, "until": span.until, **_narrowing(span)}
    source = _NEWS[without_apology]
    found = [(row[0], row[1]) for row in source.page.rows(conn, **values)]
    return (source.count.rows(conn, **values)[0][0] if found else 0), found


def _counted(conn: sa.Connection, span: Span) -> int:
    rows = _SOURCES[span.listed].count.rows(conn, since=span.since, until=span.until, **_narrowing(span))
    number: int = rows[0][0]
    return number


def _narrowing(span: Span) -> dict[str, int]:
    """Return what only the lists without an apology ask for."""
    values = {"now": span.now}
    for place, (after, before) in enumerate(span.steps):
        values[f"after_{place}"], values[f"before_{place}"] = after, before
    return values


def _whole(number: int) -> sa.ColumnElement[int]:
    """Write a LIMIT into the text: bound, SQLite would prepare the statement anew each time."""
    return sa.literal_column(str(number), sa.Integer())


# As Dossier.unexplained says of one whose result is there.
UNEXPLAINED = """
    (missed <> '' AND explained IS NULL) OR (arrived > due AND (explained IS NULL OR explained <= due))
"""
# One sum in place of nine columns: the driver makes an object of each value.
_NUMBER: sa.ColumnElement[int] = sa.literal_column(
    f"""
    {STATE} * state + (holder <> '') * {Mark.HELD.value}
    + (resolving_unit <> '') * {Mark.RESOLVED_ELSEWHERE.value}
    + (waiting_since IS NOT NULL) * {Mark.WAITING.value} + (resolved IS NOT NULL) * {Mark.RESOLVED.value}
    + CASE WHEN arrived IS NULL THEN 0 ELSE {Mark.ARRIVED.value} + (told IS NOT NULL) * {Mark.TOLD.value}
        + ({UNEXPLAINED}) * {Mark.LATE_UNEXPLAINED.value} END
    + CASE WHEN apology IS NULL THEN 0 ELSE {Mark.APOLOGISED.value}
        + (extended_due IS NULL AND watched IS NOT NULL) * {Mark.UNSIGNED.value} END
    """,
    sa.Integer(),
)
_BEGUN = sa.func.coalesce(dossiers.c.since, dossiers.c.received)
# As Dossier.promised says: Form 04 after its last lawful minute names a day, but extends nothing.
_EXTENDED = sa.and_(dossiers.c.extended_due.is_not(None), dossiers.c.apology <= dossiers.c.apology_latest)
_PROMISE = sa.case((_EXTENDED, dossiers.c.extended_due), else_=dossiers.c.due)
# As services/promises.responsible says: the holder's last receiver by name, else the officer's id. Of two in
# one minute the later hand-over; the index has both, so that nothing is sorted.
_taker = handovers.alias("taker")
_RECEIVER = (
    sa.select(_taker.c.receiver)
    .where(
        _taker.c.code == dossiers.c.code,
        _taker.c.to_unit == dossiers.c.holder,
        dossiers.c.holder != sa.literal_column("''"),
        _taker.c.taken_at.is_not(None),
    )
    .order_by(_taker.c.taken_at.desc(), sa.literal_column("taker.rowid").desc())
    .limit(_whole(1))
    .correlate(dossiers)
    .scalar_subquery()
)
_LINE = (
    _NUMBER.label("number"),
    sa.func.coalesce(_RECEIVER, dossiers.c.actor_id).label("actor_id"),
    _BEGUN.label("begun"),
    *(dossiers.c[name] for name in ("watched", "code", "name", "procedure_name")),
    _PROMISE.label("promise"),
    sa.func.nullif(dossiers.c.first_due, _PROMISE).label("first"),
    sa.case((_EXTENDED, sa.literal_column("1")), else_=sa.literal_column("0")).label("extended"),
)
_WITHOUT_APOLOGY = sa.and_(
    dossiers.c.apology.is_(None),
    sa.case(
        *(
            (dossiers.c.watched > sa.bindparam(f"after_{place}"), sa.bindparam(f"before_{place}"))
            for place in reversed(range(1, APOLOGY_STEPS))
        ),
        else_=sa.bindparam("before_0"),
    )
    > _BEGUN,
)


def _source(
    key: sa.Column[Any],
    tie: sa.Column[Any],
    *where: sa.ColumnElement[bool],
    beside: tuple[sa.ColumnElement[Any], ...] = (),
    table: sa.FromClause = dossiers,
) -> _Source:
    """Make a list's three statements; the upper bound is what lets SQLite use the partial index."""
    until: sa.BindParameter[int] = sa.bindparam("until")
    after = sa.tuple_(key, tie) > sa.tuple_(sa.bindparam("key"), sa.bindparam("tie"))
    rows = sa.select(*_LINE, key.label("since"), *beside).select_from(table)
    rows = rows.where(after, key < until, *where).order_by(key, tie).limit(_whole(PAGE))
    inside = (key >= sa.bindparam("since"), key < until, *where)
    place = sa.func.row_number().over(order_by=(key, tie)).label("place")
    all_of_it = (
        sa.select(key.label("key"), tie.label("tie"), place).select_from(table).where(*inside).subquery()
    )
    whole = all_of_it.c.place % sa.bindparam("every", type_=sa.Integer) == sa.literal_column("0")
    marked = (
        sa.select(all_of_it.c.key, all_of_it.c.tie).where(whole).order_by(all_of_it.c.key, all_of_it.c.tie)
    )
    counted = sa.select(sa.func.count()).select_from(table).where(*inside)
    return _Source(Prepared(rows), Prepared(marked), Prepared(counted))


def _news(*where: sa.ColumnElement[bool]) -> _Source:
    inside = (dossiers.c.watched >= sa.bindparam("since"), dossiers.c.watched < sa.bindparam("until"), *where)
    rows = sa.select(dossiers.c.code, dossiers.c.procedure_name).where(*inside)
    rows = rows.order_by(dossiers.c.watched, dossiers.c.code).limit(_whole(FIRST_NEWS))
    counted = Prepared(sa.select(sa.func.count()).select_from(dossiers).where(*inside))
    return _Source(Prepared(rows), counted, counted)


_moving = handovers.join(dossiers, dossiers.c.code == handovers.c.code)
_later = handovers.alias("later")
_newest = ~sa.exists().where(_later.c.code == handovers.c.code, _later.c.at > handovers.c.at)
_receiving = (handovers.c.event_id, handovers.c.to_unit.label("unit"), handovers.c.receiver.label("person"))
_watched = dossiers.c.watched.is_not(None)
_NEWS = {False: _news(), True: _news(_WITHOUT_APOLOGY)}
_SOURCES = {
    Listed.WATCHED: _source(dossiers.c.watched, dossiers.c.code),
    Listed.ESCALATED: _source(
        dossiers.c.watched,
        dossiers.c.code,
        sa.or_(dossiers.c.watched < sa.bindparam("now", type_=sa.Integer), _WITHOUT_APOLOGY),
    ),
    Listed.WAITING: _source(
        dossiers.c.waiting_since, dossiers.c.code, dossiers.c.closed_day == sa.text("''")
    ),
    Listed.STILL: _source(dossiers.c.moved, dossiers.c.code, _watched),
    Listed.READY: _source(dossiers.c.arrived, dossiers.c.code, dossiers.c.closed_day == sa.text("''")),
    Listed.UNTAKEN: _source(
        handovers.c.at,
        handovers.c.event_id,
        handovers.c.taken_at.is_(None),
        dossiers.c.closed_day == sa.text("''"),
        beside=_receiving,
        table=_moving,
    ),
    Listed.SHARES: _source(
        handovers.c.share_due,
        handovers.c.event_id,
        _watched,
        dossiers.c.resolved.is_(None),
        _newest,
        beside=_receiving,
        table=_moving,
    ),
}
