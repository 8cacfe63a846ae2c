"""The slip of refusal, before reception and after it."""

from dataclasses import replace

import pytest

from counter_app.documents import form03
from counter_app.documents.form03 import Form03
from counter_app.settings import Paper
from tests.documents.samples import (
    DUE,
    LONG_NAME,
    LONG_PERSON,
    LONG_TEXT,
    OFFICE,
    PERSON,
    RECEIVED,
    Seen,
    squeezed,
)

FORM03 = Form03(
    office=OFFICE,
    refused=RECEIVED,
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    applicant=PERSON,
    reasons=("Không thuộc thẩm quyền của phường.", "Chỗ ở đã có tranh chấp đang được giải quyết."),
    officer_name="Nguyễn Thị Lan",
    officer_title="Chuyên viên",
)
AFTER = replace(FORM03, code="H26.14-261119-1000", received=RECEIVED, due=DUE)


def test_says_what_is_refused_why_and_both_sign() -> None:
    texts = Seen(form03.render(FORM03)).texts
    assert len(texts) == 2
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Ba Đình, ngày 19 tháng 11 năm 2026",
        "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ",
        "Hồ sơ của: Nguyễn Văn Thử",
        "Số định danh cá nhân: 001090012345",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "thông báo không tiếp nhận, giải quyết hồ sơ này, với lý do cụ thể như sau:",
        "1. Không thuộc thẩm quyền của phường.",
        "2. Chỗ ở đã có tranh chấp đang được giải quyết.",
        "Người nộp hồ sơ",
        "Người tiếp nhận hồ sơ",
        "Nguyễn Thị Lan",
        "Chuyên viên",
        "Phản ánh, kiến nghị: Tổng đài 1022",
    ):
        assert all(words in text for text in texts)
    assert "Liên 1: Lưu" in texts[0]
    assert "Liên 2: Giao người nộp" in texts[1]


def test_before_reception_there_is_no_code_and_no_promise() -> None:
    said = Seen(form03.render(FORM03)).texts[0]
    assert not [words for words in ("Mã hồ sơ", "Thời gian nhận", "Hẹn trả", "hẹn trả") if words in said]


def test_after_reception_the_promise_stands_too() -> None:
    said = Seen(form03.render(AFTER)).texts[0]
    assert "Mã hồ sơ: H26.14-261119-1000" in said
    assert "Thời gian nhận hồ sơ: 09 giờ 00 phút, thứ Năm ngày 19 tháng 11 năm 2026" in said
    assert "Đã hẹn trả kết quả: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026" in said
    assert "thông báo không giải quyết hồ sơ này" in said


def test_the_first_promise_stays_beside_a_later_one() -> None:
    said = Seen(form03.render(replace(AFTER, due=DUE + 1440, first_due=DUE))).texts[0]
    assert "Hẹn trả lần đầu: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026" in said
    assert "Hẹn trả lần cuối: 17 giờ 00 phút, thứ Năm ngày 26 tháng 11 năm 2026" in said


def test_one_reason_has_no_number_and_none_is_a_dash() -> None:
    assert (
        "1." not in Seen(form03.render(replace(FORM03, reasons=("Sai nơi nộp.",)))).texts[0].split("sau:")[1]
    )
    assert "như sau: – Xin" in Seen(form03.render(replace(FORM03, reasons=()))).texts[0]


@pytest.mark.parametrize("paper", ["A5", "A4"])
@pytest.mark.parametrize(("reasons", "pages"), [((LONG_TEXT,), 2), ((LONG_TEXT,) * 4, 3)])
def test_the_worst_case_loses_and_overlaps_nothing(
    paper: Paper, reasons: tuple[str, ...], pages: int
) -> None:
    worst = replace(
        AFTER,
        applicant=LONG_PERSON,
        first_due=DUE - 1440,
        reasons=reasons,
        content=LONG_TEXT[:200],
        officer_name=LONG_NAME,
        copy=12,
    )
    seen = Seen(form03.render(worst, paper, copies=("",)))
    assert len(seen.sizes) == pages
    assert not seen.faults()
    assert seen.whole.count(squeezed(LONG_TEXT)) == len(reasons)
    assert seen.whole.count(squeezed(LONG_NAME)) == 2
    assert squeezed(LONG_PERSON.address) in seen.whole
    assert squeezed(LONG_PERSON.email) in seen.whole
    assert "□" not in seen.whole
    assert "BẢN SAO LẦN 12" in seen.texts[0]
    assert seen.texts[1].startswith("Tiếp theo phiếu từ chối hồ sơ H26.14-261119-1000")
    assert squeezed(reasons[-1][-60:] + "Xin thông báo") in squeezed(seen.texts[-1])
