"""The centre's own clock, held against the last time it kept: every PC goes by it, so a wrong one is silent.

A centre that does not answer is "offline" to PCs, which they live with; one that tells a wrong time is not.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, func, select

from counter_app.central.centre import wall_clock
from counter_app.central.people_tables import contacts
from counter_app.central.private_file import private_file
from counter_app.central.tables import installations
from counter_app.errors import Unavailable

FILE = "clock.kept"
STEP_MS = 1000 * 1000  # more than this ntpd corrects by no step either, without a person's word
OFF_MS = 14 * 24 * 60 * 60_000  # for how long a centre may be off: Tết takes nine days
SHORT_MS = 60 * 60_000  # what is off for longer at a start is told
KEPT_EVERY = 60_000  # ms
log = logging.getLogger("counter_app.central")


def running_ms() -> int:
    """Return milliseconds since some start, a machine's sleep counted where the system can."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    ns = time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)
    return ns // 1_000_000


class KeptClock:
    """A `Centre.now` that raises instead of telling a time that cannot be. Used by any thread.

    At a start it `follows` the last time kept; from then on it goes as fast as the clock that nobody sets,
    but for STEP_MS at once.
    """

    def __init__(
        self,
        folder: Path,
        newest: int | None = None,
        read: Callable[[], int] = wall_clock,
        running: Callable[[], int] = running_ms,
    ) -> None:
        """Go on from what `folder` keeps; where it keeps nothing, from the `newest` time known (ms UTC)."""
        self._folder, self._read, self._running = folder, read, running
        self._lock = threading.Lock()
        self._written = kept(folder)
        self._kept = newest if self._written is None else self._written
        self._runs_from: int | None = None  # the settable clock less the other, at the last sound reading
        self._told = False

    def __call__(self) -> int:
        """Return milliseconds UTC, and keep them. Raises Unavailable: centre_clock_wrong."""
        with self._lock:
            now, ran = self._read(), self._running()
            if not self._is_sound(now, ran):
                self._hear()
            if not self._is_sound(now, ran):
                self._tell(now)
                raise Unavailable("centre_clock_wrong", now=now, kept=self._kept)
            self._kept, self._runs_from, self._told = max(now, self._kept or now), now - ran, False
            if self._written is None or now - self._written >= KEPT_EVERY:
                self._written = now
                with suppress(Unavailable):  # of a full disk PostgreSQL tells more
                    confirm(self._folder, now)
            return now

    def _is_sound(self, now: int, ran: int) -> bool:
        if self._runs_from is None or self._kept is None:
            return follows(self._kept, now)
        return now >= self._kept - STEP_MS and abs(now - self._runs_from - ran) <= STEP_MS

    def _hear(self) -> None:
        """Take a person's word, where somebody has given it since (`confirm`)."""
        told = kept(self._folder)
        if told is not None and told != self._written:
            self._written = self._kept = told
            self._runs_from = None

    def _tell(self, now: int) -> None:
        if not self._told:
            log.error(
                "clock wrong: it tells %d, last kept: %s (ms UTC). Nothing is served until it is set right;"
                " if it is right: counter-central clock --confirm",
                now,
                self._kept,
            )
        self._told = True


def follows(kept: int | None, now: int) -> bool:
    """Tell whether it can be `now` where `kept` was the last time kept (ms UTC both)."""
    return kept is None or kept - STEP_MS <= now <= kept + OFF_MS


def following(folder: Path, read: Callable[[], int] = wall_clock) -> Callable[[], int]:
    """Return the clock of a command: the machine's, which raises where it cannot `follow` the time kept.

    It keeps nothing itself. Raises Unavailable: centre_clock_wrong.
    """

    def now() -> int:
        here, before = read(), kept(folder)
        if not follows(before, here):
            raise Unavailable("centre_clock_wrong", now=here, kept=before)
        return here

    return now


def opened(engine: Engine, folder: Path) -> KeptClock:
    """Return the clock of the centre with this database and folder; the log tells of a wrong one at once."""
    newest = None
    if kept(folder) is None:  # the first start of this version
        asked = (select(func.max(contacts.c.last)), select(func.max(installations.c.enrolled_at)))
        with engine.connect() as connection:
            known = [connection.execute(one).scalar() for one in asked]
        newest = max((at for at in known if at is not None), default=None)
    before = newest if kept(folder) is None else kept(folder)
    clock = KeptClock(folder, newest)
    with suppress(Unavailable):
        past = clock() - (before or clock())
        if past > SHORT_MS:
            log.warning(
                "clock: %d hours past the last time kept. Was the centre off so long?", past // SHORT_MS
            )
    return clock


def kept(folder: Path) -> int | None:
    """Return the last time (ms UTC) that a centre kept in its folder, None where it has not."""
    try:
        return int((folder / FILE).read_text("ascii"))
    except (OSError, ValueError):
        return None


def confirm(folder: Path, now: int) -> None:
    """Keep that it is `now` (ms UTC), whatever was kept before. Raises Unavailable: folder_not_writable."""
    with private_file(folder / FILE) as file:
        file.write(str(now).encode())
