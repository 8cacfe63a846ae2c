"""How many codes a lane still gives today, for how many days offline, and when that is told (DESIGN §5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.domain.moments import parse_day
from counter_app.domain.numbering import LANES, Lane

TOLD_AT = (70, 85, 95)  # percent of a day's own serials
FEW_LANES = 2  # of the office's, for PCs to come: told before the one that needs it stands there
FEW_DAYS = 30  # left of a lane's validity: no outage may outlast it unnoticed


@dataclass(frozen=True, slots=True)
class LaneStock:
    """`left` of a lane's own `size` serials, then `recovery` ones, are there on the day asked for.

    Each day begins with all of them; `days`, that one counted, are left until `valid_to` (YYYY-MM-DD).
    """

    left: int
    size: int
    recovery: int
    days: int
    valid_to: str

    @property
    def told(self) -> int:
        """Which of TOLD_AT was reached, 0 for none."""
        used = 100 * (self.size - self.left)
        return max((share for share in TOLD_AT if used >= share * self.size), default=0)

    @property
    def ends_soon(self) -> bool:
        """Whether only contact with the centre, which prolongs the lane, keeps the desk receiving."""
        return self.days < FEW_DAYS


def stock(lane: Lane, day: str, last_used: int | None) -> LaneStock:
    """Return what is left of a lane on `day` (YYYY-MM-DD) after its serial `last_used`, None for none yet."""
    size = lane.last - lane.first + 1
    spare = lane.recovery_last - lane.recovery_first + 1
    in_recovery = last_used is not None and lane.recovery_first <= last_used <= lane.recovery_last
    if last_used is None:
        left = size
    elif in_recovery:
        left, spare = 0, lane.recovery_last - last_used
    else:
        left = max(0, lane.last - last_used)
    within = lane.valid_from <= day <= lane.valid_to
    days = parse_day(lane.valid_to) - parse_day(day) + 1 if within else 0
    return LaneStock(left, size, spare, days, lane.valid_to)


def lanes_free(lanes: Iterable[Lane], day: str) -> int:
    """Return to how many more PCs an office can give a lane on `day` (YYYY-MM-DD), of all it ever gave.

    One stays shut until its window ends, whoever holds it: a PC enrolled anew needs another one.
    """
    return max(0, LANES - len({lane.first for lane in lanes if lane.valid_to >= day}))
