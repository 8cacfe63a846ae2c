"""The 3,321 communes, and files that are not theirs."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.communes import Commune, load_communes
from counter_app.errors import Refused

FILE = Path(__file__).parents[2] / "resources" / "catalog" / "administrative_units.csv"
HEAD = "province_code,province,unit_code,unit,kind\n"


def test_all_units_are_read() -> None:
    communes = load_communes(FILE.read_text("utf-8"))
    assert len(communes) == 3321
    assert Counter(commune.kind for commune in communes) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert communes[0] == Commune("01", "Thành phố Hà Nội", "00070", "Phường Hoàn Kiếm", "phường")
    assert len({commune.province_code for commune in communes}) == 34


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "row 1"),
        ("a,b\n", "row 1"),
        (HEAD + '01,"Hà', "row 1"),
        (HEAD + "01,Hà Nội,00070,Phường A\n", "row 2"),
        (HEAD + "01,Hà Nội,x,Phường A,phường\n", "row 2"),
        (HEAD + "01,Hà Nội,00070,Phường A,quận\n", "row 2"),
        (HEAD + "01,Hà Nội,00070,Phường A,phường\n" * 2, "unit_code"),
    ],
)
def test_another_file_is_refused_with_its_row(text: str, field: str) -> None:
    with pytest.raises(Refused, match="bad_communes") as refused:
        load_communes(text)
    assert refused.value.field == field


@given(st.text(max_size=200))
def test_anything_else_is_refused(text: str) -> None:
    try:
        assert load_communes(HEAD + text) == () or text.strip()
    except Refused as refused:
        assert refused.code == "bad_communes"  # noqa: PT017
