"""The register: its columns from data, its promises side by side, its totals."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.documents import form07, layout
from counter_app.documents.form07 import Form07, Period, Registered, Totals
from counter_app.documents.table import Column
from counter_app.domain.commands import ReturnBy
from tests.documents.columns import under
from tests.documents.samples import DUE, LONG_NAME, LONG_TEXT, OFFICE, RECEIVED, Seen, squeezed

FILE = Path(__file__).parents[2] / "resources" / "forms" / "form07.json"
LAYOUT = layout.parse(FILE.read_text(encoding="utf-8"), form07.KEYS)
ONE = Registered(
    number=1,
    code="H26.14-261119-1000",
    procedure_name="Đăng ký tạm trú",
    person="Nguyễn Văn Thử",
    received=RECEIVED,
    promised=DUE,
    address="Tổ 1, phường Ba Đình",
    phone="0912 345 678",
    resolving_unit="Công an phường",
    returned=DUE - 60,
    way=ReturnBy.POST,
    note="người nhận thay",
)
BOOK = Form07(
    office=OFFICE,
    printed=DUE,
    period=Period.MONTH,
    covers=RECEIVED,
    opened=RECEIVED - 322 * 1440,
    dossiers=(ONE,),
    totals=Totals(received=40, returned=31, on_time=25, late=3, late_extended=2, late_first=1),
    keeper_name="Nguyễn Thị Lan",
    head_name="Trần Văn Bình",
)


def columns() -> list[Column]:
    return [Column(one.label, one.width) for one in LAYOUT]


def test_says_every_column_and_the_totals() -> None:
    seen = Seen(form07.render(BOOK, LAYOUT))
    (said,) = seen.texts
    assert [round(side) for side in seen.sizes[0]] == [842, 595]
    for words in (
        "SỔ THEO DÕI HỒ SƠ Tháng 11 năm 2026",
        "(Mở sổ ngày 01 tháng 01 năm 2026. Đóng sổ ngày ……… tháng ……… năm 2026)",
        "Số hồ sơ tiếp nhận: 40 Số hồ sơ đã trả kết quả: 31 Đúng hạn, trước hạn: 25",
        "Quá hạn: 3 Quá hạn, trong thời gian gia hạn: 2 Quá hạn so với lần hẹn đầu: 1",
        "Người ghi sổ (Ký và ghi rõ họ tên) Nguyễn Thị Lan",
        "Người đứng đầu bộ phận Một cửa (Ký và ghi rõ họ tên) Trần Văn Bình",
    ):
        assert words in said
    for label, value in (
        ("TT", "1"),
        ("Mã hồ sơ", "H26.14-261119-1000"),
        ("Tên thủ tục hành chính", "Đăng ký tạm trú"),
        ("Số bộ", "1"),
        ("Tên cá nhân, tổ chức", "Nguyễn Văn Thử"),
        ("Địa chỉ, số điện thoại", "Tổ 1, phường Ba Đình; 0912 345 678"),
        ("Cơ quan chủ trì giải quyết", "Công an phường"),
        ("Nhận hồ sơ", "09:00 19/11/2026"),
        ("Hẹn trả kết quả", "17:00 25/11/2026"),
        ("Trả kết quả", "16:00 25/11/2026"),
        ("Phương thức nhận kết quả", "Bưu chính"),
        ("Ghi chú", "người nhận thay"),
    ):
        assert squeezed(value) in under(seen, columns(), label)
    assert not seen.faults()


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period.DAY, "Ngày 19 tháng 11 năm 2026"),
        (Period.MONTH, "Tháng 11 năm 2026"),
        (Period.YEAR, "Năm 2026"),
    ],
)
def test_the_period_is_said(period: Period, said: str) -> None:
    closed = form07.render(replace(BOOK, period=period, closed=DUE), LAYOUT)
    assert f"{said} (Mở sổ" in Seen(closed).texts[0]
    assert "Đóng sổ ngày 25 tháng 11 năm 2026)" in Seen(closed).texts[0]


def test_no_promise_hides_another() -> None:
    moved = replace(ONE, first_promised=DUE - 1440, extended=DUE + 1440, returned=None)
    seen = Seen(form07.render(replace(BOOK, dossiers=(moved,)), LAYOUT))
    promised = "17:0025/11/2026Lầnđầu:17:0024/11/2026Giahạn:17:0026/11/2026"
    assert promised in under(seen, columns(), "Hẹn trả kết quả")
    assert under(seen, columns(), "Trả kết quả").count("2026") == 0


def test_forty_long_dossiers_lose_nothing() -> None:
    many = tuple(
        replace(
            ONE,
            number=n,
            code="000.17.22.H56-210531-0001" if n % 2 else ONE.code,
            person=LONG_NAME,
            address=LONG_TEXT[:300],
            note=LONG_TEXT if n % 10 == 0 else "",
            first_promised=DUE - 1440,
            extended=DUE + 1440,
        )
        for n in range(1, 41)
    )
    seen = Seen(form07.render(replace(BOOK, dossiers=many), LAYOUT))
    assert not seen.faults()
    assert "□" not in seen.whole
    assert seen.whole.count(squeezed(LONG_TEXT)) == 4
    assert under(seen, columns(), "Tên cá nhân, tổ chức").count(squeezed(LONG_NAME)) == 40
    assert under(seen, columns(), "Mã hồ sơ").count("000.17.22.H56-210531-0001") == 20
    total = len(seen.texts)
    for number, text in enumerate(seen.texts, start=1):
        assert f"Trang {number}/{total}" in text
        assert "Phương thức nhận kết quả" in text


def test_an_office_arranges_its_own_columns() -> None:
    own = layout.parse(
        '[{"key": "code", "label": "Mã", "width": 0.4, "strong": true}, {"key": "ready", "label": "Xong"},'
        ' {"key": "phone", "label": "Máy"}]',
        form07.KEYS,
    )
    (said,) = Seen(form07.render(replace(BOOK, dossiers=(replace(ONE, ready=DUE - 90),)), own)).texts
    assert "Mã Xong Máy H26.14-261119-1000 15:30 25/11/2026 0912 345 678" in said


def test_the_shipped_columns_fill_the_measure() -> None:
    assert sum(one.width for one in LAYOUT) == pytest.approx(1)
    assert [one.key for one in LAYOUT] == [
        "number", "code", "procedure", "sets", "person", "contact", "resolving_unit", "received", "promised",
        "returned", "way", "signature", "note",
    ]  # fmt: skip


def test_an_empty_day_is_a_page_too() -> None:
    (said,) = Seen(form07.render(replace(BOOK, dossiers=()), LAYOUT)).texts
    assert "Không có" in said
