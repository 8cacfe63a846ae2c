"""Canonical JSON: one text for one value, and nothing that is not it is read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import codec
from counter_app.domain.commands import Applicant, ApplicantKind
from counter_app.errors import Refused

LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(LETTERS, VALUES, max_size=5)


@given(OBJECTS)
def test_a_canonical_text_reads_back_to_the_same_text(value: dict[str, Any]) -> None:
    text = codec.canonical(value)
    assert codec.canonical(json.loads(text)) == text


def test_composed_and_decomposed_letters_are_one_text() -> None:
    assert codec.canonical({"name": "Nguyê\u0303n"}) == codec.canonical({"name": "Nguyễn"})


DEEP: object = 1
for _ in range(13):
    DEEP = [DEEP]


@pytest.mark.parametrize("value", [1.0, {"a": 2.5}, {1: "a"}, {"a": b"x"}, 2**53, "\ud800", DEEP])
def test_what_is_not_canonical_is_refused(value: object) -> None:
    with pytest.raises(Refused) as refused:
        codec.canonical(value)
    assert refused.value.code == "not_canonical"


SPELLINGS = ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', "[1]", "{", '{"a":1.0}', "[" * 9999]


@pytest.mark.parametrize("text", SPELLINGS)
def test_another_spelling_of_a_body_is_not_read(text: str) -> None:
    with pytest.raises(Refused):
        codec.parse(text)


@given(VALUES)
def test_reading_a_wrong_shape_refuses_and_names_the_place(value: object) -> None:
    with pytest.raises(Refused) as refused:
        codec.read(Applicant, {"name": "Lan", "phone": [value]}, "")
    assert refused.value.code == "bad_value"
    assert refused.value.field == "phone"


def test_an_enum_a_default_and_an_unknown_field() -> None:
    assert codec.read(Applicant, {"name": "Lan"}).kind is ApplicantKind.PERSON
    with pytest.raises(Refused, match="unknown_field"):
        codec.read(Applicant, {"name": "Lan", "received_at": 1})
    with pytest.raises(Refused, match="missing_field"):
        codec.read(Applicant, {})
    with pytest.raises(Refused, match="bad_value"):
        codec.read(Applicant, {"name": "Lan", "kind": "ghost"})
