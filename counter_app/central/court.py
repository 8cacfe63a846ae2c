"""The court's papers: brings stored facts before `judge` and writes down what it finds."""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import lanes
from counter_app.central.centre import Caller
from counter_app.central.judge import PUBLIC_FIELDS, Jurisdiction, from_public, judge, public
from counter_app.central.promises import Shelf
from counter_app.central.tables import dossiers, offices, people, quarantine
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event
from counter_app.errors import Refused
from counter_app.wire import WireEvent


def sit(connection: Connection, caller: Caller, links: list[WireEvent], now: int) -> None:
    """Judge facts in their order: project those that hold, quarantine the others with the reason's code."""
    where = _jurisdiction(connection, caller)
    shelf = Shelf(connection, caller, where.agency_id)
    known = _known(connection, caller, {link.event.subject for link in links})
    changed: dict[str, Dossier] = {}
    doubtful: list[tuple[Event, str]] = []
    for link in links:
        try:
            after = judge(link, known.get(link.event.subject), where)
            shelf.check(link)
        except Refused as refused:
            doubtful.append((link.event, refused.code))
            continue
        if after is not None:
            known[after.code] = changed[after.code] = after
    _project(connection, caller, changed.values())
    quarantine_all(connection, caller, doubtful, now)


def quarantine_all(
    connection: Connection, caller: Caller, doubtful: list[tuple[Event, str]], now: int
) -> None:
    """Mark stored events as not counted until a person has read the code beside each."""
    rows = [
        {
            "office_id": caller.office_id,
            "event_id": event.event_id,
            "code": code,
            "seq": event.seq,
            "at": now,
        }
        for event, code in doubtful
    ]
    if rows:
        connection.execute(insert(quarantine).on_conflict_do_nothing(), rows)


def _jurisdiction(connection: Connection, caller: Caller) -> Jurisdiction:
    agency = connection.execute(
        select(offices.c.agency_id).where(offices.c.office_id == caller.office_id)
    ).scalar_one()
    named = connection.execute(select(people.c.person_id).where(people.c.office_id == caller.office_id))
    granted = lanes.of(connection, caller.office_id, caller.installation_id)
    return Jurisdiction(agency, {lane.lane_id: lane for lane in granted}, frozenset(named.scalars()))


def _known(connection: Connection, caller: Caller, codes: set[str]) -> dict[str, Dossier]:
    rows = connection.execute(
        select(dossiers).where(dossiers.c.office_id == caller.office_id, dossiers.c.code.in_(codes))
    )
    return {row.code: from_public(row._asdict()) for row in rows}


def _project(connection: Connection, caller: Caller, changed: Iterable[Dossier]) -> None:
    rows = [{"office_id": caller.office_id} | public(value) for value in changed]
    if not rows:
        return
    statement = insert(dossiers)
    newer = {name: statement.excluded[name] for name in PUBLIC_FIELDS}
    connection.execute(
        statement.on_conflict_do_update(index_elements=["office_id", "code"], set_=newer), rows
    )
