"""A log as a file for others to check: JSON Lines, the last line signed (packaging/checker/FORMATS.md)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from counter_app.domain.events import Event, Personal

FORMAT = "QMC-EXPORT-1"


class ExportFile:
    """Makes the lines one by one, whatever somebody has put into the log: judging them is the checker's work.

    `write` takes bytes, `sign` is the exporting installation's or centre's. `events` counts those written.
    """

    def __init__(self, write: Callable[[bytes], object], sign: Callable[[bytes], bytes]) -> None:
        """Take where the bytes go and who signs for them."""
        self._write, self._sign = write, sign
        self._sum = hashlib.sha256()
        self._lines = 0
        self.events = 0

    def begin(self, by: str, office_id: str, signer: bytes, **told: object) -> None:
        """Write the first line. `by` is counter or centre, `signer` the public key of `sign`."""
        head = {"format": FORMAT, "by": by, "office_id": office_id, "signer": signer}
        self._line("export", head | told)

    def installation(self, installation_id: str, public_key: bytes, revoked_at: int | None = None) -> None:
        """Write whose signatures are checked by which key."""
        told = {"installation_id": installation_id, "public_key": public_key, "revoked_at": revoked_at}
        self._line("installation", told)

    def quarantined(self, event_id: str, seq: int, code: str, at: int) -> None:
        """Write that the centre does not count an event until a person has read `code`."""
        self._line("quarantined", {"event_id": event_id, "seq": seq, "code": code, "at": at})

    def event(self, event: Event, stored: bytes, personal: Personal | None, position: int | None) -> None:
        """Write a link with the hash `stored` beside it, and its place in the feed at a centre."""
        self.events += 1
        self._line("event", _link(event, stored, personal) | {"position": position})

    def fork(self, event: Event, stored: bytes, personal: Personal | None) -> None:
        """Write a link of a second history that the centre keeps apart."""
        self._line("fork", _link(event, stored, personal))

    def end(self) -> None:
        """Write the last line: how many came before it, and the signature over their SHA-256."""
        digest = self._sum.hexdigest()
        signature = self._sign(end_bytes(digest))
        self._line("end", {"lines": self._lines, "sha256": digest, "signature": signature})

    def _line(self, kind: str, values: Mapping[str, object]) -> None:
        line = json.dumps({"type": kind} | _hexed(values), ensure_ascii=False).encode() + b"\n"
        self._sum.update(line)
        self._lines += 1
        self._write(line)


def end_bytes(digest: str) -> bytes:
    """Return what the signature of the last line covers; `digest` in hex."""
    return f"{FORMAT}/{digest}".encode()


def _link(event: Event, stored: bytes, personal: Personal | None) -> dict[str, object]:
    beside = {"salt": personal.salt, "text": personal.text} if personal else None
    return {
        "hash": stored,
        "event": {name: getattr(event, name) for name in Event.__slots__},
        "personal": beside,
    }


def _hexed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _hexed(item) for name, item in value.items()}
    return value.hex() if isinstance(value, bytes) else value
