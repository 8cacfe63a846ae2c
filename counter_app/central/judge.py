"""Judging of stored facts: what is counted, what a person must read first. Undoes nothing (DESIGN §1.5)."""

import json
from collections.abc import Container, Mapping
from dataclasses import dataclass

from counter_app import typed_facts
from counter_app.domain import chain, codec, dossier, history, numbering, permissions, state_digest
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.fact_moments import check_moments, check_own_minute
from counter_app.domain.kinds import WITHOUT_DOSSIER, Fact, StaffFact
from counter_app.domain.moments import END_MINUTE
from counter_app.domain.numbering import Lane
from counter_app.domain.people import Grant, Role, roles_on
from counter_app.domain.staff import proof
from counter_app.domain.state_digest import PERSONAL_FIELDS
from counter_app.errors import Refused
from counter_app.wire import WireEvent

PUBLIC_FIELDS = state_digest.PUBLIC_FIELDS
_DOUBTFUL = ("U", "S")
_LATEST = 2**26  # minutes: the year 2097; a code's two digits of the year reach no further than 2099


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """What an installation may speak of: its agency's codes, its lanes by lane_id, its office's people.

    `today` is the centre's own day (YYYY-MM-DD): a fact made by a doubtful clock may be of that day too.
    """

    agency_id: str
    lanes: Mapping[str, Lane]
    people: frozenset[str]
    grants: tuple[Grant, ...]
    today: str


def personal_matches(link: WireEvent) -> bool:
    """Tell whether the personal data beside an event is what the chain has the digest of, or is absent."""
    return link.personal is None or chain.personal_digest(link.personal) == link.event.personal_digest


def judge(link: WireEvent, known: Container[str], where: Jurisdiction) -> Fact:
    """Return what an event says where it can be counted.

    `known` are the codes received before it. Raises Refused with the code of the quarantine: those of
    `typed_facts.join` and `history.check_place`, and personal_mismatch, unknown_person, not_permitted,
    subject_differs, bad_code, code_foreign, lane_foreign, training_serial, leaf_taken, bad_value,
    bad_moment, moment_differs.
    """
    event = link.event
    if not personal_matches(link):
        raise Refused("personal_mismatch")
    fact = typed_facts.join(event, link.personal)
    _check_claims(event, where)
    permissions.check_makes(_roles(event, event.happened_at // 60_000, where), type(fact))
    if isinstance(fact, StaffFact) and not proof.of_its_subject(event, fact):
        raise Refused("subject_differs")
    if isinstance(fact, WITHOUT_DOSSIER):
        _check_minutes(fact, event)
        if isinstance(fact, ClockCorrected):  # nor had he no such role until he named another day
            permissions.check_makes(_roles(event, fact.before, where), ClockCorrected)
        return fact
    if fact.code != event.subject:
        raise Refused("subject_differs")
    if isinstance(fact, DossierReceived) and not isinstance(fact, DossierCaptured):
        _check_code(fact, where)  # a leaf's is its book's to answer for (`book_docket`)
    if isinstance(fact, DossierCaptured) and event.subject in known:
        raise Refused("leaf_taken", code=event.subject)  # on two PCs: the paper is the same
    _check_storable(event)
    _check_minutes(fact, event)
    history.check_place(fact, event, known=event.subject in known)
    return fact


def _check_claims(event: Event, where: Jurisdiction) -> None:
    if event.actor_id not in where.people:
        raise Refused("unknown_person")
    if event.happened_at // 60_000 >= END_MINUTE:  # the clock of no counter, however wrong
        raise Refused("bad_moment")


def _check_minutes(fact: Fact, event: Event) -> None:
    check_moments(fact)  # a counter would not count it either
    check_own_minute(fact, event.happened_at)  # nor this


def _roles(event: Event, minute: int, where: Jurisdiction) -> frozenset[Role]:
    """Return what the actor was on the day of `minute`; what he is today too, where the clock was unsure."""
    held = roles_on(where.grants, event.actor_id, dossier.local_day(minute))
    if event.clock in _DOUBTFUL:
        held |= roles_on(where.grants, event.actor_id, where.today)
    return held


def public(value: Dossier) -> dict[str, object]:
    """Return a dossier's public fields as a row's values."""
    row = {name: getattr(value, name) for name in PUBLIC_FIELDS}
    return row | {
        "channel": value.channel.value,
        "return_by": value.return_by.value,
        "state": int(value.state),
    }


def from_public(row: Mapping[str, object]) -> Dossier:
    """Return the dossier that a row of public fields tells of."""
    values = {name: row[name] for name in PUBLIC_FIELDS}
    return codec.read(Dossier, values | dict.fromkeys(PERSONAL_FIELDS, ""), "dossier")


def _check_code(fact: DossierReceived, where: Jurisdiction) -> None:
    """Refuse a code that is not the agency's, of the reception's day and of one of the caller's lanes."""
    if not (0 <= fact.received < _LATEST and 0 <= fact.due < _LATEST):
        raise Refused("bad_value", "received")
    day = dossier.local_day(fact.received)
    serial = numbering.parse_code(fact.code).serial
    numbering.check_official(serial)
    if fact.code != numbering.format_code(where.agency_id, day, serial):
        raise Refused("code_foreign")
    lane = where.lanes.get(fact.lane)
    if lane is None or not numbering.gives(lane, fact.code):
        raise Refused("lane_foreign")


def _check_storable(event: Event) -> None:
    # Only a body that writes the escape can hold the letter.
    if "\\u0000" in event.body and any(
        isinstance(value, str) and "\0" in value for value in json.loads(event.body).values()
    ):
        raise Refused("bad_value")
