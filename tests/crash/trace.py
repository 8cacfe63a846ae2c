"""What one recorded process did to the files below a folder, and what it promised meanwhile."""

import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEAD = struct.Struct("<cIIQQ")
PROMISE = "P"  # something was told to the outside
KEYRING = "K"  # the system's keyring was written: kept by another process, outside the folder
DATA = "data"  # the counter's folder, below the one that is traced: its own making is seen too
TRACE_VARIABLE, ROOT_VARIABLE = "CRASH_TRACE", "CRASH_ROOT"


@dataclass(frozen=True, slots=True)
class Record:
    """One step; `op` as in interposer.c, or PROMISE or KEYRING. `name` is a path below the folder."""

    op: str
    name: str
    file: int
    offset: int
    data: bytes

    @property
    def value(self) -> dict[str, Any]:
        """What a PROMISE or KEYRING says."""
        found: dict[str, Any] = json.loads(self.data)
        return found


def read(path: Path) -> list[Record]:
    """Return the records of a trace, in order."""
    return list(_records(path.read_bytes()))


def tell(op: str, value: dict[str, Any]) -> None:
    """Enter a line of our own into the trace of this process, after all it did until now."""
    where = os.environ.get(TRACE_VARIABLE)
    if where:
        data = json.dumps(value).encode()
        handle = os.open(where, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, HEAD.pack(op.encode(), 0, len(data), 0, 0) + data)
        finally:
            os.close(handle)


def _records(raw: bytes) -> Iterator[Record]:
    at = 0
    while at < len(raw):
        op, named, size, file, offset = HEAD.unpack_from(raw, at)
        at += HEAD.size
        name, data = raw[at : at + named].decode(), raw[at + named : at + named + size]
        at += named + size
        yield Record(op.decode(), name, file, offset, data)
