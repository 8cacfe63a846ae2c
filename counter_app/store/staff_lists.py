"""Fills the lists about people: each row is the fold of its subject's facts, in whatever order they came."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact, StaffFact
from counter_app.domain.staff import absence, proof, request
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.request import Request
from counter_app.domain.staff_events import (
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    StandingRecorded,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.store.staff_tables import absences, staff_records, substitutions
from counter_app.store.statements import Prepared

Link = tuple[Event, Fact]
StaffLink = tuple[Event, StaffFact]
KINDS: frozenset[type[Fact]] = frozenset(StaffFact.__args__)
RECORDS = (PresenceChecked, InspectionHeld, InspectionFollowedUp, StandingRecorded, PersonRotated)


def _keeping(table: sa.Table) -> Prepared:
    return Prepared(insert(table).prefix_with("OR REPLACE"), table.c.keys())


_ABSENCE, _SUBSTITUTION, _RECORD = _keeping(absences), _keeping(substitutions), _keeping(staff_records)


def enter(conn: sa.Connection, links: Sequence[Link]) -> None:
    """Enter all facts of one subject; those that tell of another, or of no person, are passed over."""
    told = [
        (event, fact)
        for event, fact in links
        if type(fact) in KINDS and isinstance(fact, StaffFact) and proof.of_its_subject(event, fact)
    ]
    if not told:
        return
    if found := absence.fold(told):
        _ABSENCE.insert(conn, [_absence_row(found)])
    if asked := request.fold(told):
        _SUBSTITUTION.insert(conn, [_substitution_row(asked, told)])
    for event, fact in told:
        _RECORD.insert(conn, _record_rows(event, fact))


def _absence_row(found: Absence) -> dict[str, Any]:
    row = {name: getattr(found, name) for name in absences.c.keys() if hasattr(found, name)}  # noqa: SIM118
    standing = found.standing or found.spans[:1]
    return row | {
        "spans": msgspec.json.encode(found.spans).decode(),
        "until": max((span.end for span in standing), default=found.at),
        "reason": found.reason.value,
        "dropped": msgspec.json.encode(found.dropped).decode(),
    }


def _substitution_row(found: Request, told: Sequence[StaffLink]) -> dict[str, Any]:
    asked = found.asked
    decisions = [
        proof.decision_of(event, fact) for event, fact in told if isinstance(fact, SubstitutionDecided)
    ]
    decisions.sort(key=lambda one: (one.happened_at, one.event_id))
    return {
        "request": found.request,
        "asked_event": found.asked_event,
        "asked_by": found.asked_by,
        "absence": asked.absence,
        "absent": asked.absent,
        "counter": asked.counter,
        "substitute": asked.substitute,
        "at": asked.at,
        "spans": msgspec.json.encode(asked.spans).decode(),
        "until": found.last,
        "accepted": found.accepted,
        "began": found.began,
        "ended": found.ended,
        "why": found.why.value if found.why else "",
        "declined": found.declined,
        "dropped": msgspec.json.encode(found.dropped).decode(),
        "sittings": msgspec.json.encode(
            [(at, _sheet(told, SubstitutionBegan, at)) for at in found.sat]
        ).decode(),
        "ended_sheet": _sheet(told, SubstitutionEnded, found.ended),
        "decisions": msgspec.json.encode(decisions).decode(),
    }


def _sheet(
    told: Sequence[StaffLink], kind: type[SubstitutionBegan | SubstitutionEnded], at: int | None
) -> str:
    """Return the number of the list that belongs to the beginning or the end that counts."""
    facts = [fact for _event, fact in told if isinstance(fact, kind)]
    return min((one.sheet for one in facts if _minute(one) == at), default="")


def _minute(fact: SubstitutionBegan | SubstitutionEnded) -> int | None:
    if isinstance(fact, SubstitutionBegan):
        return fact.at
    return fact.stop if fact.further else None


def _record_rows(event: Event, fact: StaffFact) -> list[dict[str, Any]]:
    if not isinstance(fact, RECORDS):
        return []
    people: tuple[str, ...] = ("",)
    if isinstance(fact, InspectionHeld):
        people = tuple(dict.fromkeys(fact.people)) or ("",)
    elif not isinstance(fact, InspectionFollowedUp):
        people = (fact.person,)
    row = {
        "event_id": event.event_id,
        "kind": fact.KIND,
        "subject": event.subject,
        "actor_id": event.actor_id,
        "at": fact.at,
        "due": fact.due if isinstance(fact, InspectionHeld) else "",
        "done": isinstance(fact, InspectionFollowedUp) and fact.done,
    }
    return [row | {"person": person} for person in people]
