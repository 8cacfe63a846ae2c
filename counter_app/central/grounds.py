"""The ground of an administrator's act: number and day of the decision behind it, as typed."""

import unicodedata

from counter_app.errors import Refused

MAX_GROUND = 500


def read(told: str) -> str:
    """Return a ground in one spelling. Raises Refused: ground_missing, too_long, bad_characters."""
    ground = unicodedata.normalize("NFC", told).strip()
    if not ground:
        raise Refused("ground_missing", "ground")
    if len(ground) > MAX_GROUND:
        raise Refused("too_long", "ground", limit=MAX_GROUND)
    for letter in ground:
        if not letter.isprintable():
            raise Refused("bad_characters", "ground", letter=f"U+{ord(letter):04X}")
    return ground
