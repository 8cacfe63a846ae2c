"""The receipt for a fee: the amount twice, in figures and in words."""

from dataclasses import replace

import pytest

from counter_app.documents import fee_receipt
from counter_app.documents.fee_receipt import FeeReceipt
from counter_app.settings import Paper
from tests.documents.samples import (
    LONG_NAME,
    LONG_PERSON,
    LONG_TEXT,
    OFFICE,
    PERSON,
    RECEIVED,
    Seen,
    squeezed,
)

PAID = FeeReceipt(
    office=OFFICE,
    code="H26.14-261119-1000",
    ordinal=1,
    paid_at=RECEIVED + 12,
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    payer=PERSON,
    unit=15_000,
    quantity=3,
    amount=45_000,
    officer_name="Nguyễn Thị Lan",
    officer_title="Chuyên viên",
)


def test_says_who_paid_what_for_what() -> None:
    kept, given = Seen(fee_receipt.render(PAID)).texts
    for words in (
        "Số: H26.14-261119-1000/01",
        "BIÊN NHẬN THU PHÍ, LỆ PHÍ",
        "Số tiền đã thu 45.000 đồng Bằng chữ: Bốn mươi lăm nghìn đồng.",
        "Người nộp tiền: Nguyễn Văn Thử",
        "Nộp phí, lệ phí cho: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "Mã hồ sơ: H26.14-261119-1000",
        "Mức thu × số lượng: 15.000 đồng × 3 = 45.000 đồng",
        "Thời gian thu: 09 giờ 12 phút, thứ Năm ngày 19 tháng 11 năm 2026",
        "Người nộp tiền (Ký và ghi rõ họ tên)",
        "Người thu tiền (Ký và ghi rõ họ tên) Nguyễn Thị Lan Chuyên viên",
    ):
        assert words in kept
        assert words in given
    assert "Liên 1: Lưu" in kept
    assert "Liên 2: Giao người nộp tiền" in given
    assert "BẢN SAO" not in kept + given


def test_a_part_is_not_called_the_whole() -> None:
    said = Seen(fee_receipt.render(replace(PAID, amount=15_000, ordinal=2, copy=2))).texts[0]
    assert "Mức thu × số lượng: 15.000 đồng × 3 Thời gian" in said
    assert "Số: H26.14-261119-1000/02" in said
    assert "BẢN SAO LẦN 2" in said


def test_what_is_no_amount_is_told() -> None:
    with pytest.raises(ValueError, match="no amount"):
        fee_receipt.render(replace(PAID, amount=-1))


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_loses_and_overlaps_nothing(paper: Paper) -> None:
    worst = replace(
        PAID,
        code="000.17.22.H56-210531-0001",
        payer=LONG_PERSON,
        procedure_name=LONG_TEXT,
        unit=999_999_999_999,
        quantity=1,
        amount=999_999_999_999,
        officer_name=LONG_NAME,
        copy=12,
    )
    seen = Seen(fee_receipt.render(worst, paper, ("Liên 1: Lưu",)))
    assert len(seen.sizes) == 2
    assert not seen.faults()
    assert "□" not in seen.whole
    for text in (LONG_NAME, LONG_TEXT, LONG_PERSON.address, "chín trăm chín mươi chín nghìn chín trăm"):
        assert squeezed(text) in seen.whole
    assert "Người thu tiền" in seen.texts[-1]
