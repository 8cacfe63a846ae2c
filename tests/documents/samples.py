"""Valid forms to vary, and what a reader sees of a PDF."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp

from counter_app.documents import qr
from counter_app.documents.form01 import FeeLine, Form01, PaperLine
from counter_app.documents.form02 import Form02
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import Applicant, IdKind
from counter_app.domain.people import Office

RECEIVED, DUE = 29_917_560, 29_926_680  # 2026-11-19 09:00 and 2026-11-25 17:00 at +07:00
SIGNATURE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 3 + "KD7QX2M"
QR_TEXT = f"QMC1/00004/H26.14-261119-1000/2611190900/2611251700/1.001193/A/ABCDEFGH/KEYIDABC/{SIGNATURE}"
OFFICE = Office(
    office_id="00004",
    agency_id="H26.14",
    superior="Ủy ban nhân dân phường Ba Đình",
    name="Trung tâm Phục vụ hành chính công",
    place="Ba Đình",
    address="số 2 phố Trúc Bạch",
    hotline="024 3843 1234",
    complaints="Tổng đài 1022",
)
PERSON = Applicant(
    "Nguyễn Văn Thử",
    id_kind=IdKind.CITIZEN_ID,
    id_number="001090012345",
    address="Tổ 1, phường Ba Đình, thành phố Hà Nội",
    phone="0912 345 678",
    email="thu@example.vn",
)
FORM01 = Form01(
    office=OFFICE,
    code="H26.14-261119-1000",
    qr_text=QR_TEXT,
    check_word="KD7QX2MB",
    received=RECEIVED,
    due=DUE,
    limit="03 ngày làm việc",
    resolving_unit="Ủy ban nhân dân phường Ba Đình",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    applicant=PERSON,
    papers=(
        PaperLine("Tờ khai CT01", PaperKind.ORIGINAL, 1),
        PaperLine("Giấy tờ chứng minh chỗ ở", PaperKind.CERTIFIED, 2, "thay bản chính"),
    ),
    receiver_name="Nguyễn Thị Lan",
    receiver_title="Chuyên viên",
    content="cho hai người con",
    fee=FeeLine(15_000, 1, 15_000, True),
)
FORM02 = Form02(
    office=OFFICE,
    asked=RECEIVED,
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    applicant=PERSON,
    missing=("Tờ khai CT01: chưa có chữ ký của chủ hộ", "Giấy tờ chứng minh chỗ ở hợp pháp"),
    guide_name="Nguyễn Thị Lan",
    guide_title="Chuyên viên",
    reason="Thành phần hồ sơ chưa đủ.",
    ask_name="Trần Văn Bình",
    ask_phone="024 3843 5678",
)

LONG_NAME = "Nguyễn Phúc Hoàng Thị Ngọc Ánh Dương Quỳnh Trang Khánh Huyền"[:60]
LONG_TEXT = ("Cơ quan phối hợp chưa trả lời văn bản xác minh nguồn gốc sử dụng đất, số 12; " * 13)[:1000]
LONG_PERSON = replace(
    PERSON,
    name=LONG_NAME,
    address=("Số nhà 12, ngách 34/56, ngõ 789 đường Nguyễn Đình Chiểu kéo dài, tổ dân phố 5, " * 4)[:300],
    email="mot.dia.chi.thu.dien.tu.rat.dai.cua.to.chuc@mien.con.cua.co.quan.example.gov.vn",
)

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points of the page


@dataclass(frozen=True)
class Seen:
    """A PDF as its reader sees it."""

    pdf: bytes

    @cached_property
    def document(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.pdf)

    @property
    def sizes(self) -> list[tuple[float, float]]:
        return [page.get_size() for page in self.document]

    @property
    def texts(self) -> list[str]:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in self.document]

    def between(self, left: float, right: float) -> str:
        """Return what all pages say between two verticals, without white space."""
        said = (page.get_textpage().get_text_bounded(left=left, right=right) for page in self.document)
        return squeezed("".join(said))

    def lines(self, page: int) -> list[Box]:
        """Return the boxes of the page's pieces of text."""
        text = self.document[page].get_textpage()
        return [text.get_rect(i) for i in range(text.count_rects())]

    @property
    def whole(self) -> str:
        """Return all pages' text without white space and without what the sheet adds where a page ends."""
        said = squeezed("".join(self.texts))
        return re.sub(r"Trang\d+/\d+,xemtiếptrang\d+|Tiếptheo.*?Trang\d+/\d+", "", said)

    def faults(self) -> list[tuple[Box, ...]]:
        """Return the pieces of text that come too near the paper's edge, and the pairs that overlap."""
        found: list[tuple[Box, ...]] = []
        for page, (width, height) in enumerate(self.sizes):
            boxes = self.lines(page)
            left, bottom, right, top = 20, 10, width - 20, height - 15
            found += [(b,) for b in boxes if b[0] < left or b[1] < bottom or b[2] > right or b[3] > top]
            found += [(one, two) for i, one in enumerate(boxes) for two in boxes[:i] if _overlap(one, two)]
        return found

    def codes(self, page: int, dpi: int = 300) -> list[zxingcpp.Barcode]:
        """Return the barcodes that a scanner finds on the page printed in grey."""
        image = self.document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return list(zxingcpp.read_barcodes(image))


def _overlap(one: Box, two: Box) -> bool:
    across = min(one[2], two[2]) - max(one[0], two[0])
    down = min(one[3], two[3]) - max(one[1], two[1])
    return across > 0.5 and down > 0.5


def squeezed(text: str) -> str:
    """Return `text` without white space."""
    return "".join(text.split())


def module_mm(found: zxingcpp.Barcode, text: str) -> float:
    """Return how wide one module of a code stands on the paper, millimetres."""
    wide = float(found.position.top_right.x - found.position.top_left.x)
    return wide / len(qr.matrix(text)) * 25.4 / 300
