"""A list on A4: its table over pages, its totals and signatures, and nothing lost at its longest."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.documents import listing
from counter_app.documents.listing import Listing
from counter_app.documents.sheet import TABLE_ACROSS, TABLE_UPRIGHT
from counter_app.documents.table import Column
from tests.documents.columns import under
from tests.documents.samples import DUE, LONG_NAME, LONG_TEXT, OFFICE, Seen, squeezed

COLUMNS = (Column("Cán bộ", 3), Column("Tiếp nhận", 1, "right"), Column("Tiền mặt", 2, "right", strong=True))
CLOSING = Listing(
    office=OFFICE,
    at=DUE,
    title="BIÊN BẢN CHỐT NGÀY",
    period="Ngày 25 tháng 11 năm 2026",
    remark="(lập thành 02 bản)",
    facts=(("Quầy số:", "2"),),
    words=("Hôm nay, chúng tôi cùng kiểm đếm hồ sơ và tiền.",),
    columns=COLUMNS,
    rows=(("Nguyễn Thị Lan", "37", "1.250.000"), ("Trần Văn Bình", "12", "0")),
    totals=(("Đã tiếp nhận", "49"), ("Chưa gửi về trung tâm", "3"), ("Tiền mặt", "1.250.000 đồng")),
    signers=(("Cán bộ quầy", "", ""), ("Thủ quỹ", "", "Lê Thị Thủ"), ("Phụ trách", "Trưởng bộ phận", "")),
)


def test_says_everything_on_one_page() -> None:
    seen = Seen(listing.render(CLOSING))
    (said,) = seen.texts
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Ba Đình, ngày 25 tháng 11 năm 2026",
        "BIÊN BẢN CHỐT NGÀY Ngày 25 tháng 11 năm 2026 (lập thành 02 bản)",
        "Quầy số: 2",
        "Hôm nay, chúng tôi cùng kiểm đếm hồ sơ và tiền.",
        "Cán bộ Tiếp nhận Tiền mặt",
        "Nguyễn Thị Lan 37 1.250.000",
        "Đã tiếp nhận: 49 Chưa gửi về trung tâm: 3",
        "Tiền mặt: 1.250.000 đồng",
        "Cán bộ quầy (Ký và ghi rõ họ tên) Thủ quỹ (Ký và ghi rõ họ tên) Lê Thị Thủ",
        "Phụ trách (Ký và ghi rõ họ tên) Trưởng bộ phận",
    ):
        assert words in said
    assert "Trang" not in said
    assert not seen.faults()


@pytest.mark.parametrize(("across", "size"), [(False, [595, 842]), (True, [842, 595])])
def test_sizes_of_the_sheet(across: bool, size: list[int]) -> None:
    assert [round(side) for side in Seen(listing.render(replace(CLOSING, across=across))).sizes[0]] == size


@pytest.mark.parametrize("across", [False, True])
def test_the_longest_list_loses_and_overlaps_nothing(across: bool) -> None:
    rows = tuple((LONG_NAME if n % 2 else LONG_TEXT, str(n), "H26.14-261119-1000") for n in range(40))
    worst = replace(CLOSING, rows=rows, across=across, words=(LONG_TEXT,), totals=(*CLOSING.totals,) * 4)
    seen = Seen(listing.render(worst))
    assert not seen.faults()
    assert "□" not in seen.whole
    assert seen.whole.count(squeezed(LONG_TEXT)) == 21
    assert (
        under(seen, COLUMNS, "Cán bộ", TABLE_ACROSS if across else TABLE_UPRIGHT).count(squeezed(LONG_NAME))
        == 20
    )
    total = len(seen.texts)
    assert total > 3
    assert f"Trang 1/{total}, xem tiếp trang 2" in seen.texts[0]
    for number, text in enumerate(seen.texts[1:], start=2):
        assert text.startswith(
            f"Tiếp theo biên bản chốt ngày, ngày 25 tháng 11 năm 2026 Trang {number}/{total}"
        )
        assert "Cán bộ Tiếp nhận Tiền mặt" in text, "the header row stands on every page"
    assert "39 H26.14-261119-1000" in seen.texts[-1], "the last row stands with the signatures"
    assert "Thủ quỹ" in seen.texts[-1]


def test_a_list_of_nothing_says_so() -> None:
    (said,) = Seen(listing.render(replace(CLOSING, rows=(), totals=(), signers=()))).texts
    assert "Cán bộ Tiếp nhận Tiền mặt Không có" in said


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.text(st.characters(), max_size=80)] * 3), max_size=4), st.booleans())
def test_no_text_breaks_a_list(rows: list[tuple[str, str, str]], across: bool) -> None:
    wild = replace(CLOSING, rows=tuple(rows), totals=tuple(row[:2] for row in rows), across=across)
    assert not Seen(listing.render(wild)).faults()


def test_copies_are_marked() -> None:
    texts = Seen(listing.render(CLOSING, ("Bản lưu", "Bản gửi cấp trên"))).texts
    assert [mark in text for mark, text in zip(("Bản lưu", "Bản gửi"), texts, strict=True)] == [True, True]


def test_the_same_every_time() -> None:
    assert listing.render(CLOSING) == listing.render(CLOSING)
