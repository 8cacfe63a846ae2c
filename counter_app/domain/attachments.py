"""Scans that facts name: which body names which file, and how large a file may be."""

import re

from counter_app.domain import codec
from counter_app.errors import Refused

MAX_MB = 20
MAX_BYTES = MAX_MB * 1024 * 1024  # of one scan
# Every fact that names a file does so by one of these; a kind that this version does not know too.
FIELDS = ("scan", "document")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: object) -> bool:
    """Tell whether this is a SHA-256 in lower-case hex."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def named(body: str) -> set[str]:
    """Return the files (SHA-256 in hex) that an event's body names: none where it cannot be read."""
    try:
        told = codec.parse(body)
    except Refused:
        return set()
    return {told[field] for field in FIELDS if is_digest(told.get(field))}


def names(body: str, digest: str) -> bool:
    """Tell whether an event's body names the file of that digest (SHA-256 in hex)."""
    return digest in named(body)
