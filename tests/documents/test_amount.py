"""Amounts in words: every gap said, every number readable back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counter_app.documents.amount import MOST, in_words

DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
CHANGED = {"mốt": 1, "tư": 4, "lăm": 5}


def read(words: str) -> int:
    """Read words back, knowing nothing of how they were made."""
    total = group = digit = 0
    for word in words.split():
        if word in DIGITS or word in CHANGED:
            digit = CHANGED.get(word, DIGITS.index(word) if word in DIGITS else 0)
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in {"mươi", "trăm"}:
            group, digit = group + digit * (10 if word == "mươi" else 100), 0
        elif word in {"nghìn", "triệu"}:
            total, group, digit = total + (group + digit) * (1000 if word == "nghìn" else 10**6), 0, 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            assert word == "linh"
    return total + group + digit


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (555, "năm trăm năm mươi lăm"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (1_100, "một nghìn một trăm"),
        (8_000, "tám nghìn"),
        (15_000, "mười lăm nghìn"),
        (75_500, "bảy mươi lăm nghìn năm trăm"),
        (105_000, "một trăm linh năm nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (21_021_021, "hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt"),
        (10**9, "một tỷ"),
        (10**9 + 1, "một tỷ không trăm linh một"),
        (10**9 + 5_000_000, "một tỷ không trăm linh năm triệu"),
        (105 * 10**9, "một trăm linh năm tỷ"),
        (
            999_999_999_999,
            "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
            "chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
        ),
        (10**12, "một nghìn tỷ"),
    ],
)
def test_amounts(amount: int, words: str) -> None:
    assert in_words(amount) == words


@given(st.integers(0, MOST))
@example(1_000_001)
@example(10**11 + 10)
def test_words_are_read_back(amount: int) -> None:
    assert read(in_words(amount)) == amount


@given(st.lists(st.sampled_from([0, 0, 1, 4, 5, 10, 14, 100]), min_size=4, max_size=4))
def test_gaps_are_read_back(groups: list[int]) -> None:
    amount = sum(group * 1000**place for place, group in enumerate(groups))
    assert read(in_words(amount)) == amount


@pytest.mark.parametrize("amount", [-1, MOST + 1])
def test_what_is_no_amount_is_told(amount: int) -> None:
    with pytest.raises(ValueError, match="no amount"):
        in_words(amount)
