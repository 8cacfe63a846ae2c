"""Belief in an answer: only what the centre's key signed over our own nonce is one; all else is offline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from counter_app import packing, wire
from counter_app.errors import Refused, Unavailable
from counter_app.seal import fingerprint, verify

T = TypeVar("T")
OK, TOO_MANY, SERVER_ERROR, UNAVAILABLE = 200, 429, 500, 503
NOT_NOW = (TOO_MANY, 502, UNAVAILABLE)  # a gateway's word that the centre is away or busy, for short and long
_DIGITS = 7
MAX_UNPACKED = 16 * 1024 * 1024  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Raw:
    """What came back over the network before anybody believed it."""

    path: str
    status: int
    nonce: str
    headers: Mapping[str, str]
    body: bytes

    def signed_by(self, key: bytes) -> bool:
        """Tell whether the owner of `key` gave this answer to this very request."""
        covered = wire.answer_bytes(self.path, self.status, self.nonce, self.body)
        return verify(key, covered, _hex(self.headers.get(wire.SIGNATURE, "")))


def offline(reason: str, wait_ms: int = 0, *, torn: bool = False) -> Unavailable:
    """Return the one error for every way in which no trustworthy answer came; `wait_ms` was asked for.

    `torn` is one where somebody was there: a smaller request, or a smaller answer, may get through.
    """
    return Unavailable("centre_unreachable", reason=reason, wait_ms=wait_ms, torn=torn)


def key_of(raw: Raw, expected_fingerprint: str) -> bytes:
    """Return the centre's key that signed `raw`, for a PC that knows only its fingerprint.

    Raises Refused: centre_key_wrong when another key signed; Unavailable: centre_unreachable.
    """
    key = _hex(raw.headers.get(wire.KEY, ""))
    if not raw.signed_by(key):
        raise offline("unsigned")
    if fingerprint(key) != expected_fingerprint:
        raise Refused("centre_key_wrong")
    return key


def read(raw: Raw, key: bytes, kind: type[T]) -> T:
    """Return the answer of shape `kind`. Raises Refused with the centre's own code, or centre_newer for an
    answer that this version cannot read; Unavailable: centre_unreachable (unsigned, mangled, another's
    nonce, an error of the centre).
    """
    if not raw.signed_by(key):
        raise offline("unsigned", _wait(raw), torn=raw.status not in NOT_NOW)
    if raw.status >= SERVER_ERROR:
        raise offline(f"status_{raw.status}", _wait(raw))
    if raw.status != OK:
        refused = _decode(raw, wire.RefusedAnswer)
        error = Refused(refused.code, refused.field)
        error.values.update(refused.values)  # no keywords: a value may be called "field"
        raise error
    return _decode(raw, kind)


def _decode(raw: Raw, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(packing.unpacked(raw.body, MAX_UNPACKED), type=kind)
    except ValueError as error:
        raise Refused("centre_newer") from error  # signed, so it is the centre's own word


def _wait(raw: Raw) -> int:
    """Return the milliseconds that a crowded server asks to wait (RFC 9110, Retry-After), 0 for none.

    Whoever stands between may ask too: it is believed only as a wish to wait, within bounds.
    """
    told = raw.headers.get("retry-after", "")
    busy = raw.status in (TOO_MANY, UNAVAILABLE)
    return int(told) * 1000 if busy and told.isascii() and told.isdigit() and len(told) < _DIGITS else 0


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
