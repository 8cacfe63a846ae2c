"""The paper of each event, from a real store: what it says then, what it still says later, and which copy."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain import step_events as steps
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers, FeeAnswer, RefuseReception, ReturnBy
from counter_app.domain.events import FeeCharged
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.limits import parse_limit
from counter_app.services import desk, forms, papers
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import queries
from tests.documents.samples import LONG_NAME, LONG_PERSON, LONG_TEXT, Seen, squeezed
from tests.pcs import BIRTH, PERSON, opened
from tests.services.papers_life import (
    FIRST,
    OTHER,
    SUPERVISOR,
    act,
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


def test_the_receipt_is_the_paper_of_its_reception(counter: Counter) -> None:
    receipt = received(counter)
    paper = forms.paper_of(counter, PERSON, receipt.event_id)
    assert (paper.form, paper.code, paper.document, paper.copy) == ("01", receipt.code, "01", 1)
    assert read(paper) == read(papers.receipt_pdf(counter, PERSON, receipt.code))
    assert squeezed(LONG_TEXT) in whole(paper)
    kept = papers.keep_receipt(counter, PERSON, receipt.code)
    printed(counter, paper)
    assert not kept.exists()
    assert "BẢN SAO LẦN 2" in read(forms.paper_of(counter, PERSON, receipt.event_id))


def test_a_request_after_reception_names_the_dossier_and_its_promise(counter: Counter) -> None:
    code = received(counter).code
    at(counter, "2026-12-01T09:00")
    asked = act(
        counter, commands.AskSupplement, code, ("Giấy tờ chứng minh chỗ ở", LONG_TEXT[:300]), LONG_TEXT
    )
    paper = paper_of(counter, asked)
    said = read(paper)
    assert (paper.form, paper.copy) == ("02", 1)
    for words in (f"Mã hồ sơ: {code}", f"Đã hẹn trả kết quả: {FIRST}", "09 giờ 00 phút, thứ Hai ngày 30"):
        assert words in said
    assert "tạm dừng từ khi lập phiếu này" in said
    assert squeezed(LONG_TEXT) in whole(paper)
    assert squeezed(LONG_NAME) in whole(paper)
    assert Seen(paper.pdf).faults() == []
    printed(counter, paper)
    assert "BẢN SAO LẦN 2" in read(paper_of(counter, asked))
    assert papers.keep_receipt(counter, PERSON, code).exists()
    with counter.store.read() as conn:
        dossier = queries.dossier(conn, code)
        assert dossier
        assert dossier.copies_printed == 0, "a request is no receipt"


def test_each_paper_of_a_form_counts_its_own_copies(counter: Counter) -> None:
    code = received(counter).code
    asked = act(counter, commands.AskSupplement, code, ("Một",))
    kept = papers.keep_receipt(counter, PERSON, code)
    for _ in range(2):
        printed(counter, paper_of(counter, asked))
    assert kept.exists(), "the receipt itself is not printed yet"
    act(counter, commands.CompleteSupplement, code)
    again = act(
        counter, commands.AskSupplement, code, ("Hai",), allowed_by=SUPERVISOR, allowed_ground="văn bản số 7"
    )
    assert paper_of(counter, asked).copy == 3
    second = paper_of(counter, again)
    assert second.copy == 1
    assert "Yêu cầu bổ sung lần 2" in read(second)
    assert "văn bản số 7" in read(second)


@pytest.mark.parametrize(
    ("how", "form", "words"),
    [
        (steps.Ending.REFUSED, "03", "thông báo không giải quyết hồ sơ này"),
        (steps.Ending.STOPPED, "05", "Dừng giải quyết từ: 09 giờ 00 phút, thứ Ba ngày 01"),
    ],
)
def test_an_end_without_a_result(counter: Counter, how: steps.Ending, form: str, words: str) -> None:
    code = received(counter).code
    at(counter, "2026-12-01T09:00")
    acted = act(counter, commands.EndDossier, code, how, LONG_TEXT, "Điều 7 Luật Cư trú")
    paper = paper_of(counter, acted)
    said = read(paper)
    assert paper.form == form
    for part in (words, f"Đã hẹn trả kết quả: {FIRST}", "Điều 7 Luật Cư trú", code):
        assert part in said, part
    assert squeezed(LONG_TEXT) in whole(paper)
    printed(counter, paper)
    assert "BẢN SAO LẦN 2" in read(paper_of(counter, acted))


def test_an_office_lays_out_its_own_form_05(counter: Counter) -> None:
    own = counter.folder.path / "forms"
    own.mkdir()
    (own / "form05.json").write_text('[{"key": "code", "label": "Số hồ sơ của xã:"}]', encoding="utf-8")
    code = received(counter).code
    acted = act(counter, commands.EndDossier, code, steps.Ending.STOPPED, "Lý do", "Điều 7")
    said = read(paper_of(counter, acted))
    assert f"Số hồ sơ của xã: {code}" in said
    assert "Điều 7" not in said
    (own / "form05.json").write_text("[]", encoding="utf-8")
    refused("bad_form_layout", counter, acted.event_id)


def test_what_has_no_paper(counter: Counter) -> None:
    code = received(counter).code
    told = act(counter, commands.TellCitizen, code, steps.About.DELAY, steps.Means.PHONE)
    ended = act(
        counter,
        commands.EndDossier,
        code,
        steps.Ending.WITHDRAWN,
        request="Đơn xin rút",
        requested_on="2026-11-30",
    )
    for acted in (told, ended):
        refused("no_paper", counter, acted.event_id)
    refused("unknown_dossier", counter, new_event_id())
    refused("unknown_dossier", counter, "../../etc")


def test_turned_away_before_reception(counter: Counter) -> None:
    applicant = LONG_PERSON
    asked = desk.ask_for_papers(
        counter,
        AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, applicant, ("Giấy chứng sinh",)),
    )
    sent = desk.refuse_reception(
        counter, RefuseReception(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, applicant, LONG_TEXT)
    )
    two, three = forms.paper_of(counter, PERSON, asked), forms.paper_of(counter, PERSON, sent)
    assert [(one.form, one.code, one.copy) for one in (two, three)] == [("02", "", 1), ("03", "", 1)]
    assert "Giấy chứng sinh" in read(two)
    assert "thông báo không tiếp nhận, giải quyết hồ sơ này" in read(three)
    assert squeezed(LONG_TEXT) in whole(three)


def test_the_list_of_a_sheet_is_one_paper(counter: Counter) -> None:
    codes = [received(counter, applicant=replace(LONG_PERSON, name=f"Người {n}")).code for n in range(3)]
    on_list = [
        act(counter, commands.HandOver, code, "Công an phường", "BG-1", note=f"ghi chú {n}")
        for n, code in enumerate(codes[:2])
    ]
    alone = act(counter, commands.HandOver, codes[2], "Công an phường", share=parse_limit("1wd"))
    one, other = (paper_of(counter, acted) for acted in on_list)
    assert read(one) == read(other)
    assert one.document == other.document
    said = read(one)
    for words in (*codes[:2], "Người 0", "ghi chú 1", "Số: BG-1", "Tổng số hồ sơ: 2", "Công an phường"):
        assert words in said, words
    assert codes[2] not in said
    printed(counter, other)
    assert [paper_of(counter, acted).copy for acted in on_list] == [2, 2]
    assert "BẢN SAO LẦN 2" in read(paper_of(counter, on_list[0]))
    single = read(paper_of(counter, alone))
    assert codes[2] in single
    assert "17:00 01/12/2026" in single
    act(counter, commands.TakeOver, codes[2], alone.event_id, "Thiếu úy Phạm Văn Nhận")
    assert "Thiếu úy Phạm Văn Nhận" in read(paper_of(counter, alone))


def test_a_fee_receipt_for_money_that_was_taken(counter: Counter) -> None:
    paid = received(counter, fee=FeeAnswer(paid=True))
    owed = received(counter)
    charged = forms.paper_of(counter, PERSON, event_of(counter, paid.code, FeeCharged))
    assert (charged.form, charged.document, charged.copy) == ("BN", "BN", 1)
    assert f"Số: {paid.code}/01" in read(charged)
    printed(counter, charged)
    with counter.store.read() as conn:
        receipted = conn.exec_driver_sql("SELECT receipted FROM takings").scalars().all()
    assert receipted == [1]
    assert "BẢN SAO LẦN 2" in read(forms.paper_of(counter, PERSON, event_of(counter, paid.code, FeeCharged)))
    refused("no_paper", counter, event_of(counter, owed.code, FeeCharged))
    at(counter, "2026-12-01T10:15")
    later = read(paper_of(counter, act(counter, commands.PayFee, owed.code)))
    assert "10 giờ 15 phút, thứ Ba ngày 01" in later


def test_notices_of_a_difficulty_and_of_a_day_off(counter: Counter) -> None:
    code = received(counter).code
    difficulty = paper_of(counter, act(counter, commands.ReportDifficulty, code, LONG_TEXT))
    assert difficulty.form == "TB"
    assert squeezed(LONG_TEXT) in whole(difficulty)
    assert f"Lời hẹn trả kết quả vẫn giữ nguyên: {FIRST}" in read(difficulty)
    instead = minute("2026-12-04T08:00")
    told = act(
        counter,
        commands.TellCitizen,
        code,
        steps.About.CALENDAR,
        steps.Means.PHONE,
        instead=instead,
        calendar=1,
    )
    said = read(paper_of(counter, told))
    assert FIRST in said
    assert "08 giờ 00 phút, thứ Sáu ngày 04 tháng 12 năm 2026" in said
    assert "lịch nghỉ mới công bố" in said


def test_the_control_sheet_tells_how_each_unit_kept_its_share(counter: Counter) -> None:
    code = received(counter, procedure=OTHER).code
    units = (("Công an phường", "1wd", "2026-12-01T09:00"), ("Tư pháp", "1wd", "2026-12-04T09:00"))
    for unit, share, handed in units:
        acted = act(counter, commands.HandOver, code, unit, share=parse_limit(share))
        act(counter, commands.TakeOver, code, acted.event_id, f"Người nhận {unit}")
        at(counter, handed)
    acted = act(counter, commands.HandOver, code, "")
    act(counter, commands.TakeOver, code, acted.event_id, "Cán bộ quầy")
    paper = forms.control_sheet(counter, PERSON, code)
    said = read(paper)
    first, second, third = (said.index(f"{n}. Giao:") for n in (1, 2, 3))
    assert "Kết quả: Đúng hạn" in said[first:second]
    assert "Kết quả: Quá hạn" in said[second:third]
    assert "Người nhận Công an phường" in said
    assert (paper.form, paper.document, paper.copy) == ("06", "06", 1)
    printed(counter, paper)
    assert "BẢN SAO LẦN 2" in read(forms.control_sheet(counter, PERSON, code))
    assert verify_log(counter).faults == ()


def test_another_pcs_promise_is_not_signed_here(counter: Counter) -> None:
    code = received(counter, applicant=Applicant("A")).code
    acted = act(counter, commands.AmendDossier, code, Applicant("B"), ReturnBy.COUNTER)
    counter.installation = replace(counter.installation, installation_id=new_event_id())
    refused("not_own_receipt", counter, acted.event_id)
