"""Names that no two machines ever make twice."""

import os
import re
import time

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def new_event_id() -> str:
    """Return a fresh UUIDv7 (RFC 9562 §5.7): 48 bits of wall-clock milliseconds, 74 random bits.

    The time in it only keeps ids roughly sorted; order in the log is seq, never this.
    """
    value = (int(time.time() * 1000) & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_id(text: str) -> bool:
    """Tell whether `text` is a UUID in its lower-case form."""
    return UUID.fullmatch(text) is not None
