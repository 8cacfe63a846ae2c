"""How sure a clock is: one wording on the status bar, the sync page, the grounds and the reports."""

import pytest

from counter_app.services.reports import Unsure
from counter_app.texts.clocks import clock, clock_short
from counter_app.ui import sync_words
from counter_app.ui.screens.reports import words


@pytest.mark.parametrize("letter", "ABCUS")
def test_every_place_says_the_same(letter: str) -> None:
    said = clock(letter)
    assert said.startswith(f"{clock_short(letter)}: ")
    assert sync_words.clock(letter)[0] == clock_short(letter)
    assert sync_words.clock_long(letter).startswith(said)
    assert said in words.clocks((Unsure(letter, 1, 0),))


def test_how_sure_is_one_of_three() -> None:
    told = {letter: clock_short(letter) for letter in "ABCUS"}
    sure, unsure = "Giờ máy chắc chắn", "Giờ máy chưa đối chiếu"
    assert told == {"A": sure, "B": sure, "C": unsure, "U": unsure, "S": "Giờ máy đáng ngờ"}
    assert [sync_words.clock_long(letter).rpartition(". ")[2] for letter in "US"] == [
        "Chỉnh lại giờ máy.",
        "Kiểm tra ngày của máy.",
    ]
