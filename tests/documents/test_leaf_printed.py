"""A paper book's leaf: all that Form 01 asks for, twice on a sheet, within its half."""

from dataclasses import replace

import pytest

from counter_app.documents import paper_book
from counter_app.documents.form01 import COPIES
from counter_app.documents.sheet import BOTTOM, HEIGHT
from counter_app.domain.paper_book import Book
from counter_app.domain.people import Office
from tests.documents.samples import LONG_NAME, OFFICE, Seen

BOOK = Book("9800-2026-11-19", "00004", "H26.14", "2026-11-19", 9800, 9801, 1, b"")
LONG = replace(OFFICE, name=LONG_NAME, superior=LONG_NAME, complaints=LONG_NAME, agency_id="H26." + "A" * 12)


def test_a_leaf_asks_for_all_that_form_01_has() -> None:
    first, second = Seen(paper_book.render(OFFICE, BOOK)).texts
    for words in (
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H26.14-261119-9800",
        "Thời gian trả kết quả giải quyết hồ sơ",
        "Tiếp nhận hồ sơ của:",
        "Số giấy tờ tùy thân:",
        "Nội dung yêu cầu giải quyết:",
        "Thành phần hồ sơ nộp",
        "Phí, lệ phí",
        "Thời gian nhận hồ sơ: …… giờ …… phút, ngày …… tháng …… năm 20……",
        "hẹn trả ghi tại đây có giá trị",
        *COPIES,
    ):
        assert words in first
    assert "H26.14-261119-9801" in second
    assert "H26.14-261119-9800" not in second


def test_the_same_book_is_the_same_file() -> None:
    assert paper_book.render(OFFICE, BOOK) == paper_book.render(OFFICE, BOOK)


@pytest.mark.parametrize("office", [OFFICE, LONG], ids=["short", "long"])
def test_a_leaf_fits_its_half_of_the_sheet(office: Office) -> None:
    (code, *_rest) = replace(BOOK, agency_id=office.agency_id).codes()
    assert paper_book._leaf(office, code, COPIES[0]).height <= HEIGHT - 2 * BOTTOM
