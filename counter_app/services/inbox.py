"""What citizens handed in online, and until when it must be answered (DOMAIN §2.10)."""

from dataclasses import dataclass

from counter_app.domain import deadline, rules
from counter_app.domain.online import OnlineArrived
from counter_app.domain.urgency import Urgency, urgency
from counter_app.errors import Refused
from counter_app.services import reading, recording
from counter_app.services.counter import Counter
from counter_app.store import inbox, log

MOST = 200  # are listed; more wait behind them


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival that waits; `arrived` and `answer_by` are minutes UTC, `urgency` that of the answer."""

    reference: str
    event_id: str
    procedure: str
    procedure_name: str
    name: str
    arrived: int
    answer_by: int
    urgency: Urgency


def arrivals(counter: Counter, reader_id: str) -> tuple[Arrival, ...]:
    """Return the online arrivals that wait for an answer, the oldest first, at most MOST."""
    with reading.opened(counter, reader_id) as conn:
        reference = counter.reference(conn)
        rows = inbox.waiting(conn, MOST)
    now = recording.minute_of(counter.clock.now())
    ruled = rules.rule_set(reference.briefing.rules)
    names = {
        entry.code: entry.name for version in reference.briefing.catalogues for entry in version.procedures
    }
    found = []
    for row in rows:
        by = deadline.due_at(ruled.online_acceptance, row.arrived, reference.calendar, ruled)
        found.append(
            Arrival(
                reference=row.reference,
                event_id=row.event_id,
                procedure=row.procedure,
                procedure_name=names.get(row.procedure, row.procedure),
                name=row.name,
                arrived=row.arrived,
                answer_by=by,
                urgency=urgency(now, by, reference.calendar, ruled),
            )
        )
    return tuple(found)


def arrival(counter: Counter, reader_id: str, event_id: str) -> OnlineArrived:
    """Return what the portal told of one arrival. Raises Refused: unknown_arrival."""
    with reading.opened(counter, reader_id) as conn:
        fact = log.fact(conn, event_id)
    if not isinstance(fact, OnlineArrived):
        raise Refused("unknown_arrival", "reference")
    return fact
