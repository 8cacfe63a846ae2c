"""PCs that acted without knowing of each other: nobody is called late for it, and nobody is on time by it."""

import itertools
from dataclasses import replace

from counter_app.domain import history
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.dossier import Lateness
from counter_app.domain.kinds import Fact
from counter_app.domain.life.commands import (
    AmendDossier,
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    ExplainLateness,
    PayFee,
    SettlePayment,
)
from counter_app.domain.ordering import ordered
from counter_app.domain.promise_events import PaymentSettled, SupplementCompleted
from counter_app.domain.step_events import ResultArrived
from tests.domain.given import BILL, MISSING, received
from tests.domain.lives import CODE, Life, minute


def elsewhere(life: Life, *facts: Fact, moment: str = "") -> None:
    """Put facts on record at another PC, by its own clock where `moment` is given."""
    for fact in facts:
        life.tell(fact, "pc-2", minute(moment) if moment else None)


def arrives(life: Life) -> None:
    life.tell(ResultArrived(CODE, life.now, ReturnBy.COUNTER))


def test_who_had_not_heard_of_the_result_calls_it_not_late() -> None:
    """Here on time; a day later another PC explains the lateness it sees, and asks for a paper."""
    life, other = received(), received()
    arrives(life.at("11-25 16:00"))
    other.at("11-26 09:00").do(ExplainLateness, text="quá tải")
    elsewhere(life.at("11-26 09:00"), *(fact for _event, fact in other.links[1:]))
    elsewhere(life, *other.judged(AskPayment, **BILL))
    assert life.lateness is Lateness.ON_TIME


def test_who_had_not_heard_of_a_wait_calls_it_not_late() -> None:
    life, other = received(), received()
    life.at("11-20 10:00").do(AskSupplement, **MISSING)
    other.at("11-26 09:00").do(ExplainLateness, text="quá tải")
    elsewhere(life.at("11-26 09:00"), *other.judged(AskPayment, **BILL))
    assert life.lateness is Lateness.ON_TIME


def test_a_late_result_is_washed_off_by_nobody_who_had_not_heard_of_it() -> None:
    life, other = received(), received()
    arrives(life.at("11-26 08:30"))
    other.at("11-26 09:00").do(ExplainLateness, text="quá tải")
    elsewhere(life.at("11-26 09:00"), *other.judged(CorrectProcedure, procedure="1.2", apology="xin lỗi"))
    assert life.lateness is Lateness.LATE


def test_a_result_on_time_is_made_late_by_no_shorter_procedure_corrected_elsewhere() -> None:
    life = Life().received("1.2").at("11-20 10:00")
    other = Life().received("1.2").at("11-20 10:00")
    shorter = other.judged(CorrectProcedure, procedure="1.5", apology="xin lỗi")
    arrives(life.at("11-20 09:50"))
    elsewhere(life.at("11-20 10:00"), *shorter)
    assert life.lateness is Lateness.ON_TIME


def test_a_promise_that_did_not_know_of_a_restart_takes_nothing_back() -> None:
    """Each PC waits for something; whichever ends its wait last, the longer promise was given to somebody."""
    life, other = received().at("11-23 14:00"), received().at("11-23 14:00")
    bill = other.judged(AskPayment, **BILL)
    other.do(AskPayment, **BILL)
    life.do(AskSupplement, **MISSING)
    (restarted,) = life.at("11-25 10:00").do(CompleteSupplement)
    settled = other.at("11-25 11:00").judged(SettlePayment, evidence="x")
    assert isinstance(restarted, SupplementCompleted)
    assert isinstance(settled[0], PaymentSettled)
    assert settled[0].promise.at < restarted.promise.at
    elsewhere(life, *bill, moment="11-23 14:00")
    elsewhere(life, *settled, moment="11-25 11:00")
    assert (life.dossier.due, life.dossier.since) == (restarted.promise.at, minute("11-25 10:00"))
    for links in itertools.permutations(life.links):
        assert history.fold(links) == life.dossier


def test_a_fee_is_paid_whatever_the_other_clock_said() -> None:
    life = Life().received(fee=True)
    elsewhere(life, *life.judged(PayFee), moment="11-19 08:00")
    assert life.dossier.fee_paid
    life.at("11-19 10:00").do(AskPayment, **BILL)
    for links in itertools.permutations(life.links):
        assert history.fold(links) == life.dossier


def test_the_later_amendment_stands_though_its_clock_was_behind() -> None:
    life = received().at("11-20 10:00")
    life.do(AmendDossier, applicant=Applicant("Nguyễn Văn Thứ"), return_by=ReturnBy.COUNTER)
    right = life.judged(AmendDossier, applicant=Applicant("Nguyễn Văn Thự"), return_by=ReturnBy.POST)
    elsewhere(life, *right, moment="11-19 10:00")
    assert (life.dossier.name, life.dossier.return_by) == ("Nguyễn Văn Thự", ReturnBy.POST)


def test_a_number_made_into_text_stops_no_order() -> None:
    life = received()
    elsewhere(life, ResultArrived(CODE, life.now, ReturnBy.COUNTER))
    (event, fact), rest = life.links[0], life.links[1:]
    assert len(ordered([(replace(event, seq="x"), fact), *rest])) == 2  # type: ignore[arg-type]
