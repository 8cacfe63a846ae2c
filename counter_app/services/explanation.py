"""One dossier explained: the events, rules, calendar and clock behind each of its dates."""

from collections.abc import Iterator

from counter_app.domain.cross_check import cross_check
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.explanation import Explanation, Step
from counter_app.domain.kinds import RECEPTIONS, Fact
from counter_app.domain.numbering import format_code, parse_code
from counter_app.domain.rules import rule_set
from counter_app.domain.shares import Share, shares
from counter_app.errors import Damaged, Refused
from counter_app.services import reading, recomputation, verification
from counter_app.services.counter import Counter
from counter_app.store import comparison, log, outbox, projections, retention
from counter_app.store.engine import Connection


def explain(counter: Counter, reader_id: str, code: str) -> Explanation:
    """Explain the dossier of a code as typed or scanned, from the log alone.

    Raises Refused: bad_code, unknown_dossier; Damaged: fact_unreadable, when the reception cannot be read.
    """
    read = parse_code(code)
    code = format_code(read.agency_id, read.day, read.serial)
    with reading.opened(counter, reader_id) as conn:
        steps = tuple(_steps(conn, counter, code))
        stands = next(projections.history(conn, [code], tuple(RECEPTIONS)), None)
        reception, fact = _reception(code, steps, stands[0].event_id if stands else "")
        calendars = recomputation.held(conn)
        found = [item for step in steps for item in recomputation.recheck(step.event, step.fact, calendars)]
        found += cross_check([(step.event, step.fact) for step in steps if step.fact])
        found += comparison.compare_one(conn, code)
        found += recomputation.missing(conn, counter, code)
        purged = retention.of(conn, code)
    editions = {version: len(held) for version, held in calendars.by_version.items()}
    parts = _shares(fact, calendars)
    return Explanation(code, reception, fact, editions, steps, tuple(found), parts, purged)


def _shares(fact: DossierReceived, held: recomputation.Held) -> tuple[Share, ...]:
    """Lay the units' parts out by the edition of the calendar that gives what was promised."""
    for calendar in held.by_version.get(fact.calendar, ()) if fact.parts else ():
        try:
            found = shares(fact.parts, fact.limit, fact.received, calendar, rule_set(fact.rules))
        except Refused:  # edited into no parts of this limit, or by rules of a later app
            continue
        if found[-1].due == getattr(fact, "reckoned", fact.due):
            return found
    return ()


def _steps(conn: Connection, counter: Counter, code: str) -> Iterator[Step]:
    own = counter.installation.installation_id
    acknowledged = outbox.state(conn, own).acknowledged
    keys = verification.keys(conn, counter)
    names = {person.person_id: person.name for person in counter.reference(conn).briefing.people}
    for event, stored in log.linked_of(conn, code):
        yield Step(
            event=event,
            actor=names.get(event.actor_id, ""),
            # What another installation did reached us by the centre.
            acknowledged=event.installation_id != own or event.seq <= acknowledged,
            fault=verification.prove(conn, event, stored, keys),
            fact=_fact(conn, event),
        )


def _fact(conn: Connection, event: Event) -> Fact | None:
    try:
        return projections.read_fact(event, log.personal_of(conn, event.event_id))
    except verification.UNREADABLE:
        return None


def _reception(code: str, steps: tuple[Step, ...], stands: str) -> tuple[Step, DossierReceived]:
    """Return the reception that `stands` (an event_id), also where a code was fed twice; "": the first."""
    for step in steps:
        if isinstance(step.fact, DossierReceived) and stands in ("", step.event.event_id):
            return step, step.fact
    for step in steps:
        if step.event.kind in RECEPTIONS:
            where = {"installation_id": step.event.installation_id, "seq": step.event.seq}
            raise Damaged("fact_unreadable", code=code, **where)
    raise Refused("unknown_dossier", "code", code=code)
