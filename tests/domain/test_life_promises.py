"""Supplements, payments, corrections and Form 04 judged: given a history, when asked, then these facts."""

from counter_app.domain.catalog import AfterWait, Limit, LimitUnit, PaperKind
from counter_app.domain.commands import PaperAnswer
from counter_app.domain.dossier import Lateness, State
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    ExplainLateness,
    HandOver,
    PrepareApology,
    SettlePayment,
    SignApology,
    TakeOver,
)
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    Cause,
    LatenessExplained,
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.waits import Wait, WaitFor
from tests.domain.given import (
    ALLOWED,
    BILL,
    DUE,
    MISSING,
    RIGHT,
    SIGNED,
    SLIP,
    asked,
    completed,
    explained,
    extended,
    owing,
    prepared,
    received,
)
from tests.domain.lives import CODE, HEAD, SECOND_HEAD, Life, minute


def test_a_supplement_stops_the_clock_and_says_until_when_it_could_be_asked() -> None:
    life = received().at("11-20 10:00")
    (fact,) = life.do(AskSupplement, **MISSING, reason=" Thiếu ", **ALLOWED)
    assert fact == SupplementAsked(
        CODE,
        minute("11-20 10:00"),
        AfterWait.RESTART,
        minute("11-25 17:00"),
        1,
        "",
        minute("11-19 09:00"),
        1,
        "ND118/2025",
        ("Giấy tờ chỗ ở",),
        "Thiếu",
    )
    dossier = life.dossier
    assert (dossier.state, dossier.waiting_since, dossier.watched, dossier.asked) == (
        State.SUPPLEMENT,
        life.now,
        None,
        1,
    )
    assert life.at("12-31 09:00").lateness is Lateness.ON_TIME


def test_the_full_dossier_starts_the_limit_from_zero() -> None:
    life = asked().at("11-26 10:00")
    (fact,) = life.do(CompleteSupplement, papers=(PaperAnswer("Giấy tờ chỗ ở", PaperKind.COPY, 1),))
    assert isinstance(fact, SupplementCompleted)
    assert fact.papers[0].label == "Giấy tờ chỗ ở"
    assert fact.promise.waits == (Wait(minute("11-20 10:00"), minute("11-26 10:00")),)
    assert (fact.promise.at, fact.promise.received, fact.promise.calendar) == (
        minute("12-01 17:00"),
        minute("11-19 09:00"),
        1,
    )
    dossier = life.dossier
    assert (dossier.first_due, dossier.due, dossier.watched) == (DUE, fact.promise.at, fact.promise.at)
    assert (dossier.state, dossier.waiting_since, dossier.received) == (
        State.RECEIVED,
        None,
        minute("11-19 09:00"),
    )


def test_where_the_catalogue_says_so_a_supplement_pauses() -> None:
    life = Life().received("1.2").at("11-20 10:00")
    life.do(AskSupplement, **MISSING)
    (fact,) = life.at("11-26 10:00").do(CompleteSupplement)
    assert isinstance(fact, SupplementCompleted)
    assert fact.promise.waits[0].after is AfterWait.PAUSE
    assert fact.promise.at == minute("12-03 17:00")  # day 1 had not ended when the wait began


def test_a_second_supplement_needs_another_supervisor_and_a_ground() -> None:
    life = completed()
    (fact,) = life.do(AskSupplement, **MISSING, **ALLOWED)
    assert isinstance(fact, SupplementAsked)
    assert (fact.ordinal, fact.allowed_by, fact.allowed_ground) == (2, HEAD, "Người nộp đề nghị")
    life.at("11-27 10:00").do(CompleteSupplement)
    assert life.dossier.due == minute("12-02 17:00")
    (third,) = life.do(AskSupplement, HEAD, **MISSING, **(ALLOWED | {"allowed_by": SECOND_HEAD}))
    assert isinstance(third, SupplementAsked)
    assert third.ordinal == 3


def test_a_payment_pauses_and_the_limit_runs_on() -> None:
    life = owing()
    assert life.links[-1][1] == PaymentAsked(CODE, life.now, 250_000, "Thông báo thuế số 12")
    assert (life.dossier.state, life.dossier.watched) == (State.PAYMENT, None)
    (fact,) = life.at("11-27 10:00").do(SettlePayment, evidence="Biên lai số 7")
    assert isinstance(fact, PaymentSettled)
    assert fact.promise.waits == (
        Wait(minute("11-20 10:00"), minute("11-27 10:00"), AfterWait.PAUSE, WaitFor.PAYMENT),
    )
    assert fact.promise.at == minute("12-02 17:00")
    life.do(AskPayment, **BILL)
    life.at("11-30 10:00").do(SettlePayment, evidence="Biên lai số 8")
    assert [len(fact.promise.waits) for _event, fact in life.links if isinstance(fact, PaymentSettled)] == [
        1,
        2,
    ]


def test_a_wrong_procedure_is_put_right_from_the_same_reception() -> None:
    life = received().at("11-20 10:00")
    (fact,) = life.do(CorrectProcedure, **RIGHT, ground="Chọn nhầm")
    assert isinstance(fact, ProcedureCorrected)
    assert (fact.procedure, fact.catalogue, fact.resolving_unit) == ("1.2", 1, "Công an")
    assert fact.promise.limit == Limit(5, LimitUnit.WORKING_DAYS)
    dossier = life.dossier
    assert (dossier.procedure, dossier.first_due, dossier.due) == ("1.2", DUE, minute("11-27 17:00"))
    life.do(AskSupplement, **MISSING)
    (done,) = life.at("11-23 10:00").do(CompleteSupplement)
    assert isinstance(done, SupplementCompleted)
    assert done.promise.limit == fact.promise.limit
    assert done.promise.waits[0].after is AfterWait.PAUSE


def test_a_slip_moves_no_date_until_the_head_has_signed_it() -> None:
    life = prepared()
    assert life.links[-1][1] == ApologyPrepared(
        CODE, life.now, Cause.WORKLOAD, minute("12-01 17:00"), 1, minute("11-24 17:00"), ""
    )
    assert (life.dossier.watched, life.dossier.extended_due, life.dossier.apology) == (DUE, None, life.now)
    (fact,) = life.at("11-24 10:00").do(SignApology, **SIGNED, scan="ab" * 32)
    assert isinstance(fact, ApologySigned)
    assert (fact.prepared, fact.new_due, fact.signed_on) == ("e2", minute("12-01 17:00"), "2026-11-24")
    dossier = life.dossier
    assert (dossier.first_due, dossier.due, dossier.extended_due) == (DUE, DUE, fact.new_due)
    assert dossier.watched == fact.new_due


def test_the_last_slip_is_the_one_that_is_signed() -> None:
    life = prepared()
    life.do(PrepareApology, **(SLIP | {"new_due": minute("11-30 17:00")}))
    (fact,) = life.at("11-24 10:00").do(SignApology, **SIGNED)
    assert isinstance(fact, ApologySigned)
    assert (fact.prepared, fact.new_due) == ("e3", minute("11-30 17:00"))


def test_a_slip_is_outdated_by_a_new_promise() -> None:
    life = prepared()
    life.do(AskSupplement, **MISSING)
    life.at("11-24 10:00").refusal(SignApology, **SIGNED)
    life.at("11-27 10:00").do(CompleteSupplement)
    assert life.dossier.apology is None
    assert life.refusal(SignApology, **SIGNED) == ("no_apology", None)
    life.do(PrepareApology, **(SLIP | {"new_due": minute("12-09 17:00")}))
    life.do(SignApology, **(SIGNED | {"signed_on": "2026-11-27"}))
    assert life.dossier.watched == minute("12-09 17:00")


def test_a_restart_beyond_the_extension_ends_it_and_leaves_no_second() -> None:
    life = extended()
    life.do(AskSupplement, **MISSING)
    life.at("11-30 10:00").do(CompleteSupplement)
    dossier = life.dossier
    assert (dossier.due, dossier.extended_due, dossier.apology) == (minute("12-03 17:00"), None, None)
    assert dossier.watched == dossier.due
    assert life.refusal(PrepareApology, **(SLIP | {"new_due": minute("12-09 17:00")})) == (
        "extended_once",
        None,
    )


def test_an_extension_outlasts_a_short_pause() -> None:
    life = extended()
    life.do(AskPayment, **BILL)
    life.at("11-25 10:00").do(SettlePayment, evidence="x")
    dossier = life.dossier
    assert (dossier.due, dossier.extended_due) == (minute("11-26 17:00"), minute("12-01 17:00"))
    assert dossier.watched == dossier.extended_due


def test_a_pause_after_expiry_moves_nothing_and_takes_no_extension_away() -> None:
    life = extended().at("11-26 09:00")
    life.do(ExplainLateness, text="Chờ ý kiến")
    life.do(AskPayment, **BILL)
    life.at("11-30 10:00").do(SettlePayment, evidence="x")
    dossier = life.dossier
    assert (dossier.due, dossier.extended_due) == (DUE, minute("12-01 17:00"))
    assert not dossier.unexplained(life.now)
    assert life.lateness is Lateness.WITHIN_EXTENSION


def test_an_explanation_answers_for_one_promise_only() -> None:
    life = explained()
    assert life.dossier.explained == life.now
    life.do(AskSupplement, **MISSING, **ALLOWED)
    life.at("11-27 10:00").do(CompleteSupplement)
    assert not life.dossier.unexplained(life.now)
    assert life.at("12-02 17:01").dossier.unexplained(life.now)
    assert life.refusal(AskPayment, **BILL) == ("explanation_missing", None)


def test_form_02_after_its_window_needs_a_supervisor() -> None:
    life = Life().received("1.2").at("11-25 17:00")  # the window's last minute, the promise is 11-27
    assert life.judged(AskSupplement, **MISSING)
    life.at("11-26 08:00")
    assert life.refusal(AskSupplement, **MISSING) == ("supplement_window", "allowed_by")
    (fact,) = life.do(AskSupplement, **MISSING, **ALLOWED)
    assert isinstance(fact, SupplementAsked)
    assert (fact.ordinal, fact.allowed_by, fact.allowed_ground) == (1, HEAD, "Người nộp đề nghị")


def test_a_limit_is_not_stopped_without_end() -> None:
    life = received().at("11-20 10:00")
    for past in range(10):
        life.at(f"11-20 10:{past:02}").do(AskPayment, **BILL)
        life.do(SettlePayment, evidence="x")
    assert life.dossier.due == DUE
    assert life.refusal(AskPayment, **BILL) == ("too_many_waits", None)
    assert life.refusal(AskSupplement, **MISSING) == ("too_many_waits", None)


def test_a_consulted_unit_explains_for_itself_only() -> None:
    life = received().at("11-26 09:00")
    (fact,) = life.do(ExplainLateness, text="Hồ sơ gốc thất lạc", unit="Thuế", by="Phạm Văn Khải")
    assert fact == LatenessExplained(CODE, life.now, "Thuế", "Phạm Văn Khải", "Hồ sơ gốc thất lạc")
    assert not life.dossier.explained


def test_a_wait_ends_where_the_papers_are() -> None:
    life = asked()
    life.do(HandOver, to_unit="Công an")
    assert life.dossier.state is State.SUPPLEMENT
    life.do(TakeOver, handed="e3", receiver="Phạm Văn Khải")
    life.at("11-26 10:00").do(CompleteSupplement)
    assert (life.dossier.state, life.dossier.holder) == (State.IN_PROGRESS, "Công an")


def test_what_two_pcs_ended_without_knowing_of_each_other_is_not_forgotten() -> None:
    life = received().at("11-20 08:00")
    life.do(AskPayment, **BILL)
    life.at("11-23 10:00").do(SettlePayment, evidence="x")
    elsewhere = asked().at("11-25 10:00")
    (other,) = elsewhere.do(CompleteSupplement)
    for fact in (elsewhere.links[1][1], other):
        life.tell(fact, "pc-2")
    life.at("11-26 10:00").do(AskPayment, **BILL)
    (fact,) = life.at("11-27 10:00").do(SettlePayment, evidence="y")
    assert isinstance(fact, PaymentSettled)
    assert [wait.cause for wait in fact.promise.waits] == [
        WaitFor.PAYMENT,
        WaitFor.SUPPLEMENT,
        WaitFor.PAYMENT,
    ]
