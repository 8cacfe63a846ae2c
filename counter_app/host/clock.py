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
    since,
    unanchored,
)

__all__ = ["Anchor", "Clock", "Machine", "Moment", "read_machine"]

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock:
    """The time for everything that is stamped. One thread changes it, any may read it."""

    def __init__(self, read: Callable[[], Machine] | None = None) -> None:
        """Start without memory; `read` gives the PC's clocks (tests give their own)."""
        self._read = read or read_machine
        self._anchor: Anchor | None = None
        self._heard = False
        self._floor: Floor | None = None
        self._confirmed_boot = ""
        self._latest: int | None = None

    @property
    def anchored(self) -> Anchor | None:
        """What to keep of the last contact for the next start."""
        return self._anchor

    def restore(
        self,
        anchor: Anchor | None,
        last_event_ms: int | None,
        confirmed_boot: str = "",
        latest_ms: int | None = None,
    ) -> None:
        """Take up what the store kept: the last anchor, the last event's time since it, and `confirm`'s.

        `latest_ms` is the last moment of which the lane gives codes.
        """
        self._latest = latest_ms
        self._anchor, self._heard = anchor, False
        self._confirmed_boot = confirmed_boot
        known = [ms for ms in (anchor.signed_ms if anchor else None, last_event_ms) if ms is not None]
        self._floor = Floor(max(known), self._read().boot_ms) if known else None

    def reading(self) -> Machine:
        """Read the PC's clocks: what `anchor` is told when an answer is taken in later than it came."""
        return self._read()

    def anchor(self, signed_ms: int, heard: Machine | None = None) -> None:
        """Take the centre's signed time as it is, also when it is earlier than anything before.

        `heard` is the reading when it came: a PC may sleep between hearing and storing.
        """
        machine = heard or self._read()
        self._anchor, self._heard = Anchor(signed_ms, machine.boot_id, machine.boot_ms), True
        self._floor = Floor(signed_ms, machine.boot_ms)

    def now(self) -> Moment:
        """Return the time and its grade: A (centre heard by this run), B (by an earlier run of this boot),
        C (started anew, plausible), U (wall clock behind), S (a day ahead: `needs_confirmation`)."""
        machine = self._read()
        elapsed = since(self._anchor, machine) if self._anchor else None
        if self._anchor and elapsed is not None:
            ms = self._anchor.signed_ms + elapsed
            quality = ANCHORED if self._heard else SAME_BOOT
            return Moment(max(ms, self._floor.ms) if self._floor else ms, quality)
        return unanchored(machine, self._floor, confirmed=self._is_confirmed(machine), latest=self._latest)

    def happened(self, moment: Moment) -> None:
        """Note that an event was stamped with `moment`: no later one is earlier without the centre's word."""
        if self._floor is None or moment.ms > self._floor.ms:
            self._floor = Floor(moment.ms, self._read().boot_ms)

    @property
    def needs_confirmation(self) -> bool:
        """Tell whether a person must vouch for today's date (once per boot; receiving goes on meanwhile)."""
        return self.now().quality == AHEAD and not self._is_confirmed(self._read())

    def confirm(self) -> str:
        """Take a person's word that today's date is right; return the boot to keep for `restore`."""
        self._confirmed_boot = self._read().boot_id
        return self._confirmed_boot

    def _is_confirmed(self, machine: Machine) -> bool:
        return machine.boot_id == self._confirmed_boot


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
