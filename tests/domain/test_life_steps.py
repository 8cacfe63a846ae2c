"""Steps that move no promise judged: hand-overs, results, corrections and ends, given a history."""

from typing import Any

import pytest

from counter_app.domain.catalog import Limit, LimitUnit, PaperKind
from counter_app.domain.commands import Applicant, PaperAnswer, ReturnBy
from counter_app.domain.dossier import State
from counter_app.domain.life.commands import (
    AmendDossier,
    EndDossier,
    ExplainLateness,
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
    CitizenTold,
    DifficultyReported,
    DossierAmended,
    DossierEnded,
    DossierResolved,
    Ending,
    FeePaid,
    HandedOver,
    Means,
    Outcome,
    ReceiptVoided,
    ResultArrived,
    ResultReturned,
    TakenOver,
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
    arrived,
    asked,
    given_over,
    late,
    late_result,
    owed,
    received,
    resolved,
    taken_over,
)
from tests.domain.lives import CODE, OFFICER, Life, minute


def test_a_fee_owed_since_reception_is_taken_once() -> None:
    life = owed()
    assert life.do(PayFee) == [FeePaid(CODE, life.now, 15_000)]
    assert life.dossier.fee_paid
    assert life.refusal(PayFee) == ("no_fee_owed", None)
    assert life.do(ReturnResult)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"how": Ending.REFUSED, "reason": "Không đủ"}, State.REFUSED),
        (STOP, State.STOPPED),
        (WITHDRAW, State.WITHDRAWN),
    ],
)
def test_it_ends_without_a_result(answers: dict[str, Any], state: State) -> None:
    life = received().at("11-20 10:00")
    (fact,) = life.do(EndDossier, **answers)
    assert isinstance(fact, DossierEnded)
    assert (fact.request, fact.requested_on) == (answers.get("request", ""), answers.get("requested_on", ""))
    dossier = life.dossier
    assert (dossier.state, dossier.ended, dossier.open, dossier.watched) == (state, life.now, False, None)


def test_a_dossier_that_waits_can_be_ended_on_time_and_unexplained() -> None:
    life = asked().at("12-31 10:00")
    life.do(EndDossier, **STOP)
    assert life.lateness == "ended"


@pytest.mark.parametrize("kind", [EndDossier, VoidReceipt])
def test_a_late_dossier_ends_once_it_is_explained(kind: type[LifeCommand]) -> None:
    life = late()
    life.do(ExplainLateness, text="Hồ sơ gốc thất lạc", unit="Thuế", by="Phạm Văn Khải")
    answers = STOP if kind is EndDossier else VOID
    assert life.refusal(kind, **answers) == ("explanation_missing", None)
    life.do(ExplainLateness, text="Đông việc")
    assert life.do(kind, **answers)
    assert life.lateness == "late"


def test_papers_go_from_hand_to_hand_and_both_sides_sign() -> None:
    life = given_over()
    share = minute("11-23 17:00")
    assert life.links[-1][1] == HandedOver(
        CODE,
        life.now,
        "BG-1",
        "",
        "Công an",
        "Trần Thị Lan",
        2,
        share,
        Limit(1, LimitUnit.WORKING_DAYS),
        1,
        "ND118/2025",
    )
    assert (life.dossier.state, life.dossier.holder) == (State.IN_PROGRESS, "")
    (taken,) = life.at("11-20 11:00").do(TakeOver, handed="e2", receiver="Phạm Văn Khải")
    assert taken == TakenOver(CODE, life.now, "e2", "Công an", "Phạm Văn Khải")
    assert life.dossier.holder == "Công an"
    (onward,) = life.do(HandOver, to_unit="Thuế")
    assert isinstance(onward, HandedOver)
    assert (onward.from_unit, onward.share_due) == ("Công an", None)
    life.do(TakeOver, handed="e4", receiver="Vũ Văn Bốn")
    life.do(HandOver, to_unit="")
    life.do(TakeOver, handed="e6", receiver="Trần Thị Lan")
    assert life.dossier.holder == ""


def test_a_share_may_end_with_the_whole() -> None:
    life = received()
    (fact,) = life.do(HandOver, to_unit="A", share=Limit(3, LimitUnit.WORKING_DAYS))
    assert isinstance(fact, HandedOver)
    assert fact.share_due == DUE


def test_other_papers_are_counted_where_none_is_listed() -> None:
    life = Life()
    life.received(papers=(), other_papers=())
    (fact,) = life.do(HandOver, to_unit="A")
    assert isinstance(fact, HandedOver)
    assert fact.papers == 0


def test_the_unit_that_has_the_papers_resolves() -> None:
    life = taken_over()
    (fact,) = life.do(Resolve, outcome=Outcome.DECLINED, number="45/QĐ")
    assert fact == DossierResolved(CODE, life.now, "Công an", Outcome.DECLINED, "45/QĐ")
    assert (life.dossier.resolved, life.dossier.arrived) == (life.now, None)
    (other,) = received().do(Resolve)
    assert isinstance(other, DossierResolved)
    assert other.unit == "UBND phường"


@pytest.mark.parametrize("where", list(ReturnBy))
def test_the_result_arrives(where: ReturnBy) -> None:
    life = resolved().at("11-24 10:00")
    tracking = "EV1" if where is ReturnBy.POST else ""
    assert life.do(RecordArrival, where=where, tracking=tracking) == [
        ResultArrived(CODE, life.now, where, tracking)
    ]
    dossier = life.dossier
    assert (dossier.state, dossier.arrived, dossier.holder) == (State.RESOLVED, life.now, "")
    assert (dossier.watched, dossier.open) == (None, True)


def test_papers_handed_on_after_the_result_leave_its_state() -> None:
    life = arrived()
    life.do(HandOver, to_unit="Lưu trữ")
    assert life.dossier.state is State.RESOLVED


def test_the_citizen_is_told() -> None:
    life = arrived()
    told = {"about": About.RESULT, "means": Means.PHONE, "note": " con gái nghe máy "}
    assert life.do(TellCitizen, **told) == [
        CitizenTold(CODE, life.now, About.RESULT, Means.PHONE, None, None, "con gái nghe máy")
    ]
    assert life.dossier.told == life.now
    other = received()
    (fact,) = other.do(TellCitizen, **HOLIDAY, instead=DUE + 1440, calendar=1)
    assert isinstance(fact, CitizenTold)
    assert (fact.instead, fact.calendar) == (DUE + 1440, 1)
    assert (other.dossier.told, other.dossier.due) == (None, DUE)


@pytest.mark.parametrize("answers", [{}, PROXY, POST, LOST])
def test_the_result_is_returned(answers: dict[str, Any]) -> None:
    life = arrived().at("11-30 10:00")
    (fact,) = life.do(ReturnResult, **answers)
    assert isinstance(fact, ResultReturned)
    assert not fact.at_once
    assert {name: getattr(fact, name) for name in answers} == answers
    dossier = life.dossier
    assert (dossier.state, dossier.returned, dossier.open) == (State.RETURNED, life.now, False)
    assert life.lateness == "on_time"  # neither his coming nor the unit's decision counts


def test_a_late_result_is_returned_once_it_is_explained() -> None:
    life = late_result()
    life.do(ExplainLateness, text="Đông việc")
    assert life.do(ReturnResult)
    life.do(ExplainLateness, text="Thêm")
    assert life.lateness == "late"


def test_an_amended_dossier_keeps_reception_and_promise() -> None:
    life = received()
    before = life.dossier
    life.at("11-20 10:00")
    papers = (PaperAnswer("Tờ khai", PaperKind.COPY, 1),)
    (fact,) = life.do(AmendDossier, **SORRY, papers=papers, ground=" Sai số điện thoại ")
    assert isinstance(fact, DossierAmended)
    assert (fact.ordinal, fact.ground, fact.papers[0].count) == (1, "Sai số điện thoại", 1)
    (again,) = life.do(AmendDossier, **(SORRY | {"applicant": Applicant("Nguyễn Văn Thứ")}))
    assert isinstance(again, DossierAmended)
    after = life.dossier
    assert (after.amended, after.name, after.return_by) == (2, "Nguyễn Văn Thứ", ReturnBy.POST)
    assert (after.received, after.first_due, after.due, after.code) == (
        before.received,
        before.first_due,
        before.due,
        before.code,
    )


def test_a_voided_receipt_is_closed_for_good() -> None:
    life = received()
    assert life.do(VoidReceipt, **VOID) == [ReceiptVoided(CODE, life.now, True, "Nhập nhầm hai lần")]
    assert (life.dossier.state, life.dossier.open) == (State.VOID, False)
    assert life.refusal(RecordArrival) == ("dossier_closed", None)


@pytest.mark.parametrize(("above", "named"), [("", "UBND phường"), ("UBND thành phố", "UBND thành phố")])
def test_a_difficulty_is_reported_above_and_told_to_the_citizen(above: str, named: str) -> None:
    life = received()
    facts = life.do(ReportDifficulty, OFFICER, text="Chưa có hướng dẫn", reported_to=above)
    assert facts == [
        DifficultyReported(CODE, life.now, named, "Chưa có hướng dẫn"),
        CitizenTold(CODE, life.now, About.DIFFICULTY, Means.IN_PERSON),
    ]
    assert life.dossier.open
