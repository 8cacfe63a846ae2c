"""What is typed of a leaf: times as people write them, and serials as they count them."""

import pytest

from counter_app.domain.moments import iso_local
from counter_app.errors import Refused
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.leaf import Leaf, moment
from counter_app.ui.screens.intake.leaf_words import stretches

TODAY = "2026-11-19"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9:10", "2026-11-19T09:10"),
        ("9h10 20/11", "2026-11-20T09:10"),
        ("20-11-2027 17:05", "2027-11-20T17:05"),
        (" 17:00   1.12 ", "2026-12-01T17:00"),
    ],
)
def test_times_are_read(typed: str, read: str) -> None:
    assert iso_local(moment(typed, TODAY, "due")).startswith(read)


@pytest.mark.parametrize(
    "typed", ["", "20/11", "25:00", "9:60", "9:10 31/11", "9:10 x", "9:10 19/11 8:00", "910"]
)
def test_what_is_no_time_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Refused, match="moment_typed") as caught:
        moment(typed, TODAY, "due")
    assert caught.value.field == "due"


def test_serials_that_follow_each_other_are_told_together() -> None:
    codes = [f"H26.14-261119-{number}" for number in (9800, 9802, 9803, 9804, 9949)]
    assert stretches(codes) == "9800, 9802–9804, 9949"
    assert stretches([f"H26.14-261119-{number}" for number in range(9800, 9820, 2)]).endswith("9810, …")


def test_a_draft_keeps_the_leaf_and_an_empty_one_is_none() -> None:
    form = forms.empty()
    typed = forms.Form(form.event_id, leaf=Leaf(code="H26.14-261119-9800", second="lan"))
    assert forms.from_draft(forms.to_draft(typed)) == typed
    assert forms.Form(form.event_id, leaf=Leaf(second="lan")).blank
