"""What time it is when nobody can be asked (DESIGN §6): from the centre's last word to a graded moment.

Everything is milliseconds: UTC for `signed_ms`, `wall_ms` and moments, since some start for `boot_ms`.
"""

from dataclasses import dataclass

ANCHORED, SAME_BOOT, REBOOTED, BEHIND, AHEAD = "A", "B", "C", "U", "S"
UNSURE = (REBOOTED, BEHIND, AHEAD)  # not by the centre's word in this boot: reports count them
SLACK_MS = 2 * 60_000  # wall clocks are nudged by seconds all day long
LEAP_MS = 24 * 60 * 60_000  # a wall clock further ahead than this is believed by a person's word only


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
class Word:
    """A person's word that it was `ms` when the running clock stood there: today's date, or a correction."""

    ms: int
    boot_id: str
    boottime_ms: int


@dataclass(frozen=True, slots=True)
class Floor:
    """It was surely `ms` or later when the running clock stood at `boot_ms`."""

    ms: int
    boot_ms: int

    def at(self, machine: Machine) -> int:
        """Return the bound by now: it runs on."""
        return self.ms + max(0, machine.boot_ms - self.boot_ms)


def since(known: Anchor | Word, machine: Machine) -> int | None:
    """Return how long ago it was heard or said; None when the PC was started anew since."""
    if known.boot_id != machine.boot_id or machine.boot_ms < known.boottime_ms:
        return None
    return machine.boot_ms - known.boottime_ms


def unanchored(
    machine: Machine, floor: Floor | None, *, told: int | None = None, latest: int | None = None
) -> Moment:
    """Grade the time of a PC that has not heard the centre since it was started.

    It is never earlier than `floor`, which runs on and stands where the wall clock is a day ahead of it,
    until a person says what time it is: `told`, by now. That stays graded S, so that reports can tell. After
    `latest`, to which the lane's days reach, no code could be given: no clock and no word is believed there.
    """
    if floor is None:
        return Moment(machine.wall_ms if told is None else told, AHEAD)
    surely, wall = floor.at(machine), machine.wall_ms
    beyond = latest is not None and surely <= latest < wall
    if told is not None:
        moment = Moment(max(told, floor.ms), AHEAD)
    elif wall < surely - SLACK_MS:
        moment = Moment(surely, BEHIND)
    elif beyond or wall > surely + LEAP_MS:
        moment = Moment(surely, AHEAD)
    else:
        moment = Moment(max(wall, floor.ms), REBOOTED)
    return moment if latest is None or moment.ms <= latest else Moment(latest, AHEAD)
