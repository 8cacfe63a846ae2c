"""The day closed at one PC: counts are the store's, the word to close is a person's."""

from dataclasses import dataclass

from counter_app.domain.kinds import Fact
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.step_events import Cash, DayClosed
from counter_app.errors import Refused


@dataclass(frozen=True, slots=True)
class CloseDay:
    """Close the day at this PC. `event_id` (UUIDv7) is made before any effect."""

    event_id: str
    actor_id: str


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What this PC did since its last closing, and what lies unfinished now; `cash` by officer, VND."""

    received: int = 0
    returned: int = 0
    handed_over: int = 0
    not_taken_over: int = 0
    unprinted: int = 0
    unsent: int = 0
    cash: tuple[Cash, ...] = ()

    @property
    def left(self) -> int:
        """How much the next morning finds undone; what is unsent goes by itself."""
        return self.not_taken_over + self.unprinted


def close_day(counts: DayCounts, now: int, closed: str) -> list[tuple[str, Fact]]:
    """Answer with DayClosed for the local day of `now`; `closed` is the last day closed, "" for none.

    Who comes after the closing is received all the same, and counted in the next one.
    Raises Refused: day_closed.
    """
    day = day_iso(day_of(now))
    if closed >= day:
        raise Refused("day_closed", None, day=closed)
    fact = DayClosed(
        day=day,
        at=now,
        received=counts.received,
        returned=counts.returned,
        handed_over=counts.handed_over,
        not_taken_over=counts.not_taken_over,
        unprinted=counts.unprinted,
        unsent=counts.unsent,
        cash=counts.cash,
    )
    return [(day, fact)]
