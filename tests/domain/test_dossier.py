from dataclasses import replace

import pytest

from counter_app.domain import dossier, history
from counter_app.domain.catalog import Channel, Limit, LimitUnit
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.events import DocumentPrinted, DossierReceived, Event, FeeCharged
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused

CODE = "H17.99-261119-1000"
EVENT = Event("e-1", "pc-1", 1, bytes(32), "", 1, CODE, "lan", 0, "A", "{}", None, bytes(64))
RECEIVED = DossierReceived(
    code=CODE,
    lane="lane-1",
    procedure="1.001193",
    procedure_name="Đăng ký khai sinh",
    procedure_field="Hộ tịch",
    catalogue=1,
    calendar=1,
    rules="nd61",
    channel=Channel.IN_PERSON,
    limit=Limit(0, LimitUnit.SAME_DAY),
    received=29_917_560,
    due=29_918_040,
    reasons=(),
    papers=(),
    sets=1,
    quantity=1,
    return_by=ReturnBy.POST,
    resolving_unit="",
    repeat_of=(),
    applicant=Applicant("Nguyễn Văn Thử"),
)
FEE = FeeCharged(CODE, 15_000, 1, 15_000, paid=True, exempt=False)


def told(*facts: Fact) -> dossier.Dossier | None:
    return history.fold((replace(EVENT, seq=seq), fact) for seq, fact in enumerate(facts, 1))


def test_a_reception_begins_it() -> None:
    begun = told(RECEIVED)
    assert begun is not None
    assert (begun.code, begun.day, begun.state) == (CODE, "2026-11-19", dossier.State.RECEIVED)
    assert (begun.name, begun.return_by, begun.fee_amount) == ("Nguyễn Văn Thử", ReturnBy.POST, None)


def test_a_code_is_received_once() -> None:
    with pytest.raises(Refused, match="code_taken"):
        history.check_place(RECEIVED, EVENT, known=True)


def test_nothing_happens_to_what_was_not_received() -> None:
    with pytest.raises(Refused, match="unknown_dossier"):
        history.check_place(FEE, EVENT, known=False)
    assert told(FEE) is None


def test_copies_are_counted_by_their_number_and_of_the_receipt_only() -> None:
    prints = [DocumentPrinted(CODE, form, copy) for form, copy in (("01", 2), ("01", 1), ("04", 9))]
    now = told(RECEIVED, *prints)
    assert now is not None
    assert now.copies_printed == 2


def test_the_order_of_arrival_does_not_matter_and_the_first_reception_stands() -> None:
    early = told(FEE, RECEIVED, replace(RECEIVED, procedure="other"))
    assert early is not None
    assert (early.procedure, early.fee_amount, early.seq) == ("1.001193", 15_000, 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Applicant("A", id_number="001090000001"), Applicant("B", id_number="0010 9000 0001"), True),
        (Applicant("Lê Thị Đào", birth_date="1985"), Applicant("LE  THI DAO", birth_date="1985"), True),
        (Applicant("Lê Thị Đào", birth_date="1985"), Applicant("Lê Thị Đào", birth_date="1986"), False),
    ],
)
def test_who_is_the_same_person(one: Applicant, other: Applicant, *, same: bool) -> None:
    assert (dossier.person_key(one) == dossier.person_key(other)) is same


def test_nobody_has_no_key() -> None:
    assert dossier.person_key(None) == ""
