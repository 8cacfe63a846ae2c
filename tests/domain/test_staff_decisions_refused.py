"""Everything that is refused of decisions, of sitting down and of discipline, each code beside its field."""

from typing import Any

import pytest

from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    CheckPresence,
    DecideSubstitution,
    EndSubstitution,
    FollowUpInspection,
    HoldInspection,
    RecordStanding,
    Rotate,
    StaffCommand,
)
from counter_app.domain.staff_events import Ending, Span, Standing
from tests.domain.staff_desk import (
    ABOVE,
    ANH,
    CHAIR,
    HEAD,
    MINH,
    MONDAY,
    RESERVE,
    Desk,
    Given,
    absent,
    accepted,
    approved,
    asked,
    away,
    begun,
    declined,
    later,
    over,
    question,
    refused,
    to_confirm,
    working,
)

Row = tuple[Given, type[StaffCommand], str, dict[str, Any], tuple[str, str | None]]
DAY = 24 * 60


def _decide(**changes: Any) -> dict[str, Any]:
    return {"request": "ask", "approved": True, **changes}


def _asked_by_head() -> Desk:
    desk = absent()
    desk.do(AskSubstitute, HEAD, "ask", **question())
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=True)
    return desk


DECISIONS: list[Row] = [
    (working, DecideSubstitution, CHAIR, _decide(), ("unknown_request", "request")),
    (asked, DecideSubstitution, CHAIR, _decide(), ("not_accepted", None)),
    (accepted, DecideSubstitution, ANH, _decide(), ("not_permitted", None)),
    (accepted, DecideSubstitution, MINH, _decide(), ("not_permitted", None)),
    (later(accepted(), contact=None), DecideSubstitution, CHAIR, _decide(), ("contact_too_old", None)),
    (
        later(accepted(), contact=MONDAY - 30 * DAY - 1),
        DecideSubstitution,
        CHAIR,
        _decide(),
        ("contact_too_old", None),
    ),
    (_asked_by_head, DecideSubstitution, HEAD, _decide(), ("approval_of_own_request", None)),
    (accepted, DecideSubstitution, ABOVE, _decide(), ("approver_not_next", None)),
    (
        away(accepted(), CHAIR, (Span(MONDAY, MONDAY + 60),)),
        DecideSubstitution,
        CHAIR,
        _decide(),
        ("approver_absent", None),
    ),
    (approved, DecideSubstitution, CHAIR, _decide(), ("already_decided", None)),
    (refused, DecideSubstitution, HEAD, _decide(), ("already_decided", None)),
    (declined, DecideSubstitution, CHAIR, _decide(), ("request_closed", None)),
    (later(accepted(), "03-05 17:00"), DecideSubstitution, CHAIR, _decide(), ("request_closed", None)),
    (accepted, DecideSubstitution, CHAIR, _decide(approved=False, ground=" "), ("text_missing", "ground")),
    (accepted, DecideSubstitution, CHAIR, _decide(ground="x" * 301), ("too_long", "ground")),
    (asked, BeginSubstitution, RESERVE, {"request": "ask"}, ("not_accepted", None)),
    (accepted, BeginSubstitution, RESERVE, {"request": "ask"}, ("substitution_early", None)),
    (begun, BeginSubstitution, ANH, {"request": "ask"}, ("not_asked_of_you", None)),
    (begun, BeginSubstitution, RESERVE, {"request": "ask"}, ("already_began", None)),
    (to_confirm, BeginSubstitution, RESERVE, {"request": "ask"}, ("already_began", None)),
    (refused, BeginSubstitution, RESERVE, {"request": "ask"}, ("request_closed", None)),
    (over, BeginSubstitution, RESERVE, {"request": "ask"}, ("request_closed", None)),
    (
        later(accepted(), "03-05 08:00"),
        BeginSubstitution,
        RESERVE,
        {"request": "ask", "sheet": "x" * 61},
        ("too_long", "sheet"),
    ),
    (begun, EndSubstitution, ANH, {"request": "ask", "why": Ending.RETURNED}, ("request_not_yours", None)),
    (begun, EndSubstitution, CHAIR, {"request": "ask", "why": Ending.RETURNED}, ("request_not_yours", None)),
    (over, EndSubstitution, RESERVE, {"request": "ask", "why": Ending.RETURNED}, ("request_closed", None)),
    (
        begun,
        EndSubstitution,
        MINH,
        {"request": "ask", "why": Ending.RETURNED, "sheet": "x" * 61},
        ("too_long", "sheet"),
    ),
]
LOOK: dict[str, Any] = {"surprise": True, "people": (MINH,), "strengths": "Đúng giờ"}
PRAISE: dict[str, Any] = {
    "person": MINH,
    "what": Standing.COMMENDED,
    "decision": "12/QĐ",
    "day": "2026-03-01",
    "text": "Tốt",
}
MOVE: dict[str, Any] = {
    "person": MINH,
    "to_counter": "Quầy 3",
    "from_day": "2026-03-09",
    "decision": "13/QĐ",
    "reason": "Định kỳ",
}
DISCIPLINE: list[Row] = [
    (working, CheckPresence, HEAD, {"person": HEAD, "present": True}, ("about_yourself", "person")),
    (working, CheckPresence, HEAD, {"person": "ai", "present": True}, ("unknown_person", "person")),
    (
        working,
        CheckPresence,
        HEAD,
        {"person": MINH, "present": False, "text": "x" * 1001},
        ("too_long", "text"),
    ),
    (working, HoldInspection, HEAD, {**LOOK, "people": ()}, ("people_missing", "people")),
    (working, HoldInspection, HEAD, {**LOOK, "people": (MINH,) * 61}, ("too_many_people", "people")),
    (working, HoldInspection, HEAD, {**LOOK, "people": ("ai",)}, ("unknown_person", "person")),
    (working, HoldInspection, HEAD, {**LOOK, "people": (MINH, HEAD)}, ("about_yourself", "people")),
    (working, HoldInspection, HEAD, {**LOOK, "strengths": " "}, ("text_missing", "faults")),
    (working, HoldInspection, HEAD, {**LOOK, "recommendations": "Sửa"}, ("bad_date", "due")),
    (working, HoldInspection, HEAD, {**LOOK, "due": "2026-03-01"}, ("day_past", "due")),
    (working, HoldInspection, HEAD, {**LOOK, "due": "2027-03-05"}, ("span_far", "due")),
    (working, HoldInspection, HEAD, {**LOOK, "footage": "x" * 301}, ("too_long", "footage")),
    (working, HoldInspection, HEAD, {**LOOK, "faults": "x" * 1001}, ("too_long", "faults")),
    (
        working,
        FollowUpInspection,
        HEAD,
        {"inspection": "x", "text": "Xong", "done": True},
        ("unknown_inspection", "inspection"),
    ),
    (working, RecordStanding, HEAD, {**PRAISE, "person": HEAD}, ("about_yourself", "person")),
    (working, RecordStanding, HEAD, {**PRAISE, "decision": " "}, ("text_missing", "decision")),
    (working, RecordStanding, HEAD, {**PRAISE, "day": "1/3/2026"}, ("bad_date", "day")),
    (working, RecordStanding, HEAD, {**PRAISE, "day": "2026-03-03"}, ("day_ahead", "day")),
    (working, RecordStanding, HEAD, {**PRAISE, "text": ""}, ("text_missing", "text")),
    (working, RecordStanding, HEAD, {**PRAISE, "decision": "x" * 301}, ("too_long", "decision")),
    (working, Rotate, HEAD, {**MOVE, "person": HEAD}, ("about_yourself", "person")),
    (working, Rotate, HEAD, {**MOVE, "to_counter": "Quầy 2"}, ("same_counter", "to_counter")),
    (working, Rotate, HEAD, {**MOVE, "to_counter": "x" * 61}, ("too_long", "to_counter")),
    (working, Rotate, HEAD, {**MOVE, "from_day": ""}, ("bad_date", "from_day")),
    (working, Rotate, HEAD, {**MOVE, "from_day": "2026-03-01"}, ("day_past", "from_day")),
    (working, Rotate, HEAD, {**MOVE, "from_day": "2027-03-05"}, ("span_far", "from_day")),
    (working, Rotate, HEAD, {**MOVE, "decision": ""}, ("text_missing", "decision")),
    (working, Rotate, HEAD, {**MOVE, "reason": " "}, ("text_missing", "reason")),
]


@pytest.mark.parametrize(("given", "kind", "actor", "answers", "refusal"), [*DECISIONS, *DISCIPLINE])
def test_what_is_refused_of_decisions(
    given: Given,
    kind: type[StaffCommand],
    actor: str,
    answers: dict[str, Any],
    refusal: tuple[str, str | None],
) -> None:
    assert given().refusal(kind, actor, **answers) == refusal
