"""What no counter lets pass about absences and inspections is quarantined, each with its reason."""

import sqlalchemy as sa

from counter_app.central import tables
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    AbsenceReason,
    Ending,
    InspectionFollowedUp,
    InspectionHeld,
    SubstituteAsked,
    SubstitutionEnded,
)
from tests.central.counters import RECEIVED, Counter
from tests.central.living import Living, enrolled
from tests.central.test_approvals import CHAIR, HEAD, MINH, RESERVE, SPANS, pushed

EARLIER = RECEIVED - 60


def away(pc: Counter, person: str, by: str) -> str:
    """Tell that somebody is away; return the absence."""
    absence = new_event_id()
    fact = AbsenceLogged(absence, person, RECEIVED, SPANS, False, "", AbsenceReason.SICK)
    pc.tell(fact, absence, by, event_id=absence)
    return absence


def test_a_return_into_the_past_is_another_s_word_with_a_reason(living: Living, address: str) -> None:
    pc, client = enrolled(living, address)
    absence = away(pc, MINH, HEAD)
    told = [
        (AbsenceEnded(absence, RECEIVED, EARLIER, "quên"), MINH, "back_past"),
        (AbsenceEnded(absence, EARLIER, EARLIER, "quên"), MINH, "moment_differs"),
        (AbsenceEnded(absence, RECEIVED, EARLIER), HEAD, "text_missing"),
        (AbsenceEnded(absence, RECEIVED, EARLIER, "ghi nhầm người"), HEAD, ""),
        (AbsenceEnded(absence, RECEIVED, RECEIVED), MINH, ""),
    ]
    codes = {pc.tell(fact, absence, who).event.event_id: code for fact, who, code in told}
    assert pushed(pc, client) == {event_id: code for event_id, code in codes.items() if code}
    client.close()


def test_a_return_told_before_its_absence_keeps_its_reason(living: Living, address: str) -> None:
    pc, client = enrolled(living, address)
    absence = new_event_id()
    early = pc.tell(AbsenceEnded(absence, RECEIVED, EARLIER, "ghi nhầm"), absence, HEAD).event.event_id
    assert pushed(pc, client) == {early: "unknown_absence"}
    fact = AbsenceLogged(absence, MINH, RECEIVED, SPANS, False, "", AbsenceReason.SICK)
    pc.tell(fact, absence, HEAD, event_id=absence)
    pushed(pc, client)
    with living.owner.connect() as connection:
        codes = connection.scalars(sa.select(tables.quarantine.c.code)).all()
    assert codes == ["unknown_absence"]  # it counts from now on, though its row stays
    client.close()


def test_an_approver_speaks_for_the_head_alone(living: Living, address: str) -> None:
    pc, client = enrolled(living, address)
    absence, request = away(pc, HEAD, CHAIR), new_event_id()
    other = away(pc, MINH, CHAIR)
    asked = SubstituteAsked(request, absence, HEAD, "Quầy 1", RESERVE, RECEIVED, SPANS)
    pc.tell(asked, request, CHAIR, event_id=request)
    pc.tell(SubstitutionEnded(request, RECEIVED, Ending.RETURNED, 0, ""), request, CHAIR)
    pc.tell(AbsenceEnded(absence, RECEIVED, RECEIVED), absence, CHAIR)
    assert pushed(pc, client) == {other: "absence_not_yours"}
    client.close()


def test_nobody_closes_the_inspection_of_himself(living: Living, address: str) -> None:
    pc, client = enrolled(living, address)
    held = new_event_id()
    seen = InspectionHeld(held, RECEIVED, True, (HEAD,), "", "2026-12-01", "", "muộn", "đúng giờ")
    pc.tell(seen, held, CHAIR, event_id=held)
    done = InspectionFollowedUp(held, RECEIVED, True, "xong")
    his = pc.tell(done, held, HEAD).event.event_id
    assert pushed(pc, client) == {his: "about_yourself"}
    again = pc.tell(done, held, HEAD).event.event_id  # the inspection is stored by now
    pc.tell(done, held, CHAIR)
    assert pushed(pc, client) == {his: "about_yourself", again: "about_yourself"}
    client.close()
