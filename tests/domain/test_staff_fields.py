"""Fields of work as people write them."""

import pytest

from counter_app.domain.people import Person
from counter_app.domain.staff.fields import among, parts, trained_for


def test_a_text_has_one_field_or_several() -> None:
    assert parts(" Hộ tịch, chứng thực;ĐẤT ĐAI ,") == {"ho tich", "chung thuc", "dat dai"}
    assert parts(" ") == frozenset()


@pytest.mark.parametrize(
    ("field", "trained", "wanted", "able"),
    [
        ("Hộ tịch, chứng thực", (), "chứng thực", True),
        ("Dự phòng", ("Hộ tịch", "Chứng thực"), "Hộ tịch, chứng thực", True),
        ("Dự phòng", ("Hộ tịch",), "Hộ tịch, chứng thực", False),
        ("Đất đai", (), "Hộ tịch", False),
        ("Đất đai", (), "", False),
        ("", (), "", False),
    ],
)
def test_who_is_trained(field: str, trained: tuple[str, ...], wanted: str, able: bool) -> None:
    assert trained_for(Person("p", "", "", field, "", "", trained), wanted) is able


@pytest.mark.parametrize(
    ("listed", "field", "found"),
    [
        (("Đăng ký, quản lý cư trú",), "Đăng ký, quản lý cư trú", True),
        (("Đăng ký, quản lý cư trú",), "Hộ tịch; quản lý cư trú; đăng ký", True),
        (("Đăng ký, quản lý cư trú",), "Đăng ký", False),
        (("", "Hộ tịch"), "Đất đai", False),
        ((), "Hộ tịch", False),
    ],
)
def test_a_counter_with_a_listed_field(listed: tuple[str, ...], field: str, found: bool) -> None:
    assert among(listed, field) is found
