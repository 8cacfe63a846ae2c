"""Who says that somebody is away or back, and what early returns leave of absences and substitutions."""

from typing import Any

import pytest

from counter_app.domain.staff.approvers import next_approvers
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    EndAbsence,
    FollowUpInspection,
    HoldInspection,
    LogAbsence,
    Rotate,
)
from counter_app.domain.staff.coverage import Cover, coverage
from counter_app.domain.staff.ranking import candidates
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import Ending, Span, SubstituteAnswered
from tests.domain.lives import minute
from tests.domain.staff_desk import (
    ABOVE,
    ANH,
    CHAIR,
    HEAD,
    MINH,
    RESERVE,
    SICK,
    THURSDAY,
    Desk,
    absent,
    accepted,
    asked,
    begun,
)

TUESDAYS = tuple(Span(minute(f"03-{day} 13:00"), minute(f"03-{day} 17:00")) for day in ("03", "10", "17"))
FIRST, SECOND, THIRD = TUESDAYS
THREE = minute("03-03 15:00")


def on_tuesdays() -> Desk:
    """Minh is away on three Tuesday afternoons; the reserve has sat down on the first."""
    desk = Desk()
    desk.do(LogAbsence, MINH, "away", person=MINH, spans=TUESDAYS, **SICK)
    desk.do(AskSubstitute, MINH, "ask", absence="away", counter="Quầy 2", substitute=RESERVE)
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=True)
    desk.at("03-03 12:50")
    desk.do(BeginSubstitution, RESERVE, request="ask")
    return desk.at("03-03 15:00")


def test_a_return_on_one_tuesday_leaves_the_later_ones() -> None:
    desk = on_tuesdays()
    desk.do(EndAbsence, MINH, absence="away")
    left = (Span(FIRST.begin, THREE), SECOND, THIRD)
    assert desk.absence("away").standing == left
    assert desk.request("ask").spans == left
    assert desk.roster.responsible(MINH, THREE) == MINH
    assert desk.roster.responsible(MINH, SECOND.begin) == MINH  # nobody has sat down for that one
    desk.at("03-10 12:50").do(BeginSubstitution, RESERVE, request="ask")
    assert desk.roster.responsible(MINH, SECOND.begin) == RESERVE
    cells = {
        (cell.begin, cell.person) for cell in coverage(desk.roster, "2026-03-03", "2026-03-03")
        if cell.counter == "Quầy 2"
    }  # fmt: skip
    assert (THREE, MINH) in cells


def test_between_two_of_them_the_next_is_called_off() -> None:
    desk = on_tuesdays().at("03-05 09:00")
    desk.do(EndAbsence, MINH, absence="away")
    assert desk.absence("away").standing == (FIRST, THIRD)
    assert desk.request("ask").spans == (FIRST, THIRD)
    desk.do(EndAbsence, MINH, absence="away", back=THIRD.begin)
    assert desk.absence("away").standing == (FIRST,)
    assert desk.request("ask").state(desk.now) is RequestState.ENDED


def test_all_further_ones_are_called_off_where_it_is_asked_for() -> None:
    desk = on_tuesdays()
    desk.do(EndAbsence, MINH, absence="away", further=True)
    assert desk.absence("away").standing == (Span(FIRST.begin, THREE),)
    assert desk.request("ask").state(desk.now) is RequestState.ENDED


def test_what_two_pcs_say_of_the_same_return_calls_off_nothing_more() -> None:
    desk = on_tuesdays()
    for back in (THREE + 30, THREE):
        desk.do(EndAbsence, MINH, absence="away", back=back)
    assert desk.absence("away").standing == (Span(FIRST.begin, THREE), SECOND, THIRD)


def test_nobody_puts_his_own_return_into_the_past() -> None:
    desk = absent().at("03-05 16:59")
    for back in (minute("03-05 00:00"), desk.now - 1):
        assert desk.refusal(EndAbsence, MINH, absence="away", back=back, text="x") == ("back_past", "back")
    desk.do(EndAbsence, MINH, absence="away")
    assert desk.absence("away").standing == (Span(THURSDAY[0].begin, desk.now),)


def test_another_s_return_into_the_past_has_its_reason() -> None:
    desk = absent().at("03-05 16:59")
    back = THURSDAY[0].begin
    for text in ("", "  "):
        assert desk.refusal(EndAbsence, HEAD, absence="away", back=back, text=text) == (
            "text_missing",
            "text",
        )
    fact = desk.judged(EndAbsence, HEAD, absence="away", back=back, text="Ghi nhầm người")[0]
    assert getattr(fact, "text", "") == "Ghi nhầm người"


def test_who_was_asked_until_the_return_is_not_offered_again() -> None:
    desk = asked()
    desk.do(EndAbsence, MINH, absence="away", back=minute("03-05 13:00"))
    offered = [one.person_id for one in candidates(desk.roster, desk.absence("away"), "Quầy 2")]
    assert offered == [HEAD, ANH]


@pytest.mark.parametrize("no", ["03-05 07:40", "03-05 08:30"])
def test_a_no_at_another_pc_ends_what_began_here(no: str) -> None:
    desk = accepted().at("03-05 07:50")
    desk.do(BeginSubstitution, RESERVE, request="ask")
    desk.tell(SubstituteAnswered("ask", minute(no), accepted=False), "ask", RESERVE, "no", minute(no))
    desk.at("03-05 09:00")
    found = desk.request("ask")
    assert (found.state(desk.now), found.active(desk.now)) == (RequestState.DECLINED, False)
    assert found.active(minute("03-05 08:10")) is (no > "03-05 08:10")
    assert desk.roster.responsible(MINH, desk.now) == MINH
    (cell,) = [
        one for one in coverage(desk.roster, "2026-03-05", "2026-03-05")
        if one.counter == "Quầy 2" and one.begin <= desk.now < one.end
    ]  # fmt: skip
    assert cell.cover is Cover.UNCOVERED
    desk.do(AskSubstitute, HEAD, absence="away", counter="Quầy 2", substitute=ANH)


def test_a_return_said_twice_counts_once() -> None:
    desk = begun()
    desk.do(EndAbsence, MINH, absence="away", back=minute("03-05 14:00"))
    desk.do(EndAbsence, HEAD, absence="away", back=minute("03-05 11:00"))
    assert desk.request("ask").ended == minute("03-05 11:00")


def test_an_approver_speaks_for_the_head_of_the_desk_alone() -> None:
    desk = Desk().at("03-05 07:40")
    spans = (Span(desk.now, minute("03-05 17:00")),)
    ill: dict[str, Any] = {"spans": spans, "planned": False, **SICK}
    for who, person in ((ANH, HEAD), (CHAIR, MINH)):
        assert desk.refusal(LogAbsence, who, person=person, **ill) == ("absence_not_yours", "person")
    desk.do(LogAbsence, CHAIR, "ill", person=HEAD, **ill)
    (cell,) = [
        one for one in coverage(desk.roster, "2026-03-05", "2026-03-05")
        if one.counter == "Quầy 1" and one.begin <= minute("03-05 09:00") < one.end
    ]  # fmt: skip
    assert cell.cover is Cover.UNCOVERED
    desk.do(AskSubstitute, CHAIR, "ask", absence="ill", counter="Quầy 1", substitute=ANH)
    desk.do(AnswerSubstitution, ANH, request="ask", accepted=True)
    desk.contact = desk.now
    refused = desk.refusal(DecideSubstitution, CHAIR, request="ask", approved=True)
    assert refused == ("approval_of_own_request", None)
    assert next_approvers(desk.roster, desk.request("ask")) == (ABOVE,)
    desk.do(DecideSubstitution, ABOVE, request="ask", approved=True)
    desk.do(EndAbsence, CHAIR, absence="ill")
    assert desk.request("ask").why is Ending.NOT_NEEDED


def test_nobody_closes_the_inspection_of_himself() -> None:
    desk = Desk()
    desk.do(HoldInspection, CHAIR, "seen", surprise=True, people=(HEAD,), faults="x", due="2026-03-10")
    told: dict[str, Any] = {"inspection": "seen", "text": "xong", "done": True}
    assert desk.refusal(FollowUpInspection, HEAD, **told) == ("about_yourself", "inspection")
    desk.do(FollowUpInspection, CHAIR, **told)


def test_what_was_forgotten_yesterday_is_logged_by_the_head_with_the_reason() -> None:
    desk = Desk().at("03-06 08:00")
    yesterday = (Span(minute("03-05 13:00"), minute("03-05 17:00")),)
    said: dict[str, Any] = {"person": MINH, "spans": yesterday, "planned": False, **SICK}
    assert desk.refusal(LogAbsence, MINH, **said, text="quên") == ("span_past", "spans")
    assert desk.refusal(LogAbsence, HEAD, **said) == ("text_missing", "text")
    assert desk.refusal(LogAbsence, HEAD, **{**said, "planned": True}, text="quên") == ("span_past", "spans")
    desk.do(LogAbsence, HEAD, "late", **said, text="Hôm qua chưa kịp ghi")
    assert desk.absence("late").standing == yesterday
    desk.at("04-08 08:00")
    assert desk.refusal(LogAbsence, HEAD, **said, text="quên") == ("span_past", "spans")


def test_nobody_is_moved_to_a_counter_that_is_not_there() -> None:
    desk = Desk()
    move: dict[str, Any] = {"person": MINH, "from_day": "2026-03-09", "decision": "1", "reason": "x"}
    refused = desk.refusal(Rotate, HEAD, to_counter="Quầy 22", **move)
    assert refused == ("unknown_counter", "to_counter")
    desk.do(Rotate, HEAD, to_counter="Quầy 22", opens=True, **move)
    desk.do(Rotate, HEAD, to_counter="Quầy 22", **{**move, "person": ANH})
