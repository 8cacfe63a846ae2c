"""The papers about a desk's people, short and at their longest."""

from dataclasses import replace

import pytest

from counter_app.documents import (
    counter_handover,
    inspection_minutes,
    month_sheet,
    substitution_notice,
    wording,
)
from counter_app.documents.counter_handover import AtCounter, CounterHandover
from counter_app.documents.inspection_minutes import Minutes, Part, Participant
from counter_app.documents.month_sheet import Away, LateDossier, Measure, MonthSheet, StoodIn
from counter_app.documents.substitution_notice import Notice
from counter_app.domain.dossier import State
from counter_app.domain.staff_events import AbsenceReason, Span, Standing
from tests.documents.samples import DUE, LONG_NAME, LONG_TEXT, OFFICE, RECEIVED, Seen, squeezed

DAY = Span(RECEIVED, RECEIVED + 480)
NOTICE = Notice(
    OFFICE,
    RECEIVED,
    "Quầy 2",
    "Nguyễn Thị Lan",
    "Trần Văn Bình",
    "Chuyên viên",
    (DAY,),
    approver_name="Lê Văn Chủ",
    approver_title="Chủ tịch",
    approved=RECEIVED,
    ground="Quyết định 12/QĐ-UBND",
)
DOSSIER = AtCounter("H26.14-261119-1000", "Đăng ký tạm trú", RECEIVED, DUE, State.IN_PROGRESS, 3)
HANDOVER = CounterHandover(
    OFFICE,
    RECEIVED,
    "BG-7",
    "Quầy 2",
    "Nguyễn Thị Lan",
    "Trần Văn Bình",
    (DAY,),
    (DOSSIER, replace(DOSSIER, code="H26.14-261119-1001", extended=DUE + 1440)),
    ground="QĐ 12",
)
MINUTES = Minutes(
    OFFICE,
    RECEIVED,
    True,
    (
        Participant("Đỗ Thanh Tra", "Thanh tra viên", Part.INSPECTS),
        Participant("Nguyễn Thị Lan", "Chuyên viên", Part.INSPECTED),
    ),
    strengths="Đúng giờ.",
    recommendations="Đeo thẻ.",
    footage="Camera 2, 09:00 19/11/2026",
    due="2026-12-01",
)
SHEET = MonthSheet(
    OFFICE,
    DUE,
    RECEIVED,
    "Nguyễn Thị Lan",
    "Chuyên viên",
    "Quầy 2",
    37,
    35,
    2,
    late_dossiers=(
        LateDossier("H26.14-261119-1000", "Khai sinh", RECEIVED, RECEIVED, DUE, "Mất điện"),
        LateDossier("H26.14-261119-1001", "Khai tử", RECEIVED, DUE),
    ),
    absences=(
        Away(AbsenceReason.SICK, (DAY,), 480),
        Away(AbsenceReason.SICK, (Span(DUE, DUE + 240),), 240),
        Away(AbsenceReason.MISSION, (DAY,), 960),
    ),
    substitutions=(
        StoodIn(True, "Lê Thị Hai", "Quầy 3", DAY),
        StoodIn(False, "Trần Văn Bình", "Quầy 2", DAY),
    ),
    measures=(Measure(Standing.COMMENDED, "15/QĐ-UBND", "2026-11-20", "Hoàn thành tốt"),),
)


def says(pdf: bytes, *words: str) -> Seen:
    seen = Seen(pdf)
    for said in words:
        assert squeezed(said) in seen.whole
    assert "□" not in seen.whole
    assert not seen.faults()
    assert {tuple(round(side) for side in size) for size in seen.sizes} == {(595, 842)}
    return seen


def test_the_notice() -> None:
    seen = says(
        substitution_notice.render(NOTICE),
        "THÔNG BÁO Về việc phân công người thay thế tại Quầy 2",
        "Người thay thế: Trần Văn Bình",
        "Thay cho: Nguyễn Thị Lan",
        "từ 09:00 đến 17:00 19/11/2026",
        "Người phê duyệt: Lê Văn Chủ, Chủ tịch",
        "Căn cứ: Quyết định 12/QĐ-UBND",
        "(Ký, ghi rõ họ tên, đóng dấu)",
    )
    assert len(seen.sizes) == 1
    waiting = says(
        substitution_notice.render(replace(NOTICE, approver_name="")), substitution_notice.UNCONFIRMED
    )
    assert "Người phê duyệt" not in waiting.texts[0]


def test_no_word_of_who_signs_stands_alone_and_no_label_without_its_name() -> None:
    text = Seen(substitution_notice.render(NOTICE)).document[0].get_textpage().get_text_range()
    lines = [line.strip() for line in text.splitlines()]
    assert any(line.endswith("MỘT CỬA") for line in lines)
    assert "CỬA" not in lines
    assert "Người lập" not in text
    says(substitution_notice.render(replace(NOTICE, prepared_by=LONG_NAME)), f"Người lập: {LONG_NAME}")


def test_the_longest_notice_loses_nothing() -> None:
    worst = replace(
        NOTICE,
        absent_name=LONG_NAME,
        substitute_name=LONG_NAME,
        approver_name=LONG_NAME,
        ground=LONG_TEXT,
        spans=(DAY,) * 60,
    )
    seen = says(substitution_notice.render(worst), LONG_NAME, LONG_TEXT)
    assert seen.whole.count("từ09:00") == 60
    assert len(seen.sizes) > 1


@pytest.mark.parametrize("back", [False, True])
def test_the_counter_goes_over_and_comes_back(back: bool) -> None:
    giver, receiver = ("Trần Văn Bình", "Nguyễn Thị Lan")[:: 1 if back else -1]
    seen = says(
        counter_handover.render(replace(HANDOVER, back=back)),
        counter_handover.TITLE_BACK if back else counter_handover.TITLE,
        f"Bên giao: {giver}",
        f"Bên nhận: {receiver}",
        "Đang giải quyết",
        "Tổng số hồ sơ: 2",
        "Tổng số giấy tờ: 6",
    )
    assert len(seen.sizes) == 2
    assert "Liên 1: Bên giao giữ" in seen.texts[0]


def test_a_later_promise_goes_over_with_the_receipts() -> None:
    later = replace(DOSSIER, due=DUE + 1440, first_due=DUE)
    says(
        counter_handover.render(replace(HANDOVER, dossiers=(later,))),
        "17:00 26/11/2026 Lần đầu: 17:00 25/11/2026",
    )
    assert "Lần đầu" not in Seen(counter_handover.render(HANDOVER)).texts[0]


def test_who_cannot_come_is_signed_for() -> None:
    head = replace(HANDOVER, signs_for_absent=("Vũ Thị Trưởng", "Trưởng bộ phận"))
    says(counter_handover.render(head), "(ký thay Nguyễn Thị Lan)", "Vũ Thị Trưởng")


def test_four_hundred_dossiers_lose_nothing() -> None:
    many = tuple(replace(DOSSIER, code=f"H26.14-261119-{1000 + n}", extended=DUE) for n in range(400))
    seen = says(counter_handover.render(replace(HANDOVER, dossiers=many, absent_name=LONG_NAME), ("",)))
    total = len(seen.texts)
    assert all(one.code in seen.whole for one in many)
    assert all(f"Trang {n}/{total}" in text for n, text in enumerate(seen.texts, start=1) if n > 1)
    assert "Tổng số hồ sơ: 400" in seen.texts[-1]


def test_the_minutes() -> None:
    seen = says(
        inspection_minutes.render(MINUTES, ("",)),
        "BIÊN BẢN KIỂM TRA Kiểm tra đột xuất",
        "II. Ưu điểm Đúng giờ.",
        "III. Hạn chế, vi phạm Không ghi nhận.",
        "IV. Kiến nghị Đeo thẻ.",
        "Camera 2, 09:00 19/11/2026",
        "ngày 01 tháng 12 năm 2026",
        "Đỗ Thanh Tra, Thanh tra viên, người kiểm tra",
    )
    assert len(seen.sizes) == 1


def test_thirty_people_sign_the_longest_minutes() -> None:
    people = tuple(Participant(LONG_NAME, "Chuyên viên", Part.INSPECTED) for _ in range(30))
    worst = replace(
        MINUTES, participants=people, strengths=LONG_TEXT, faults=LONG_TEXT, recommendations=LONG_TEXT
    )
    seen = says(inspection_minutes.render(worst, ("",)), LONG_TEXT * 1)
    assert seen.whole.count("(Kývàghirõhọtên)") == 30


def test_the_month() -> None:
    seen = says(
        month_sheet.render(SHEET),
        "Tháng 11/2026",
        "37 35 2",
        "Mất điện",
        "Chưa giải trình",
        f"(lần đầu {wording.stamp(RECEIVED)})",
        "chưa có",
        "Nghỉ ốm 2 1 ngày 4 giờ",
        "Đi công tác 1 2 ngày",
        "Cộng 3 3 ngày 4 giờ",
        "Thay cho Lê Thị Hai",
        "Được thay bởi Trần Văn Bình",
        "Khen thưởng 15/QĐ-UBND 20 tháng 11 năm 2026 Hoàn thành tốt",
    )
    assert len(seen.sizes) == 1


def test_the_longest_month_loses_nothing() -> None:
    late = (replace(SHEET.late_dossiers[0], explanation=LONG_TEXT),) * 30
    seen = says(month_sheet.render(replace(SHEET, name=LONG_NAME, late_dossiers=late)), LONG_TEXT, LONG_NAME)
    assert seen.whole.count(squeezed(LONG_TEXT)) == 30
    assert f"Trang {len(seen.texts)}/{len(seen.texts)}" in seen.texts[-1]


def test_an_empty_month_says_so() -> None:
    bare = replace(SHEET, late_dossiers=(), absences=(), substitutions=(), measures=())
    assert says(month_sheet.render(bare)).whole.count("Khôngcó") == 4
