"""The rota on paper: everybody in it by full name, whatever that is, and every state without colour."""

from dataclasses import replace

import pytest

from counter_app.documents import rota_sheet
from counter_app.documents.rota_sheet import Post, RotaSheet, Seat, Week
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff_events import Span
from tests.documents.samples import LONG_NAME, OFFICE, RECEIVED, Seen, squeezed

DAYS = tuple(f"2026-11-{day}" for day in range(16, 22))
MINH = (Post(Cover.COVERED, "Trần Quang Minh"),)
DUNG = (Post(Cover.SUBSTITUTE, "Phạm Văn Dũng", "Trần Quang Minh"),)
RISK = (Post(Cover.AT_RISK, "Phạm Văn Dũng", "Trần Quang Minh"),)
GONE = (Post(Cover.UNCOVERED, "", "Lê Thị Mai Anh"),)
PARTS = (
    Post(Cover.COVERED, "Trần Quang Minh", during=Span(RECEIVED - 60, RECEIVED)),
    Post(Cover.UNCOVERED, "", "Trần Quang Minh", during=Span(RECEIVED, RECEIVED + 180)),
)
WEEK = Week(
    DAYS,
    (
        Seat("Quầy 2", "Hộ tịch", (MINH, MINH, MINH, PARTS, RISK, ()), (MINH, MINH, MINH, DUNG, DUNG, ())),
        Seat("Quầy 3", "Bảo trợ xã hội", (GONE,) * 5 + ((),), (GONE,) * 5 + ((),)),
    ),
    (("Phạm Văn Dũng",),) * 4 + ((), None),
)
SHEET = RotaSheet(OFFICE, RECEIVED, "TUẦN", (WEEK,))


def test_says_who_sits_where_who_is_away_and_who_stands_in() -> None:
    seen = Seen(rota_sheet.render(SHEET))
    (said,) = seen.texts
    for words in (
        "LỊCH TRỰC TUẦN",
        "thứ Hai 16/11/2026",
        "Thứ Năm 19/11",
        "Quầy 2 · Hộ tịch",
        "sáng",
        "chiều",
        "cả ngày",
        "Dấu ?: chưa chắc có người",
    ):
        assert words in said
    for words in (
        "08:00-09:00 Trần Quang Minh; 09:00-12:00 ! Chưa có người (Trần Quang Minh vắng)",
        "? Phạm Văn Dũng (thay Trần Quang Minh)",
        "! Chưa có người (Lê Thị Mai Anh vắng)",
        "! Không có",
    ):
        assert squeezed(words) in seen.whole
    assert [round(side) for side in seen.sizes[0]] == [842, 595]
    assert not seen.faults()


def test_the_longest_names_lose_nothing() -> None:
    post = (Post(Cover.SUBSTITUTE, LONG_NAME, LONG_NAME),)
    seat = Seat("Quầy 12", LONG_NAME, (post,) * 6, (post,) * 6)
    seen = Seen(rota_sheet.render(replace(SHEET, weeks=(replace(WEEK, seats=(seat,)),))))
    assert not seen.faults()
    assert "□" not in seen.whole
    assert seen.whole.count(squeezed(LONG_NAME)) == 13


@pytest.mark.parametrize("weeks", [5, 12])
def test_a_month_goes_over_pages_with_its_heads(weeks: int) -> None:
    seen = Seen(rota_sheet.render(replace(SHEET, name="THÁNG 11/2026", weeks=(WEEK,) * weeks)))
    assert not seen.faults()
    assert "LỊCH TRỰC THÁNG 11/2026" in seen.texts[0]
    assert sum(text.count("Tuần từ") for text in seen.texts) == weeks
    assert all("Quầy, lĩnh vực" in text for text in seen.texts)
    assert "Dấu ?" in seen.texts[-1]
    assert all(text.count("Dự phòng") == text.count("Quầy 3") for text in seen.texts)  # none is parted


def test_a_week_too_high_for_a_page_goes_on_with_its_head() -> None:
    seats = WEEK.seats * 20
    seen = Seen(rota_sheet.render(replace(SHEET, name="", weeks=(replace(WEEK, seats=seats),) * 2)))
    assert not seen.faults()
    assert seen.whole.count("Quầy3") == 40
    assert all("Quầy, lĩnh vực" in text for text in seen.texts)


def test_a_week_off_says_so() -> None:
    nothing = Week(DAYS, (), (None,) * 6)
    assert "Không có" in Seen(rota_sheet.render(replace(SHEET, weeks=(nothing,)))).texts[0]
