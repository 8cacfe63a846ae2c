"""The day at a PC: counted by the log's order, closed once, what is left is found the next morning."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import (
    Applicant,
    ConfirmPrinted,
    FeeAnswer,
    ReceiveAtOnce,
    RefuseReception,
    ReturnBy,
)
from counter_app.domain.day import CloseDay, DayCounts, close_day
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import (
    AmendDossier,
    AskPayment,
    CorrectProcedure,
    EndDossier,
    HandOver,
    SettlePayment,
    TakeOver,
    VoidReceipt,
)
from counter_app.domain.step_events import Cash, Ending
from counter_app.errors import Refused
from counter_app.services import day, desk, earlier, life, papers, sync
from counter_app.services.counter import Counter
from counter_app.store import queries
from tests.pcs import BIRTH, PERSON, Office, codes, intake, opened, receive
from tests.services.papers_life import STAY, at, minute

COPIES = "2.000815"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def closing() -> CloseDay:
    return CloseDay(new_event_id(), PERSON)


def act(counter: Counter, kind: Any, code: str, **values: Any) -> str:
    return life.act(counter, kind(new_event_id(), PERSON, code, **values)).event_id


def at_once(counter: Counter, name: str = "Lê Văn Sao", quantity: int = 3) -> str:
    command = intake(name, COPIES, quantity=quantity, fee=FeeAnswer(paid=_fee(counter) > 0), repeat=True)
    return desk.receive(counter, ReceiveAtOnce(command)).code


def _fee(counter: Counter) -> int:
    terms = desk.opening(counter).catalogue.find(COPIES).on(Channel.IN_PERSON)
    return terms.fee or 0


def test_a_closing_counts_what_was_done_since_the_last_one(counter: Counter) -> None:
    first, second = receive(counter, "Một", "Hai")
    at_once(counter)
    desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, first, "01"))
    act(counter, HandOver, second, to_unit="Công an phường", sheet="BG-1")
    page = day.page(counter, PERSON)
    assert not page.closed
    assert [one.code for one in page.unprinted] == [second]
    assert [(one.code, one.to_unit) for one in page.unsigned] == [(second, "Công an phường")]
    assert [one.code for one in page.at_desk] == [first]
    counts = page.counts
    assert (counts.received, counts.returned, counts.handed_over) == (3, 1, 1)
    assert (counts.unprinted, counts.not_taken_over, counts.left) == (1, 1, 2)
    assert counts.unsent > 0
    fee = 3 * _fee(counter)
    assert counts.cash == ((Cash(PERSON, fee, 0),) if fee else ())


def test_a_day_is_closed_once_and_who_comes_later_counts_in_the_next(counter: Counter) -> None:
    receive(counter, "Một")
    command = closing()
    assert day.close(counter, command) == day.close(counter, command) == day.last_closing(counter, PERSON)
    assert day.page(counter, PERSON).closed
    with pytest.raises(Refused) as caught:
        day.close(counter, closing())
    assert caught.value.code == "day_closed"
    (_first, late) = codes(counter) + receive(counter, "Đến sau giờ đóng")
    page = day.page(counter, PERSON)
    assert (page.counts.received, page.before and page.before.received) == (1, 1)
    assert late in [one.code for one in page.unprinted]


def test_the_judgement_needs_no_store() -> None:
    now = 29_917_560  # Thu 2026-11-19 09:00
    ((subject, fact),) = close_day(DayCounts(received=4), now, "2026-11-18")
    assert (subject, fact.KIND) == ("2026-11-19", "day.closed")
    with pytest.raises(Refused):
        close_day(DayCounts(), now, "2026-11-19")
    assert close_day(DayCounts(), now, "2026-11-20")[0][0] == "2026-11-19"


def test_a_closing_on_a_wrong_date_hinders_no_later_one(counter: Counter) -> None:
    at(counter, "2026-11-30T09:00")
    receive(counter, "Một")
    wrong = day.close(counter, closing())
    at(counter, "2026-11-20T09:00")
    receive(counter, "Hai", "Ba")
    page = day.page(counter, PERSON)
    assert (page.closed, page.closed_on, page.counts.received) == (False, "2026-11-30", 2)
    right = day.close(counter, closing())
    assert right == day.last_closing(counter, PERSON) != wrong
    page = day.page(counter, PERSON)
    assert (page.closed, page.counts.received) == (True, 0)
    assert page.before
    assert (page.before.day, page.before.received) == ("2026-11-20", 2)


def test_what_another_pc_did_yesterday_and_told_today_ends_no_day_here(office: Office) -> None:
    there, here = office.open("there"), office.open("here")
    for counter in (there, here):
        sync.exchange(counter)
    at(there, "2026-11-19T16:00")
    receive(there, "Hôm qua")
    at(here, "2026-11-20T08:00")
    receive(here, "Sáng nay")
    sync.exchange(there)
    sync.exchange(here)
    at(here, "2026-11-20T10:00")
    assert len(codes(here)) == 2
    assert day.page(here, PERSON).counts.received == 1


def test_who_closes_must_be_known(counter: Counter) -> None:
    with pytest.raises(Refused) as caught:
        day.close(counter, CloseDay(new_event_id(), "nobody"))
    assert caught.value.code == "unknown_person"
    with pytest.raises(Refused):
        day.minutes_pdf(counter, PERSON, new_event_id())


def test_the_minutes_say_what_was_counted_and_leave_room_to_sign(counter: Counter) -> None:
    receive(counter, "Một", "Hai")
    at_once(counter)
    pdf = pypdfium2.PdfDocument(day.minutes_pdf(counter, PERSON, day.close(counter, closing())))
    text = " ".join(pdf[0].get_textpage().get_text_range().split())
    assert len(pdf) == 1
    for words in ("BIÊN BẢN ĐÓNG NGÀY", "tiếp nhận 3 hồ sơ", "2 phiếu chưa xác nhận in", "Phụ trách bộ phận"):
        assert words in text


def test_a_result_given_at_once_never_waits_for_its_receipt(counter: Counter) -> None:
    code = at_once(counter)
    assert desk.unprinted(counter, PERSON) == ()
    with counter.store.read() as conn:
        dossier = queries.dossier(conn, code)
    assert dossier is not None
    assert (dossier.open, dossier.at_once, dossier.copies_printed) == (False, True, 0)
    taken = day.taken(counter, PERSON, code)
    assert (taken.amount if taken else 0) == 3 * _fee(counter)
    assert day.taken(counter, PERSON, "H26.14-261119-9999") is None


def test_each_paper_counts_its_own_copies(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    kept = papers.keep_receipt(counter, PERSON, code)
    for document in ("01:x", "01:x", "01"):
        assert kept.exists()
        desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, code, document))
    assert not kept.exists()
    with counter.store.read() as conn:
        assert [queries.copies_printed(conn, code, document) for document in ("01", "01:x")] == [1, 2]
    assert desk.unprinted(counter, PERSON) == ()


def test_what_a_supervisor_looks_at(counter: Counter) -> None:
    old, kept = receive(counter, "Người cũ", "Người khác")
    first_due = desk.due_of(counter, PERSON, old).at
    act(counter, VoidReceipt, old, reason="Nhầm thủ tục", taken_back=True)
    act(counter, AmendDossier, kept, applicant=Applicant("Người khác hẳn"), return_by=ReturnBy.COUNTER)
    (again,) = receive(counter, "Người cũ")
    linked, amended, voided = day.page(counter, PERSON).remarks
    assert (linked.what, linked.code, linked.earlier) == ("linked", again, old)
    assert (linked.earlier_due, linked.due) == (first_due, desk.due_of(counter, PERSON, again).at)
    assert (amended.what, amended.code, amended.name) == ("amended", kept, "Người khác hẳn")
    assert (voided.what, voided.code, voided.text) == ("voided", old, "Nhầm thủ tục")
    day.close(counter, closing())
    assert day.page(counter, PERSON).remarks == ()


def test_who_moves_a_promise_is_looked_at_with_both_dates(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    stopped, wrong = receive(counter, "Con bà Ba", "Con ông Tư")
    today = desk.due_of(counter, PERSON, stopped).at
    assert day.page(counter, PERSON).remarks == ()
    at(counter, "2026-11-19T10:00")
    act(counter, AskPayment, stopped, amount=1, ground="Thông báo số 1")
    at(counter, "2026-11-19T10:05")
    act(counter, CorrectProcedure, wrong, procedure=STAY, apology="Xin lỗi ông Tư", ground="Chọn nhầm")
    corrected, asked = day.page(counter, PERSON).remarks
    assert (asked.what, asked.code, asked.amount, asked.text) == ("payment", stopped, 1, "Thông báo số 1")
    assert (asked.earlier_due, asked.due, asked.at) == (today, today, minute("2026-11-19T10:00"))
    later = life.file_of(counter, PERSON, wrong).dossier.due
    assert later > today
    assert (corrected.what, corrected.code, corrected.text) == ("corrected", wrong, "Chọn nhầm")
    assert (corrected.earlier_due, corrected.due) == (today, later)
    day.close(counter, closing())
    at(counter, "2026-11-23T10:00")
    act(counter, SettlePayment, stopped, evidence="Biên lai 9")
    (settled,) = day.page(counter, PERSON).remarks
    assert (settled.what, settled.code, settled.text) == ("settled", stopped, "Biên lai 9")
    assert (settled.earlier_due, settled.due) == (today, life.file_of(counter, PERSON, stopped).dossier.due)
    assert today < (settled.due or 0)


def test_who_ends_a_promise_without_a_result_is_looked_at(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    refused, stopped, withdrawn = receive(counter, "Con bà Ba", "Con ông Tư", "Con cô Năm")
    due = desk.due_of(counter, PERSON, refused).at
    act(counter, EndDossier, refused, how=Ending.REFUSED, reason="Không đủ điều kiện")
    act(counter, EndDossier, stopped, how=Ending.STOPPED, reason="Trùng", legal_ground="Điều 9")
    asked = {"request": "Đơn xin rút", "requested_on": "2026-11-19"}
    act(counter, EndDossier, withdrawn, how=Ending.WITHDRAWN, **asked)
    told = {one.code: (one.what, one.text, one.due) for one in day.page(counter, PERSON).remarks}
    assert told == {
        refused: ("refused", "Không đủ điều kiện", due),
        stopped: ("stopped", "Trùng · Điều 9", due),
        withdrawn: ("withdrawn", "Đơn xin rút", due),
    }


def test_a_payment_that_moves_no_promise_is_told_once(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    (code,) = receive(counter, "Con bà Ba")
    due = desk.due_of(counter, PERSON, code).at
    act(counter, AskPayment, code, amount=8_000, ground="Thông báo số 1")
    act(counter, SettlePayment, code, evidence="Biên lai 9")
    assert life.file_of(counter, PERSON, code).dossier.due == due
    assert [one.what for one in day.page(counter, PERSON).remarks] == ["payment"]


def test_a_promise_moved_at_one_pc_is_looked_at_from_another(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    at(one, "2026-11-19T09:00")
    (code,) = receive(one, "Con bà Ba")
    due = desk.due_of(one, PERSON, code).at
    act(one, CorrectProcedure, code, procedure=STAY, apology="Xin lỗi bà Ba")
    assert sync.exchange(one).problem == sync.exchange(two).problem == ""
    (there,) = day.page(two, PERSON).remarks
    assert (there,) == day.page(one, PERSON).remarks
    assert (there.earlier_due, there.due) == (due, life.file_of(two, PERSON, code).dossier.due)
    assert (there.what, there.text) == ("corrected", "Xin lỗi bà Ba")


def test_sheets_are_numbered_through_the_day(counter: Counter) -> None:
    first, second = receive(counter, "Một", "Hai")
    sheet = day.next_sheet(counter, PERSON)
    assert sheet.startswith("BG-")
    assert sheet.endswith("-1")
    handed = act(counter, HandOver, first, to_unit="Công an phường", sheet=sheet)
    assert day.next_sheet(counter, PERSON) == f"{sheet[:-1]}2"
    act(counter, HandOver, second, to_unit="Công an phường", sheet=day.next_sheet(counter, PERSON))
    assert day.next_sheet(counter, PERSON) == f"{sheet[:-1]}3"
    act(counter, TakeOver, first, handed=handed, receiver="Trung tá Minh")
    assert [one.code for one in day.page(counter, PERSON).unsigned] == [second]


def test_what_somebody_was_told_before_is_found_again(counter: Counter) -> None:
    person = Applicant("Trần Thị Nhiều Lần", birth_date="1990-02-01")
    asked = dataclasses.replace(intake(), applicant=person)
    nothing = earlier.known(counter, PERSON, BIRTH, person)
    assert (nothing.turned_away, nothing.ended) == ((), ())
    refusal = RefuseReception(
        new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, person, "Không đúng thẩm quyền"
    )
    desk.refuse_reception(counter, refusal)
    code = desk.receive(counter, asked).code
    act(counter, VoidReceipt, code, reason="In nhầm", taken_back=True)
    found = earlier.known(counter, PERSON, BIRTH, person)
    assert [(one.form, one.missing) for one in found.turned_away] == [("03", ())]
    assert found.ended == ((code, desk.due_of(counter, PERSON, code).at),)
    assert earlier.known(counter, PERSON, BIRTH, Applicant("Ai khác")).ended == ()
    assert earlier.known(counter, PERSON, BIRTH, Applicant("")).turned_away == ()
