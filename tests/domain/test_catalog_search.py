"""Type-ahead over the real procedures, as officers type."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.catalog import fold, search
from counter_app.domain.catalog_import import import_published

CATALOG = Path(__file__).parents[2] / "resources" / "catalog"
CATALOGUE = import_published(
    json.loads((CATALOG / "procedures.json").read_text("utf-8")), {}, 1, "2026-01-01"
).catalogue


def codes(query: str) -> list[str]:
    return [procedure.code for procedure in search(CATALOGUE, query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dang ky khai sinh", "1.001193"),
        ("khai sinh", "1.001193"),
        ("Đăng ký KHAI SINH", "1.001193"),
        ("khai  sin", "1.001193"),
        ("1.001193", "1.001193"),
        ("001193", "1.001193"),
        ("dang ky tam tru", "1.004194"),
        ("tam tru gia han", "1.002755"),
        ("ket hon", "1.000894"),
        ("chung thuc chu ky", "2.000884"),
        ("trich luc ho tich", "2.000635"),
    ],
)
def test_the_wanted_procedure_comes_first(query: str, first: str) -> None:
    assert codes(query)[0] == first


def test_a_phrase_in_the_name_comes_before_scattered_words() -> None:
    found = codes("dang ky khai sinh")
    assert found.index("1.000689") < found.index("1.004884")  # "đăng ký lại khai sinh"


def test_words_begin_words_and_all_must_be_found() -> None:
    assert codes("inh") == []
    assert codes("khai sinh xe") == []
    assert len(codes("ho tich")) == 23  # by the field
    assert len(codes("1.0041 tam")) == 1


def test_nothing_asked_is_everything() -> None:
    assert len(codes("")) == len(codes(" ,-")) == 65


def test_fold() -> None:
    assert fold("Đăng ký KẾT HÔN lưu động") == "dang ky ket hon luu dong"
    assert fold("ngu\u031b\u031b\u01a1\u0300i") == "nguoi"


@given(st.text(max_size=300))
def test_anything_may_be_typed(query: str) -> None:
    assert set(codes(query)) <= {procedure.code for procedure in CATALOGUE.procedures}
