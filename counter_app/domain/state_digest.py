"""One number for the dossiers of a day: counter and centre make it from what each has folded, and compare."""

import dataclasses
import functools
import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence

from counter_app.domain.dossier import Dossier
from counter_app.domain.kinds import KINDS

# The centre's dossiers have none of it.
PERSONAL_FIELDS = frozenset({"name", "person_key"})
PUBLIC_FIELDS = tuple(f.name for f in dataclasses.fields(Dossier) if f.name not in PERSONAL_FIELDS)
_CODE, _DAY = PUBLIC_FIELDS.index("code"), PUBLIC_FIELDS.index("day")
FOLD = 2  # raised when the same facts come to leave another dossier


def by_day(rows: Iterable[Sequence[object]], apart: Container[object]) -> dict[str, str]:
    """Return the SHA-256 in hex of each day's dossiers; rows of PUBLIC_FIELDS come by day and code.

    The codes `apart` are left out.
    """
    days: dict[str, hashlib._Hash] = {}
    for row in rows:
        if row[_CODE] in apart:
            continue
        digest = days.setdefault(str(row[_DAY]), hashlib.sha256())
        values = [_plain(value) for value in row]
        digest.update(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return {day: digest.hexdigest() for day, digest in days.items()}


@functools.cache
def readable() -> Mapping[str, str]:
    """Return, for each kind of fact that this version can read, what tells its shapes apart."""
    return {name: f"{kind.VERSION} {' '.join(kind.__slots__)}" for name, kind in KINDS.items()}


@functools.cache
def shape() -> str:
    """Return what must be the same at both ends for their digests to be."""
    told = [FOLD, PUBLIC_FIELDS, sorted(readable().items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _plain(value: object) -> object:
    return int(value) if isinstance(value, int) else value
