"""Citizens' cards as scanners really type them: read, repaired, warned about, or refused."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.citizen_id import CitizenCard, check_number, read_card
from counter_app.domain.keystrokes import compose_name, compose_text, is_syllable
from counter_app.errors import Refused

CARD = "001090012345|012345678|Nguyễn Văn Thử|01021990|Nam|Tổ 1, Phường Ba Đình, Hà Nội|15082021"
READ = CitizenCard(
    "001090012345",
    "012345678",
    "Nguyễn Văn Thử",
    "1990-02-01",
    "male",
    "Tổ 1, Phường Ba Đình, Hà Nội",
    "2021-08-15",
    (),
    (),
)


def test_a_card_is_read() -> None:
    assert read_card(CARD) == READ


@pytest.mark.parametrize(
    "text",
    [
        CARD + "\r\n",
        "\x02\ufeff " + CARD + " \t",
        CARD.replace("|", " | "),
        CARD.replace("|Nam|", "|NAM|"),
        CARD.replace("|Nam|", "|nam|"),
        "001090012345|012345678|Nguyê\u0303n Văn  Thư\u0309|01/02/1990|Nam|" + CARD.split("|", 5)[5],
    ],
)
def test_harmless_variants_read_the_same(text: str) -> None:
    assert read_card(text) == READ


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (
            "001190000001||TRẦN THỊ NỮ|05031990|Nữ|Hà Nội|01012022",
            {"name": "TRẦN THỊ NỮ", "old_number": None},
        ),
        ("001190000001|Trần Thị Nữ|05031990|nữ|Hà Nội|01012022", {"name": "Trần Thị Nữ", "old_number": None}),
        ("001190000001|123456789|Trần Thị Nữ|05031990|Nu|Hà Nội", {"issue_date": None}),
        ("001190000001||Trần Thị Nữ|05031990|Nữ|Hà Nội|01012022||Cha|Mẹ|", {"extras": ("Cha", "Mẹ")}),
        ("001190000001||Trần Thị Nữ|00001990|Nữ|Hà Nội|", {"birth_date": "1990"}),
    ],
)
def test_variants_of_the_fields(text: str, changed: dict[str, object]) -> None:
    card = read_card(text)
    assert (card.number, card.sex, card.address) == ("001190000001", "female", "Hà Nội")
    assert {name: getattr(card, name) for name in changed} == changed
    assert set(card.warnings) <= {"birth_year_only"}


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (CARD.replace("|Nam|", "|Nữ|"), "sex_differs"),
        (CARD.replace("01021990", "01021991"), "birth_year_differs"),
        (CARD.replace("01021990", "01022090"), "century_differs"),
        (CARD.replace("01021990", "31021990"), "bad_birth_date"),
        (CARD.replace("|Nam|", "|Nam?|"), "bad_sex"),
        (CARD.replace("|15082021", "|2021"), "bad_issue_date"),
        (CARD.replace("|15082021", "|15081980"), "issue_before_birth"),
        (CARD.replace("|012345678|", "|0123|"), "old_number_unusual"),
        (CARD.replace("Nguyễn Văn Thử", ""), "name_missing"),
        (CARD.replace("Nguyễn Văn Thử", "Nguy?n V?n Th?"), "garbled_input"),
        (CARD.replace("Nguyễn Văn Thử", "Nguy\ufffdn"), "garbled_input"),
        (CARD.replace("001090", "003090"), "number_place_unknown"),
        (CARD.replace("001090", "001890"), "number_century_unlikely"),
        ("Nguyễn Văn Thử|001090012345|01021990|Nam|Tổ 1, Phường Ba Đình|15082021", "field_order"),
    ],
)
def test_doubts_warn_and_never_block(text: str, warning: str) -> None:
    card = read_card(text)
    assert warning in card.warnings
    assert card.number.endswith("012345")


def test_another_order_is_read_by_what_fields_look_like() -> None:
    card = read_card("Nguyễn Văn Thử|15082021|001090012345|Nam|01021990|Tổ 1, Phường Ba Đình|012345678")
    assert (card.name, card.birth_date, card.issue_date) == ("Nguyễn Văn Thử", "1990-02-01", "2021-08-15")
    assert (card.old_number, card.sex, card.address) == ("012345678", "male", "Tổ 1, Phường Ba Đình")


def test_what_is_not_understood_is_kept() -> None:
    card = read_card(CARD.replace("01021990", "31021990").replace("|15082021", "|99999999|x"))
    assert card.extras == ("31021990", "99999999", "x")
    assert (card.birth_date, card.issue_date) == (None, None)


TELEX = (
    "001090012345|012345678|Nguyeenx Vawn Thuwr|01021990|Nam|Toor 1, Phuwowngf Ba DDinhf, Haf Nooij|15082021"
)
VNI = (
    "001090012345|012345678|Nguye64n Va8n Thu73|01021990|Nam|To63 1, Phu7o7ng2 Ba D9i2nh, Ha2 No6i5|15082021"
)


@pytest.mark.parametrize(
    "text",
    [
        TELEX,
        VNI,
        CARD.replace("|", "~"),
        CARD.replace("|", "¦"),
        CARD.replace("|", "}"),
        CARD.encode().decode("latin-1"),
    ],
)
def test_garbled_cards_are_repaired_and_say_so(text: str) -> None:
    card = read_card(text)
    assert card.warnings == ("garbled_input",)
    assert (card.number, card.name, card.address) == (READ.number, READ.name, READ.address)
    assert (card.birth_date, card.sex, card.issue_date) == (READ.birth_date, READ.sex, READ.issue_date)


def test_digits_typed_on_the_vietnamese_layout_are_repaired() -> None:
    row = str.maketrans("1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")
    fields = CARD.split("|")
    for at in (0, 1, 3, 6):
        fields[at] = fields[at].translate(row)
    card = read_card("|".join(fields))
    assert card.warnings == ("garbled_input",)
    assert (card.number, card.old_number) == (READ.number, READ.old_number)
    assert (card.birth_date, card.issue_date) == (READ.birth_date, READ.issue_date)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyeexn Thij Hoaf", "Nguyễn Thị Hòa"),
        ("DDOANF VAWN NGHIAX", "ĐOÀN VĂN NGHĨA"),
        ("Tra62n Thu1y", "Trần Thúy"),
        ("Nguyênx Quoocs", "Nguyễn Quốc"),
        ("Huynhf Thuowng", "Huỳnh Thương"),
        ("Ngo6 Thi5 Tuye61t", "Ngô Thị Tuyết"),
        ("D9a85ng Vu4", "Đặng Vũ"),
        ("Giangf Mir", "Giàng Mỉ"),
        # not keystrokes: names stay as they are
        ("Nguyễn Văn Thử", "Nguyễn Văn Thử"),
        ("Nguyen Van Thu", "Nguyen Van Thu"),
        ("H'Wiêm Kpă", "H'Wiêm Kpă"),
        ("Ksor Blas", "Ksor Blas"),
        ("Anna Frank", "Anna Frank"),
    ],
)
def test_names_typed_as_keystrokes(typed: str, name: str) -> None:
    assert compose_name(typed) == name


def test_addresses_keep_their_house_numbers() -> None:
    assert compose_text("Lo6 A1, P12, Q1, To63 2") == "Lô A1, P12, Q1, Tổ 2"


def test_real_syllables_are_known() -> None:
    names = "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Quỳnh Khuyên Nghĩa Giêng"
    names += " Thuở Uyên Oanh Yến Kiều Tuấn Hiếu Khoa Loan Xuân Gì Quyết Ưu Rượu Người Ngoặc Huệ Thủy Quốc"
    assert [word for word in names.split() if not is_syllable(word)] == []
    assert not any(map(is_syllable, ["Nguyeen", "Thuwr", "Tos", "DDo", "", "W", "Hoaf", "Cook", "A1"]))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "|",
            "|||||||",
            "xin chào",
            "001090012345",
            "00109001234|x|y",
            "001090012345|||||||",
            "1" * 1001,
        ),
        *("https://example.vn/?a=001090012345", "001090012345|a|b", "001090012345;a;b"),
    ],
)
def test_no_card_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_card(text)
    assert (refused.value.code, refused.value.field) == ("bad_card", "card")


def card_or_refused(text: str) -> None:
    code, card = "bad_card", None
    try:
        card = read_card(text)
    except Refused as refused:
        code = refused.code
    if card is None:
        assert code == "bad_card"
        return
    assert len(card.number) == 12
    assert card.number.isascii()
    assert card.sex in ("male", "female", None)
    for value in (card.name, card.address, *card.extras):
        assert value is None or (value == value.strip() != "" and value.isprintable())
        assert value is None or value.encode()


def test_ten_thousand_damaged_cards() -> None:
    chance = random.Random(7)
    alphabet = string.printable + "ăâêôơưđĐ\u0300\u0301\u0323\u200b\ufeff\ud800\udfff\x00٣|||~}"
    for _ in range(10_000):
        letters = list(chance.choice((CARD, TELEX, VNI)))
        for _ in range(chance.randint(1, 30)):
            at = chance.randrange(len(letters))
            letters[at : at + chance.choice((0, 1, 1, 3))] = chance.choice(alphabet)
        card_or_refused("".join(letters))


@given(st.text(max_size=1100))
def test_any_text(text: str) -> None:
    card_or_refused(text)
    card_or_refused("001090012345|" + text)


@given(st.lists(st.text(max_size=20), max_size=10), st.permutations(CARD.split("|")))
def test_any_fields_in_any_order(extra: list[str], fields: list[str]) -> None:
    card_or_refused("|".join((*fields, *extra)))
    card_or_refused("|".join(extra[:3] + fields))


@pytest.mark.parametrize(
    ("number", "birth", "sex", "codes"),
    [
        ("001090012345", "1990-01-01", "male", ()),
        ("001190012345", "1990-01-01", "female", ()),
        ("079201012345", "2001-01-01", "male", ()),
        ("079301012345", "2001-01-01", "female", ()),
        ("203190012345", "1990", "female", ()),  # born abroad
        ("001090012345", None, None, ()),
        ("001090012345", "2090-01-01", "female", ("century_differs", "sex_differs")),
        ("12345", None, None, ("number_malformed",)),
        ("٠٠١٠٩٠٠١٢٣٤٥", None, None, ("number_malformed",)),
    ],
)
def test_numbers(number: str, birth: str | None, sex: str | None, codes: tuple[str, ...]) -> None:
    assert check_number(number, birth, sex) == codes
