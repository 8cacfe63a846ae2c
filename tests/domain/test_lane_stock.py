"""How much a lane still gives today, and when that is told."""

from dataclasses import replace

import pytest

from counter_app.domain.lane_stock import lanes_free, stock
from counter_app.domain.numbering import LANES, Lane

LANE = Lane("lane-1", "H26.14", "pc-1", 1000, 1499, 9000, 9049, "2026-01-01", "2026-12-31", b"")


@pytest.mark.parametrize(
    ("last", "left", "recovery", "told"),
    [
        (None, 500, 50, 0),
        (1348, 151, 50, 0),
        (1349, 150, 50, 70),
        (1424, 75, 50, 85),
        (1474, 25, 50, 95),
        (1499, 0, 50, 95),
        (9000, 0, 49, 95),
        (9049, 0, 0, 95),
    ],
)
def test_what_is_left_today(last: int | None, left: int, recovery: int, told: int) -> None:
    found = stock(LANE, "2026-11-19", last)
    assert (found.left, found.recovery, found.told) == (left, recovery, told)


@pytest.mark.parametrize(
    ("day", "days", "soon"),
    [
        ("2026-11-19", 43, False),
        ("2026-12-02", 30, False),
        ("2026-12-03", 29, True),
        ("2026-12-31", 1, True),
        ("2027-01-01", 0, True),
        ("2025-12-31", 0, True),
    ],
)
def test_for_how_many_days_offline(day: str, days: int, soon: bool) -> None:
    found = stock(LANE, day, None)
    assert (found.days, found.ends_soon) == (days, soon)


def test_a_lane_is_shut_until_its_window_ends_whoever_holds_it() -> None:
    given = [replace(LANE, first=1000 + 500 * number, valid_to="2026-11-19") for number in range(16)]
    assert lanes_free((), "2026-11-19") == LANES
    assert lanes_free([*given, given[0]], "2026-11-19") == 0
    again = replace(given[0], valid_from="2026-11-20", valid_to="2027-05-20")
    assert lanes_free([*given, again], "2026-11-20") == LANES - 1
