"""The lists beside the dossiers: who was sent away, hand-overs, money taken, what was told, days closed."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.dossier import local_day, person_key
from counter_app.domain.events import DocumentPrinted, Event, FeeCharged, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.domain.online import OnlineAnswered, OnlineArrived
from counter_app.domain.step_events import (
    About,
    CitizenTold,
    DayClosed,
    FeePaid,
    HandedOver,
    ReceptionRefused,
    TakenOver,
)
from counter_app.store import claims
from counter_app.store.statements import Prepared
from counter_app.store.tables import calendar_told, closings, handovers, online_inbox, takings, turned_away

FEE_RECEIPT = "BN"  # biên nhận thu phí, lệ phí
MINUTE_MS = 60_000
Link = tuple[Event, Fact]
Row = dict[str, Any]


def _keeping(table: sa.Table) -> Prepared:
    return Prepared(insert(table).prefix_with("OR REPLACE"), table.c.keys())


_TURN_AWAY, _HAND_OVER, _TAKE = _keeping(turned_away), _keeping(handovers), _keeping(takings)
_TELL, _CLOSE = _keeping(calendar_told), _keeping(closings)


def enter(conn: sa.Connection, links: Sequence[Link]) -> None:
    """Enter facts into the lists they belong to; entered twice they stand there once."""
    claims.enter(conn, links)
    for event, fact in links:
        entry = _ENTRIES.get(type(fact))
        if entry is not None:
            entry(conn, event, fact)


def _turn_away(conn: sa.Connection, event: Event, fact: PapersAsked | ReceptionRefused) -> None:
    asked = isinstance(fact, PapersAsked)
    at = fact.asked if isinstance(fact, PapersAsked) else fact.at
    missing = fact.missing if isinstance(fact, PapersAsked) else ()
    row = {
        "event_id": event.event_id,
        "installation_id": event.installation_id,
        "actor_id": event.actor_id,
        "form": "02" if asked else "03",
        "procedure": fact.procedure,
        "procedure_name": fact.procedure_name,
        "channel": fact.channel,
        "at": at,
        "day": local_day(at),
        "name": fact.applicant.name if fact.applicant else "",
        "person_key": person_key(fact.applicant),
        "missing": json.dumps(missing, ensure_ascii=False),
    }
    _TURN_AWAY.insert(conn, [row])


def _hand_over(conn: sa.Connection, event: Event, fact: HandedOver) -> None:
    named = ("code", "sheet", "at", "from_unit", "to_unit", "giver", "papers", "share_due")
    row = {name: getattr(fact, name) for name in named}
    taken = {"taken_at": None, "receiver": ""}
    _HAND_OVER.insert(conn, [row | taken | {"event_id": event.event_id, "day": local_day(fact.at)}])


def _take_over(conn: sa.Connection, _event: Event, fact: TakenOver) -> None:
    conn.execute(
        sa.update(handovers)
        .where(handovers.c.event_id == fact.handed)
        .values(taken_at=fact.at, receiver=fact.receiver)
    )


def _charge(conn: sa.Connection, event: Event, fact: FeeCharged) -> None:
    if fact.paid and fact.amount:
        _taken(conn, event, fact.amount)


def _pay(conn: sa.Connection, event: Event, fact: FeePaid) -> None:
    _taken(conn, event, fact.amount)


def _taken(conn: sa.Connection, event: Event, amount: int) -> None:
    row = {
        "event_id": event.event_id,
        "code": event.subject,
        "actor_id": event.actor_id,
        "installation_id": event.installation_id,
        "day": local_day(event.happened_at // MINUTE_MS),
        "amount": amount,
        "receipted": False,
    }
    _TAKE.insert(conn, [row])


def _receipt(conn: sa.Connection, event: Event, fact: DocumentPrinted) -> None:
    if fact.document == FEE_RECEIPT:
        conn.execute(sa.update(takings).where(takings.c.code == event.subject).values(receipted=True))


def _arrive(conn: sa.Connection, event: Event, fact: OnlineArrived) -> None:
    row = {
        "event_id": event.event_id,
        "procedure": fact.procedure,
        "name": fact.applicant.name if fact.applicant else "",
        "arrived": fact.at,
    }
    _inbox(conn, fact.reference, row)


def _answer(conn: sa.Connection, _event: Event, fact: OnlineAnswered) -> None:
    """The first answer stands, in whatever order two are heard; it may be heard of before the arrival."""
    row = {"answered": fact.at, "answer": fact.answer, "code": fact.code}
    columns = (online_inbox.c.answered, online_inbox.c.answer, online_inbox.c.code)
    held = conn.execute(sa.select(*columns).where(online_inbox.c.reference == fact.reference)).first()
    if held is None or held.answered is None or (fact.at, fact.answer, fact.code) < tuple(held):
        _inbox(conn, fact.reference, row)


def _inbox(conn: sa.Connection, reference: str, row: Row) -> None:
    empty = {"event_id": "", "procedure": "", "name": "", "arrived": None}
    blank = empty | {"answered": None, "answer": "", "code": "", "reference": reference}
    statement = insert(online_inbox).values(blank | row)
    conn.execute(statement.on_conflict_do_update(index_elements=["reference"], set_=row))


def _tell(conn: sa.Connection, event: Event, fact: CitizenTold) -> None:
    if fact.about is About.CALENDAR and fact.calendar is not None:
        row = {"code": fact.code, "calendar": fact.calendar, "at": fact.at, "actor_id": event.actor_id}
        _TELL.insert(conn, [row])


def _close(conn: sa.Connection, event: Event, fact: DayClosed) -> None:
    named = {name: getattr(event, name) for name in ("event_id", "installation_id", "actor_id")}
    _CLOSE.insert(conn, [named | {"day": fact.day, "at": fact.at}])


_ENTRIES: dict[type[Fact], Callable[[sa.Connection, Event, Any], None]] = {
    PapersAsked: _turn_away,
    ReceptionRefused: _turn_away,
    HandedOver: _hand_over,
    TakenOver: _take_over,
    FeeCharged: _charge,
    FeePaid: _pay,
    DocumentPrinted: _receipt,
    OnlineArrived: _arrive,
    OnlineAnswered: _answer,
    CitizenTold: _tell,
    DayClosed: _close,
}
