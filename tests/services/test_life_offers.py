"""What is offered is accepted, what is not offered is refused: offers and judgement agree along a life."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.commands import Applicant, FeeAnswer, ReturnBy
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.life.judge import judge
from counter_app.domain.moments import day_of
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, Ending, Means
from counter_app.errors import Refused
from counter_app.services import desk, life, life_offers, promises
from counter_app.services.counter import Counter
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act
from counter_app.services.promises import Ground
from tests.pcs import PERSON, intake, opened
from tests.services.papers_life import STAY, SUPERVISOR, at

# Accepted also where they make no sense: explaining twice, carrying papers once the result is here.
TOLERATED = {Act.EXPLAIN_LATENESS, Act.HAND_OVER}


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def command(act: Act, file: DossierFile) -> commands.LifeCommand:
    """Return a command of that act in which nothing that is typed can be wrong."""
    ids = (new_event_id(), PERSON, file.dossier.code)
    case = file.case
    soon = case.around.calendar.ahead(day_of(max(file.dossier.due, case.now)), 3)[1]
    today = case.today.isoformat()
    handed = next(iter(case.handed), "")
    return {
        Act.ASK_SUPPLEMENT: commands.AskSupplement(*ids, ("Giấy",), "", SUPERVISOR, "vì"),
        Act.COMPLETE_SUPPLEMENT: commands.CompleteSupplement(*ids),
        Act.ASK_PAYMENT: commands.AskPayment(*ids, 1000, "TB 1"),
        Act.SETTLE_PAYMENT: commands.SettlePayment(*ids, "BL 1"),
        Act.PAY_FEE: commands.PayFee(*ids),
        Act.HAND_OVER: commands.HandOver(*ids, "" if file.dossier.holder else "Phòng"),
        Act.TAKE_OVER: commands.TakeOver(*ids, handed, "Hùng"),
        Act.RESOLVE: commands.Resolve(*ids),
        Act.RECORD_ARRIVAL: commands.RecordArrival(*ids),
        Act.TELL_CITIZEN: commands.TellCitizen(*ids, About.PROMISE, Means.PHONE),
        Act.RETURN_RESULT: commands.ReturnResult(*ids),
        Act.PREPARE_APOLOGY: commands.PrepareApology(*ids, Cause.WORKLOAD, soon),
        Act.SIGN_APOLOGY: commands.SignApology(*ids, "1", "An", "Chủ tịch", today),
        Act.EXPLAIN_LATENESS: commands.ExplainLateness(*ids, "vì"),
        Act.REPORT_DIFFICULTY: commands.ReportDifficulty(*ids, "vướng"),
        Act.AMEND: commands.AmendDossier(*ids, Applicant("Lê Mới"), ReturnBy.POST),
        Act.CORRECT_PROCEDURE: commands.CorrectProcedure(*ids, "1.001193", "xin lỗi"),
        Act.REFUSE: commands.EndDossier(*ids, Ending.REFUSED, "vì"),
        Act.STOP: commands.EndDossier(*ids, Ending.STOPPED, "vì", "Điều 1"),
        Act.WITHDRAW: commands.EndDossier(*ids, Ending.WITHDRAWN, request="đơn", requested_on=today),
        Act.VOID: commands.VoidReceipt(*ids, "nhầm", True),
    }[act]


def accepted(act: Act, file: DossierFile) -> bool:
    try:
        judge(command(act, file), file.case)
    except Refused:
        return False
    return True


def agree(counter: Counter, code: str) -> set[Act]:
    """Hold offers against judgements; return what is offered."""
    offered = {offer.act for offer in life_offers.offers(life.file_of(counter, PERSON, code).case)}
    for act in Act:
        # Read anew: a judgement on another procedure changes its case.
        file = life.file_of(counter, PERSON, code)
        if act in offered:
            assert accepted(act, file), act
        elif act not in TOLERATED:
            assert not accepted(act, file), act
    return offered


def test_offers_and_judgements_agree_along_a_life_in_time(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure=STAY)).code
    walk = (
        Act.ASK_SUPPLEMENT,
        Act.COMPLETE_SUPPLEMENT,
        Act.ASK_PAYMENT,
        Act.SETTLE_PAYMENT,
        Act.HAND_OVER,
        Act.TAKE_OVER,
        Act.PREPARE_APOLOGY,
        Act.SIGN_APOLOGY,
        Act.RESOLVE,
        Act.RECORD_ARRIVAL,
    )
    for act in walk:
        assert act in agree(counter, code) | {Act.RETURN_RESULT}
        life.act(counter, command(act, life.file_of(counter, PERSON, code)))
    file = life.file_of(counter, PERSON, code)
    if file.dossier.fee_amount and not file.dossier.fee_paid:
        assert not accepted(Act.RETURN_RESULT, file)
        life.act(counter, command(Act.PAY_FEE, file))
    assert Act.RETURN_RESULT in agree(counter, code)
    life.act(counter, command(Act.RETURN_RESULT, life.file_of(counter, PERSON, code)))
    assert agree(counter, code) == set()


def test_what_a_dossier_waits_for_comes_first(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure=STAY, fee=FeeAnswer(paid=True))).code

    def first() -> list[Act]:
        offered = life_offers.offers(life.file_of(counter, PERSON, code).case)
        return [offer.act for offer in offered if offer.next]

    assert first() == [Act.HAND_OVER]
    life.act(counter, command(Act.HAND_OVER, life.file_of(counter, PERSON, code)))
    assert first() == [Act.TAKE_OVER, Act.HAND_OVER][:1]
    life.act(counter, command(Act.TAKE_OVER, life.file_of(counter, PERSON, code)))
    assert first() == [Act.RESOLVE]
    life.act(counter, command(Act.RESOLVE, life.file_of(counter, PERSON, code)))
    life.act(counter, command(Act.RECORD_ARRIVAL, life.file_of(counter, PERSON, code)))
    assert first() == [Act.TELL_CITIZEN, Act.RETURN_RESULT]


def test_the_apology_is_proposed_a_day_before_expiry_and_a_late_one_is_explained_first(
    counter: Counter,
) -> None:
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure=STAY)).code
    due = life.file_of(counter, PERSON, code).dossier.due

    def first() -> set[Act]:
        return {
            offer.act for offer in life_offers.offers(life.file_of(counter, PERSON, code).case) if offer.next
        }

    assert Act.PREPARE_APOLOGY not in first()
    at(counter, "2026-11-24T17:30")  # the promise is Wed 2026-11-25 17:00
    assert (due, Act.PREPARE_APOLOGY in first()) == (life.file_of(counter, PERSON, code).dossier.due, True)
    at(counter, "2026-11-26T09:00")
    assert Act.EXPLAIN_LATENESS in first()
    life.act(counter, command(Act.EXPLAIN_LATENESS, life.file_of(counter, PERSON, code)))
    assert Act.EXPLAIN_LATENESS not in first()


def test_every_promise_stays_in_the_list_and_one_of_them_stands(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure=STAY)).code
    for act in (Act.PREPARE_APOLOGY, Act.SIGN_APOLOGY):
        life.act(counter, command(act, life.file_of(counter, PERSON, code)))
    extended = promises.outlook(life.file_of(counter, PERSON, code))
    assert [(one.ground, one.stands) for one in extended.promises] == [
        (Ground.RECEIPT, False),
        (Ground.EXTENSION, True),
    ]
    at(counter, "2026-11-20T09:00")
    life.act(counter, command(Act.ASK_SUPPLEMENT, life.file_of(counter, PERSON, code)))
    waiting = promises.outlook(life.file_of(counter, PERSON, code))
    assert waiting.urgency is None
    at(counter, "2026-11-23T09:00")
    life.act(counter, command(Act.COMPLETE_SUPPLEMENT, life.file_of(counter, PERSON, code)))
    again = promises.outlook(life.file_of(counter, PERSON, code))
    assert [(one.ground, one.stands) for one in again.promises] == [
        (Ground.RECEIPT, False),
        (Ground.EXTENSION, True),  # the later of the two: the head signed for it
        (Ground.RESTART, False),
    ]
