"""Two PCs that did not know of each other: any of them shows what a fresh receipt may hide."""

import datetime
from collections.abc import Sequence

import pytest

from counter_app.central import register
from counter_app.domain.commands import Applicant, IdKind
from counter_app.domain.life.commands import EndDossier, VoidReceipt
from counter_app.domain.step_events import DossierLinked, Ending
from counter_app.services import day, desk, life, registers, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import linked, projections
from tests.pcs import PERSON, Office, intake
from tests.services.papers_life import STAY, act, at

MOI = Applicant("Trần Văn Mới")
CARD = Applicant("TRẦN VĂN  MỚI", id_kind=IdKind.CITIZEN_ID, id_number="001090000001")


@pytest.fixture
def pcs(office: Office) -> list[Counter]:
    """Three PCs that know of each other."""
    found = [office.open(name) for name in ("b", "a", "c")]
    exchange(found)
    return found


def exchange(counters: Sequence[Counter]) -> None:
    for counter in counters:
        assert sync.exchange(counter).problem == ""


def received(counter: Counter, when: str, applicant: Applicant = MOI) -> str:
    at(counter, when)
    return desk.receive(counter, intake(procedure=STAY, repeat=True, applicant=applicant)).code


def remarks(counter: Counter) -> list[tuple[str, int | None, str, int | None]]:
    page = day.page(counter, PERSON)
    return [(one.code, one.due, one.earlier, one.earlier_due) for one in page.remarks if one.what == "linked"]


@pytest.mark.parametrize("order", [(0, 1, 2, 0, 1), (1, 0, 2, 1, 0)])
@pytest.mark.parametrize("ends", [VoidReceipt, EndDossier])
def test_an_end_on_one_and_a_reception_on_the_other(
    office: Office, pcs: list[Counter], order: Sequence[int], ends: type
) -> None:
    one, two, _third = pcs
    old = received(one, "2026-11-19T09:00")
    at(one, "2026-11-19T10:00")
    if ends is VoidReceipt:
        act(one, VoidReceipt, old, "Nhập nhầm", taken_back=True)
    else:
        act(one, EndDossier, old, Ending.WITHDRAWN, request="Đơn", requested_on="2026-11-19")
    new = received(two, "2026-11-19T10:30", CARD)
    assert [remarks(counter) for counter in pcs] == [[], [], []]
    exchange([pcs[place] for place in order])
    due = {code: life.file_of(one, PERSON, code).dossier.due for code in (old, new)}
    book = []
    for counter in pcs:
        assert remarks(counter) == [(new, due[new], old, due[old])]
        file = life.file_of(counter, PERSON, new)
        assert (file.earlier, file.linked) == (old, ((old, due[old]),))
        assert not [fact for _event, fact in file.history if isinstance(fact, DossierLinked)]
        assert life.file_of(counter, PERSON, old).earlier == ""
        assert recompute(counter).differences == ()
        with counter.store.write() as conn:
            before = linked.stored(conn)
            projections.rebuild(conn)
            assert linked.stored(conn) == before
        at(counter, "2026-11-19T11:00")
        book.append(registers.register(counter, PERSON, "2026-11-01", "2026-11-30").rows)
    promised = f"Liên quan {old} (hẹn 24/11/2026)"
    assert due[old] == due[new]
    assert [row.note for row in book[0] if row.code == new] == [promised.replace("24/11", "25/11")]
    with office.living.centre.engine.connect() as connection:
        there = register.month_book(
            connection, "00004", datetime.date(2026, 11, 1), one.clock.now().ms // 60_000
        )
    assert [book[0], book[1], book[2]] == [tuple(there.rows)] * 3


def test_a_pair_on_record_is_listed_once(pcs: list[Counter]) -> None:
    one, two, third = pcs
    old = received(one, "2026-11-19T09:00")
    act(one, VoidReceipt, old, "Nhập nhầm", taken_back=True)
    new = received(one, "2026-11-19T09:30")
    exchange([one, two, third])
    for counter in pcs:
        assert [(code, earlier) for code, _due, earlier, _promised in remarks(counter)] == [(new, old)]


@pytest.mark.parametrize("places", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    "minutes",
    [
        ("09:00", "09:00", "09:00"),
        ("09:00", "09:00", "09:20"),
        ("09:00", "09:10", "09:10"),
        ("09:00", "09:10", "09:20"),
    ],
)
def test_a_reception_before_the_other_pc_voids(
    pcs: list[Counter], places: Sequence[int], minutes: Sequence[str]
) -> None:
    one, two = (pcs[place] for place in places)
    first, anew, end = (f"2026-11-19T{minute}" for minute in minutes)
    old, new = received(one, first), received(two, anew, CARD)
    at(one, end)
    act(one, VoidReceipt, old, "Nhập nhầm", taken_back=True)
    exchange([one, two, one])
    due = {code: life.file_of(one, PERSON, code).dossier.due for code in (old, new)}
    for counter in (one, two):
        assert remarks(counter) == [(new, due[new], old, due[old])]
        assert recompute(counter).differences == ()
