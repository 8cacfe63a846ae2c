"""The papers of a new promise, a correction and an apology: the first promise stays beside the last."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain import promise_events as promises
from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import DossierReceived
from counter_app.domain.life import commands
from counter_app.errors import Refused
from counter_app.services import board, forms, life, papers
from counter_app.services.counter import Counter
from counter_app.services.promises import Ground, outlook
from counter_app.services.verification import verify_receipt
from tests.documents.samples import LONG_NAME, LONG_PERSON, LONG_TEXT, Seen, squeezed
from tests.pcs import PERSON, opened
from tests.services.papers_life import (
    FIRST,
    OTHER,
    act,
    answers,
    at,
    event_of,
    minute,
    paper_of,
    printed,
    read,
    received,
    refused,
    whole,
)


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def test_a_new_promise_stands_beside_the_first(counter: Counter) -> None:
    receipt = received(counter)
    code = receipt.code
    at(counter, "2026-12-01T09:00")
    act(counter, commands.AskSupplement, code, ("Giấy tờ chỗ ở",))
    at(counter, "2026-12-07T10:00")
    done = act(counter, commands.CompleteSupplement, code, answers(["Hợp đồng thuê nhà"]))
    paper = paper_of(counter, done)
    said = read(paper)
    for words in (
        "Hẹn lại sau khi bổ sung hồ sơ",
        "17 giờ 00 phút, thứ Năm ngày 10 tháng 12 năm 2026",
        f"Hẹn lần đầu: {FIRST}",
        "chờ bổ sung hồ sơ từ 09:00 01/12/2026 đến 10:00 07/12/2026; thời hạn tính lại từ đầu",
        "Hợp đồng thuê nhà",
        "nộp bổ sung",
        "ngày 07 tháng 12 năm 2026",
        "09 giờ 00 phút, ngày 30 tháng 11 năm 2026",
    ):
        assert words in said, words
    assert Seen(paper.pdf).faults() == []
    assert (paper.form, paper.copy) == ("01", 1), "a first issue, though a receipt was given before"
    seen = Seen(paper.pdf)
    code_on_paper = seen.codes(len(seen.texts) - 1)[0].text
    checked = verify_receipt(counter, code_on_paper)
    assert (checked.due, checked.received) == (minute("2026-12-10T17:00"), receipt.received)
    assert f"Hẹn lần đầu: {FIRST}" not in read(papers.receipt_pdf(counter, PERSON, code)), (
        "the first paper stays"
    )


def test_a_payment_makes_a_new_promise_too(counter: Counter) -> None:
    code = received(counter).code
    at(counter, "2026-12-01T09:00")
    act(counter, commands.AskPayment, code, 1_000_000, "Thông báo thuế số 5")
    refused("no_paper", counter, event_of(counter, code, promises.PaymentAsked))
    at(counter, "2026-12-03T09:00")
    said = read(paper_of(counter, act(counter, commands.SettlePayment, code, "Giấy nộp tiền 77")))
    assert "Hẹn lại sau khi nộp đủ tiền" in said
    assert "thời gian chờ không tính vào thời hạn" in said
    assert f"Hẹn lần đầu: {FIRST}" in said


def test_a_corrected_procedure_has_two_papers(counter: Counter) -> None:
    code = received(counter).code
    at(counter, "2026-12-01T09:00")
    acted = act(counter, commands.CorrectProcedure, code, OTHER, LONG_TEXT, "nhầm mã")
    receipt = read(paper_of(counter, acted))
    assert "Hẹn lại do sửa thủ tục" in receipt
    assert f"(mã thủ tục {OTHER})" in receipt
    assert f"Hẹn lần đầu: {FIRST}" in receipt
    sorry = forms.apology_notice(counter, PERSON, acted.event_id)
    said = read(sorry)
    assert (sorry.form, sorry.copy) == ("TB", 1)
    assert f"lời hẹn trước đây: {FIRST}" in said
    assert "(mã thủ tục 1.004194). Thủ tục đúng là:" in said
    assert squeezed(LONG_TEXT) in whole(sorry)
    printed(counter, sorry)
    assert "BẢN SAO LẦN 2" in read(forms.apology_notice(counter, PERSON, acted.event_id))
    assert paper_of(counter, acted).copy == 1
    with pytest.raises(Refused, match="no_paper"):
        forms.apology_notice(counter, PERSON, event_of(counter, code, DossierReceived))


def test_a_correction_prints_a_replacement_and_touches_no_promise(counter: Counter) -> None:
    receipt = received(counter)
    first = read(papers.receipt_pdf(counter, PERSON, receipt.code))
    at(counter, "2026-12-02T08:30")
    right = replace(LONG_PERSON, name="Nguyễn Văn Đúng")
    acted = act(counter, commands.AmendDossier, receipt.code, right, ReturnBy.POST, ground="sai tên")
    said = read(paper_of(counter, acted))
    assert "Giấy thay thế lần 1" in said
    assert "Nguyễn Văn Đúng" in said
    assert LONG_NAME not in said
    assert "qua dịch vụ bưu chính công ích" in said
    assert FIRST in said
    assert "Hẹn lần đầu" not in said
    assert "ngày 02 tháng 12 năm 2026" in said
    assert "09 giờ 00 phút, ngày 30 tháng 11 năm 2026" in said
    again = act(counter, commands.AmendDossier, receipt.code, right, ReturnBy.COUNTER)
    assert "Giấy thay thế lần 2" in read(paper_of(counter, again))
    assert read(paper_of(counter, acted)) == said, "a paper says what it said, whatever came later"
    assert read(papers.receipt_pdf(counter, PERSON, receipt.code)) == first


def test_an_apology_shows_first_last_and_new_and_its_signature(counter: Counter) -> None:
    code = received(counter).code
    at(counter, "2026-12-01T09:00")
    act(counter, commands.AskSupplement, code, ("Giấy tờ chỗ ở",))
    at(counter, "2026-12-07T10:00")
    act(counter, commands.CompleteSupplement, code)
    at(counter, "2026-12-09T09:00")
    new = minute("2026-12-16T17:00")
    ready = act(counter, commands.PrepareApology, code, promises.Cause.CONSULTED_UNIT, new, LONG_TEXT)
    blank = paper_of(counter, ready)
    said = read(blank)
    for words in (
        f"Hẹn trả lần đầu: {FIRST}",
        "Hẹn trả lần cuối: 17 giờ 00 phút, thứ Năm ngày 10 tháng 12 năm 2026",
        "17 giờ 00 phút, thứ Tư ngày 16 tháng 12 năm 2026",
        "Cơ quan, đơn vị được hỏi ý kiến chưa trả lời.",
        "Số: …………/…………",
        "THỦ TRƯỞNG ĐƠN VỊ",
    ):
        assert words in said, words
    assert squeezed(LONG_TEXT) in whole(blank)
    printed(counter, blank)
    signed = act(
        counter, commands.SignApology, code, "12/PXL-UBND", "Trần Văn Bình", "Chủ tịch", "2026-12-09"
    )
    full = paper_of(counter, signed)
    assert (full.document, full.copy) == (blank.document, 2), "one paper, prepared and signed"
    for words in ("Số: 12/PXL-UBND", "Trần Văn Bình", "CHỦ TỊCH", "BẢN SAO LẦN 2"):
        assert words in read(full)
    assert read(paper_of(counter, ready)) == read(full)


def test_a_late_apology_extends_nothing_on_paper_board_or_page(counter: Counter) -> None:
    receipt = received(counter)
    code = receipt.code
    at(counter, "2026-12-03T09:00")  # the promise is today 17:00: a day before it, Form 04 still extended
    new = minute("2026-12-10T17:00")
    ready = act(counter, commands.PrepareApology, code, promises.Cause.WORKLOAD, new)
    late = read(paper_of(counter, ready))
    assert "dự kiến trả kết quả vào 17 giờ 00 phút, thứ Năm ngày 10 tháng 12 năm 2026" in late
    assert "gia hạn" not in late
    at(counter, "2026-12-03T10:00")
    act(counter, commands.SignApology, code, "9/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-03")
    file = life.file_of(counter, PERSON, code)
    assert (file.dossier.extended_due, file.dossier.extension) == (new, None)
    assert [(one.ground, one.due, one.stands) for one in outlook(file).promises] == [
        (Ground.RECEIPT, receipt.due.at, True),
        (Ground.APOLOGY, new, False),
    ]
    (row,) = board.page(counter, PERSON, board.Lot.ALL).rows
    assert (row.promise, row.first, row.extended) == (receipt.due.at, None, False)
    again = act(counter, commands.AmendDossier, code, LONG_PERSON, ReturnBy.POST, ground="đổi cách trả")
    assert "gia hạn" not in read(paper_of(counter, again))


def test_an_apology_signed_after_its_last_day_reads_as_none_from_then_on(counter: Counter) -> None:
    code = received(counter).code
    at(counter, "2026-12-02T09:00")
    new = minute("2026-12-10T17:00")
    ready = act(counter, commands.PrepareApology, code, promises.Cause.WORKLOAD, new)
    assert "sẽ trả kết quả vào" in read(paper_of(counter, ready))
    at(counter, "2026-12-03T10:00")
    signed = act(counter, commands.SignApology, code, "9/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-03")
    assert "dự kiến trả kết quả vào" in read(paper_of(counter, signed))
