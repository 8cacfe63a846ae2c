"""When to try again after a failed contact, and with how much: rules kept in the store over restarts."""

import secrets

from counter_app.errors import Unavailable
from counter_app.store.scans import PART
from counter_app.wire import MAX_BATCH
from counter_app.wire_files import MIN_PART

FIRST_MS, LONGEST_MS = 20_000, 300_000
MOST_MS = 600_000  # what anybody on the way may ask for: nobody unsigned can silence a counter for longer
MANY = 32  # events of a message whose length is likely what was too much; fewer are cut by chance, too
_chance = secrets.SystemRandom()


def delay(failures: int, asked_ms: int = 0, share: float | None = None) -> int:
    """Return for how long (ms) to wait after `failures` earlier ones in a row: twice as long each time.

    Half of it is chance, or `share` (0..1): a hundred counters that lost the centre in one moment do not come
    back in one. `asked_ms` is what an answer told to wait at least, signed or not.
    """
    whole = min(FIRST_MS << min(failures, 8), LONGEST_MS)
    part = _chance.random() if share is None else share
    return max(whole // 2 + int(whole * part / 2), min(asked_ms, MOST_MS))


def wish(silent: Unavailable) -> int:
    """Return for how long (ms) an answer that was none asked not to be asked, 0 for no word."""
    asked = silent.values.get("wait_ms", 0)
    return asked if isinstance(asked, int) else 0


def at_once(before: int, torn: int = 0) -> int:
    """Return how many events to send, or to ask for, at once after a contact, `torn` with so many or whole.

    Whatever cut a long message may let one through of half the length. With each that came through it is an
    eighth more: where somebody on the way allows no more than some length, that is met seldom.
    """
    if torn:
        return max((torn if torn >= MANY else before) // 2, 1)
    return min(before + before // 8 + 4, MAX_BATCH)


def part(at_once: int) -> int:
    """Return how many bytes of a scan to send, or to ask for, where so many events come through at once.

    A part and a full batch, as it travels, are of one length.
    """
    return max(PART * at_once // MAX_BATCH, MIN_PART)


def left(next_try_ms: int, now_ms: int) -> int:
    """Return how long (ms) is still to wait; a clock that was set back makes it no longer than the most."""
    return min(max(next_try_ms - now_ms, 0), MOST_MS)
