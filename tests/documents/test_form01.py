"""The receipt: what it says, how many pages, what a scanner reads from it."""

import re
from dataclasses import replace

import pytest

from counter_app.documents import form01
from counter_app.documents.form01 import FeeLine, PaperLine
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import IdKind, Representative, ReturnBy
from counter_app.settings import Paper
from tests.documents.samples import (
    DUE,
    FORM01,
    LONG_NAME,
    LONG_TEXT,
    OFFICE,
    PERSON,
    QR_TEXT,
    RECEIVED,
    Seen,
    module_mm,
    squeezed,
)

MANY = tuple(
    PaperLine(
        f"Giấy tờ {n}: văn bản xác nhận đã hoàn thành nghĩa vụ {'tài chính ' * (n % 4)}", kind, n % 3 + 1
    )
    for n, kind in zip(range(1, 41), list(PaperKind) * 14, strict=False)
)
WORST = replace(
    FORM01,
    code="000.17.22.H56-210531-0001",
    copy=12,
    applicant=replace(
        PERSON,
        name="Nguyễn Phúc Hoàng Thị Ngọc Ánh Dương Quỳnh Trang Khánh Huyền"[:60],
        address=("Số nhà 12, ngách 34/56, ngõ 789 đường Nguyễn Đình Chiểu kéo dài, tổ dân phố 5, " * 4)[:300],
        email="mot.dia.chi.thu.dien.tu.rat.dai.cua.to.chuc@mien.con.cua.co.quan.example.gov.vn",
        representative=Representative("Trần Thị Đại Diện", "001185000123", "giấy ủy quyền số 12"),
    ),
    content=("Đề nghị cấp bản sao trích lục khai sinh cho ba người con, kèm theo xác nhận; " * 13)[:1000],
    papers=MANY,
    receiver_name="Nguyễn Phúc Hoàng Thị Ngọc Ánh Dương Quỳnh Trang Khánh Huyền"[:60],
    resolving_unit="Phòng Kinh tế, Hạ tầng và Đô thị phường Ba Đình",
    return_by=ReturnBy.POST,
)


def test_says_every_field_of_the_form() -> None:
    said = Seen(form01.render(FORM01)).texts[0]
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Mã hồ sơ: H26.14-261119-1000",
        "Ba Đình, ngày 19 tháng 11 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Thời gian trả kết quả giải quyết hồ sơ 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "Nhận kết quả tại: Trung tâm Phục vụ hành chính công, số 2 phố Trúc Bạch",
        "Tiếp nhận hồ sơ của: Nguyễn Văn Thử",
        "Số định danh cá nhân: 001090012345",
        "Địa chỉ: Tổ 1, phường Ba Đình, thành phố Hà Nội",
        "Số điện thoại: 0912 345 678 Email: thu@example.vn",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194) cho hai người con",
        "1 Tờ khai CT01 Bản chính 1",
        "2 Giấy tờ chứng minh chỗ ở Bản sao chứng thực 2 thay bản chính",
        "Số lượng hồ sơ: 01 (bộ)",
        "Thời gian giải quyết theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 19 tháng 11 năm 2026",
        "Phí, lệ phí: 15.000 đồng, đã nộp",
        "Cơ quan, đơn vị giải quyết: Ủy ban nhân dân phường Ba Đình",
        "Vào Sổ theo dõi hồ sơ: Quyển số: ………… Số thứ tự: 1000",
        "Người nộp hồ sơ",
        "Người tiếp nhận hồ sơ",
        "(Ký và ghi rõ họ tên)",
        "Nguyễn Thị Lan",
        "Mã kiểm tra: KD7QX2MB",
        "mang theo giấy này và giấy tờ tùy thân",
        "Kết quả có thể có sớm hơn hẹn",
        "Đường dây nóng: 024 3843 1234",
        "Phản ánh, kiến nghị: Tổng đài 1022",
        "Kiểm tra tại: Trung tâm Phục vụ hành chính công",
    ):
        assert words in said


def test_two_copies_of_one_page_each() -> None:
    office, citizen = Seen(form01.render(FORM01)).texts
    assert "Liên 1: Lưu" in office
    assert "Liên 2: Giao người nộp" in citizen
    assert "BẢN SAO" not in office + citizen
    assert "Trang" not in office


def test_a_reprint_is_marked_on_both_copies() -> None:
    assert all("BẢN SAO LẦN 3" in text for text in Seen(form01.render(replace(FORM01, copy=3))).texts)


def test_seven_papers_fit_on_one_page() -> None:
    papers = tuple(PaperLine(f"Giấy tờ số {n}", PaperKind.COPY, 1) for n in range(7))
    assert len(Seen(form01.render(replace(FORM01, papers=papers, content=""))).texts) == 2


ORDINARY = replace(
    FORM01,
    applicant=replace(PERSON, name=LONG_NAME, address=f"Số 12, ngách 34/56, tổ 5, {PERSON.address}"),
    papers=tuple(
        PaperLine(f"Giấy tờ số {n} về việc xác nhận chỗ ở hợp pháp", PaperKind.COPY, 1) for n in range(6)
    ),
    due=DUE + 3 * 1440,
    first_due=DUE,
    grounds=(LONG_TEXT[:199] + ".",),
    made=DUE - 60,
)


@pytest.mark.parametrize("paper", ["A5", "A4"])
@pytest.mark.parametrize(
    "form",
    [
        ORDINARY,
        replace(ORDINARY, copy=2),
        replace(ORDINARY, replaces="Giấy thay thế lần 1, thay cho giấy đã cấp trước"),
        replace(
            ORDINARY, applicant=replace(ORDINARY.applicant, representative=Representative("Trần Thị Mẹ"))
        ),
    ],
    ids=["restart", "copy", "replacement", "stand-in"],
)
def test_a_receipt_after_a_restart_is_one_page(form: form01.Form01, paper: Paper) -> None:
    seen = Seen(form01.render(form, paper, copies=("Liên 1: Lưu",)))
    assert len(seen.texts) == 1
    assert squeezed(form.grounds[0]) in seen.whole
    assert "Trang 1/" not in seen.texts[0]
    assert not seen.faults()
    (found,) = seen.codes(0)
    assert module_mm(found, QR_TEXT) >= 0.33


def test_what_fits_no_page_is_not_made_smaller() -> None:
    def height(form: form01.Form01) -> float:
        return max(box[3] - box[1] for box in Seen(form01.render(form)).lines(0))

    assert height(replace(ORDINARY, papers=MANY)) == height(FORM01) > height(ORDINARY)


def test_forty_papers_flow_on_with_the_head_repeated() -> None:
    texts = Seen(form01.render(replace(FORM01, papers=MANY), copies=("Liên 2: Giao người nộp",))).texts
    assert len(texts) > 1
    assert "Trang 1/" in texts[0]
    for number, text in enumerate(texts[1:], start=2):
        assert text.startswith("Tiếp theo giấy hẹn số H26.14-261119-1000")
        assert f"Trang {number}/{len(texts)}" in text
        assert "Liên 2: Giao người nộp" in text
    tables = [text for text in texts if "Giấy tờ" in text]
    assert all("TT Tên giấy tờ Hình thức Số bản Ghi chú" in text for text in tables)
    assert "Người tiếp nhận hồ sơ" in texts[-1]


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_loses_and_overlaps_nothing(paper: Paper) -> None:
    seen = Seen(form01.render(WORST, paper, copies=("Liên 1: Lưu",)))
    width = seen.sizes[0][0]
    scale = width / 419.53
    values = seen.between(146 * scale, width)
    assert squeezed(WORST.applicant.name) in values
    assert squeezed(WORST.applicant.address) in values
    assert squeezed(WORST.applicant.email) in values
    assert squeezed(WORST.content) in re.sub(r"Trang\d/\d,xemtiếptrang\d", "", values)
    names = seen.between(48 * scale, 243 * scale)
    assert all(squeezed(line.name) in names for line in MANY)
    assert not seen.faults()


def test_small_and_the_same_every_time() -> None:
    pdf = form01.render(FORM01)
    assert len(pdf) <= 60_000
    assert pdf == form01.render(FORM01)


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (None, "không thu"),
        (FeeLine(0, 1, 0, False), "không thu"),
        (FeeLine(8_000, 3, 24_000, False), "8.000 đồng × 3 = 24.000 đồng, chưa nộp"),
        (FeeLine(8_000, 1, 0, False, "người cao tuổi"), "được miễn (người cao tuổi)"),
        (FeeLine(1_250_000, 1, 1_250_000, True), "1.250.000 đồng, đã nộp"),
    ],
)
def test_the_fee_is_said(fee: FeeLine | None, said: str) -> None:
    assert f"Phí, lệ phí: {said}" in Seen(form01.render(replace(FORM01, fee=fee))).texts[0]


@pytest.mark.parametrize(
    ("way", "said"),
    [(ReturnBy.POST, "qua dịch vụ bưu chính công ích"), (ReturnBy.ONLINE, "Cổng Dịch vụ công quốc gia")],
)
def test_the_way_of_return_is_said(way: ReturnBy, said: str) -> None:
    assert said in Seen(form01.render(replace(FORM01, return_by=way))).texts[0]


def test_who_stands_in_and_what_is_absent() -> None:
    child = replace(
        PERSON,
        id_kind=IdKind.NONE,
        id_number="",
        phone="",
        representative=Representative("Trần Thị Mẹ", authority="là mẹ"),
    )
    form = replace(FORM01, applicant=child, papers=(), quantity=3, check_at="kiemtra.badinh.example.vn")
    said = Seen(form01.render(form)).texts[0]
    assert "Số giấy tờ tùy thân: –" in said
    assert "Người nộp thay: Trần Thị Mẹ, là mẹ" in said
    assert "Số điện thoại: –" in said
    assert "không có giấy tờ nộp kèm" in said
    assert "Số lượng kết quả yêu cầu: 03" in said
    assert "Kiểm tra tại: kiemtra.badinh.example.vn" in said


def test_sizes_of_the_sheet() -> None:
    assert [round(side) for side in Seen(form01.render(FORM01)).sizes[0]] == [420, 595]
    assert [round(side) for side in Seen(form01.render(FORM01, "A4")).sizes[0]] == [595, 842]


def test_an_office_with_a_long_name_keeps_clear_of_the_motto() -> None:
    office = replace(
        OFFICE,
        superior="Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám, thành phố Hà Nội",
        name="Trung tâm Phục vụ hành chính công phường Văn Miếu - Quốc Tử Giám, cơ sở số 2",
        complaints="Thanh tra thành phố, số 1 phố Một Hai Ba Bốn; thư phananh@hanoi.example.gov.vn",
    )
    seen = Seen(form01.render(replace(FORM01, office=office), copies=("Liên 1: Lưu",)))
    assert not seen.faults()
    assert len(seen.codes(len(seen.sizes) - 1)) == 1


def test_a_corrected_receipt_names_the_one_it_replaces() -> None:
    mark = "Phiếu thay thế lần 1, thay phiếu in ngày 19/11/2026"
    texts = Seen(form01.render(replace(FORM01, replaces=mark, made=DUE))).texts
    assert all(mark in text and "Hẹn l" not in text for text in texts)
    assert "Ba Đình, ngày 25 tháng 11 năm 2026" in texts[0]
    assert "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 19 tháng 11 năm 2026" in texts[0]


def test_a_new_promise_shows_the_first_and_its_grounds() -> None:
    grounds = ("bổ sung đủ lúc 10 giờ 00 phút, ngày 23 tháng 11 năm 2026", "thời hạn tính lại từ đầu")
    later = replace(FORM01, due=DUE + 5 * 1440, first_due=DUE, grounds=grounds)
    said = Seen(form01.render(later)).texts[0]
    assert "Hẹn lại sau khi bổ sung hồ sơ Thời gian trả kết quả" in said
    assert (
        "17 giờ 00 phút, thứ Hai ngày 30 tháng 11 năm 2026 "
        "Hẹn lần đầu: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026 Nhận kết quả tại:"
    ) in said
    assert f"Lý do hẹn lại: {'; '.join(grounds)}" in said
    waited = replace(later, again="Hẹn lại sau khi nộp thuế")
    assert "Hẹn lại sau khi nộp thuế Thời gian trả" in Seen(form01.render(waited)).texts[0]


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_with_all_marks_loses_and_overlaps_nothing(paper: Paper) -> None:
    grounds = (LONG_TEXT[:500], LONG_TEXT[500:].strip())
    marked = replace(WORST, replaces="Phiếu thay thế lần 1", first_due=RECEIVED, grounds=grounds)
    seen = Seen(form01.render(marked, paper, copies=("",)))
    assert not seen.faults()
    assert squeezed("; ".join(grounds)) in seen.whole
