"""The slip that asks to complete a dossier."""

from dataclasses import replace

from counter_app.documents import form02
from tests.documents.samples import FORM02, Seen


def test_says_what_to_complete_why_and_whom_to_ask() -> None:
    (said,) = Seen(form02.render(FORM02)).texts
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Ba Đình, ngày 19 tháng 11 năm 2026",
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Hồ sơ của: Nguyễn Văn Thử",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "1. Tờ khai CT01: chưa có chữ ký của chủ hộ",
        "2. Giấy tờ chứng minh chỗ ở hợp pháp",
        "Lý do: Thành phần hồ sơ chưa đủ.",
        "liên hệ với Trần Văn Bình, số điện thoại 024 3843 5678,",
        "Người hướng dẫn (Ký và ghi rõ họ tên) Nguyễn Thị Lan Chuyên viên",
        "Phản ánh, kiến nghị: Tổng đài 1022",
    ):
        assert words in said
    assert "Mã hồ sơ" not in said


def test_no_reason_given_is_no_dash() -> None:
    (said,) = Seen(form02.render(replace(FORM02, reason=""))).texts
    assert "Lý do: Cần có đủ các nội dung nêu trên" in said


def test_the_guide_and_the_hotline_are_asked_where_nobody_is_named() -> None:
    (said,) = Seen(form02.render(replace(FORM02, ask_name="", ask_phone=""))).texts
    assert "liên hệ với Nguyễn Thị Lan, số điện thoại 024 3843 1234," in said


def test_a_long_list_flows_on() -> None:
    texts = Seen(form02.render(replace(FORM02, missing=FORM02.missing * 40), "A4")).texts
    assert len(texts) > 1
    assert texts[1].startswith("Tiếp theo phiếu yêu cầu bổ sung hồ sơ")
    assert "80. Giấy tờ" in texts[-1]
    assert "Người hướng dẫn" in texts[-1]


def test_copies_are_marked_when_asked_for() -> None:
    texts = Seen(form02.render(FORM02, copies=("Liên 1: Lưu", "Liên 2: Giao người nộp"))).texts
    assert [mark in text for mark, text in zip(("Liên 1", "Liên 2"), texts, strict=True)] == [True, True]
