"""A dossier's life with a real store: whatever is accepted, the log, the lists and the law agree."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain import deadline, history
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.commands import Applicant, FeeAnswer, ReceiveAtOnce, ReturnBy
from counter_app.domain.dossier import Dossier, State
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.domain.recomputation import promise_of
from counter_app.domain.rules import rule_set
from counter_app.domain.step_events import About, Ending, Means, Recipient
from counter_app.errors import Refused
from counter_app.services import desk, life
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.store import comparison, projections
from counter_app.store.tables import PROJECTIONS
from tests.pcs import BIRTH, PERSON, intake, opened
from tests.services.papers_life import STAY, SUPERVISOR, act, at, minute


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as found:
        yield found


def received(counter: Counter, when: str = "2026-11-19T09:00", **changes: Any) -> str:
    at(counter, when)
    return desk.receive(counter, intake(procedure=STAY, repeat=True, **changes)).code


def test_the_same_command_again_is_answered_once(counter: Counter) -> None:
    code = received(counter)
    command = commands.AskSupplement(new_event_id(), PERSON, code, ("Giấy tờ chỗ ở",))
    first = life.act(counter, command)
    again = life.act(counter, command)
    assert (len(first.facts), again.facts) == (1, ())
    assert first.dossier == again.dossier
    assert len(life.file_of(counter, PERSON, code).history) == 3  # with its fee


@pytest.mark.parametrize(
    ("actor", "code", "event_id", "refusal"),
    [
        ("ai", None, None, "unknown_person"),
        (PERSON, "H26.14-261119-1999", None, "unknown_dossier"),
        (PERSON, None, "x", "bad_event_id"),
    ],
)
def test_who_and_which_must_be_known(
    counter: Counter, actor: str, code: str | None, event_id: str | None, refusal: str
) -> None:
    held = received(counter)
    with pytest.raises(Refused, match=refusal):
        life.act(counter, commands.RecordArrival(event_id or new_event_id(), actor, code or held))
    assert life.file_of(counter, PERSON, held).dossier.arrived is None


def test_what_is_refused_writes_nothing(counter: Counter) -> None:
    code = received(counter)
    before = life.file_of(counter, PERSON, code)
    with pytest.raises(Refused, match="result_missing"):
        act(counter, commands.ReturnResult, code)
    assert life.file_of(counter, PERSON, code).history == before.history


def test_a_dossier_that_is_not_here_has_no_file(counter: Counter) -> None:
    with pytest.raises(Refused, match="unknown_dossier"):
        life.file_of(counter, PERSON, "H26.14-261119-1999")


def test_a_difficulty_tells_two_facts_in_one_act(counter: Counter) -> None:
    code = received(counter)
    done = act(counter, commands.ReportDifficulty, code, text="Chưa có hướng dẫn")
    assert [fact.KIND for fact in done.facts] == ["difficulty.reported", "citizen.told"]


def test_result_at_once_records_and_closes_in_the_same_minute(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    taken = intake(procedure=STAY, fee=FeeAnswer(paid=True))
    receipt = desk.receive(counter, ReceiveAtOnce(taken, "Trần Văn Hai"))
    dossier = life.file_of(counter, PERSON, receipt.code).dossier
    assert (dossier.state, dossier.at_once, dossier.open) == (State.RETURNED, True, False)
    assert dossier.arrived == dossier.returned == dossier.received == receipt.received
    assert recompute(counter).count == 0
    owing = intake("Lê Thị Ba", STAY)
    with pytest.raises(Refused, match="fee_owed"):
        desk.receive(counter, ReceiveAtOnce(owing))


ENDS: list[tuple[type[commands.LifeCommand], dict[str, Any]]] = [
    (commands.VoidReceipt, {"reason": "Nhập nhầm", "taken_back": True}),
    (commands.EndDossier, {"how": Ending.REFUSED, "reason": "Không đủ"}),
    (commands.EndDossier, {"how": Ending.STOPPED, "reason": "Không đủ", "legal_ground": "Điều 19"}),
    (commands.EndDossier, {"how": Ending.WITHDRAWN, "request": "Đơn", "requested_on": "2026-11-19"}),
]


@pytest.mark.parametrize(("kind", "answers"), ENDS)
def test_a_fresh_receipt_within_thirty_days_names_the_earlier(
    counter: Counter, kind: type[commands.LifeCommand], answers: dict[str, Any]
) -> None:
    earlier = received(counter)
    promised = life.file_of(counter, PERSON, earlier).dossier.due
    act(counter, kind, earlier, **answers)
    later = received(counter, "2026-12-19T09:00")
    file = life.file_of(counter, PERSON, later)
    assert file.dossier.linked_to == earlier
    (link,) = [fact for _event, fact in file.history if fact.KIND == "dossier.linked"]
    assert (link.earlier, link.earlier_due) == (earlier, promised)  # type: ignore[union-attr]
    others = [
        received(counter, "2026-12-19T09:01"),  # beyond thirty days
        desk.receive(counter, intake(procedure=BIRTH)).code,
        desk.receive(counter, intake("Người Khác", STAY)).code,
    ]
    assert {life.file_of(counter, PERSON, code).dossier.linked_to for code in others} == {""}


def test_a_dossier_returned_or_still_open_is_not_linked(counter: Counter) -> None:
    returned = received(counter, fee=FeeAnswer(paid=True))
    act(counter, commands.RecordArrival, returned)
    act(counter, commands.ReturnResult, returned)
    received(counter, "2026-11-19T10:00")
    code = received(counter, "2026-11-20T10:00")
    assert life.file_of(counter, PERSON, code).dossier.linked_to == ""


def test_one_of_another_unit_hands_back_and_the_lists_show_it(counter: Counter) -> None:
    code = received(counter)
    given_over = act(counter, commands.HandOver, code, to_unit="Công an", sheet="BG-1")
    act(counter, commands.TakeOver, code, handed=given_over.event_id, receiver="Phạm Văn Khải")
    with counter.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT code, to_unit, giver, receiver FROM handovers").all()
    (row,) = rows
    assert (row[0], row[1], row[3]) == (code, "Công an", "Phạm Văn Khải")
    assert row[2]


# Any sequence at all: what is refused is passed over, what is accepted must hold.
STEPS: tuple[tuple[type[commands.LifeCommand], dict[str, Any]], ...] = (
    (commands.AskSupplement, {"missing": ("Giấy",)}),
    (commands.AskSupplement, {"missing": ("Giấy",), "allowed_by": SUPERVISOR, "allowed_ground": "Đơn"}),
    (commands.CompleteSupplement, {}),
    (commands.AskPayment, {"amount": 1000, "ground": "Thuế"}),
    (commands.SettlePayment, {"evidence": "Biên lai"}),
    (commands.PayFee, {}),
    (commands.CorrectProcedure, {"procedure": "1.004884", "apology": "Xin lỗi"}),
    (commands.CorrectProcedure, {"procedure": STAY, "apology": "Xin lỗi"}),
    (commands.PrepareApology, {"cause": Cause.STAFF, "new_due": minute("2026-12-01T17:00")}),
    (commands.PrepareApology, {"cause": Cause.STAFF, "new_due": minute("2026-12-10T10:00")}),
    (commands.SignApology, {"number": "1", "signer": "A", "signer_title": "B"}),
    (commands.ExplainLateness, {"text": "Đông việc"}),
    (commands.HandOver, {"to_unit": "Công an", "share": Limit(1, LimitUnit.WORKING_DAYS)}),
    (commands.HandOver, {"to_unit": ""}),
    (commands.TakeOver, {"receiver": "Phạm Văn Khải"}),
    (commands.Resolve, {}),
    (commands.RecordArrival, {}),
    (commands.TellCitizen, {"about": About.RESULT, "means": Means.PHONE}),
    (commands.ReturnResult, {"to": Recipient.REPRESENTATIVE, "name": "A", "authority": "B"}),
    (commands.AmendDossier, {"applicant": Applicant("Nguyễn Thử"), "return_by": ReturnBy.POST}),
    (commands.VoidReceipt, {"reason": "Nhầm", "taken_back": True}),
    (commands.EndDossier, {"how": Ending.WITHDRAWN, "request": "Đơn", "requested_on": "2026-11-19"}),
    (commands.ReportDifficulty, {"text": "Vướng"}),
)
SEQUENCES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from([0, 30, 600, 1440, 4320])), max_size=14
)


def live(counter: Counter, code: str, sequence: list[Any]) -> tuple[Dossier, Dossier]:
    """Try a sequence on one dossier; return what stood after its reception, and what each act returned."""
    first = after = life.file_of(counter, PERSON, code).dossier
    now = first.received
    for (kind, answers), passed in sequence:
        now += passed
        counter.clock.anchor(now * 60_000)
        file = life.file_of(counter, PERSON, code)
        known = {}
        if kind is commands.TakeOver:
            known["handed"] = next(iter(file.case.handed), "")
        elif kind is commands.SignApology:
            known["signed_on"] = file.case.today.isoformat()
        try:
            after = act(counter, kind, code, **answers, **known).dossier
        except Refused:
            assert life.file_of(counter, PERSON, code).history == file.history
    return first, after


@given(sequence=SEQUENCES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_accepted_holds(counter: Counter, sequence: list[Any]) -> None:
    code = received(counter)
    first, after = live(counter, code, sequence)
    file = life.file_of(counter, PERSON, code)
    assert file.dossier == after == history.fold(file.history)
    kept = ("code", "received", "first_due", "day", "event_id", "actor_id")
    assert [getattr(after, name) for name in kept] == [getattr(first, name) for name in kept]
    with counter.store.read() as conn:
        calendar = counter.reference(conn).calendar
        assert projections.load(conn, code) == after
        assert list(comparison.compare_one(conn, code)) == []
    promises = [promise for _event, fact in file.history if (promise := promise_of(fact))]
    assert after.due == promises[-1].at
    for promise in promises:
        again = (promise.limit, promise.received, promise.waits, calendar, rule_set(promise.rules))
        assert deadline.resumed(*again) == deadline.Due(promise.at, promise.reasons)


def test_many_lives_prove_and_rebuild_to_the_same_lists(counter: Counter) -> None:
    for shift, passed in itertools.product(range(0, len(STEPS), 4), (30, 1440)):
        code = received(counter)
        steps = [(step, passed) for step in (*STEPS[shift:], *STEPS[:shift])]
        live(counter, code, steps)
    found = recompute(counter)
    assert (found.count, found.apart) == (0, ())
    assert verify_log(counter).faults == ()
    with counter.store.write() as conn:
        before = picture(conn)
        projections.rebuild(conn)
        assert picture(conn) == before


def picture(conn: sa.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
        for table in PROJECTIONS
    }
