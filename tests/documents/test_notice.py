"""The short notices to a citizen."""

from dataclasses import replace

import pytest

from counter_app.documents import notice
from counter_app.documents.notice import Notice
from counter_app.documents.wording import procedure
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

NEXT = DUE + 1440  # 2026-11-26 17:00
NOTICE = Notice(
    office=OFFICE,
    at=RECEIVED,
    subject=notice.OFF_DAY,
    addressee=PERSON,
    code="H26.14-261119-1000",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    paragraphs=notice.off_day(DUE, NEXT, "Thông báo số 123/TB-VPCP", DUE),
    signer_name="Nguyễn Thị Lan",
    signer_title="Chuyên viên",
)


def test_a_day_that_is_off_now() -> None:
    seen = Seen(notice.render(NOTICE))
    (said,) = seen.texts
    for words in (
        "Mã hồ sơ: H26.14-261119-1000",
        "THÔNG BÁO Về ngày trả kết quả nay là ngày nghỉ",
        "Kính gửi: Nguyễn Văn Thử",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "hẹn trả kết quả vào 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026.",
        "Theo Thông báo số 123/TB-VPCP, ngày đó nay là ngày nghỉ.",
        "ngày làm việc tiếp theo: 17 giờ 00 phút, thứ Năm ngày 26 tháng 11 năm 2026.",
        "Lời hẹn in trên giấy vẫn giữ nguyên như đã in",
        "Người thông báo (Ký và ghi rõ họ tên) Nguyễn Thị Lan Chuyên viên",
        "Phản ánh, kiến nghị: Tổng đài 1022",
    ):
        assert words in said
    assert not seen.faults()


def test_a_difficulty_is_told_line_by_line() -> None:
    text, above = "Thiếu bản đồ.\n\nThửa đất có tranh chấp.", "Sở Nông nghiệp và Môi trường"
    said = notice.difficulty(text, above, DUE, DUE)
    assert said[1:3] == ("Thiếu bản đồ.", "Thửa đất có tranh chấp.")
    assert "đã được báo cáo Sở Nông nghiệp và Môi trường." in said[3]
    assert said[4] == "Lời hẹn trả kết quả vẫn giữ nguyên: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026."


def test_a_wrong_procedure_is_owned_and_regretted() -> None:
    old, new = procedure("Đăng ký thường trú", "1.004222"), procedure("Đăng ký tạm trú", "1.004194")
    paragraphs = notice.wrong_procedure(old, new, DUE, NEXT, DUE)
    (said,) = Seen(notice.render(replace(NOTICE, paragraphs=paragraphs))).texts
    for words in (
        f"chọn nhầm thủ tục: {old}. Thủ tục đúng là: {new}.",
        "sai sót của cơ quan, không phải của Ông (Bà); hồ sơ không bị coi là đã rút.",
        "hẹn trả kết quả vào 17 giờ 00 phút, thứ Năm ngày 26 tháng 11 năm 2026 "
        "(lời hẹn trước đây: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026).",
        "thành thật xin lỗi Ông (Bà)",
    ):
        assert words in said


def test_no_notice_hides_the_receipts_promise_behind_a_later_one() -> None:
    first = "hẹn lần đầu: 17 giờ 00 phút, thứ Ba ngày 24 tháng 11 năm 2026)"
    earlier = DUE - 1440
    assert first in notice.off_day(DUE, NEXT, "Công điện 12", earlier)[0]
    assert notice.off_day(DUE, NEXT, "Công điện 12", earlier)[0].startswith(
        "Giấy hẹn gần nhất gửi Ông (Bà) hẹn"
    )
    assert first in notice.difficulty("Thiếu bản đồ.", "cấp trên", DUE, earlier)[-1]
    assert first in notice.wrong_procedure("A", "B", DUE, NEXT, earlier)[2]
    for said in (
        notice.off_day(DUE, NEXT, "Công điện 12", DUE),
        notice.wrong_procedure("A", "B", DUE, NEXT, DUE),
    ):
        assert "hẹn lần đầu" not in " ".join(said)


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_loses_and_overlaps_nothing(paper: Paper) -> None:
    worst = replace(
        NOTICE,
        subject=notice.DIFFICULTY,
        addressee=LONG_PERSON,
        procedure_name=LONG_TEXT[:300],
        paragraphs=notice.difficulty(LONG_TEXT, LONG_TEXT[:200], DUE, DUE - 1440),
        signer_name=LONG_NAME,
    )
    seen = Seen(notice.render(worst, paper, ("Liên 1: Lưu",)))
    assert len(seen.sizes) == 2
    assert not seen.faults()
    assert "□" not in seen.whole
    for text in (LONG_NAME, LONG_TEXT, LONG_PERSON.address):
        assert squeezed(text) in seen.whole
    assert "Người thông báo" in seen.texts[-1]


def test_forty_paragraphs_flow_on() -> None:
    seen = Seen(notice.render(replace(NOTICE, paragraphs=(LONG_TEXT[:200],) * 40)))
    assert not seen.faults()
    assert all(text.startswith("Tiếp theo thông báo, hồ sơ H26.14-261119-1000") for text in seen.texts[1:])
    assert seen.whole.count(squeezed(LONG_TEXT[:200])) == 40
