"""What the page of the day asks: counts since the last closing, what is left, what a supervisor sees."""

from collections.abc import Iterator

import sqlalchemy as sa

from counter_app.domain.day import AtDesk, DayCounts, Unexplained, Unsigned
from counter_app.domain.dossier import State
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import RECEPTIONS, Fact
from counter_app.domain.promise_events import (
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
    SupplementAsked,
)
from counter_app.domain.step_events import (
    Cash,
    DayClosed,
    DossierAmended,
    DossierEnded,
    DossierLinked,
    ReceiptVoided,
)
from counter_app.errors import Refused
from counter_app.store import log, outbox, projections, queries
from counter_app.store.board import UNEXPLAINED
from counter_app.store.tables import closings, dossiers, events, handovers, personal, takings
from counter_app.store.tables import turned_away as away

MOST = 500  # rows of one list on a screen
Link = tuple[Event, Fact]
_SHOWN = (
    ReceiptVoided,
    DossierEnded,
    DossierAmended,
    DossierLinked,
    SupplementAsked,
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
)


def last_closing(conn: sa.Connection, installation_id: str) -> tuple[Event, DayClosed] | None:
    """Return this PC's last closing by the log's order: a day that a wrong clock told comes no later."""
    found = conn.scalar(
        sa.select(closings.c.event_id)
        .join(events, events.c.event_id == closings.c.event_id)
        .where(closings.c.installation_id == installation_id)
        .order_by(events.c.position.desc())
        .limit(1)
    )
    event = log.find(conn, found) if found else None
    fact = log.fact(conn, found) if found else None
    return (event, fact) if event and isinstance(fact, DayClosed) else None


def begun(conn: sa.Connection, installation_id: str, midnight: int) -> int:
    """Return the log's position after which the running day lies: the last closing's, else at `midnight`.

    The log's own order, never a clock: what came in the closing's own minute is on one side only.
    `midnight` is ms UTC; only what this PC did itself tells of it: another's yesterday may come today.
    """
    closing = last_closing(conn, installation_id)
    before = sa.and_(events.c.installation_id == installation_id, events.c.happened_at < midnight)
    if closing is not None:
        before = events.c.event_id == closing[0].event_id
    found = conn.scalar(
        sa.select(events.c.position).where(before).order_by(events.c.position.desc()).limit(1)
    )
    return found or 0


def counts(conn: sa.Connection, installation_id: str, since: int) -> DayCounts:
    """Count what this PC did after the log's position `since`, and what lies unfinished now."""
    done = sa.select(events.c.kind, sa.func.count()).where(
        events.c.position > since, events.c.installation_id == installation_id
    )
    by_kind = {row[0]: row[1] for row in conn.execute(done.group_by(events.c.kind))}
    acknowledged = outbox.state(conn, installation_id).acknowledged
    return DayCounts(
        received=sum(by_kind.get(kind, 0) for kind in RECEPTIONS),
        returned=by_kind.get("result.returned", 0),
        handed_over=by_kind.get("papers.handed_over", 0),
        not_taken_over=len(unsigned(conn, installation_id)),
        unprinted=len(queries.unprinted(conn, installation_id)),
        unsent=max(0, log.head(conn, installation_id)[0] - acknowledged),
        cash=_cash(conn, installation_id, since),
    )


def unsigned(conn: sa.Connection, installation_id: str) -> list[Unsigned]:
    """Return this PC's hand-overs without their receiver, oldest first; of open dossiers only."""
    query = (
        sa.select(
            handovers.c.event_id,
            handovers.c.code,
            dossiers.c.name,
            handovers.c.sheet,
            handovers.c.at,
            handovers.c.to_unit,
            handovers.c.giver,
        )
        .join(dossiers, dossiers.c.code == handovers.c.code)
        .join(events, events.c.event_id == handovers.c.event_id)
        .where(
            handovers.c.taken_at.is_(None),
            dossiers.c.closed_day == "",
            events.c.installation_id == installation_id,
        )
        .order_by(handovers.c.at, handovers.c.code)
        .limit(MOST)
    )
    return [Unsigned(*row) for row in conn.execute(query)]


def at_desk(conn: sa.Connection, installation_id: str) -> list[AtDesk]:
    """Return the dossiers that this PC received and no unit has got yet, by unit and code."""
    query = (
        sa.select(
            dossiers.c.code,
            dossiers.c.name,
            dossiers.c.procedure_name,
            dossiers.c.received,
            dossiers.c.watched,
            dossiers.c.first_due,
            dossiers.c.resolving_unit,
        )
        .where(
            dossiers.c.watched.is_not(None),
            dossiers.c.installation_id == installation_id,
            dossiers.c.state == State.RECEIVED,
            dossiers.c.holder == "",
            dossiers.c.resolving_unit != "",
        )
        .order_by(dossiers.c.resolving_unit, dossiers.c.code)
        .limit(MOST)
    )
    return [AtDesk(*row) for row in conn.execute(query)]


def unexplained(conn: sa.Connection, now: int) -> list[Unexplained]:
    """Return the office's late dossiers without their officer's explanation, longest late first."""
    named = (dossiers.c.code, dossiers.c.name, dossiers.c.due, dossiers.c.first_due)
    missing = sa.or_(dossiers.c.explained.is_(None), dossiers.c.explained <= dossiers.c.due)
    running = sa.select(*named).where(dossiers.c.watched < now, missing)
    arrived = sa.select(*named).where(
        dossiers.c.arrived.is_not(None), dossiers.c.closed_day == "", sa.text(UNEXPLAINED)
    )
    both = sa.union_all(running, arrived).subquery()
    rows = conn.execute(sa.select(both).order_by(both.c.due, both.c.code).limit(MOST))
    return [Unexplained(*row) for row in rows]


def remarkable(conn: sa.Connection, since: int) -> Iterator[Link]:
    """Yield what ends, amends, links or moves a promise after a position, newest first; no first Form 02."""
    rows = conn.execute(
        sa.select(*log.EVENT_COLUMNS, personal.c.salt, personal.c.text)
        .outerjoin(personal, personal.c.event_id == events.c.event_id)
        .where(events.c.position > since, events.c.kind.in_([kind.KIND for kind in _SHOWN]))
        .order_by(events.c.position.desc())
        .limit(MOST)
    )
    for *values, salt, text in rows:
        event = Event(*values)
        try:
            fact = projections.read_fact(event, Personal(salt, text) if salt is not None else None)
        except Refused:  # of a later app, fed: the projections have logged it
            continue
        if not isinstance(fact, SupplementAsked) or fact.ordinal > 1:
            yield event, fact


def sheets_made(conn: sa.Connection, day: str, begins: str) -> int:
    """Count the hand-over lists of `day` whose numbers begin with `begins`."""
    query = sa.select(sa.func.count(sa.distinct(handovers.c.sheet))).where(
        handovers.c.day == day, handovers.c.sheet.startswith(begins, autoescape=True)
    )
    return int(conn.scalar(query) or 0)


def taking_of(conn: sa.Connection, code: str) -> tuple[str, int] | None:
    """Return (event_id, VND) of the money last taken for a dossier."""
    query = sa.select(takings.c.event_id, takings.c.amount).where(takings.c.code == code)
    row = conn.execute(query.order_by(takings.c.event_id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def turned_away(conn: sa.Connection, procedure: str, person_key: str) -> list[tuple[str, int, str]]:
    """Return (form, minute, missing papers as JSON) of the last three times somebody was sent away."""
    query = (
        sa.select(away.c.form, away.c.at, away.c.missing)
        .where(away.c.person_key == person_key, away.c.procedure == procedure)
        .order_by(away.c.at.desc())
        .limit(3)
    )
    return [(row[0], row[1], row[2]) for row in conn.execute(query)]


def _cash(conn: sa.Connection, installation_id: str, since: int) -> tuple[Cash, ...]:
    receipted = sa.case((takings.c.receipted, takings.c.amount), else_=0)
    query = (
        sa.select(takings.c.actor_id, sa.func.sum(takings.c.amount), sa.func.sum(receipted))
        .join(events, events.c.event_id == takings.c.event_id)
        .where(events.c.position > since, takings.c.installation_id == installation_id)
        .group_by(takings.c.actor_id)
        .order_by(takings.c.actor_id)
    )
    return tuple(Cash(*row) for row in conn.execute(query))
