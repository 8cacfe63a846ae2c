"""Facts of several PCs: in whatever order they come, they tell the same dossier."""

import itertools

from counter_app.domain import history
from counter_app.domain.commands import ReturnBy
from counter_app.domain.dossier import State
from counter_app.domain.kinds import Fact
from counter_app.domain.life.case import Surroundings, case_of
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    HandOver,
    ReturnResult,
    SettlePayment,
    TakeOver,
)
from counter_app.domain.ordering import ordered
from counter_app.domain.step_events import ResultArrived, TakenOver
from tests.domain.given import BILL, MISSING, received
from tests.domain.lives import CALENDAR, CATALOGUE, CODE, GRANTS, OFFICE, PEOPLE, RULES, Life, minute


def told_by(life: Life, installation: str, moment: str, *facts: Fact) -> str:
    """Put facts on record at another PC, whose clock shows its own moment."""
    return [life.tell(fact, installation, minute(moment)) for fact in facts][-1]


def test_every_order_tells_the_same() -> None:
    """Asked, answered by a PC whose clock is behind, asked for money; handed and taken; arrived twice."""
    life = received().at("11-20 10:00")
    life.do(AskSupplement, **MISSING)
    done = life.at("11-26 10:00").judged(CompleteSupplement)
    told_by(life, "pc-2", "11-20 09:00", *done)
    life.do(HandOver, to_unit="Công an")
    handed = life.links[-1][0].event_id
    taken = life.judged(TakeOver, handed=handed, receiver="Ông Ba")
    told_by(life, "pc-3", "11-19 09:30", *taken)
    for installation, moment in (("pc-2", "11-27 10:00"), ("pc-3", "11-27 09:00")):
        told_by(life, installation, moment, ResultArrived(CODE, minute(moment), ReturnBy.COUNTER))
    around = Surroundings(life.now, CALENDAR, RULES, CATALOGUE, OFFICE, PEOPLE, GRANTS)
    expected, case = life.dossier, case_of(life.links, CODE, around)
    assert (expected.state, expected.waiting_since, expected.holder) == (State.RESOLVED, None, "")
    assert expected.arrived == minute("11-27 09:00")
    assert (case.waiting, case.handed) == (None, {})
    for links in itertools.permutations(life.links):
        assert history.fold(links) == expected
    assert case_of(reversed(life.links), CODE, around) == case


def test_a_wait_asked_again_stays_open_when_the_first_is_answered_twice() -> None:
    life = received().at("11-20 10:00")
    life.do(AskPayment, **BILL)
    late = life.at("11-20 11:00").judged(SettlePayment, evidence="x")
    life.do(SettlePayment, evidence="x")
    life.at("11-20 12:00").do(AskPayment, **BILL)
    told_by(life, "pc-2", "11-20 13:00", *late)
    assert (life.dossier.state, life.dossier.waiting_since) == (State.PAYMENT, minute("11-20 12:00"))
    assert len(life.judged(SettlePayment, evidence="x")) == 1


def test_two_waits_of_two_pcs_are_both_to_be_answered() -> None:
    life = received().at("11-20 10:00")
    bill = life.at("11-20 10:30").judged(AskPayment, **BILL)
    life.at("11-20 10:00").do(AskSupplement, **MISSING)
    told_by(life, "pc-2", "11-20 10:30", *bill)
    assert life.dossier.state is State.SUPPLEMENT
    life.at("11-23 10:00").do(CompleteSupplement)
    assert (life.dossier.state, life.dossier.waiting_since) == (State.PAYMENT, minute("11-20 10:30"))
    life.do(SettlePayment, evidence="x")
    assert (life.dossier.state, life.dossier.waiting_since) == (State.RECEIVED, None)


def test_a_wait_asked_twice_in_one_minute_is_open_again() -> None:
    life = received().at("11-20 10:00")
    states = []
    for _ in range(2):
        life.do(AskPayment, **BILL)
        states.append(life.dossier.state)
        life.do(SettlePayment, evidence="x")
        states.append(life.dossier.state)
    assert states == [State.PAYMENT, State.RECEIVED] * 2


def test_the_end_is_not_undone_by_who_had_not_heard_of_it() -> None:
    life = received().at("11-20 10:00")
    arrived = ResultArrived(CODE, life.now, ReturnBy.COUNTER)
    asked = life.judged(AskSupplement, **MISSING)
    life.tell(arrived)
    life.do(ReturnResult)
    told_by(life, "pc-2", "11-20 10:10", arrived, *asked)
    assert (life.dossier.state, life.dossier.arrived) == (State.RETURNED, minute("11-20 10:00"))


def test_facts_that_name_each_other_in_a_circle_are_all_told_in_one_order() -> None:
    life = received()
    for number, installation in enumerate(("pc-2", "pc-3", "pc-2", "pc-3")):
        life.tell(TakenOver(CODE, life.now, f"e{5 - number}", "x", "y"), installation)
    expected = ordered(life.links)
    assert len(expected) == 5
    for links in itertools.permutations(life.links):
        assert ordered(links) == expected
