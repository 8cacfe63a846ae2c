"""What commands about people put on record, from the absence to the counter given back."""

from typing import Any

import pytest

from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    CheckPresence,
    DecideSubstitution,
    EndAbsence,
    EndSubstitution,
    FollowUpInspection,
    HoldInspection,
    LogAbsence,
    RecordStanding,
    Rotate,
)
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    Ending,
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    Span,
    Standing,
    StandingRecorded,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionEnded,
)
from counter_app.errors import Refused
from tests.domain.lives import minute
from tests.domain.staff_desk import (
    ANH,
    CHAIR,
    HEAD,
    MINH,
    MONDAY,
    RESERVE,
    SICK,
    THURSDAY,
    Desk,
    absent,
    accepted,
    approved,
    asked,
    begun,
    declined,
    question,
    refused,
    to_confirm,
)


def state(desk: Desk, name: str = "ask") -> RequestState:
    return desk.request(name).state(desk.now)


def test_the_head_logs_what_began_this_morning() -> None:
    spans = (Span(minute("03-02 08:00"), minute("03-02 12:00")),)
    found = Desk().judged(
        LogAbsence, HEAD, "a", person=MINH, spans=spans, planned=False, text=" Sốt ", **SICK
    )
    assert found == [AbsenceLogged("a", MINH, MONDAY, spans, planned=False, text="Sốt", **SICK)]


def test_what_is_to_come_of_an_absence_is_asked_for() -> None:
    desk = absent().at("03-05 09:30")
    rest = (Span(desk.now, THURSDAY[0].end),)
    found = desk.judged(AskSubstitute, HEAD, "r", **question())
    assert found == [SubstituteAsked("r", "away", MINH, "Quầy 2", RESERVE, desk.now, rest)]
    late = (Span(minute("03-05 13:00"), minute("03-05 17:00")),)
    assert desk.judged(AskSubstitute, HEAD, "r", **question(spans=late))[0] == SubstituteAsked(
        "r", "away", MINH, "Quầy 2", RESERVE, desk.now, late
    )


def test_from_the_question_to_the_end() -> None:
    told = [absent(), asked(), accepted(), approved(), begun()]
    assert [state(desk) for desk in told[1:]] == [
        RequestState.ASKED,
        RequestState.ACCEPTED,
        RequestState.APPROVED,
        RequestState.ACTIVE,
    ]
    assert [state(declined()), state(refused()), state(to_confirm())] == [
        RequestState.DECLINED,
        RequestState.REFUSED,
        RequestState.TO_CONFIRM,
    ]
    assert state(accepted().at("03-05 17:00")) is RequestState.EXPIRED
    assert state(begun().at("03-05 17:00")) is RequestState.ENDED


def test_the_substitute_takes_counter_and_dossiers_and_gives_them_back() -> None:
    desk = approved().at("03-05 07:50")
    desk.dossiers = {MINH: 12, RESERVE: 3}
    taken = desk.judged(BeginSubstitution, RESERVE, request="ask", sheet=" TT-1 ")
    assert taken == [SubstitutionBegan("ask", desk.now, confirmed=True, dossiers=12, sheet="TT-1")]
    desk.do(BeginSubstitution, RESERVE, request="ask")
    assert desk.at("03-05 08:00").roster.responsible(MINH, desk.now) == RESERVE
    given = desk.judged(EndSubstitution, RESERVE, request="ask", why=Ending.NOT_ABLE)
    assert given == [SubstitutionEnded("ask", desk.now, Ending.NOT_ABLE, 12, "")]
    assert desk.roster.responsible(MINH, THURSDAY[0].end) == MINH


def test_he_sits_down_at_once_and_is_confirmed_later() -> None:
    desk = to_confirm()
    assert desk.roster.responsible(MINH, desk.now) == RESERVE
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    assert state(desk) is RequestState.ACTIVE


@pytest.mark.parametrize("approved", [True, False])
def test_a_day_that_is_over_can_still_be_decided(approved: bool) -> None:
    desk = to_confirm().at("03-06 08:00")
    desk.do(DecideSubstitution, HEAD, request="ask", approved=approved, ground="Đã xem lại")
    assert desk.request("ask").spans == THURSDAY  # nothing that he received is undone
    assert state(desk) is (RequestState.ENDED if approved else RequestState.REFUSED)


def test_a_refusal_ends_it_from_then_on() -> None:
    desk = to_confirm()
    desk.do(DecideSubstitution, HEAD, request="ask", approved=False, ground="Không đúng lĩnh vực")
    roster = desk.roster
    assert roster.responsible(MINH, desk.now - 1) == RESERVE
    assert roster.responsible(MINH, desk.now) == MINH


def test_a_no_takes_back_a_yes() -> None:
    desk = approved()
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=False, text="Có việc gấp")
    assert state(desk) is RequestState.DECLINED
    at_another_pc = SubstituteAnswered("ask", desk.now, accepted=True)
    desk.tell(at_another_pc, "ask", RESERVE, "z", at=desk.now + 1)
    assert state(desk) is RequestState.DECLINED


@pytest.mark.parametrize("actor", [RESERVE, MINH, HEAD])
def test_who_may_end_it(actor: str) -> None:
    desk = begun()
    desk.do(EndSubstitution, actor, request="ask", why=Ending.RETURNED)
    assert state(desk) is RequestState.ENDED


def test_who_is_back_gets_his_counter_back() -> None:
    desk = begun()
    desk.dossiers = {MINH: 4}
    found = desk.judged(EndAbsence, MINH, absence="away", back=desk.now, sheet="TT-2")
    assert found == [
        AbsenceEnded("away", desk.now, desk.now),
        SubstitutionEnded("ask", desk.now, Ending.RETURNED, 4, "TT-2"),
    ]


def test_who_comes_back_later_keeps_his_substitute_until_then() -> None:
    one = minute("03-05 13:00")
    for desk, why in ((begun(), Ending.RETURNED), (approved(), Ending.NOT_NEEDED)):
        desk.do(EndAbsence, MINH, absence="away", back=one)
        assert (desk.request("ask").ended, desk.request("ask").why) == (one, why)
        assert desk.request("ask").state(one - 1) in (RequestState.ACTIVE, RequestState.APPROVED)
    desk = begun()
    desk.do(EndAbsence, MINH, absence="away", back=one)  # at 09:00
    assert desk.roster.responsible(MINH, one - 1) == RESERVE
    desk.at("03-05 13:00")
    assert state(desk) is RequestState.ENDED
    assert not desk.roster.covering(RESERVE, desk.now)
    assert desk.roster.responsible(MINH, desk.now) == MINH


def test_an_absence_called_off_needs_no_substitute() -> None:
    desk = asked()
    desk.do(EndAbsence, HEAD, absence="away", back=desk.now)
    assert desk.absence("away").standing == ()
    assert desk.request("ask").why is Ending.NOT_NEEDED


def test_the_head_puts_yesterday_s_return_right() -> None:
    desk = absent().at("03-06 09:00")
    back = minute("03-05 13:00")
    desk.do(EndAbsence, HEAD, absence="away", back=back, text="Minh làm từ 13 giờ, quên ghi")
    assert desk.absence("away").standing == (Span(THURSDAY[0].begin, back),)


def test_a_substitute_who_falls_ill_is_stood_in_for() -> None:
    desk = begun()
    rest = (Span(desk.now, THURSDAY[0].end),)
    desk.do(LogAbsence, HEAD, "ill", person=RESERVE, spans=rest, planned=False, **SICK)
    desk.do(AskSubstitute, HEAD, "chain", absence="ill", counter="Quầy 2", substitute=ANH)
    desk.do(AnswerSubstitution, ANH, request="chain", accepted=True)
    desk.do(BeginSubstitution, ANH, request="chain")
    assert desk.roster.responsible(MINH, desk.now) == ANH


def test_presence() -> None:
    desk = Desk()
    found = desk.judged(CheckPresence, HEAD, "p", person=MINH, present=False, text=" Chưa có mặt ")
    assert found == [PresenceChecked(MINH, "Quầy 2", MONDAY, present=False, text="Chưa có mặt")]


def test_an_inspection_and_its_follow_up() -> None:
    desk = Desk()
    said: dict[str, Any] = {"surprise": True, "people": (MINH, ANH, MINH), "recommendations": "Đeo biển tên"}
    name = desk.do(HoldInspection, HEAD, **said, due="2026-03-09", footage="Camera 2, 08:15")
    held = desk.links[name][0][1]
    assert isinstance(held, InspectionHeld)
    assert (held.people, held.due, held.footage) == ((MINH, ANH), "2026-03-09", "Camera 2, 08:15")
    done = desk.judged(FollowUpInspection, HEAD, inspection=name, text="Đã đeo", done=True)
    assert done == [InspectionFollowedUp(name, MONDAY, done=True, text="Đã đeo")]


def test_a_commendation_by_its_decision() -> None:
    said: dict[str, Any] = {"person": MINH, "what": Standing.COMMENDED, "decision": "12/QĐ", "text": "Tốt"}
    found = Desk().judged(RecordStanding, CHAIR, day="2026-03-02", **said)
    assert found == [StandingRecorded(MINH, MONDAY, Standing.COMMENDED, "12/QĐ", "2026-03-02", "Tốt")]


def test_a_reminder_needs_no_decision_and_a_measure_does() -> None:
    said: dict[str, Any] = {"person": MINH, "day": "2026-03-02", "decision": "", "text": "Đến muộn"}
    found = Desk().judged(RecordStanding, HEAD, what=Standing.REMINDED, **said)
    assert found == [StandingRecorded(MINH, MONDAY, Standing.REMINDED, "", "2026-03-02", "Đến muộn")]
    with pytest.raises(Refused, match="text_missing"):
        Desk().judged(RecordStanding, HEAD, what=Standing.DISCIPLINED, **said)


def test_a_rotation_moves_where_he_sits() -> None:
    desk = Desk()
    move: dict[str, Any] = {"person": MINH, "to_counter": "Quầy 3", "decision": "13/QĐ", "reason": "Định kỳ"}
    name = desk.do(Rotate, HEAD, from_day="2026-03-09", **move)
    assert desk.links[name][0][1] == PersonRotated(
        MINH, MONDAY, "Quầy 2", "Quầy 3", "2026-03-09", "13/QĐ", "Định kỳ"
    )
    assert desk.roster.counter_of(MINH, "2026-03-08") == "Quầy 2"
    assert desk.roster.counter_of(MINH, "2026-03-09") == "Quầy 3"
