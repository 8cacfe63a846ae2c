"""The lived-in office whose rows are mutated: one PC with facts of many kinds, and its real centre."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.central import arrivals
from counter_app.domain.book_events import LeafFate
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import (
    Applicant,
    AskForPapers,
    ConfirmPrinted,
    FeeAnswer,
    IdKind,
    RefuseReception,
)
from counter_app.domain.day import CloseDay
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.paper_book import VoidLeaf
from counter_app.domain.promise_events import Cause
from counter_app.domain.staff.commands import (
    CheckPresence,
    EndAbsence,
    EndSubstitution,
    FollowUpInspection,
    HoldInspection,
    RecordStanding,
)
from counter_app.domain.staff_events import Ending as SittingEnds
from counter_app.domain.staff_events import Standing
from counter_app.domain.step_events import About, Ending, HandedOver, Means
from counter_app.services import day, desk, life, paper_book, papers, staff, sync
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from tests.central.living import OFFICE, Ground, listening
from tests.pcs import BIRTH, PERSON, Office, intake, passphrase
from tests.services import leaves, papers_life, standing_in
from tests.services.introducing import introduced
from tests.services.papers_life import OTHER, STAY, act, minute
from tests.services.standing_in import CHAIR, HEAD, MINH
from tests.services.turning import turned

MOI = Applicant("Trần Văn Mới", id_kind=IdKind.CITIZEN_ID, id_number="001090000001")
SIGNATURE = ("12/XL", "Lê Thị Hoa", "Chủ tịch")


@dataclass(frozen=True)
class Scene:
    """The office after its life: what is mutated lies in the PC's folder and at the living centre."""

    office: Office
    folder: Path
    receipts: tuple[str, ...]  # QR texts


@contextmanager
def lived(ground: Ground, root: Path) -> Iterator[Scene]:
    """Give the office once its PC and its centre hold the same."""
    with passphrase(), ground.centre() as living, listening(living.centre) as address:
        office = Office(living, address, root)
        try:
            counter = _lives(office, root)
            codes = _codes(counter)
            receipts = tuple(papers.receipt_qr(counter, PERSON, code) for code in codes)
            _another_key(office, counter)
            yield Scene(office, office.root / "pc", receipts)
        finally:
            office.close()


def _lives(office: Office, root: Path) -> Counter:
    leaves.granted(office)
    counter, head = leaves.opened(office)
    _leaves(counter, head, root)
    _at_the_desk(counter)
    _arrive(office)
    sync.exchange(counter)
    desk.receive(counter, intake("Nguyễn Văn Mạng", channel=Channel.ONLINE, online="G22.99.1"))
    _with_substitutes(office, counter)
    _late(office, counter)
    _handed(office, counter)
    _ended(office, counter)
    day.close(counter, CloseDay(new_event_id(), PERSON))
    while sync.exchange(counter).unsent:
        pass
    return counter


def _another_key(office: Office, counter: Counter) -> None:
    office.opened.remove(counter)
    counter.close()
    assert sync.exchange(turned(office)).unsent == 0


def _codes(counter: Counter) -> list[str]:
    with counter.store.read() as conn:
        told = conn.exec_driver_sql(
            "SELECT code FROM dossiers WHERE due = first_due AND event_id IN "
            "(SELECT event_id FROM events WHERE kind = 'dossier.received') ORDER BY code"
        )
        return [row[0] for row in told]


def _later(office: Office, counter: Counter, text: str) -> None:
    office.living.clock.now = minute(text) * 60_000
    papers_life.at(counter, text)


def _leaves(counter: Counter, head: Seat, root: Path) -> None:
    leaves.captured(counter, head, root, leaves.leaf(name="Hà Thị Giấy"))
    spoilt = VoidLeaf(new_event_id(), PERSON, leaves.FIRST[:-1] + "1", next(iter(LeafFate)), "rách")
    paper_book.void(counter, spoilt)


def _arrive(office: Office) -> None:
    """Let the portal hand in three dossiers."""
    told = [
        {
            "reference": f"G22.99.{number}",
            "arrived": f"2026-11-19T1{number}:05:00",
            "procedure": BIRTH,
            "applicant": {"name": "Nguyễn Văn Mạng"},
            "content": "Đăng ký khai sinh cho con",
        }
        for number in (1, 2, 3)
    ]
    list(arrivals.take(office.living.centre, OFFICE, [json.dumps(one).encode() for one in told]))


def _at_the_desk(counter: Counter) -> None:
    """Receive, print, charge, turn away."""
    for name, procedure in (("Một", BIRTH), ("Hai", STAY), ("Ba", STAY)):
        told = intake(name, procedure, fee=FeeAnswer(paid=procedure == STAY), repeat=True)
        code = desk.receive(counter, told).code
        desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, code, "01"))
    who = Applicant("Vũ Văn Về")
    ask = AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, who, ("Giấy chứng sinh",), "thiếu")
    desk.ask_for_papers(counter, ask)
    refuse = RefuseReception(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, who, "Không thuộc thẩm quyền")
    desk.refuse_reception(counter, refuse)


def _with_substitutes(office: Office, counter: Counter) -> None:
    _later(office, counter, "2026-11-19T14:00")
    chair = introduced(office, counter, CHAIR)
    request = standing_in.seated(counter)
    standing_in.decide(counter, request, chair.key)
    end = EndSubstitution(new_event_id(), standing_in.RESERVE, request, SittingEnds.NOT_NEEDED)
    other = standing_in.sick(counter, standing_in.ANH, "2026-11-20T17:00", by=HEAD)
    _later(office, counter, "2026-11-19T15:00")
    staff.act(counter, end)
    standing_in.accepted(counter, standing_in.asked(counter, other, at="Quầy 3"))
    staff.act(counter, EndAbsence(new_event_id(), HEAD, other, minute("2026-11-19T15:00")))
    staff.act(counter, CheckPresence(new_event_id(), HEAD, MINH, False, "vắng"))
    held = HoldInspection(
        new_event_id(), HEAD, True, (MINH, PERSON), "Đúng giờ", "Biển tên", due="2026-11-25"
    )
    inspection = staff.act(counter, held).event_id
    staff.act(counter, FollowUpInspection(new_event_id(), HEAD, inspection, "Đã treo", True))
    decision = ("12/QĐ", "2026-11-18", "Tận tụy")
    staff.act(counter, RecordStanding(new_event_id(), HEAD, MINH, Standing.COMMENDED, *decision))


def _received(office: Office, counter: Counter, text: str, name: str, **changes: Any) -> str:
    _later(office, counter, text)
    return desk.receive(counter, intake(name, STAY, repeat=True, **changes)).code


def _late(office: Office, counter: Counter) -> None:
    code = _received(office, counter, "2026-11-19T15:30", "Lê Thị Muộn", fee=FeeAnswer(paid=True))
    _later(office, counter, "2026-11-20T09:00")
    act(counter, commands.AskSupplement, code, ("Giấy tờ chỗ ở",), "Thiếu bản gốc")
    _later(office, counter, "2026-11-23T09:00")
    act(counter, commands.CompleteSupplement, code)
    _later(office, counter, "2026-11-25T09:00")
    due = minute("2026-12-04T17:00")
    act(counter, commands.PrepareApology, code, Cause.STAFF, due, "Cán bộ ốm")
    act(counter, commands.SignApology, code, *SIGNATURE, "2026-11-25")
    _later(office, counter, "2026-12-07T09:00")
    act(counter, commands.ReportDifficulty, code, "Chưa có hướng dẫn")
    act(counter, commands.RecordArrival, code)
    act(counter, commands.ExplainLateness, code, "Cán bộ ốm")
    act(counter, commands.TellCitizen, code, About.RESULT, Means.PHONE)
    act(counter, commands.ReturnResult, code)


def _handed(office: Office, counter: Counter) -> None:
    code = _received(office, counter, "2026-12-07T10:00", "Phạm Văn Chuyển", fee=FeeAnswer(paid=True))
    act(counter, commands.HandOver, code, "Công an phường", "BG-1")
    handed = papers_life.event_of(counter, code, HandedOver)
    act(counter, commands.TakeOver, code, handed, "Ông Ba")
    _later(office, counter, "2026-12-08T10:00")
    act(counter, commands.Resolve, code)
    act(counter, commands.HandOver, code, "", "BG-2")
    paying = _received(office, counter, "2026-12-08T10:30", "Đỗ Thị Thuế")
    act(counter, commands.AskPayment, paying, 250_000, "Thông báo thuế số 12")
    _later(office, counter, "2026-12-08T14:00")
    act(counter, commands.SettlePayment, paying, "Biên lai số 7")
    _received(office, counter, "2026-12-08T14:30", "Ngô Văn Giao")
    act(counter, commands.HandOver, _codes(counter)[-1], "Phòng Tư pháp", "BG-3")


def _ended(office: Office, counter: Counter) -> None:
    """End dossiers in several ways; one applicant comes again."""
    first = _received(office, counter, "2026-12-09T09:00", "", applicant=MOI)
    act(counter, commands.VoidReceipt, first, "Nhập nhầm", taken_back=True)
    again = _received(office, counter, "2026-12-09T09:30", "", applicant=MOI)
    act(counter, commands.PayFee, again)
    wrong = _received(office, counter, "2026-12-09T10:00", "Hoàng Văn Sai")
    act(counter, commands.CorrectProcedure, wrong, OTHER, "Xin lỗi ông bà")
    amended = Applicant("Hoàng Văn Đúng")
    act(
        counter, commands.AmendDossier, wrong, amended, life.file_of(counter, PERSON, wrong).dossier.return_by
    )
    refused = _received(office, counter, "2026-12-09T10:30", "Bùi Văn Trượt")
    act(counter, commands.EndDossier, refused, Ending.REFUSED, "Không đủ điều kiện")
