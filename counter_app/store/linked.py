"""Which fresh receipts may hide an earlier promise: told from the lists, in whatever order things came."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain import links
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.events import DossierReceived
from counter_app.domain.links import Claim, Pair
from counter_app.domain.promise_events import ProcedureCorrected
from counter_app.domain.step_events import DossierAmended, DossierEnded, DossierLinked, ReceiptVoided
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import claimants, claimed, dossiers, events, linked

# What makes two dossiers a pair, or says that they were one already.
MAKING = (
    DossierReceived,
    DossierCaptured,
    ReceiptVoided,
    DossierEnded,
    DossierAmended,
    ProcedureCorrected,
    DossierLinked,
)
_NONE = sa.text("''")
_MINE, _THEIRS = claimants.alias("mine"), claimants.alias("theirs")
_SOUGHT, _GIVEN = claimed.alias("sought"), claimed.alias("given")
_OWN, _OTHER = dossiers.alias("own"), dossiers.alias("other")
# As `links.same_person`, in the shape that both indexes of `claimants` serve.
_SAME = sa.or_(
    sa.and_(_THEIRS.c.number == _MINE.c.number, _THEIRS.c.number != _NONE),
    sa.and_(_THEIRS.c.name == _MINE.c.name, sa.or_(_THEIRS.c.number == _NONE, _MINE.c.number == _NONE)),
)


def _claim(table: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    return (table.c.code, table.c.received, table.c.due, table.c.ended, table.c.closed_day == _NONE)


_BESIDE = Prepared(
    sa.select(*_claim(_OWN), *_claim(_OTHER))
    .distinct()
    .select_from(_MINE)
    .join(_OWN, _OWN.c.code == _MINE.c.code)
    .join(_THEIRS, _SAME)
    .join(_SOUGHT, _SOUGHT.c.code == _MINE.c.code)
    .join(_GIVEN, sa.and_(_GIVEN.c.code == _THEIRS.c.code, _GIVEN.c.procedure == _SOUGHT.c.procedure))
    .join(_OTHER, _OTHER.c.code == _THEIRS.c.code)
    .where(
        within(_MINE.c.code, "codes"),
        _THEIRS.c.code != _MINE.c.code,
        sa.or_(_OWN.c.ended.is_not(None), _OTHER.c.ended.is_not(None)),
    )
)
_EITHER = sa.or_(within(linked.c.code, "codes"), within(linked.c.earlier, "codes"))
_FORGET = Prepared(sa.delete(linked).where(_EITHER))
_ENTER = Prepared(insert(linked).prefix_with("OR REPLACE"), linked.c.keys())


def enter(conn: sa.Connection, codes: Sequence[str]) -> None:
    """Enter the pairs that these dossiers are in, once they and who asked for what stand in their lists."""
    _ENTER.insert(conn, [pair._asdict() for pair in _pairs(conn, codes)])


def forget(conn: sa.Connection, codes: Sequence[str]) -> None:
    """Take out every pair that one of these is in, before it is told anew."""
    _FORGET.run(conn, codes=texts(codes))


def of(conn: sa.Connection, codes: Sequence[str]) -> dict[str, list[Pair]]:
    """Return what each of these may hide, by code; the earlier ones in the order of their codes."""
    found: dict[str, list[Pair]] = {}
    asked = sa.select(linked).where(linked.c.code.in_(codes)).order_by(linked.c.code, linked.c.earlier)
    for row in conn.execute(asked):
        found.setdefault(row.code, []).append(Pair(*row))
    return found


def since(conn: sa.Connection, position: int, most: int) -> Iterator[tuple[str, Pair]]:
    """Yield the pairs that came to be known after a position, each with the event that made it one."""
    last = sa.func.max(events.c.position)
    asked = (
        sa.select(events.c.event_id, last, *linked.c)
        .join(linked, sa.or_(linked.c.code == events.c.subject, linked.c.earlier == events.c.subject))
        .where(events.c.position > position, events.c.kind.in_([kind.KIND for kind in MAKING]))
        .group_by(linked.c.code, linked.c.earlier)
        .order_by(last.desc())
        .limit(most)
    )
    for event_id, _position, *pair in conn.execute(asked):
        yield event_id, Pair(*pair)


def stored(conn: sa.Connection, code: str | None = None) -> set[Pair]:
    """Return the pairs as they stand, all or those of one dossier."""
    asked = sa.select(linked)
    if code is not None:
        asked = asked.where(sa.or_(linked.c.code == code, linked.c.earlier == code))
    return {Pair(*row) for row in conn.execute(asked)}


def told(conn: sa.Connection, code: str | None = None) -> set[Pair]:
    """Return as `stored` what the lists of dossiers, identities and procedures tell."""
    ended = sa.select(dossiers.c.code).where(dossiers.c.ended.is_not(None))
    codes = conn.scalars(ended).all() if code is None else [code]
    return set(_pairs(conn, codes))


def _pairs(conn: sa.Connection, codes: Sequence[str]) -> Iterator[Pair]:
    for row in _BESIDE.rows(conn, codes=texts(codes)):
        yield from links.pairs(Claim(*row[:5]), [Claim(*row[5:])])
