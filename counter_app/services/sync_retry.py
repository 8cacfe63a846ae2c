"""When to try again after a failed contact: one rule for every reason, kept in the store over restarts."""

import secrets

FIRST_MS, LONGEST_MS = 20_000, 300_000
MOST_MS = 600_000  # what anybody on the way may ask for: nobody unsigned can silence a counter for longer
_chance = secrets.SystemRandom()


def delay(failures: int, asked_ms: int = 0, share: float | None = None) -> int:
    """Return for how long (ms) to wait after `failures` earlier ones in a row: twice as long each time.

    Half of it is chance, or `share` (0..1): a hundred counters that lost the centre in one moment do not come
    back in one. `asked_ms` is what an answer told to wait at least, signed or not.
    """
    whole = min(FIRST_MS << min(failures, 8), LONGEST_MS)
    part = _chance.random() if share is None else share
    return max(whole // 2 + int(whole * part / 2), min(asked_ms, MOST_MS))


def left(next_try_ms: int, now_ms: int) -> int:
    """Return how long (ms) is still to wait; a clock that was set back makes it no longer than the most."""
    return min(max(next_try_ms - now_ms, 0), MOST_MS)
