"""The court's papers: brings stored facts before `judge` and writes down what it finds."""

import itertools
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, exists, select

from counter_app.central import bulk, lanes
from counter_app.central.book_docket import BookDocket
from counter_app.central.briefing import grants_of
from counter_app.central.centre import Caller
from counter_app.central.judge import Jurisdiction, judge, public
from counter_app.central.people_tables import people
from counter_app.central.promises import Shelf
from counter_app.central.staff_docket import Docket
from counter_app.central.tables import dossiers, events, offices, quarantine
from counter_app.domain import facts
from counter_app.domain.dossier import local_day
from counter_app.domain.events import Event
from counter_app.domain.history import fold
from counter_app.domain.kinds import RECEPTIONS, WITHOUT_DOSSIER, Fact
from counter_app.domain.staff import proof
from counter_app.errors import Refused
from counter_app.wire import WireEvent

# Told before the reception (by `proof.EARLY` absence, request or yes) was known: it counts from then on,
# though its row stays. A forked history lies apart, and its mark says nothing of an event with the same id.
EARLY = "unknown_dossier"
_HARMLESS = (EARLY, *proof.EARLY, "log_forked")


def _marked(*codes: str, other: bool = False) -> ColumnElement[bool]:
    named = quarantine.c.code.in_(codes)
    return exists().where(
        quarantine.c.office_id == events.c.office_id,
        quarantine.c.event_id == events.c.event_id,
        ~named if other else named,
    )


# Of the events of what has begun here: nothing but that stands against them.
COUNTED = ~_marked(*_HARMLESS, other=True)


def sit(connection: Connection, caller: Caller, links: list[WireEvent], now: int) -> None:
    """Judge facts in their order: project those that hold, quarantine the others with the reason's code.

    A reception calls in what other PCs had told of it before; so does an absence or a request.
    """
    where = _jurisdiction(connection, caller, now)
    shelf = Shelf(connection, caller, where.agency_id)
    docket = Docket(connection, caller, where.grants, where.people, where.today, links, COUNTED)
    leaves = BookDocket(connection, caller, where, links, COUNTED)
    known = _known(connection, caller, {link.event.subject for link in links})
    told: dict[str, Fact] = {}
    changed: set[str] = set()
    doubtful: list[tuple[Event, str]] = []
    for link in links:
        try:
            fact = judge(link, known, where)
            shelf.check(link)
            docket.check(link)
            leaves.check(link, known)
        except Refused as refused:
            doubtful.append((link.event, refused.code))
            continue
        told[link.event.event_id] = fact
        if not isinstance(fact, WITHOUT_DOSSIER):
            changed.add(link.event.subject)
            known.add(link.event.subject)
    quarantine_all(connection, caller, [*doubtful, *docket.doubtful], now)
    received = {link.event.subject for link in links if link.event.kind in RECEPTIONS} & changed
    quarantine_all(connection, caller, _doubtful_early(connection, caller, received, shelf), now)
    _project(connection, caller, changed, told)


def quarantine_all(
    connection: Connection, caller: Caller, doubtful: Iterable[tuple[Event, str]], now: int
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
    bulk.put_new(connection, quarantine, rows)


def _jurisdiction(connection: Connection, caller: Caller, now: int) -> Jurisdiction:
    agency = connection.execute(
        select(offices.c.agency_id).where(offices.c.office_id == caller.office_id)
    ).scalar_one()
    named = connection.execute(select(people.c.person_id).where(people.c.office_id == caller.office_id))
    granted = lanes.of(connection, caller.office_id, caller.installation_id)
    return Jurisdiction(
        agency,
        {lane.lane_id: lane for lane in granted},
        frozenset(named.scalars()),
        grants_of(connection, caller.office_id),
        local_day(now // 60_000),
    )


def _known(connection: Connection, caller: Caller, codes: set[str]) -> set[str]:
    asked = select(dossiers.c.code).where(
        dossiers.c.office_id == caller.office_id, bulk.among(dossiers.c.code, codes)
    )
    return set(connection.execute(asked).scalars())


def _doubtful_early(
    connection: Connection, caller: Caller, received: set[str], shelf: Shelf
) -> Iterator[tuple[Event, str]]:
    """Yield facts that came before these receptions and do not hold although the dossier is known now."""
    for event in _events(connection, caller, received, _marked(EARLY)):
        try:
            shelf.check(WireEvent(event))
        except Refused as refused:
            yield event, refused.code


def _project(connection: Connection, caller: Caller, changed: set[str], told: Mapping[str, Fact]) -> None:
    """Tell these dossiers anew from all that is stored of them: facts of several PCs have no one order.

    `told` has what was read already, by event_id.
    """
    stored = _events(connection, caller, changed, COUNTED)
    links = [(event, told.get(event.event_id) or facts.join(event, None)) for event in stored]
    grouped = itertools.groupby(links, key=lambda link: link[0].subject)
    states = [fold(list(one)) for _code, one in grouped]
    rows = [{"office_id": caller.office_id} | public(state) for state in states if state is not None]
    bulk.put_over(connection, dossiers, rows)


def _events(
    connection: Connection, caller: Caller, codes: set[str], wanted: ColumnElement[bool]
) -> list[Event]:
    """Return the stored events of these dossiers, by code in the order they came."""
    if not codes:
        return []
    asked = (
        select(*(events.c[name] for name in Event.__slots__))
        .where(events.c.office_id == caller.office_id, bulk.among(events.c.subject, codes), wanted)
        .order_by(events.c.subject, events.c.position)
    )
    return [Event(*row) for row in connection.execute(asked)]
