"""What a modified client may not tell of people: each is quarantined with the reason that a PC would give."""

import dataclasses

from counter_app.domain.events import Personal
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import StaffFact
from counter_app.domain.staff_events import (
    AbsenceLogged,
    AbsenceReason,
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    Standing,
    StandingRecorded,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
)
from counter_app.wire import WireEvent
from tests.central.counters import RECEIVED
from tests.central.living import enrolled
from tests.central.test_approvals import CHAIR, HEAD, LATER, MINH, RESERVE, SPANS, Scene, codes, pushed, scene

__all__ = ["scene"]


def told(scene: Scene, fact: StaffFact, actor: str = HEAD, subject: str = "", *, begins: bool = False) -> str:
    """Put a fact on record at `here`; return its event's id."""
    event_id = subject if begins else new_event_id()
    return scene.here.tell(fact, subject or event_id, actor, event_id=event_id).event.event_id


def asked(absent: str, substitute: str) -> SubstituteAsked:
    return SubstituteAsked(new_event_id(), new_event_id(), absent, "Quầy 2", substitute, RECEIVED, SPANS)


def away(person: str, reason: AbsenceReason, text: str = "") -> AbsenceLogged:
    return AbsenceLogged(new_event_id(), person, RECEIVED, SPANS, True, "", reason, text)


def about(person: str) -> list[StaffFact]:
    """Return a measure, a look and a move about somebody."""
    return [
        StandingRecorded(person, RECEIVED, Standing.COMMENDED, "1/QĐ", "2026-11-18", "tận tụy"),
        PresenceChecked(person, "Quầy 1", RECEIVED, True),
        PersonRotated(person, RECEIVED, "Quầy 1", "", "2026-11-20", "2/QĐ", "luân chuyển"),
    ]


def test_nobody_is_judge_of_himself_or_of_nobody(scene: Scene) -> None:
    held = InspectionHeld(new_event_id(), RECEIVED, True, (HEAD, MINH), faults="x")
    stranger = dataclasses.replace(held, inspection=new_event_id(), people=("nobody",))
    expected = {told(scene, fact): "about_yourself" for fact in about(HEAD)}
    expected |= {told(scene, fact): "unknown_person" for fact in about("nobody")}
    expected[told(scene, held, subject=held.inspection, begins=True)] = "about_yourself"
    expected[told(scene, stranger, subject=stranger.inspection, begins=True)] = "unknown_person"
    for fact in about(MINH):
        told(scene, fact)
    assert scene.push() == expected


def test_an_inspection_is_followed_up_only_where_there_was_one(scene: Scene, address: str) -> None:
    away_pc, client = enrolled(scene.living, address)
    held = InspectionHeld(new_event_id(), RECEIVED, True, (MINH,), faults="x")
    followed = InspectionFollowedUp(held.inspection, RECEIVED, True, "đã sửa")
    early = away_pc.tell(followed, held.inspection, HEAD).event.event_id
    assert pushed(away_pc, client) == {early: "unknown_inspection"}
    told(scene, held, subject=held.inspection, begins=True)
    told(scene, followed, subject=held.inspection)
    assert scene.push() == {}  # and the early one waits no longer
    assert codes(scene.living) == ["unknown_inspection"]
    client.close()


def test_a_substitute_is_another_and_an_officer(scene: Scene) -> None:
    expected: dict[str, str] = {}
    for fact, code in (
        (asked(MINH, MINH), "substitute_himself"),
        (asked(MINH, LATER), "substitute_no_officer"),
        (asked(MINH, "nobody"), "substitute_no_officer"),
        (asked("nobody", RESERVE), "unknown_person"),
        (asked(MINH, RESERVE), ""),
    ):
        expected[told(scene, fact, subject=fact.request, begins=True)] = code
    assert scene.push() == {event_id: code for event_id, code in expected.items() if code}


def test_nobody_sits_down_or_is_approved_before_his_yes(scene: Scene) -> None:
    fact = asked(MINH, RESERVE)
    told(scene, fact, subject=fact.request, begins=True)
    sat = SubstitutionBegan(fact.request, RECEIVED, False, 0, "")
    early = told(scene, sat, RESERVE, fact.request)
    approved = told(scene, scene.decided(fact), CHAIR, fact.request)
    told(scene, SubstituteAnswered(fact.request, RECEIVED, True), RESERVE, fact.request)
    told(scene, sat, RESERVE, fact.request)
    assert scene.push() == {early: "not_accepted", approved: "not_accepted"}


def test_each_fact_bears_the_minute_of_its_event(scene: Scene) -> None:
    """Whoever sat down an hour later cannot have sat there from the beginning."""
    fact = asked(MINH, RESERVE)
    told(scene, fact, subject=fact.request, begins=True)
    told(scene, SubstituteAnswered(fact.request, RECEIVED, True), RESERVE, fact.request)
    earlier = SubstitutionBegan(fact.request, RECEIVED - 60, False, 0, "")
    expected = {told(scene, earlier, RESERVE, fact.request): "moment_differs"}
    for one in about(MINH):
        expected[told(scene, dataclasses.replace(one, at=RECEIVED - 60))] = "moment_differs"
    assert scene.push() == expected


def test_another_reason_says_which(scene: Scene) -> None:
    blank, said = away(MINH, AbsenceReason.OTHER, " "), away(MINH, AbsenceReason.OTHER, "việc làng")
    bare = told(scene, blank, MINH, blank.absence, begins=True)
    told(scene, said, MINH, said.absence, begins=True)
    sick = away(MINH, AbsenceReason.SICK)
    told(scene, sick, MINH, sick.absence, begins=True)
    assert scene.push() == {bare: "text_missing"}


def test_what_was_purged_is_not_missing(scene: Scene) -> None:
    ill = away(MINH, AbsenceReason.SICK)
    told(scene, ill, MINH, ill.absence, begins=True)
    whole = scene.here.links[-1]
    assert isinstance(whole.personal, Personal)
    scene.here.links[-1] = WireEvent(whole.event, None)
    assert scene.push() == {}


def test_a_refusal_needs_no_yes(scene: Scene) -> None:
    fact = asked(MINH, RESERVE)
    told(scene, fact, subject=fact.request, begins=True)
    told(scene, scene.decided(fact, approved=False, ground="không cần"), CHAIR, fact.request)
    assert scene.push() == {}
