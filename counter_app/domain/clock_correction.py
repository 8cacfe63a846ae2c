"""A supervisor puts this PC's time right while its centre is silent: what is asked, when it is refused."""

from dataclasses import dataclass

from counter_app.domain.clock import ANCHORED, SAME_BOOT, Moment
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.life.case import check_text
from counter_app.domain.moments import check_minute
from counter_app.errors import Refused

MINUTE_MS = 60_000
MAX_REASON = 1000  # characters


@dataclass(frozen=True, slots=True)
class CorrectClock:
    """Let it be `at` (minute UTC) here now. `event_id` is made before any effect."""

    event_id: str
    actor_id: str
    at: int
    reason: str


def correct(command: CorrectClock, now: Moment, earliest: int | None, latest: int | None) -> ClockCorrected:
    """Answer with the fact; `now` is what the clock tells until then, the bounds are minutes UTC.

    The centre's word goes before a person's: not while it is heard, nor before what it makes certain, nor
    after the days for which the lane gives codes. Raises Refused: clock_certain, clock_before_centre,
    clock_beyond_lane, bad_moment, text_missing, too_long, bad_characters.
    """
    if now.quality in (ANCHORED, SAME_BOOT):
        raise Refused("clock_certain", "at")
    reason = check_text(command.reason, "reason", MAX_REASON, required=True)
    at = check_minute(command.at, "at")
    if earliest is not None and at < earliest:
        raise Refused("clock_before_centre", "at")
    if latest is not None and at > latest:
        raise Refused("clock_beyond_lane", "at")
    return ClockCorrected(at, now.ms // MINUTE_MS, reason)
