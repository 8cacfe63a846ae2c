"""What papers went from which unit to which: the rows of a hand-over list, the steps of one dossier."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from counter_app.store.tables import dossiers, handovers

MAX_ROWS = 500  # of one list

_COLUMNS = (
    handovers.c.event_id,
    handovers.c.code,
    handovers.c.sheet,
    handovers.c.at,
    handovers.c.day,
    handovers.c.from_unit,
    handovers.c.to_unit,
    handovers.c.giver,
    handovers.c.papers,
    handovers.c.share_due,
    handovers.c.taken_at,
    handovers.c.receiver,
    sa.func.coalesce(dossiers.c.procedure_name, "").label("procedure_name"),
    sa.func.coalesce(dossiers.c.name, "").label("name"),
)
_ROWS: sa.Select[Any] = sa.select(*_COLUMNS).outerjoin(dossiers, dossiers.c.code == handovers.c.code)
_ONE = _ROWS.where(handovers.c.event_id == sa.bindparam("event"))
_SHEET = (
    _ROWS.where(
        handovers.c.sheet == sa.bindparam("sheet"),
        handovers.c.day == sa.bindparam("day"),
        handovers.c.from_unit == sa.bindparam("from_unit"),
        handovers.c.to_unit == sa.bindparam("to_unit"),
    )
    .order_by(handovers.c.at, handovers.c.code, handovers.c.event_id)
    .limit(MAX_ROWS)
)
_STEPS = (
    _ROWS.where(handovers.c.code == sa.bindparam("code"))
    .order_by(handovers.c.at, handovers.c.event_id)
    .limit(MAX_ROWS)
)


@dataclass(frozen=True, slots=True)
class Given:
    """One hand-over; minutes UTC, `taken_at` None until the receiver has signed."""

    event_id: str
    code: str
    sheet: str
    at: int
    day: str
    from_unit: str
    to_unit: str
    giver: str
    papers: int
    share_due: int | None
    taken_at: int | None
    receiver: str
    procedure_name: str
    name: str


def sheet(conn: sa.Connection, event_id: str) -> list[Given]:
    """Return what stands on the list of a hand-over, in the order given; itself alone where it has none."""
    one = conn.execute(_ONE, {"event": event_id}).first()
    if one is None:
        return []
    given = Given(*one)
    if not given.sheet:
        return [given]
    names = {name: getattr(given, name) for name in ("sheet", "day", "from_unit", "to_unit")}
    return [Given(*row) for row in conn.execute(_SHEET, names)]


def steps(conn: sa.Connection, code: str) -> list[Given]:
    """Return a dossier's hand-overs, oldest first."""
    return [Given(*row) for row in conn.execute(_STEPS, {"code": code})]
