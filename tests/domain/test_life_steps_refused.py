"""Everything that is refused of steps that move no promise, with its code beside its field."""

from typing import Any

import pytest

from counter_app.domain.catalog import Limit, LimitUnit, PaperKind
from counter_app.domain.commands import Applicant, PaperAnswer, ReturnBy
from counter_app.domain.life.commands import (
    AmendDossier,
    EndDossier,
    HandOver,
    LifeCommand,
    PayFee,
    RecordArrival,
    ReportDifficulty,
    Resolve,
    ReturnResult,
    TakeOver,
    TellCitizen,
    VoidReceipt,
)
from counter_app.domain.step_events import (
    About,
    Ending,
    Means,
)
from tests.domain.given import (
    DUE,
    HOLIDAY,
    LOST,
    POST,
    PROXY,
    SORRY,
    STOP,
    VOID,
    WITHDRAW,
    Given,
    arrived,
    asked,
    given_over,
    late,
    late_result,
    owed,
    owing,
    received,
    resolved,
    returned,
    stopped,
    taken_over,
)

REFUSED: list[tuple[Given, type[LifeCommand], dict[str, Any], tuple[str, str | None]]] = [
    (received, PayFee, {}, ("no_fee_owed", None)),
    (received, EndDossier, {**STOP, "reason": " "}, ("text_missing", "reason")),
    (received, EndDossier, {**STOP, "legal_ground": ""}, ("text_missing", "legal_ground")),
    (received, EndDossier, {"how": Ending.REFUSED}, ("text_missing", "reason")),
    (received, EndDossier, {**WITHDRAW, "request": " "}, ("request_missing", "request")),
    (received, EndDossier, {**WITHDRAW, "requested_on": ""}, ("bad_date", "requested_on")),
    (received, EndDossier, {**WITHDRAW, "requested_on": "2026-11-20"}, ("bad_date", "requested_on")),
    (late, EndDossier, {**WITHDRAW, "requested_on": "2025-11-01"}, ("bad_date", "requested_on")),
    (arrived, EndDossier, WITHDRAW, ("result_here", None)),
    (stopped, EndDossier, STOP, ("dossier_closed", None)),
    (late, EndDossier, STOP, ("explanation_missing", None)),
    (late, EndDossier, WITHDRAW, ("explanation_missing", None)),
    (received, HandOver, {"to_unit": ""}, ("same_unit", "to_unit")),
    (received, HandOver, {"to_unit": "x" * 301}, ("too_long", "to_unit")),
    (received, HandOver, {"to_unit": "A", "sheet": "x" * 61}, ("too_long", "sheet")),
    (received, HandOver, {"to_unit": "A", "note": "x" * 1001}, ("too_long", "note")),
    (given_over, HandOver, {"to_unit": "Thuế"}, ("not_taken_over", None)),
    (taken_over, HandOver, {"to_unit": "Công an"}, ("same_unit", "to_unit")),
    (
        received,
        HandOver,
        {"to_unit": "A", "share": Limit(4, LimitUnit.WORKING_DAYS)},
        ("shares_exceed_whole", "share"),
    ),
    (received, HandOver, {"to_unit": "A", "share": Limit(0, LimitUnit.MONTHS)}, ("bad_limit", "limit")),
    (stopped, HandOver, {"to_unit": "A"}, ("dossier_closed", None)),
    (received, TakeOver, {"handed": "e2", "receiver": "B"}, ("unknown_handover", "handed")),
    (taken_over, TakeOver, {"handed": "e2", "receiver": "B"}, ("unknown_handover", "handed")),
    (given_over, TakeOver, {"handed": "e2", "receiver": " "}, ("text_missing", "receiver")),
    (resolved, Resolve, {}, ("already_resolved", None)),
    (asked, Resolve, {}, ("already_waiting", None)),
    (arrived, Resolve, {}, ("result_here", None)),
    (received, Resolve, {"number": "x" * 301}, ("too_long", "number")),
    (given_over, RecordArrival, {}, ("not_taken_over", None)),
    (taken_over, RecordArrival, {}, ("not_resolved", None)),
    (received, RecordArrival, {"where": ReturnBy.POST}, ("text_missing", "tracking")),
    (
        asked,
        HandOver,
        {"to_unit": "A", "share": Limit(100, LimitUnit.WORKING_DAYS)},
        ("shares_exceed_whole", "share"),
    ),
    (owing, RecordArrival, {}, ("already_waiting", None)),
    (arrived, RecordArrival, {}, ("result_here", None)),
    (stopped, RecordArrival, {}, ("dossier_closed", None)),
    (received, TellCitizen, {"about": About.RESULT, "means": Means.SMS}, ("result_missing", None)),
    (received, TellCitizen, HOLIDAY, ("instead_missing", "instead")),
    (received, TellCitizen, {**HOLIDAY, "instead": DUE}, ("instead_missing", "instead")),
    (received, TellCitizen, {**HOLIDAY, "instead": 2**52, "calendar": 2}, ("bad_moment", "instead")),
    (stopped, TellCitizen, {"about": About.DELAY, "means": Means.SMS}, ("dossier_closed", None)),
    (received, ReturnResult, {}, ("result_missing", None)),
    (owed, ReturnResult, {}, ("fee_owed", None)),
    (returned, ReturnResult, {}, ("dossier_closed", None)),
    (late_result, ReturnResult, {}, ("explanation_missing", None)),
    (arrived, ReturnResult, {**PROXY, "name": ""}, ("text_missing", "name")),
    (arrived, ReturnResult, {**PROXY, "authority": ""}, ("text_missing", "authority")),
    (arrived, ReturnResult, {**POST, "tracking": " "}, ("text_missing", "tracking")),
    (arrived, ReturnResult, {**LOST, "id_number": ""}, ("text_missing", "id_number")),
    (arrived, ReturnResult, {**LOST, "note": ""}, ("text_missing", "note")),
    (received, AmendDossier, {**SORRY, "applicant": Applicant(" ")}, ("name_missing", "applicant.name")),
    (
        received,
        AmendDossier,
        {**SORRY, "applicant": Applicant("A", phone="không")},
        ("bad_phone", "applicant.phone"),
    ),
    (received, AmendDossier, {**SORRY, "ground": "x" * 1001}, ("too_long", "ground")),
    (
        received,
        AmendDossier,
        {**SORRY, "papers": (PaperAnswer("A", PaperKind.COPY, -1),)},
        ("bad_count", "papers"),
    ),
    (returned, AmendDossier, SORRY, ("dossier_closed", None)),
    (received, VoidReceipt, {**VOID, "taken_back": False}, ("receipt_out", "taken_back")),
    (received, VoidReceipt, {**VOID, "reason": ""}, ("text_missing", "reason")),
    (arrived, VoidReceipt, VOID, ("result_here", None)),
    (late, VoidReceipt, VOID, ("explanation_missing", None)),
    (stopped, VoidReceipt, VOID, ("dossier_closed", None)),
    (received, ReportDifficulty, {"text": ""}, ("text_missing", "text")),
    (stopped, ReportDifficulty, {"text": "x"}, ("dossier_closed", None)),
]


@pytest.mark.parametrize(("given", "kind", "answers", "refusal"), REFUSED)
def test_what_is_refused(
    given: Given, kind: type[LifeCommand], answers: dict[str, Any], refusal: tuple[str, str | None]
) -> None:
    assert given().refusal(kind, **answers) == refusal
