"""What time it is when nobody can be asked (DESIGN §6): from the centre's last word to a graded moment.

Everything is milliseconds: UTC for `signed_ms`, `wall_ms` and moments, since some start for `boot_ms`.
"""

from dataclasses import dataclass

ANCHORED, SAME_BOOT, REBOOTED, BEHIND, AHEAD = "A", "B", "C", "U", "S"
UNSURE = (REBOOTED, BEHIND, AHEAD)  # not by the centre's word in this boot: reports count them
SLACK_MS = 2 * 60_000  # wall clocks are nudged by seconds all day long
LEAP_MS = 24 * 60 * 60_000  # a wall clock further ahead than this needs a person's word


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in milliseconds UTC and how sure it is: A B C U S."""

    ms: int
    quality: str


@dataclass(frozen=True, slots=True)
class Machine:
    """One reading of a PC's clocks: the settable one, the one that only runs (asleep too), and its boot."""

    wall_ms: int
    boot_ms: int
    boot_id: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The centre's signed time, and where the PC's running clock stood when it was heard."""

    signed_ms: int
    boot_id: str
    boottime_ms: int


@dataclass(frozen=True, slots=True)
class Floor:
    """It was surely `ms` or later when the running clock stood at `boot_ms`."""

    ms: int
    boot_ms: int


def since(anchor: Anchor, machine: Machine) -> int | None:
    """Return how long ago the centre was heard; None when the PC was started anew since."""
    if anchor.boot_id != machine.boot_id or machine.boot_ms < anchor.boottime_ms:
        return None
    return machine.boot_ms - anchor.boottime_ms


def unanchored(
    machine: Machine, floor: Floor | None, *, confirmed: bool, latest: int | None = None
) -> Moment:
    """Grade the wall clock of a PC that has not heard the centre since it was started.

    It is never earlier than `floor`, which runs on. `confirmed` says that a person has vouched for
    today's date since the start; the moment stays graded S, so that reports can tell. After `latest`, to
    which the lane's days reach, no code could be given: such a clock is not believed at all, nor refused.
    """
    if floor is None:
        return Moment(machine.wall_ms, AHEAD)
    surely = floor.ms + max(0, machine.boot_ms - floor.boot_ms)
    if machine.wall_ms < surely - SLACK_MS:
        return Moment(surely, BEHIND)
    if latest is not None and surely <= latest < machine.wall_ms:
        return Moment(surely, AHEAD)
    quality = AHEAD if confirmed or machine.wall_ms > surely + LEAP_MS else REBOOTED
    return Moment(max(machine.wall_ms, floor.ms), quality)
