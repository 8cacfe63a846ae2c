"""The duty board: everybody on it, large, and no picture that harms."""

from dataclasses import replace
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image

from counter_app.documents import duty_board
from counter_app.documents.duty_board import Duty, OnDuty
from counter_app.documents.portrait import MAX_BYTES
from counter_app.domain.staff_events import Span
from tests.documents.samples import LONG_NAME, LONG_TEXT, OFFICE, RECEIVED, Seen, squeezed

LAN = OnDuty("Quầy 2", "Nguyễn Thị Lan", "Chuyên viên", "Hộ tịch, chứng thực", "024 0000 0102")
HUNG = OnDuty(
    "Quầy 3", "Lê Văn Hùng", "Công chức Văn phòng - Thống kê", "Bảo trợ xã hội", "024 0000 0104",
    stands_in_for="Phạm Thị Thảo", during=Span(RECEIVED, RECEIVED + 480),
)  # fmt: skip


def board(*people: OnDuty) -> Seen:
    return Seen(duty_board.render(Duty(OFFICE, RECEIVED, people)))


def picture(kind: str, side: int = 80) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side), "navy").save(file, kind)
    return file.getvalue()


def images(seen: Seen) -> int:
    def found(page: pypdfium2.PdfPage) -> int:
        return sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))

    return sum(found(page) for page in seen.document)


def test_says_who_sits_where_and_for_whom() -> None:
    seen = board(LAN, HUNG, OnDuty("Quầy 4", ""))
    (said,) = seen.texts
    for words in (
        "CÁN BỘ TRỰC HÔM NAY",
        "Thứ Năm, ngày 19 tháng 11 năm 2026",
        "Nguyễn Thị Lan",
        "Chuyên viên",
        "Hộ tịch, chứng thực",
        "Điện thoại: 024 0000 0102",
        "Lê Văn Hùng",
        "Thay cho Phạm Thị Thảo, 09:00-17:00",
        "Tạm thời chưa có người tiếp nhận",
        "Đường dây nóng: 024 3843 1234",
        "Phản ánh, kiến nghị: Tổng đài 1022",
    ):
        assert words in said
    assert [round(side) for side in seen.sizes[0]] == [842, 595]
    assert "Trang" not in said
    assert not seen.faults()


@pytest.mark.parametrize(("number", "least"), [(1, 30), (5, 26), (10, 20)])
def test_the_names_are_large_on_one_page(number: int, least: float) -> None:
    seen = board(*[replace(LAN, name="Đỗ Thị Ngọc")] * number)
    assert len(seen.sizes) == 1
    assert seen.whole.count("ĐỗThịNgọc") == number
    assert not seen.faults()
    text = seen.document[0].get_textpage()
    sizes = [
        pypdfium2.raw.FPDFText_GetFontSize(text, n)
        for n in range(text.count_chars())
        if text.get_text_range(n, 1) == "Đ" and text.get_text_range(n, 2) == "Đỗ"
    ]
    assert min(sizes) >= least


@pytest.mark.parametrize(("number", "pages"), [(0, 1), (11, 2), (30, 3)])
def test_more_people_take_more_pages(number: int, pages: int) -> None:
    seen = board(*[LAN] * number)
    assert len(seen.texts) == pages
    for n, text in enumerate(seen.texts, start=1):
        assert "CÁN BỘ TRỰC HÔM NAY" in text
        assert "Đường dây nóng" in text
        assert (f"Trang {n}/{pages}" in text) == (pages > 1)
    assert seen.whole.count("NguyễnThịLan") == number
    assert not seen.faults()


def test_the_longest_texts_lose_nothing() -> None:
    longest = OnDuty("Quầy 12", LONG_NAME, LONG_TEXT, LONG_NAME, "024 0000 0102", LONG_NAME)
    seen = board(*[longest] * 7)
    assert not seen.faults()
    assert "□" not in seen.whole
    assert seen.whole.count(squeezed(LONG_NAME)) == 21


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_shown(kind: str) -> None:
    assert images(board(replace(LAN, photo=picture(kind)))) == 1


@pytest.mark.parametrize(
    "photo",
    [
        b"",
        b"\xff\xd8\xff\xe0 no picture",
        picture("PNG")[:60],
        picture("JPEG")[:200],
        picture("GIF"),
        picture("PNG", 4000),
        picture("PNG") + b"\0" * MAX_BYTES,
    ],
    ids=["none", "nonsense", "png cut", "jpeg cut", "gif", "too many pixels", "too many bytes"],
)
def test_a_bad_picture_is_a_silhouette(photo: bytes) -> None:
    seen = board(replace(LAN, photo=photo))
    assert images(seen) == 0
    assert "Nguyễn Thị Lan" in seen.texts[0]


def test_the_same_every_time() -> None:
    one = replace(LAN, photo=picture("JPEG"))
    assert board(one).pdf == board(one).pdf
