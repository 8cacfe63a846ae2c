"""The notice that a dossier is stopped, laid out by the shipped file and by an office's own."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.documents import form03, form04, form05
from counter_app.documents.form05 import KEYS, Form05
from counter_app.documents.layout import FieldLayout, parse
from counter_app.domain.commands import Applicant, Representative
from counter_app.domain.people import Office
from counter_app.host.files import resources
from counter_app.settings import Paper
from tests.documents.samples import (
    DUE,
    LONG_NAME,
    LONG_PERSON,
    LONG_TEXT,
    OFFICE,
    PERSON,
    RECEIVED,
    Seen,
    squeezed,
)
from tests.documents.test_form03 import FORM03
from tests.documents.test_form04 import FORM04

LAYOUT = parse((resources() / "forms" / "form05.json").read_text("utf-8"), KEYS)
FORM05 = Form05(
    office=OFFICE,
    stopped=RECEIVED + 1440,
    code="H26.14-261119-1000",
    procedure_code="1.004194",
    procedure_name="Đăng ký tạm trú",
    applicant=PERSON,
    received=RECEIVED,
    first_due=DUE,
    due=DUE,
    ground="Luật Cư trú năm 2020",
    reason="Quá hạn bổ sung mà chưa có hồ sơ đầy đủ.",
    may_do="nộp lại hồ sơ khi đã đủ giấy tờ, hoặc khiếu nại theo quy định",
    responsible_body="Ủy ban nhân dân phường Ba Đình",
    head_title="Phó Chủ tịch",
    prepared_by="Nguyễn Thị Lan",
)
ANY = st.text(st.characters(), max_size=80)


def test_says_what_the_shipped_layout_asks_for() -> None:
    (said,) = Seen(form05.render(FORM05, LAYOUT)).texts
    for words in (
        "ỦY BAN NHÂN DÂN PHƯỜNG BA ĐÌNH",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: …………/………… Ba Đình, ngày 20 tháng 11 năm 2026",
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        "Kính gửi: Nguyễn Văn Thử",
        "Mã hồ sơ: H26.14-261119-1000",
        "Nội dung yêu cầu giải quyết: Đăng ký tạm trú (mã thủ tục 1.004194)",
        "Đã hẹn trả kết quả: 17 giờ 00 phút, thứ Tư ngày 25 tháng 11 năm 2026",
        "Dừng giải quyết từ: 09 giờ 00 phút, thứ Sáu ngày 20 tháng 11 năm 2026",
        "Căn cứ pháp lý: Luật Cư trú năm 2020",
        "Lý do dừng: Quá hạn bổ sung mà chưa có hồ sơ đầy đủ.",
        "Ông (Bà) có thể: nộp lại hồ sơ khi đã đủ giấy tờ, hoặc khiếu nại theo quy định",
        "Nơi giải đáp: Trung tâm Phục vụ hành chính công, điện thoại 024 3843 1234",
        "PHÓ CHỦ TỊCH (Ký, ghi rõ họ tên, đóng dấu)",
        "Phản ánh, kiến nghị: Tổng đài 1022",
    ):
        assert words in said


def test_a_later_promise_is_never_said_without_the_first() -> None:
    (said,) = Seen(form05.render(replace(FORM05, due=DUE + 1440), LAYOUT)).texts
    assert "thứ Năm ngày 26 tháng 11 năm 2026; hẹn lần đầu: 17 giờ 00 phút, thứ Tư ngày 25" in said


def test_an_office_lays_out_its_own_fields() -> None:
    layout = parse(
        json.dumps(
            [
                {"key": "reason", "label": "Vì sao dừng:", "width": 0.2, "strong": True},
                {"key": "may_do", "label": ""},
                {"key": "representative", "label": "Người nộp thay:"},
            ]
        ),
        KEYS,
    )
    (said,) = Seen(form05.render(FORM05, layout)).texts
    assert "Vì sao dừng: Quá hạn bổ sung mà chưa có hồ sơ đầy đủ. nộp lại hồ sơ" in said
    assert "Người nộp thay: –" in said
    assert "Căn cứ pháp lý" not in said


@pytest.mark.parametrize("width", [0.0, 0.0001, 0.5, 1.0])
def test_every_field_can_stand_at_any_width(width: float) -> None:
    label = "Nội dung rất dài của một nhãn do đơn vị tự đặt cho phiếu của mình"
    layout = tuple(FieldLayout(key, label, width) for key in KEYS)
    seen = Seen(form05.render(replace(FORM05, applicant=LONG_PERSON), layout))
    assert not seen.faults()
    assert "□" not in seen.whole


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_worst_case_loses_and_overlaps_nothing(paper: Paper) -> None:
    worst = replace(
        FORM05,
        applicant=LONG_PERSON,
        first_due=DUE - 1440,
        ground=LONG_TEXT[:300],
        reason=LONG_TEXT,
        may_do=LONG_TEXT,
        head_name=LONG_NAME,
        prepared_by=LONG_NAME,
        copy=2,
    )
    seen = Seen(form05.render(worst, LAYOUT, paper))
    assert len(seen.sizes) == 2
    assert not seen.faults()
    assert seen.whole.count(squeezed(LONG_TEXT)) == 2
    assert squeezed(LONG_PERSON.address) in seen.whole
    assert "□" not in seen.whole
    assert "BẢN SAO LẦN 2" in seen.texts[0]
    assert "đóng dấu" in seen.texts[1]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Office, *[ANY] * 8), st.lists(ANY, min_size=8, max_size=8), st.integers(0, 50_000_000))
def test_no_text_breaks_a_paper(office: Office, texts: list[str], minute: int) -> None:
    name, code, reason, title, body, ground, number, address = texts
    person = Applicant(name, address=address, phone=number, representative=Representative(name))
    same: dict[str, Any] = {"office": office, "applicant": person, "code": code, "procedure_name": body}
    for pdf in (
        form03.render(replace(FORM03, **same, reasons=tuple(texts), officer_name=title, due=minute)),
        form04.render(replace(FORM04, **same, cause=reason, number=number, head_title=title, due=minute)),
        form05.render(replace(FORM05, **same, reason=reason, ground=ground, stopped=minute), LAYOUT),
    ):
        assert "\x00" not in "".join(Seen(pdf).texts)
