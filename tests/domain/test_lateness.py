"""How a dossier stands to its promises: the four that reports show apart, and what each is judged by."""

from collections.abc import Callable

import pytest

from counter_app.domain.catalog import AfterWait
from counter_app.domain.dossier import Lateness
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    EndDossier,
    ExplainLateness,
    PrepareApology,
    RecordArrival,
    Resolve,
    ReturnResult,
    SignApology,
)
from counter_app.domain.promise_events import ApologyPrepared, ApologySigned, Cause, SupplementAsked
from counter_app.domain.step_events import Ending
from tests.domain.given import (
    ALLOWED,
    BILL,
    MISSING,
    RIGHT,
    SIGNED,
    SLIP,
    asked,
    completed,
    explained,
    extended,
    late,
    prepared,
    received,
)
from tests.domain.lives import CODE, Life, minute

LATE, ON_TIME = Lateness.LATE, Lateness.ON_TIME
WITHIN, BY_FIRST = Lateness.WITHIN_EXTENSION, Lateness.LATE_BY_FIRST


def signed_late() -> Life:
    life = prepared().at("11-25 17:01")
    life.do(SignApology, **(SIGNED | {"signed_on": "2026-11-25"}))
    return life


def prepared_late() -> Life:
    life = received().at("11-26 09:00")
    life.do(PrepareApology, **SLIP)
    life.do(SignApology, **(SIGNED | {"signed_on": "2026-11-26"}))
    return life


def restarted_and_extended() -> Life:
    life = completed()  # due 01/12
    life.do(PrepareApology, **(SLIP | {"new_due": minute("12-08 17:00")}))
    life.at("11-27 10:00").do(SignApology, **(SIGNED | {"signed_on": "2026-11-27"}))
    return life


def asked_too_late() -> Life:
    life = explained().at("11-26 09:10")
    life.do(AskSupplement, **MISSING, **ALLOWED)
    return life


def washed() -> Life:
    life = asked_too_late()
    life.do(CompleteSupplement)  # due 12-01
    return life


def put_right_too_late() -> Life:
    life = explained()
    life.do(CorrectProcedure, **RIGHT)  # due 11-27
    return life


def paused_within_the_extension() -> Life:
    life = extended().at("11-26 09:00")
    life.do(ExplainLateness, text="Chờ ý kiến")
    life.do(AskSupplement, **MISSING, **ALLOWED)
    life.at("11-30 10:00").do(CompleteSupplement)  # due 12-03
    return life


def signed_on_the_last_day() -> Life:
    life = received().at("11-24 17:01")
    life.do(PrepareApology, **SLIP)
    life.do(SignApology, **SIGNED)
    return life


def resolved_in_time() -> Life:
    life = received().at("11-24 10:00")
    life.do(Resolve)
    return life


TABLE: list[tuple[Callable[[], Life], str, Lateness]] = [
    (received, "11-25 17:00", ON_TIME),  # the very minute is in time
    (received, "11-25 17:01", LATE),
    (resolved_in_time, "11-26 09:00", LATE),  # "resolved" by the unit does not count
    (asked, "12-31 17:00", ON_TIME),  # the citizen's time
    (asked_too_late, "12-31 17:00", LATE),
    (completed, "12-01 17:00", BY_FIRST),
    (completed, "12-01 17:01", LATE),
    (prepared, "11-26 09:00", LATE),  # not signed
    (extended, "11-25 17:00", ON_TIME),
    (extended, "12-01 17:00", WITHIN),
    (extended, "12-01 17:01", LATE),
    (signed_late, "11-26 09:00", LATE),
    (signed_on_the_last_day, "11-26 09:00", LATE),  # less than a day before expiry
    (washed, "11-27 10:00", LATE),  # no new promise washes a missed one off
    (put_right_too_late, "11-27 10:00", LATE),
    (paused_within_the_extension, "12-01 10:00", WITHIN),
    (paused_within_the_extension, "12-03 17:01", LATE),
    (prepared_late, "11-26 10:00", LATE),
    (restarted_and_extended, "11-30 09:00", BY_FIRST),
    (restarted_and_extended, "12-08 17:00", WITHIN),
    (restarted_and_extended, "12-08 17:01", LATE),
]


@pytest.mark.parametrize(("given", "moment", "lateness"), TABLE)
def test_how_it_stands(given: Callable[[], Life], moment: str, lateness: Lateness) -> None:
    assert given().at(moment).lateness is lateness


@pytest.mark.parametrize(("given", "moment", "lateness"), TABLE)
def test_the_arrival_decides_whenever_it_is_returned(
    given: Callable[[], Life], moment: str, lateness: Lateness
) -> None:
    life = given().at(moment)
    if life.dossier.waiting_since is not None:
        return
    life.do(RecordArrival)
    assert life.at("12-30 10:00").lateness is lateness
    if lateness in (LATE, WITHIN) and life.dossier.unexplained(life.now):
        assert life.refusal(ReturnResult) == ("explanation_missing", None)
        life.do(ExplainLateness, text="Đông việc")
    life.do(ReturnResult)
    assert life.lateness is lateness


@pytest.mark.parametrize("given", [signed_late, prepared_late])
def test_a_late_slip_does_not_hide_on_the_board_that_it_is_overdue(given: Callable[[], Life]) -> None:
    dossier = given().dossier
    assert (dossier.watched, dossier.extended_due) == (dossier.due, minute("12-01 17:00"))


@pytest.mark.parametrize("given", [washed, put_right_too_late])
def test_neither_a_restart_nor_another_procedure_washes_a_late_one(given: Callable[[], Life]) -> None:
    life = given()
    dossier = life.dossier
    assert (dossier.missed, dossier.first_due) == ("late", minute("11-25 17:00"))
    assert dossier.watched == dossier.due > life.now
    assert not dossier.unexplained(life.now)  # explained before the promise was moved
    assert dossier.unexplained(dossier.due + 1)  # a later miss needs an explanation of its own


def test_a_miss_that_another_pc_moved_without_an_explanation_still_owes_it() -> None:
    life = late()
    life.tell(SupplementAsked(CODE, life.now, AfterWait.RESTART, life.now, 1), "pc-2")
    life.at("11-27 10:00").do(CompleteSupplement)
    assert life.refusal(AskPayment, **BILL) == ("explanation_missing", None)
    life.do(RecordArrival)
    assert life.refusal(ReturnResult) == ("explanation_missing", None)
    life.do(ExplainLateness, text="Đông việc")
    life.do(ReturnResult)
    assert life.lateness is LATE


def test_a_promise_made_less_than_a_day_ago_is_extended_until_it_expires() -> None:
    life = Life().at("11-19 14:30").received("1.5")  # four working hours: until 11-20 09:30
    life.at("11-20 09:30").do(PrepareApology, **SLIP)
    life.do(SignApology, **(SIGNED | {"signed_on": "2026-11-20"}))
    assert life.dossier.extended_in_time
    too_late = Life().at("11-19 14:30").received("1.5").at("11-20 09:31")
    too_late.do(PrepareApology, **SLIP)
    too_late.do(SignApology, **(SIGNED | {"signed_on": "2026-11-20"}))
    assert not too_late.dossier.extended_in_time


def test_what_ends_in_a_wait_is_judged_by_when_the_wait_began() -> None:
    stop = {"how": Ending.STOPPED, "reason": "Quá hạn bổ sung", "legal_ground": "Điều 19"}
    in_time = asked().at("12-31 10:00")
    in_time.do(EndDossier, **stop)
    assert in_time.lateness is Lateness.ENDED
    too_late = asked_too_late().at("12-31 10:00")
    too_late.do(EndDossier, **stop)
    assert too_late.lateness is LATE


def test_slips_of_two_pcs_extend_once() -> None:
    life = extended().at("11-24 11:00")
    life.tell(ApologyPrepared(CODE, life.now, Cause.STAFF, minute("12-20 10:00"), 1, life.now), "pc-2")
    life.at("11-26 11:00").tell(
        ApologySigned(CODE, life.now, "e4", "13/XL", "A", "B", "2026-11-26", minute("12-20 10:00")), "pc-2"
    )
    assert (life.dossier.extended_due, life.dossier.apology) == (minute("12-01 17:00"), minute("11-24 10:00"))
    assert life.at("12-01 10:00").lateness is WITHIN
