"""How lines reach a terminal: no letter that somebody else chose moves its cursor, colours or turns them."""

import json
import sys
import unicodedata


def say(line: str) -> None:
    """Write one line on standard output, flushed."""
    sys.stdout.write(harmless(line) + "\n")
    sys.stdout.flush()


def harmless(line: str) -> str:
    """Return a line with whatever shows no letter (controls, marks of direction, ends of lines) as its JSON
    escape: within JSON it says the same.
    """
    if line.isprintable():
        return line
    return "".join(one if _is_shown(one) else json.dumps(one)[1:-1] for one in line)


def _is_shown(letter: str) -> bool:
    return letter.isprintable() or unicodedata.category(letter) == "Zs"  # other spaces than the plain one
