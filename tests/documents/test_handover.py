"""The list of dossiers that change hands."""

from dataclasses import replace

from counter_app.documents import handover
from counter_app.documents.handover import HandedOver, Handover
from tests.documents.samples import DUE, LONG_NAME, LONG_TEXT, OFFICE, RECEIVED, Seen, squeezed

GIVEN = Handover(
    office=OFFICE,
    at=RECEIVED + 450,
    number="07/2026/BG",
    giving_unit="Trung tâm Phục vụ hành chính công",
    receiving_unit="Phòng Kinh tế, Hạ tầng và Đô thị",
    dossiers=(
        HandedOver("H26.14-261119-1000", "Đăng ký tạm trú", "Nguyễn Văn Thử", 3, DUE),
        HandedOver("H26.14-261119-1001", "Khai sinh", "Lê Thị Hai", 4, note="bản gốc"),
    ),
    giver_name="Nguyễn Thị Lan",
    giver_title="Chuyên viên",
    receiver_name="Trần Văn Bình",
)


def test_says_who_gave_what_to_whom() -> None:
    giver, receiver = Seen(handover.render(GIVEN)).texts
    for words in (
        "DANH SÁCH BÀN GIAO HỒ SƠ Số: 07/2026/BG",
        "Bên giao: Trung tâm Phục vụ hành chính công",
        "Bên nhận: Phòng Kinh tế, Hạ tầng và Đô thị",
        "Thời gian bàn giao: 16 giờ 30 phút, ngày 19 tháng 11 năm 2026",
        "1 H26.14-261119-1000 Đăng ký tạm trú Nguyễn Văn Thử 3 17:00 25/11/2026",
        "2 H26.14-261119-1001 Khai sinh Lê Thị Hai 4 bản gốc",
        "Tổng số hồ sơ: 2 Tổng số giấy tờ: 7",
        "Người giao (Ký và ghi rõ họ tên) Nguyễn Thị Lan Chuyên viên",
        "Người nhận (Ký và ghi rõ họ tên) Trần Văn Bình",
    ):
        assert words in giver
    assert "Liên 1: Bên giao giữ" in giver
    assert "Liên 2: Bên nhận giữ" in receiver


def test_forty_dossiers_lose_nothing() -> None:
    many = tuple(
        HandedOver(
            f"H26.14-261119-{1000 + n}", LONG_TEXT[:120], LONG_NAME, 40, DUE, LONG_TEXT if n == 7 else ""
        )
        for n in range(40)
    )
    seen = Seen(handover.render(replace(GIVEN, dossiers=many, receiver_name=LONG_NAME), ("",)))
    assert len(seen.sizes) == 4
    assert not seen.faults()
    assert "□" not in seen.whole
    assert squeezed(LONG_TEXT) in seen.whole
    assert all(dossier.code in " ".join(seen.texts) for dossier in many)
    assert all("Mã hồ sơ Thủ tục Người nộp" in text for text in seen.texts)
    assert all("danh sách bàn giao hồ sơ, số: 07/2026/BG" in text for text in seen.texts[1:])
    assert "Tổng số hồ sơ: 40" in seen.texts[-1]
    assert "Tổng số giấy tờ: 1600" in seen.texts[-1]
