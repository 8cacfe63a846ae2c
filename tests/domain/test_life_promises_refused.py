"""Everything that is refused after reception: given a history, when asked, then a code beside its field."""

from typing import Any

import pytest

from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import PaperAnswer
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    ExplainLateness,
    LifeCommand,
    PrepareApology,
    SettlePayment,
    SignApology,
)
from counter_app.domain.promise_events import (
    Cause,
)
from tests.domain.given import (
    ALLOWED,
    BILL,
    DUE,
    MISSING,
    RIGHT,
    SIGNED,
    SLIP,
    Given,
    arrived,
    asked,
    completed,
    extended,
    late,
    owing,
    prepared,
    received,
    stopped,
)
from tests.domain.lives import HEAD, OFFICER, minute

REFUSED: list[tuple[Given, str, type[LifeCommand], dict[str, Any], tuple[str, str | None]]] = [
    (received, OFFICER, AskSupplement, {"missing": ()}, ("nothing_missing", "missing")),
    (received, OFFICER, AskSupplement, {"missing": (" ",)}, ("text_missing", "missing")),
    (received, OFFICER, AskSupplement, {"missing": ("x" * 1001,)}, ("too_long", "missing")),
    (received, OFFICER, AskSupplement, {"missing": ("a\x00",)}, ("bad_characters", "missing")),
    (received, OFFICER, AskSupplement, {"missing": ("a",) * 101}, ("too_many_papers", "missing")),
    (received, OFFICER, AskSupplement, {**MISSING, "reason": "x" * 1001}, ("too_long", "reason")),
    (asked, OFFICER, AskSupplement, MISSING, ("already_waiting", None)),
    (owing, OFFICER, AskSupplement, MISSING, ("already_waiting", None)),
    (arrived, OFFICER, AskSupplement, MISSING, ("result_here", None)),
    (stopped, OFFICER, AskSupplement, MISSING, ("dossier_closed", None)),
    (completed, OFFICER, AskSupplement, MISSING, ("supplement_once", "allowed_by")),
    (
        completed,
        OFFICER,
        AskSupplement,
        {**MISSING, **ALLOWED, "allowed_by": "ai"},
        ("unknown_person", "person"),
    ),
    (
        completed,
        OFFICER,
        AskSupplement,
        {**MISSING, **ALLOWED, "allowed_by": OFFICER},
        ("supervisor_needed", "allowed_by"),
    ),
    (completed, HEAD, AskSupplement, {**MISSING, **ALLOWED}, ("supervisor_needed", "allowed_by")),
    (completed, OFFICER, AskSupplement, {**MISSING, "allowed_by": HEAD}, ("text_missing", "allowed_ground")),
    (received, OFFICER, CompleteSupplement, {}, ("not_waiting", None)),
    (completed, OFFICER, CompleteSupplement, {}, ("not_waiting", None)),
    (owing, OFFICER, CompleteSupplement, {}, ("not_waiting", None)),
    (
        asked,
        OFFICER,
        CompleteSupplement,
        {"papers": (PaperAnswer("A", PaperKind.COPY, 1000),)},
        ("bad_count", "papers"),
    ),
    (
        asked,
        OFFICER,
        CompleteSupplement,
        {"papers": (PaperAnswer(" ", PaperKind.COPY, 1),)},
        ("text_missing", "papers"),
    ),
    (
        asked,
        OFFICER,
        CompleteSupplement,
        {"papers": (PaperAnswer("A", PaperKind.COPY, 1),) * 101},
        ("too_many_papers", "papers"),
    ),
    (received, OFFICER, AskPayment, {**BILL, "amount": 0}, ("bad_amount", "amount")),
    (received, OFFICER, AskPayment, {**BILL, "amount": 10**12 + 1}, ("bad_amount", "amount")),
    (received, OFFICER, AskPayment, {**BILL, "ground": ""}, ("text_missing", "ground")),
    (asked, OFFICER, AskPayment, BILL, ("already_waiting", None)),
    (arrived, OFFICER, AskPayment, BILL, ("result_here", None)),
    (received, OFFICER, SettlePayment, {"evidence": "x"}, ("not_waiting", None)),
    (asked, OFFICER, SettlePayment, {"evidence": "x"}, ("not_waiting", None)),
    (owing, OFFICER, SettlePayment, {"evidence": " "}, ("text_missing", "evidence")),
    (received, OFFICER, CorrectProcedure, {**RIGHT, "procedure": "1.1"}, ("same_procedure", "procedure")),
    (received, OFFICER, CorrectProcedure, {**RIGHT, "procedure": "9"}, ("unknown_procedure", "procedure")),
    (received, OFFICER, CorrectProcedure, {**RIGHT, "procedure": "1.3"}, ("limit_unconfirmed", "procedure")),
    (received, OFFICER, CorrectProcedure, {**RIGHT, "procedure": "1.4"}, ("channel_not_offered", "channel")),
    (received, OFFICER, CorrectProcedure, {**RIGHT, "apology": ""}, ("text_missing", "apology")),
    (asked, OFFICER, CorrectProcedure, RIGHT, ("already_waiting", None)),
    (arrived, OFFICER, CorrectProcedure, RIGHT, ("result_here", None)),
    (received, OFFICER, PrepareApology, {**SLIP, "new_due": DUE}, ("new_due_early", "new_due")),
    (lambda: received().at("12-02 09:00"), OFFICER, PrepareApology, SLIP, ("new_due_early", "new_due")),
    (
        received,
        OFFICER,
        PrepareApology,
        {**SLIP, "new_due": minute("11-28 10:00")},
        ("new_due_off_hours", "new_due"),
    ),
    (
        received,
        OFFICER,
        PrepareApology,
        {**SLIP, "new_due": minute("12-01 12:30")},
        ("new_due_off_hours", "new_due"),
    ),
    (received, OFFICER, PrepareApology, {**SLIP, "new_due": 2**52}, ("bad_moment", "new_due")),
    (received, OFFICER, PrepareApology, {**SLIP, "cause": Cause.OTHER}, ("text_missing", "text")),
    (received, OFFICER, PrepareApology, {**SLIP, "text": "x" * 1001}, ("too_long", "text")),
    (asked, OFFICER, PrepareApology, SLIP, ("already_waiting", None)),
    (arrived, OFFICER, PrepareApology, SLIP, ("result_here", None)),
    (extended, OFFICER, PrepareApology, {**SLIP, "new_due": minute("12-04 17:00")}, ("extended_once", None)),
    (received, OFFICER, SignApology, SIGNED, ("no_apology", None)),
    (extended, OFFICER, SignApology, SIGNED, ("extended_once", None)),
    (prepared, OFFICER, SignApology, {**SIGNED, "number": ""}, ("text_missing", "number")),
    (prepared, OFFICER, SignApology, {**SIGNED, "signer": " "}, ("text_missing", "signer")),
    (prepared, OFFICER, SignApology, {**SIGNED, "signer_title": ""}, ("text_missing", "signer_title")),
    (prepared, OFFICER, SignApology, {**SIGNED, "signed_on": "2026-11-22"}, ("bad_date", "signed_on")),
    (prepared, OFFICER, SignApology, {**SIGNED, "signed_on": "2026-11-25"}, ("bad_date", "signed_on")),
    (prepared, OFFICER, SignApology, {**SIGNED, "signed_on": "24/11"}, ("bad_date", "signed_on")),
    (
        prepared,
        OFFICER,
        SignApology,
        {**SIGNED, "signed_on": "2026-11-23", "scan": "AB"},
        ("bad_scan", "scan"),
    ),
    (received, OFFICER, ExplainLateness, {"text": "Đông việc"}, ("not_late", None)),
    (late, OFFICER, ExplainLateness, {"text": ""}, ("text_missing", "text")),
    (late, OFFICER, ExplainLateness, {"text": "x", "unit": "Thuế"}, ("text_missing", "by")),
]


@pytest.mark.parametrize(("given", "actor", "kind", "answers", "refusal"), REFUSED)
def test_what_is_refused(
    given: Given,
    actor: str,
    kind: type[LifeCommand],
    answers: dict[str, Any],
    refusal: tuple[str, str | None],
) -> None:
    assert given().refusal(kind, actor, **answers) == refusal
