"""Forms' fields from a file: what is read, and what an office is told of its mistakes."""

import json

import pytest

from counter_app.documents.layout import FieldLayout, parse
from counter_app.errors import Refused

KEYS = ("code", "reason", *(f"k{n}" for n in range(50)))


def test_reads_the_fields_in_their_order() -> None:
    text = (
        '[{"key": "reason", "label": "Lý do:", "strong": true}, {"key": "code", "label": "", "width": 0.5}]'
    )
    assert parse(text, KEYS) == (FieldLayout("reason", "Lý do:", strong=True), FieldLayout("code", "", 0.5))


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"key": "name", "label": "Tên"}, "name"),
        ({"key": "code", "label": "Mã"}, "code"),
        ({"key": "reason", "label": "L" * 201}, "reason"),
        ({"key": "reason"}, "reason"),
        ({"key": "reason", "label": "Lý do", "bold": True}, "reason"),
        ({"key": "reason", "label": "Lý do", "width": 1.5}, "reason"),
        ({"key": "reason", "label": "Lý do", "width": float("nan")}, "reason"),
        ({"key": "reason", "label": "Lý do", "width": True}, "reason"),
        ({"key": "reason", "label": "Lý do", "strong": 1}, "reason"),
        ({"key": ["reason"], "label": "Lý do"}, "['reason']"),
        ("reason", ""),
    ],
)
def test_a_wrong_field_is_named(row: object, key: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(json.dumps([{"key": "code", "label": "Mã"}, row]), KEYS)
    assert (refused.value.code, refused.value.values) == ("bad_form_layout", {"row": 2, "key": key})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 60_000,
        f"[{' ' * 70_000}]",
        json.dumps([{"key": f"k{n}", "label": ""} for n in range(41)]),
        json.dumps([{"key": f"k{n}", "label": "", "width": 0.4} for n in range(3)]),
    ],
)
def test_a_wrong_file_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="bad_form_layout"):
        parse(text, KEYS)


def test_ten_tenths_are_a_whole() -> None:
    assert (
        len(parse(json.dumps([{"key": f"k{n}", "label": "", "width": 0.1} for n in range(10)]), KEYS)) == 10
    )
