"""Names that no two machines ever make twice."""

import hashlib
import os
import re
import time

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_event_id() -> str:
    """Return a fresh UUIDv7 (RFC 9562 §5.7) of nobody: 48 bits of wall-clock milliseconds, 74 random bits.

    The time in it only keeps ids roughly sorted; order in the log is seq, never this.
    """
    value = (int(time.time() * 1000) & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def owned(made: str, installation_id: str) -> str:
    """Return the one id that `made` (an id) becomes at an installation: a UUIDv8 that names whose it is.

    Its first 8 hex digits are `made`'s, its last 12 the owner's mark; between, 42 bits of `made`'s SHA-256.
    So nobody else can put an event on record under it, whoever tells of it first.
    """
    digest = hashlib.sha256(made.encode()).hexdigest()
    variant = "89ab"[int(digest[7], 16) & 3]
    begin = f"{made[:8]}-{digest[:4]}-8{digest[4:7]}-{variant}{digest[8:11]}"
    return f"{begin}-{_mark(begin, installation_id)}"


def is_foreign(event_id: str, installation_id: str) -> bool:
    """Tell whether an id names another owner; one of another version than 8 names none."""
    return event_id[14:15] == "8" and event_id[24:] != _mark(event_id[:23], installation_id)


def _mark(begin: str, installation_id: str) -> str:
    return hashlib.sha256(f"{begin}\n{installation_id}".encode()).hexdigest()[:12]


def is_id(text: str) -> bool:
    """Tell whether `text` is a UUID in its lower-case form."""
    return UUID.fullmatch(text) is not None
