"""A fresh receipt hides no late one: whichever way round, under whatever name, for whatever procedure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.commands import Applicant, IdKind, ReturnBy
from counter_app.domain.life.commands import (
    AmendDossier,
    CorrectProcedure,
    EndDossier,
    ExplainLateness,
    VoidReceipt,
)
from counter_app.domain.step_events import DossierLinked, Ending
from counter_app.services import day, desk, earlier, life
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import log, projections
from counter_app.store.engine import Connection
from tests.pcs import BIRTH, PERSON, archived, intake, opened
from tests.services.papers_life import OTHER, STAY, act, at

MOI = Applicant("Trần Văn Mới")
HAY = Applicant("Trần Văn Hay")
CARD = Applicant("Trần Văn Mới", id_kind=IdKind.CITIZEN_ID, id_number="001090000001")
OTHER_CARD = Applicant("Trần Văn Mới", id_kind=IdKind.CITIZEN_ID, id_number="001090000002")
MARRIED = Applicant("Trần Mới", id_kind=IdKind.CITIZEN_ID, id_number="001090000001")


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as found:
        yield found


def received(counter: Counter, when: str, applicant: Applicant = MOI, procedure: str = STAY) -> str:
    at(counter, when)
    return desk.receive(counter, intake(procedure=procedure, repeat=True, applicant=applicant)).code


def void(counter: Counter, code: str) -> life.Acted:
    return act(counter, VoidReceipt, code, "Nhập nhầm", taken_back=True)


def linked(counter: Counter, code: str) -> list[tuple[str, int]]:
    history = life.file_of(counter, PERSON, code).history
    return [(fact.earlier, fact.earlier_due) for _event, fact in history if isinstance(fact, DossierLinked)]


def promise(counter: Counter, code: str) -> tuple[str, int]:
    return code, life.file_of(counter, PERSON, code).dossier.due


ENDS: list[tuple[type, dict[str, Any]]] = [
    (VoidReceipt, {"reason": "Nhập nhầm", "taken_back": True}),
    (EndDossier, {"how": Ending.REFUSED, "reason": "Không đủ"}),
    (EndDossier, {"how": Ending.STOPPED, "reason": "Không đủ", "legal_ground": "Điều 19"}),
    (EndDossier, {"how": Ending.WITHDRAWN, "request": "Đơn", "requested_on": "2026-11-20"}),
]


@pytest.mark.parametrize(("kind", "answers"), ENDS)
def test_the_new_one_first_and_the_end_of_the_old_one_after(
    counter: Counter, kind: type, answers: dict[str, Any]
) -> None:
    old = received(counter, "2026-11-19T09:00")
    new = received(counter, "2026-11-20T09:00")
    others = [
        received(counter, "2026-11-20T09:01", procedure=BIRTH),
        received(counter, "2026-11-20T09:02", Applicant("Người Khác")),
    ]
    assert linked(counter, new) == []
    ended = act(counter, kind, old, **answers)
    assert [fact.KIND for fact in ended.facts] == [kind_of(kind)]
    assert linked(counter, new) == [promise(counter, old)]
    assert life.file_of(counter, PERSON, new).dossier.linked_to == old
    assert [linked(counter, code) for code in (old, *others)] == [[], [], []]
    (remark,) = [one for one in day.page(counter, PERSON).remarks if one.what == "linked"]
    assert (remark.code, remark.earlier, remark.due) == (new, old, promise(counter, new)[1])
    assert recompute(counter).differences == ()


def kind_of(kind: type) -> str:
    return "receipt.voided" if kind is VoidReceipt else "dossier.ended"


def test_the_end_again_or_of_the_newer_links_nothing_twice(counter: Counter) -> None:
    old = received(counter, "2026-11-19T09:00")
    void(counter, old)
    new = received(counter, "2026-11-20T09:00")
    assert linked(counter, new) == [promise(counter, old)]
    void(counter, new)
    assert linked(counter, new) == [promise(counter, old)]
    assert linked(counter, old) == []


def test_another_name_at_the_end_hides_nothing(counter: Counter) -> None:
    old = received(counter, "2026-11-19T09:00")
    act(counter, AmendDossier, old, HAY, ReturnBy.COUNTER)
    void(counter, old)
    again = [received(counter, "2026-11-20T09:00", who) for who in (MOI, HAY)]
    assert [linked(counter, code) for code in again] == [[promise(counter, old)]] * 2


def test_another_procedure_at_the_end_hides_nothing(counter: Counter) -> None:
    old = received(counter, "2026-11-19T09:00")
    act(counter, CorrectProcedure, old, OTHER, "Xin lỗi ông bà.")
    void(counter, old)
    again = [received(counter, "2026-11-20T09:00", procedure=code) for code in (STAY, OTHER)]
    assert [linked(counter, code) for code in again] == [[promise(counter, old)]] * 2


def test_a_new_one_put_right_later_is_linked_then(counter: Counter) -> None:
    old = received(counter, "2026-11-19T09:00")
    void(counter, old)
    renamed = received(counter, "2026-11-20T09:00", HAY)
    elsewhere = received(counter, "2026-11-20T09:01", procedure=OTHER)
    assert linked(counter, renamed) == linked(counter, elsewhere) == []
    amended = act(counter, AmendDossier, renamed, MOI, ReturnBy.COUNTER)
    act(counter, CorrectProcedure, elsewhere, STAY, "Xin lỗi ông bà.")
    assert amended.dossier.linked_to == old
    assert linked(counter, renamed) == linked(counter, elsewhere) == [promise(counter, old)]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Applicant("Lê A", birth_date="1990-01-01"), Applicant("Lê A"), True),
        (Applicant("Lê A"), Applicant("LÊ  A", birth_date="1990"), True),
        (CARD, MOI, True),
        (MOI, CARD, True),
        (CARD, MARRIED, True),
        (CARD, OTHER_CARD, False),
        (CARD, HAY, False),
    ],
)
def test_who_is_the_same_person(counter: Counter, first: Applicant, second: Applicant, *, same: bool) -> None:
    ended = received(counter, "2026-11-19T09:00", first)
    void(counter, ended)
    after = received(counter, "2026-11-20T09:00", second)
    assert linked(counter, after) == ([promise(counter, ended)] if same else [])
    still = received(counter, "2026-11-20T09:01", first, BIRTH)
    newer = received(counter, "2026-11-20T09:02", second, BIRTH)
    void(counter, still)
    assert linked(counter, newer) == ([(still, promise(counter, still)[1])] if same else [])


def test_thirty_days_count_both_ways(counter: Counter) -> None:
    old = received(counter, "2026-11-19T09:00", procedure=OTHER)
    early = received(counter, "2026-11-19T09:01", procedure=OTHER)
    new = received(counter, "2026-11-19T09:02", procedure=OTHER)
    at(counter, "2026-12-19T09:02")
    act(counter, ExplainLateness, old, "Chờ xác minh")
    void(counter, old)
    assert linked(counter, new) == [promise(counter, old)]
    assert linked(counter, early) == []


def test_an_open_one_is_told_with_its_promise(counter: Counter) -> None:
    first = received(counter, "2026-11-19T09:00")
    second = received(counter, "2026-11-20T09:00", CARD)
    found = earlier.known(counter, PERSON, STAY, MOI)
    assert (found.open, found.ended) == ((promise(counter, first), promise(counter, second)), ())
    assert earlier.known(counter, PERSON, STAY, OTHER_CARD).open == (promise(counter, first),)
    assert earlier.known(counter, PERSON, BIRTH, MOI).open == ()
    void(counter, first)
    found = earlier.known(counter, PERSON, STAY, MOI)
    assert (found.open, found.ended) == ((promise(counter, second),), (promise(counter, first),))


def test_what_is_purged_leaves_no_key(counter: Counter) -> None:
    code = received(counter, "2026-11-19T09:00", CARD)
    act(counter, AmendDossier, code, HAY, ReturnBy.COUNTER)
    archived(counter)
    with counter.store.write() as conn:
        assert claimants(conn) == [("tran van hay", ""), ("tran van moi", "001090000001")]
        log.purge(conn, [event.event_id for event, _fact in projections.history(conn, [code])])
        assert claimants(conn) == []
        projections.rebuild(conn)
        assert claimants(conn) == []
    assert earlier.known(counter, PERSON, STAY, HAY).open == ()


def claimants(conn: Connection) -> list[tuple[str, str]]:
    rows = conn.exec_driver_sql("SELECT name, number FROM claimants ORDER BY name")
    return [(row[0], row[1]) for row in rows]
