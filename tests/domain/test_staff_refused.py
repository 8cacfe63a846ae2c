"""Everything that is refused of absences and of asking for substitutes, with its code beside its field."""

from typing import Any

import pytest

from counter_app.domain.staff.absences import MAX_SPANS
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    EndAbsence,
    LogAbsence,
    StaffCommand,
)
from counter_app.domain.staff_events import AbsenceReason, Span
from tests.domain.lives import minute
from tests.domain.staff_desk import (
    ABOVE,
    ANH,
    CHAIR,
    HEAD,
    INSPECTOR,
    MINH,
    MONDAY,
    RESERVE,
    SICK,
    THURSDAY,
    Desk,
    Given,
    absent,
    accepted,
    asked,
    away,
    begun,
    declined,
    later,
    question,
    working,
)

Row = tuple[Given, type[StaffCommand], str, dict[str, Any], tuple[str, str | None]]
DAY = 24 * 60


def _log(**changes: Any) -> dict[str, Any]:
    return {"person": MINH, "spans": THURSDAY, **SICK, **changes}


def _covering_elsewhere() -> Desk:
    """The reserve has said yes to Anh for the same Thursday, and then yes is asked of him for Minh."""
    desk = asked()
    desk.do(LogAbsence, ANH, "away-2", person=ANH, spans=THURSDAY, **SICK)
    desk.do(AskSubstitute, ANH, "ask-2", absence="away-2", counter="Quầy 3", substitute=RESERVE)
    desk.do(AnswerSubstitution, RESERVE, request="ask-2", accepted=True)
    return desk


def _two_asked() -> Desk:
    """Anh and the reserve are both asked for Minh; the reserve has said yes."""
    desk = asked()
    desk.do(AskSubstitute, MINH, "ask-2", **question(substitute=ANH))
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=True)
    return desk


def _called_off() -> Desk:
    desk = absent()
    desk.do(EndAbsence, MINH, absence="away", back=MONDAY)
    return desk


def _rows(*times: tuple[str, str]) -> tuple[Span, ...]:
    return tuple(Span(minute(begin), minute(end)) for begin, end in times)


MANY = tuple(Span(minute("03-05 08:00") + n * DAY, minute("03-05 09:00") + n * DAY) for n in range(61))
ABSENCES: list[Row] = [
    (working, LogAbsence, MINH, _log(person="ai"), ("unknown_person", "person")),
    (working, LogAbsence, ANH, _log(), ("absence_not_yours", "person")),
    (working, LogAbsence, CHAIR, _log(), ("absence_not_yours", "person")),
    (working, LogAbsence, MINH, _log(spans=()), ("spans_missing", "spans")),
    (working, LogAbsence, MINH, _log(spans=MANY), ("too_many_spans", "spans")),
    (working, LogAbsence, MINH, _log(spans=(Span(2**60, 2**61),)), ("bad_moment", "spans")),
    (working, LogAbsence, MINH, _log(spans=(Span(MONDAY, MONDAY),)), ("bad_span", "spans")),
    (working, LogAbsence, MINH, _log(spans=(Span(MONDAY + 2, MONDAY + 1),)), ("bad_span", "spans")),
    (
        working,
        LogAbsence,
        MINH,
        _log(spans=_rows(("03-05 08:00", "03-05 12:00"), ("03-05 11:59", "03-05 17:00"))),
        ("spans_overlap", "spans"),
    ),
    (
        working,
        LogAbsence,
        MINH,
        _log(spans=_rows(("03-06 08:00", "03-06 12:00"), ("03-05 08:00", "03-05 12:00"))),
        ("spans_overlap", "spans"),
    ),
    (working, LogAbsence, MINH, _log(spans=(Span(MONDAY, MONDAY + 366 * DAY + 1),)), ("span_far", "spans")),
    (working, LogAbsence, MINH, _log(spans=_rows(("03-02 08:00", "03-02 17:00"))), ("span_past", "spans")),
    (
        working,
        LogAbsence,
        MINH,
        _log(spans=_rows(("03-01 08:00", "03-02 17:00")), planned=False),
        ("span_past", "spans"),
    ),
    (absent, LogAbsence, HEAD, _log(), ("already_absent", "spans")),
    (working, LogAbsence, MINH, _log(reason=AbsenceReason.OTHER, text=" "), ("text_missing", "text")),
    (working, LogAbsence, MINH, _log(text="x" * 1001), ("too_long", "text")),
    (working, LogAbsence, MINH, _log(text="\x00"), ("bad_characters", "text")),
    (working, LogAbsence, MINH, _log(document="x"), ("bad_scan", "document")),
    (working, EndAbsence, MINH, {"absence": "away", "back": MONDAY}, ("unknown_absence", "absence")),
    (absent, EndAbsence, ANH, {"absence": "away", "back": MONDAY}, ("absence_not_yours", "person")),
    (_called_off, EndAbsence, MINH, {"absence": "away", "back": MONDAY}, ("absence_over", None)),
    (absent, EndAbsence, MINH, {"absence": "away", "back": 2**60}, ("bad_moment", "back")),
    (absent, EndAbsence, MINH, {"absence": "away", "back": THURSDAY[0].end}, ("back_late", "back")),
    (
        later(absent(), "03-06 09:00"),
        EndAbsence,
        MINH,
        {"absence": "away", "back": minute("03-05 10:00")},
        ("back_past", "back"),
    ),
    (absent, EndAbsence, MINH, {"absence": "away", "back": MONDAY, "text": "x" * 1001}, ("too_long", "text")),
    (absent, EndAbsence, MINH, {"absence": "away", "back": MONDAY, "sheet": "x" * 61}, ("too_long", "sheet")),
]
NO_OFFICER: list[Row] = [
    (absent, AskSubstitute, MINH, question(substitute=one), ("substitute_no_officer", "substitute"))
    for one in (CHAIR, ABOVE, INSPECTOR)
]
QUESTIONS: list[Row] = [
    *NO_OFFICER,
    (working, AskSubstitute, MINH, question(), ("unknown_absence", "absence")),
    (absent, AskSubstitute, ANH, question(), ("absence_not_yours", "person")),
    (_called_off, AskSubstitute, MINH, question(), ("absence_over", "absence")),
    (later(absent(), "03-05 17:00"), AskSubstitute, MINH, question(), ("absence_over", "absence")),
    (
        absent,
        AskSubstitute,
        MINH,
        question(spans=_rows(("03-05 08:00", "03-05 17:01"))),
        ("spans_outside_absence", "spans"),
    ),
    (absent, AskSubstitute, MINH, question(spans=(Span(1, 0),)), ("bad_moment", "spans")),
    (
        later(absent(), "03-05 13:00"),
        AskSubstitute,
        MINH,
        question(spans=_rows(("03-05 08:00", "03-05 12:00"))),
        ("spans_outside_absence", "spans"),
    ),
    (absent, AskSubstitute, MINH, question(counter="Quầy 3"), ("not_his_counter", "counter")),
    (absent, AskSubstitute, MINH, question(counter=""), ("not_his_counter", "counter")),
    (absent, AskSubstitute, MINH, question(substitute="ai"), ("unknown_person", "person")),
    (absent, AskSubstitute, MINH, question(substitute=MINH), ("substitute_himself", "substitute")),
    (away(absent(), ANH), AskSubstitute, MINH, question(substitute=ANH), ("substitute_absent", "substitute")),
    (_covering_elsewhere, AskSubstitute, MINH, question(), ("substitute_covering", "substitute")),
    (accepted, AskSubstitute, MINH, question(substitute=ANH), ("already_covered", "counter")),
    (asked, AskSubstitute, MINH, question(), ("already_asked", "substitute")),
    (
        working,
        AnswerSubstitution,
        RESERVE,
        {"request": "ask", "accepted": True},
        ("unknown_request", "request"),
    ),
    (asked, AnswerSubstitution, ANH, {"request": "ask", "accepted": True}, ("not_asked_of_you", None)),
    (asked, AnswerSubstitution, MINH, {"request": "ask", "accepted": False}, ("not_asked_of_you", None)),
    (asked, AnswerSubstitution, HEAD, {"request": "ask", "accepted": True}, ("not_asked_of_you", None)),
    (declined, AnswerSubstitution, RESERVE, {"request": "ask", "accepted": True}, ("request_closed", None)),
    (accepted, AnswerSubstitution, RESERVE, {"request": "ask", "accepted": True}, ("already_answered", None)),
    (begun, AnswerSubstitution, RESERVE, {"request": "ask", "accepted": False}, ("already_answered", None)),
    (
        later(asked(), "03-05 17:00"),
        AnswerSubstitution,
        RESERVE,
        {"request": "ask", "accepted": True},
        ("request_closed", None),
    ),
    (
        _covering_elsewhere,
        AnswerSubstitution,
        RESERVE,
        {"request": "ask", "accepted": True},
        ("substitute_covering", "substitute"),
    ),
    (
        away(asked(), RESERVE),
        AnswerSubstitution,
        RESERVE,
        {"request": "ask", "accepted": True},
        ("substitute_absent", "substitute"),
    ),
    (_two_asked, AnswerSubstitution, ANH, {"request": "ask-2", "accepted": True}, ("already_covered", None)),
    (
        asked,
        AnswerSubstitution,
        RESERVE,
        {"request": "ask", "accepted": False, "text": "x" * 1001},
        ("too_long", "text"),
    ),
]


@pytest.mark.parametrize(("given", "kind", "actor", "answers", "refusal"), [*ABSENCES, *QUESTIONS])
def test_what_is_refused(
    given: Given,
    kind: type[StaffCommand],
    actor: str,
    answers: dict[str, Any],
    refusal: tuple[str, str | None],
) -> None:
    assert given().refusal(kind, actor, **answers) == refusal


def test_sixty_spans_are_not_too_many() -> None:
    assert len(MANY[:MAX_SPANS]) == 60
    assert working().judged(LogAbsence, MINH, **_log(spans=MANY[:MAX_SPANS]))
