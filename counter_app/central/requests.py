"""Who asks: the checks of a request's installation, nonce and signature, and of its body's shape."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from counter_app import packing, wire
from counter_app.central import keys
from counter_app.central.centre import Caller
from counter_app.central.envelope import check_event
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.errors import Damaged, Refused
from counter_app.seal import verify
from counter_app.wire_keys import MAX_KEYS

T = TypeVar("T")
IDENTIFIER = re.compile(r"[0-9A-Za-z-]{1,64}")
NONCE = re.compile(r"[0-9A-Za-z_-]{16,64}")
SIGNATURE = re.compile(r"[0-9a-f]{128}")


class Signed(msgspec.Struct, frozen=True):
    """A request as it came, before anybody believed it."""

    path: str
    installation_id: str
    nonce: str
    signature: bytes
    body: bytes

    def by(self, public_key: bytes) -> bool:
        """Tell whether the owner of `public_key` made this request."""
        covered = wire.request_bytes(self.path, self.installation_id, self.nonce, self.body)
        return verify(public_key, covered, self.signature)


def read_signed(path: str, headers: Mapping[str, str], body: bytes) -> Signed:
    """Collect a request's parts. Raises Refused: bad_headers when one is missing or misshapen."""
    installation_id = headers.get(wire.INSTALLATION, "")
    nonce = headers.get(wire.NONCE, "")
    signature = headers.get(wire.SIGNATURE, "")
    shapes = ((IDENTIFIER, installation_id), (NONCE, nonce), (SIGNATURE, signature))
    if not all(shape.fullmatch(value) for shape, value in shapes):
        raise Refused("bad_headers")
    return Signed(path, installation_id, nonce, bytes.fromhex(signature), body)


def authenticate(connection: Connection, request: Signed, *, revoked: bool = False) -> Caller:
    """Return the enrolled installation that signed, one that was `revoked` only where that is asked for.

    Who signs with a key that another has followed is an old copy of the PC, and heard as a revoked one.
    Raises Refused: installation_unknown, installation_revoked, bad_signature.
    """
    known, caller = _speaking(connection, request)
    if caller is None:  # or the log has put the key in force since the first question
        known, caller = _speaking(connection, request)
    ended = known.revoked or caller is None
    if ended and not revoked:
        raise Refused("installation_revoked")
    return replace(caller or known, nonce=request.nonce, revoked=ended)


def _speaking(connection: Connection, request: Signed) -> tuple[Caller, Caller | None]:
    """Return an installation as it is known, and as it speaks by the key that signed: None by a former."""
    known = keys.caller(connection, request.installation_id)
    if known is None:
        raise Refused("installation_unknown")
    signer = next((key for key in known.ever() if request.by(key)), None)
    if signer is None:
        raise Refused("bad_signature")
    return known, known if signer == known.key else keys.speaking(connection, known, signer)


def authenticate_by(connection: Connection, request: Signed, told: list[Event]) -> Caller:
    """Return the installation that signed with the last key to which its own events lead, all of them.

    Raises Refused: installation_unknown, bad_request, bad_event, bad_signature.
    """
    known = keys.caller(connection, request.installation_id)
    if known is None:
        raise Refused("installation_unknown")
    if len(told) > MAX_KEYS:
        raise Refused("bad_request")
    if not any(request.by(key) for key in ([chain.key_of(told[-1])] if told else known.ever())):
        raise Refused("bad_signature")
    for event in told:
        check_event(event, known)
    try:
        keys.led(known, told)
    except Damaged as damaged:
        raise Refused("bad_signature") from damaged
    return known


def decode(kind: type[T], body: bytes, limit: int = wire.MAX_BODY) -> T:
    """Read a body of at most `limit` bytes strictly, packed or not. Raises Refused: bad_request."""
    if len(body) > limit:
        raise Refused("bad_request")
    try:
        return msgspec.json.decode(packing.unpacked(body, limit), type=kind)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_request") from error
