"""What a warm receipt costs with its QR code, beside the same canvas without one, from the same run."""

from dataclasses import replace

from figures import Figure, in_turns

from counter_app.documents import form01
from counter_app.documents.form01 import FeeLine, Form01, PaperLine
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import Applicant, IdKind
from counter_app.domain.people import Office

_TEXT = "QMC1/00004/H26.14-261119-1000/2611190900/2611251700/1.004194/A/ABCDEFGH/KEYIDABC/"
_SIGNATURE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 3 + "KD7QX2M"  # 103 base32 characters, as 64 bytes make
_RECEIVED, _DUE = 29_917_560, 29_926_680  # 2026-11-19 09:00 and 2026-11-25 17:00 at +07:00


def sample() -> Form01:
    """Return an ordinary receipt: one person, five papers, a fee."""
    office = Office(
        office_id="00004",
        agency_id="H26.14",
        superior="Ủy ban nhân dân phường Ba Đình",
        name="Trung tâm Phục vụ hành chính công",
        place="Ba Đình",
        address="số 2 phố Trúc Bạch",
        hotline="024 3843 1234",
        complaints="Tổng đài 1022",
    )
    person = Applicant(
        "Nguyễn Văn Thử",
        id_kind=IdKind.CITIZEN_ID,
        id_number="001090012345",
        address="Tổ 1, phường Ba Đình, thành phố Hà Nội",
        phone="0912 345 678",
        email="thu.nguyen@example.vn",
    )
    names = ("Tờ khai CT01", "Giấy chứng minh chỗ ở hợp pháp", "Văn bản đồng ý", "Hợp đồng thuê nhà", "Ảnh")
    return Form01(
        office=office,
        code="H26.14-261119-1000",
        qr_text=_TEXT + _SIGNATURE,
        check_word="KD7QX2MB",
        received=_RECEIVED,
        due=_DUE,
        limit="03 ngày làm việc",
        procedure_code="1.004194",
        procedure_name="Đăng ký tạm trú",
        applicant=person,
        papers=tuple(PaperLine(name, PaperKind.ORIGINAL, 1) for name in names),
        receiver_name="Nguyễn Thị Lan",
        fee=FeeLine(15_000, 1, 15_000, True),
    )


def measure(rounds: int) -> list[Figure]:
    """Render two copies with and without the code in turns; the fonts are loaded before the first round."""
    form = sample()
    bare = replace(form, qr_text="")
    size = len(form01.render(form)) / 1024
    form01.render(bare)
    with_qr, without = in_turns(lambda: form01.render(form), lambda: form01.render(bare), rounds)
    return [
        Figure("warm receipt with QR", "ms", with_qr, without, 1.5, beside="the same canvas without the QR"),
        Figure("receipt as PDF, two copies", "KiB", [size], [], 60.0, of="ours"),
    ]
