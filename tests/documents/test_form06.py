"""The routing sheet: a block per hand-over, empty ones for hands."""

from dataclasses import replace

import pytest

from counter_app.documents import form06
from counter_app.documents.form06 import Form06, Result, Step
from counter_app.settings import Paper
from tests.documents.samples import DUE, LONG_NAME, LONG_TEXT, OFFICE, RECEIVED, Seen, squeezed

STEP = Step(
    giving_unit="Trung tâm Phục vụ hành chính công",
    receiving_unit="Phòng Kinh tế phường Ba Đình",
    given=RECEIVED + 30,
    taken=RECEIVED + 45,
    giver_name="Nguyễn Thị Lan",
    receiver_name="Trần Văn Bình",
    due=DUE - 1440,
    result=Result.ON_TIME,
    note="Đủ giấy tờ.",
)
FORM06 = Form06(
    office=OFFICE,
    printed=RECEIVED,
    code="H26.14-261119-1000",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    received=RECEIVED,
    first_due=DUE,
    due=DUE,
)


def test_a_fresh_sheet_has_three_empty_blocks_on_one_page() -> None:
    seen = Seen(form06.render(FORM06))
    (said,) = seen.texts
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Mã hồ sơ: H26.14-261119-1000",
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ",
        "Thủ tục: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, thứ Năm ngày 19 tháng 11 năm 2026",
        "Đã hẹn trả kết quả: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "Kết quả: Trước hạn Đúng hạn Quá hạn",
        "Ghi chú: ………",
        "Đường dây nóng: 024 3843 1234",
    ):
        assert words in said
    assert [f"{n}. Giao: …" in said for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert said.count("Người giao (ký, ghi rõ họ tên)") == said.count("Người nhận (ký, ghi rõ họ tên)") == 3
    assert not seen.faults()


def test_a_step_says_who_gave_it_to_whom_and_when() -> None:
    (said, more) = Seen(form06.render(replace(FORM06, steps=(STEP,)))).texts
    for words in (
        "1. Giao: Trung tâm Phục vụ hành chính công 09 giờ 30 phút, ngày 19 tháng 11 năm 2026 "
        "Người giao (ký, ghi rõ họ tên) Nguyễn Thị Lan",
        "Nhận: Phòng Kinh tế phường Ba Đình 09 giờ 45 phút, ngày 19 tháng 11 năm 2026 "
        "Người nhận (ký, ghi rõ họ tên) Trần Văn Bình",
        "Hạn của bên nhận: 17 giờ 00 phút, thứ Ba ngày 24 tháng 11 năm 2026",
        "Kết quả: Đúng hạn Ghi chú: Đủ giấy tờ.",
    ):
        assert words in said
    assert "4. Giao: …" in more


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Result.EARLY, "Kết quả: Trước hạn Ghi chú"),
        (Result.LATE, "Kết quả: Quá hạn Ghi chú"),
        (Result.OPEN, "Kết quả: Trước hạn Đúng hạn Quá hạn Ghi chú"),
    ],
)
def test_the_result_is_said_or_left_to_tick(result: Result, said: str) -> None:
    step = replace(STEP, result=result, due=None)
    text = Seen(form06.render(replace(FORM06, steps=(step,)))).texts[0]
    assert f"Hạn của bên nhận: không quy định {said}" in text


def test_the_first_promise_stays_beside_the_last() -> None:
    said = Seen(form06.render(replace(FORM06, due=DUE + 1440, copy=2))).texts[0]
    assert "Hẹn trả lần đầu: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026" in said
    assert "Hẹn trả lần cuối: 17 giờ 00 phút, thứ Năm ngày 26 tháng 11 năm 2026" in said
    assert "BẢN SAO LẦN 2" in said


def test_there_are_never_fewer_than_three_empty_blocks() -> None:
    assert "3. Giao: …" in Seen(form06.render(replace(FORM06, blank=0))).whole.replace("Giao:…", " Giao: …")
    assert "6.Giao:…" in Seen(form06.render(replace(FORM06, blank=6))).whole


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_forty_long_steps_lose_and_overlap_nothing(paper: Paper) -> None:
    step = replace(
        STEP,
        giving_unit="Phòng Kinh tế, Hạ tầng và Đô thị phường Văn Miếu - Quốc Tử Giám",
        giver_name=LONG_NAME,
        receiver_name=LONG_NAME,
        note=LONG_TEXT,
    )
    plain = replace(step, note="")
    form = replace(FORM06, procedure_name=LONG_TEXT[:300], steps=(step, *[plain] * 38, step))
    seen = Seen(form06.render(form, paper))
    assert not seen.faults()
    assert "□" not in seen.whole
    assert seen.whole.count(squeezed(LONG_TEXT)) == 2
    width = seen.sizes[0][0]
    assert seen.between(0, width / 2).count(squeezed(LONG_NAME)) == 40
    assert seen.between(width / 2, width).count(squeezed(LONG_NAME)) == 40
    assert len(seen.sizes) == 16
    assert "43. Giao: …" in seen.texts[-1]
