"""How a unit kept its share of the limit."""

import pytest

from counter_app.domain.moments import parse_local
from counter_app.domain.shares import Kept, kept

DUE, NOW = parse_local("2026-12-03T17:00"), parse_local("2026-12-04T09:00")


@pytest.mark.parametrize(
    ("due", "done", "now", "answer"),
    [
        (None, DUE, NOW, Kept.OPEN),
        (DUE, None, DUE, Kept.OPEN),
        (DUE, None, DUE + 1, Kept.LATE),
        (DUE, DUE + 1, NOW, Kept.LATE),
        (DUE, DUE, NOW, Kept.ON_TIME),
        (DUE, parse_local("2026-12-03T00:00"), NOW, Kept.ON_TIME),
        (DUE, parse_local("2026-12-02T23:59"), NOW, Kept.EARLY),
    ],
)
def test_kept(due: int | None, done: int | None, now: int, answer: Kept) -> None:
    assert kept(due, done, now) is answer
