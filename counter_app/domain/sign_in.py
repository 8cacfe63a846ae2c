"""What a PIN must be, how long wrong ones wait, and for how long one signs in without the centre."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from counter_app.domain.people import PersonKey, Role
from counter_app.errors import Refused

LEAST, LEAST_OF_APPROVERS, MOST = 6, 8, 64  # characters of a PIN
FREE_TRIES = 5
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
LONGEST_WAIT = 60 * MINUTE_MS
# Days between somebody's last sign-in confirmed by the centre and the centre's last answer at this PC.
KNOWN_DAYS, KNOWN_DAYS_OF_HEADS = 14, 30
LONGEST_IDLE = 120  # minutes until a window locks by itself, at most
_HEADS = {Role.SUPERVISOR, Role.APPROVER}
_COMMON = ("password", "matkhau", "qwerty", "abc123", "123qwe", "admin")
_LONGEST_PATTERN = 4


def normal(pin: str) -> str:
    """Return the one spelling of a typed PIN: input methods differ in how they write ễ."""
    return unicodedata.normalize("NFC", pin)


def check_pin(pin: str, person_id: str, roles: Iterable[Role]) -> None:
    """Refuse a PIN of his own choice that others would guess.

    Raises Refused beside new_pin: pin_short (least), too_long (limit), pin_trivial.
    """
    least = LEAST_OF_APPROVERS if Role.APPROVER in roles else LEAST
    if len(pin) < least:
        raise Refused("pin_short", "new_pin", least=least)
    if len(pin) > MOST:
        raise Refused("too_long", "new_pin", limit=MOST)
    if is_trivial(pin, person_id):
        raise Refused("pin_trivial", "new_pin")


def is_trivial(pin: str, person_id: str) -> bool:
    """Tell whether a PIN is a pattern (111111, 121212), a run (123456), a common word or the own id."""
    plain, own = pin.casefold(), person_id.casefold()
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    lengths = range(1, min(_LONGEST_PATTERN, len(plain) // 2) + 1)
    repeated = any(plain == (plain[:length] * len(plain))[: len(plain)] for length in lengths)
    named = plain in (own, own[::-1], own.replace("-", "")) or any(word in plain for word in _COMMON)
    return repeated or steps in ({1}, {-1}) or named


def wait_after(failures: int) -> int:
    """Return the milliseconds to wait after so many wrong tries: none for 4, then 1, 2, 4 ... 60 minutes."""
    doublings = failures - FREE_TRIES
    if doublings < 0:
        return 0
    return min(MINUTE_MS << min(doublings, 6), LONGEST_WAIT)


def locked_until(failures: int, until: int, now: int) -> int:
    """Return the moment (ms UTC) before which no try counts: never longer ahead than the wait itself.

    So a clock that is set back shortens no wait, and one that was wrongly ahead locks nobody out for a year.
    """
    return min(until, now + wait_after(failures))


def minutes_left(until: int, now: int) -> int:
    """Return the whole minutes, at least one, until a try counts again."""
    return max(1, -(-(until - now) // MINUTE_MS))


def wrong_try(failures: int) -> Refused:
    """Return what is told after so many wrong tries: wrong_pin (left) or pin_locked (minutes)."""
    wait = wait_after(failures)
    if wait:
        return Refused("pin_locked", "pin", minutes=wait // MINUTE_MS)
    return Refused("wrong_pin", "pin", left=FREE_TRIES - failures)


def is_known(roles: Iterable[Role], last_online: int, last_contact: int | None) -> bool:
    """Tell whether somebody signs in although the centre does not answer, for as long as that lasts.

    `last_online` is when the centre last confirmed him at this PC, `last_contact` when it last answered here
    (ms UTC): today's clock does not count.
    """
    days = KNOWN_DAYS_OF_HEADS if _HEADS & frozenset(roles) else KNOWN_DAYS
    return last_contact is None or last_contact - last_online <= days * DAY_MS


def is_ended(keys: Iterable[PersonKey], public: bytes) -> bool:
    """Tell whether the centre has ended a person's key."""
    return any(key.public_key == public and key.ended is not None for key in keys)


def check_lock(minutes: int) -> None:
    """Refuse a window that would hardly ever lock by itself. Raises Refused: bad_lock_minutes (most)."""
    if not 1 <= minutes <= LONGEST_IDLE:
        raise Refused("bad_lock_minutes", "lock_minutes", most=LONGEST_IDLE)
