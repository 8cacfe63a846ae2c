"""Which personal data may leave a counter, and on which day."""

from dataclasses import replace

import pytest

from counter_app.domain.retention import Custody, Hold, closed_before, hold

TODAY = "2026-12-31"
CLOSED = Custody("2026-11-30")  # 31 days before


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        ("", Hold.OPEN),
        ("2026-12-31", Hold.RECENT),
        ("2026-12-01", Hold.RECENT),  # the thirtieth day
        ("2026-11-30", None),
        ("2027-01-05", Hold.RECENT),  # a clock was ahead
        ("2025-01-01", None),
    ],
)
def test_thirty_whole_days_after_it_closed(closed: str, why: Hold | None) -> None:
    assert hold(Custody(closed), TODAY) is why


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("archived", False, Hold.NOT_ARCHIVED),
        ("linked", True, Hold.LINKED),
        ("handed", True, Hold.HANDED_OVER),
        ("disputed", True, Hold.DISPUTED),
        ("unprinted", True, Hold.UNPRINTED),
    ],
)
def test_what_is_still_needed_stays(field: str, value: bool, why: Hold) -> None:
    assert hold(replace(CLOSED, **{field: value}), TODAY) is why  # type: ignore[arg-type]
    recent = replace(CLOSED, closed="2026-12-20", **{field: value})
    assert hold(recent, TODAY) is Hold.RECENT


def test_a_handover_that_nobody_can_take_any_more_holds_for_ninety_days() -> None:
    handed = replace(CLOSED, handed=True)
    assert hold(handed, "2027-02-28") is Hold.HANDED_OVER
    assert hold(handed, "2027-03-01") is None
    assert hold(replace(handed, archived=False), "2027-03-01") is Hold.NOT_ARCHIVED


def test_a_month_of_thirty_days_over_the_end_of_february() -> None:
    assert closed_before("2028-03-30") == "2028-02-29"
