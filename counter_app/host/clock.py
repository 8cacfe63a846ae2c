"""This PC's clocks, read and joined into the one clock that stamps events. The rules are `domain.clock`'s."""

import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from counter_app.domain.clock import (
    AHEAD,
    ANCHORED,
    SAME_BOOT,
    Anchor,
    Floor,
    Machine,
    Moment,
    Word,
    since,
    unanchored,
)

__all__ = ["Anchor", "Clock", "Machine", "Moment", "Word", "read_machine"]

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock:
    """The time for everything that is stamped. One thread changes it, any may read it."""

    def __init__(self, read: Callable[[], Machine] | None = None) -> None:
        """Start without memory; `read` gives the PC's clocks (tests give their own)."""
        self._read = read or read_machine
        self._anchor: Anchor | None = None
        self._heard = False
        self._floor: Floor | None = None
        self._certain: Floor | None = None  # by the centre's word alone
        self._word: Word | None = None
        self._latest: int | None = None

    @property
    def anchored(self) -> Anchor | None:
        """What to keep of the last contact for the next start."""
        return self._anchor

    def restore(
        self,
        anchor: Anchor | None,
        last_event_ms: int | None,
        word: Word | None = None,
        latest_ms: int | None = None,
    ) -> None:
        """Take up what the store kept: the last anchor, the last event's time and a person's word since it.

        `latest_ms` is the last moment of which the lane gives codes.
        """
        self._latest, self._word = latest_ms, word
        self._anchor, self._heard = anchor, False
        boot_ms = self._read().boot_ms
        known = [ms for ms in (anchor.signed_ms if anchor else None, last_event_ms) if ms is not None]
        self._floor = Floor(max(known), boot_ms) if known else None
        self._certain = Floor(anchor.signed_ms, boot_ms) if anchor else None

    def reading(self) -> Machine:
        """Read the PC's clocks: what `anchor` is told when an answer is taken in later than it came."""
        return self._read()

    def anchor(self, signed_ms: int, heard: Machine | None = None) -> None:
        """Take the centre's signed time as it is, also when it is earlier than anything before.

        `heard` is the reading when it came: a PC may sleep between hearing and storing.
        """
        machine = heard or self._read()
        self._anchor, self._heard = Anchor(signed_ms, machine.boot_id, machine.boot_ms), True
        self._floor = self._certain = Floor(signed_ms, machine.boot_ms)
        self._word = None

    def now(self) -> Moment:
        """Return the time and its grade: A (centre heard by this run), B (by an earlier run of this boot),
        C (started anew, plausible), U (wall clock behind), S (a day ahead, or by a person's word)."""
        machine = self._read()
        elapsed = since(self._anchor, machine) if self._anchor else None
        if self._anchor and elapsed is not None:
            ms = self._anchor.signed_ms + elapsed
            quality = ANCHORED if self._heard else SAME_BOOT
            return Moment(max(ms, self._floor.ms) if self._floor else ms, quality)
        return unanchored(machine, self._floor, told=self._told(machine), latest=self._reach(machine))

    def happened(self, moment: Moment) -> None:
        """Note that an event was stamped with `moment`: no later one is earlier without the centre's word."""
        if self._floor is None or moment.ms > self._floor.ms:
            self._floor = Floor(moment.ms, self._read().boot_ms)

    @property
    def earliest(self) -> int | None:
        """The time (ms) than which it cannot be earlier, by the centre's word alone; None without any."""
        return self._certain.at(self._read()) if self._certain else None

    @property
    def latest(self) -> int | None:
        """The last moment (ms) that this clock tells while the centre is not heard; None for no limit."""
        return self._reach(self._read())

    @property
    def asked(self) -> int | None:
        """The time (ms) of whose day a person is asked whether it is today; None where none is in doubt.

        The settable clock's, or the bound's where no person's word could put that one in force.
        """
        machine, now = self._read(), self.now()
        if now.quality != AHEAD or self._told(machine) is not None:
            return None
        latest = self._reach(machine)
        return machine.wall_ms if latest is None or now.ms < machine.wall_ms <= latest else now.ms

    def word(self, ms: int) -> Word:
        """Return a person's word that it is `ms` now: to be kept, and then believed."""
        machine = self._read()
        return Word(ms, machine.boot_id, machine.boot_ms)

    def believe(self, word: Word, *, lower: bool = False) -> None:
        """Go by a person's word until the next start of the PC or contact; `lower` moves the bound to it."""
        self._word = word
        if lower:
            self._floor = Floor(word.ms, word.boottime_ms)

    def _told(self, machine: Machine) -> int | None:
        passed = since(self._word, machine) if self._word else None
        return None if self._word is None or passed is None else self._word.ms + passed

    def _reach(self, machine: Machine) -> int | None:
        """Return `_latest`, None once it is certainly over: then the lane has ended by any clock."""
        over = self._latest is not None and self._certain and self._certain.at(machine) > self._latest
        return None if over else self._latest


def read_machine() -> Machine:
    """Read this PC's clocks; the running one counts sleep where the system offers such a clock."""
    return Machine(time.time_ns() // 1_000_000, _running_ms(), _boot())


if sys.platform == "win32":
    import ctypes
    import winreg

    _tick_count = ctypes.windll.kernel32.GetTickCount64
    _tick_count.restype = ctypes.c_ulonglong
    _PREFETCH = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"

    def _running_ms() -> int:
        return int(_tick_count())

    def _system_boot() -> str:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _PREFETCH) as key:
            return f"windows-{winreg.QueryValueEx(key, 'BootId')[0]}"  # counted up at every start
else:
    _CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    def _running_ms() -> int:
        return time.clock_gettime_ns(_CLOCK) // 1_000_000

    def _system_boot() -> str:
        return _BOOT_ID.read_text("ascii").strip()


@cache
def _boot() -> str:
    try:
        return _system_boot()
    except OSError:
        # Told apart by when it began: a changed wall clock then reads as a new start, the careful side.
        return f"began-{round(time.time() - _running_ms() / 1000, -2):.0f}"
