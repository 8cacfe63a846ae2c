"""The apology with the new date."""

from dataclasses import replace

import pytest

from counter_app.documents import form04
from counter_app.documents.form04 import Form04
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

NEW_DUE = DUE + 5 * 1440  # 2026-11-30 17:00
FORM04 = Form04(
    office=OFFICE,
    prepared=RECEIVED + 1440,
    number="12/PXL-UBND",
    code="H26.14-261119-1000",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    applicant=PERSON,
    received=RECEIVED,
    first_due=DUE,
    due=DUE,
    new_due=NEW_DUE,
    cause="Cơ quan được hỏi ý kiến chưa trả lời.",
    explanation="Công an phường hẹn trả lời ngày 27/11.",
    responsible_body="Ủy ban nhân dân phường Ba Đình",
    head_title="Chủ tịch",
    head_name="Trần Văn Bình",
    prepared_by="Nguyễn Thị Lan",
)


def test_says_whose_what_why_and_when_now() -> None:
    (said,) = Seen(form04.render(FORM04)).texts
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/PXL-UBND Ba Đình, ngày 20 tháng 11 năm 2026",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Hẹn lại thời gian trả kết quả giải quyết hồ sơ 17 giờ 00 phút, thứ Hai ngày 30 tháng 11 năm 2026 "
        "thay cho lần hẹn: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "Kính gửi: Nguyễn Văn Thử",
        "Mã hồ sơ: H26.14-261119-1000",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, thứ Năm ngày 19 tháng 11 năm 2026",
        "Đã hẹn trả kết quả: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "Lý do: Cơ quan được hỏi ý kiến chưa trả lời. Công an phường hẹn trả lời ngày 27/11.",
        "thành thật xin lỗi Ông (Bà) và sẽ trả kết quả vào 17 giờ 00 phút, thứ Hai ngày 30 tháng 11",
        "CHỦ TỊCH (Ký, ghi rõ họ tên, đóng dấu)",
        "Trần Văn Bình",
        "Người lập: Nguyễn Thị Lan",
        "chỉ được thay đổi một lần bằng văn bản này",
        "Đường dây nóng: 024 3843 1234",
    ):
        assert words in said
    assert "001090012345" not in said, "an apology needs no identity number"


def test_the_new_date_is_the_largest_after_the_title() -> None:
    seen = Seen(form04.render(FORM04))
    heights = sorted((top - bottom for _left, bottom, _right, top in seen.lines(0)), reverse=True)
    text = seen.document[0].get_textpage()
    tall = [
        text.get_text_bounded(*box)
        for box in seen.lines(0)
        if box[3] - box[1] >= heights[len(form04.TITLE)] - 0.1
    ]
    assert any("thứ Hai ngày 30 tháng 11 năm 2026" in piece for piece in tall)


def test_what_is_filled_in_by_hand_is_left_open() -> None:
    (said,) = Seen(form04.render(replace(FORM04, number="", head_name="", explanation=""))).texts
    assert "Số: …………/…………" in said
    assert "Trần Văn Bình" not in said


def test_the_first_promise_stays_beside_the_last() -> None:
    (said,) = Seen(form04.render(replace(FORM04, first_due=DUE - 1440))).texts
    assert "Hẹn trả lần đầu: 17 giờ 00 phút, thứ Ba ngày 24 tháng 11 năm 2026" in said
    assert "Hẹn trả lần cuối: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026" in said


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_loses_and_overlaps_nothing(paper: Paper) -> None:
    worst = replace(
        FORM04,
        applicant=LONG_PERSON,
        first_due=DUE - 1440,
        cause=LONG_TEXT[:200],
        explanation=LONG_TEXT,
        procedure_name=LONG_TEXT[:300],
        head_name=LONG_NAME,
        prepared_by=LONG_NAME,
        responsible_body="Phòng Kinh tế, Hạ tầng và Đô thị phường Văn Miếu - Quốc Tử Giám",
        copy=3,
    )
    seen = Seen(form04.render(worst, paper))
    assert len(seen.sizes) == 2
    assert not seen.faults()
    assert squeezed(LONG_TEXT) in seen.whole
    assert squeezed(LONG_PERSON.address) in seen.whole
    assert seen.whole.count(squeezed(LONG_NAME)) >= 2
    assert "□" not in seen.whole
    assert "BẢN SAO LẦN 3" in seen.texts[0]
    assert "Hẹn lại thời gian trả kết quả" in seen.texts[0]
    assert "xin lỗi" in seen.texts[1], "what is signed stands with the signature"
    assert "đóng dấu" in seen.texts[1]


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_one_past_its_last_lawful_day_apologises_and_offers_no_extension(paper: Paper) -> None:
    seen = Seen(form04.render(replace(FORM04, extends=False), paper))
    said = " ".join(seen.texts)
    assert not seen.faults()
    for words in (
        "Dự kiến trả kết quả giải quyết hồ sơ 17 giờ 00 phút, thứ Hai ngày 30 tháng 11 năm 2026 "
        "chậm hơn lần hẹn: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "thành thật xin lỗi Ông (Bà) và dự kiến trả kết quả vào 17 giờ 00 phút, thứ Hai ngày 30 tháng 11",
        "chỉ xin lỗi, không thay đổi thời hạn đã hẹn",
    ):
        assert words in said, words
    assert said.count("GIA HẠN") == 1, "the form's name stays"
    for words in ("gia hạn", "Hẹn lại", "thay cho", "chỉ được thay đổi một lần"):
        assert words not in said, words
