"""The seven forms bear the names of Thông tư 03/2025/TT-VPCP, letter by letter."""

import pytest

from counter_app.documents import form01, form02, form03, form04, form05, form06, form07
from tests.documents.samples import FORM01, FORM02, Seen
from tests.documents.test_form03 import FORM03
from tests.documents.test_form04 import FORM04
from tests.documents.test_form05 import FORM05
from tests.documents.test_form05 import LAYOUT as STOP
from tests.documents.test_form06 import FORM06
from tests.documents.test_form07 import BOOK
from tests.documents.test_form07 import LAYOUT as REGISTER


@pytest.mark.parametrize(
    ("pdf", "name"),
    [
        (form01.render(FORM01), "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        (form02.render(FORM02), "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        (form03.render(FORM03), "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        (form04.render(FORM04), "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
        (form05.render(FORM05, STOP), "Thông báo dừng giải quyết hồ sơ"),
        (form06.render(FORM06), "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        (form07.render(BOOK, REGISTER), "Sổ theo dõi hồ sơ"),
    ],
    ids=[f"{number:02}" for number in range(1, 8)],
)
def test_a_form_bears_its_name(pdf: bytes, name: str) -> None:
    assert all(name.upper() in said for said in Seen(pdf).texts)
