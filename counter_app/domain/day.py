"""The day at one PC, and its closing: counts are the store's, the word to close is a person's."""

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


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Papers given to a unit whose side is not recorded yet; `event_id` is the hand-over's."""

    event_id: str
    code: str
    name: str
    sheet: str
    at: int
    to_unit: str
    giver: str


@dataclass(frozen=True, slots=True)
class AtDesk:
    """An open dossier of this PC whose papers no unit has yet.

    `due` is the promise that runs, `first_due` the receipt's; minutes UTC.
    """

    code: str
    name: str
    procedure_name: str
    received: int
    due: int
    first_due: int
    unit: str


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A late dossier whose officer has not explained; minutes UTC."""

    code: str
    name: str
    due: int
    first_due: int


def close_day(counts: DayCounts, now: int, closed: str) -> list[tuple[str, Fact]]:
    """Answer with DayClosed for the local day of `now`; `closed` is the day last closed, "" for none.

    A day closed by a clock that ran ahead closes no other one. Who comes after the closing is received all
    the same, and counted in the next one.
    Raises Refused: day_closed.
    """
    day = day_iso(day_of(now))
    if closed == day:
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
