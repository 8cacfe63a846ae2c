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
from counter_app.domain.events import Event
from counter_app.errors import Refused
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
    caller = keys.caller(connection, request.installation_id)
    if caller is None:
        raise Refused("installation_unknown")
    former = not request.by(caller.key)
    if former and not any(request.by(key) for key in caller.ever()[1:]):
        raise Refused("bad_signature")
    if (caller.revoked or former) and not revoked:
        raise Refused("installation_revoked")
    return replace(caller, nonce=request.nonce, revoked=caller.revoked or former)


def authenticate_by(connection: Connection, request: Signed, told: list[Event]) -> Caller:
    """Return the installation that signed with the last key to which its own events lead.

    Raises Refused: installation_unknown, bad_request, bad_event, bad_signature.
    """
    known = keys.caller(connection, request.installation_id)
    if known is None:
        raise Refused("installation_unknown")
    if len(told) > MAX_KEYS:
        raise Refused("bad_request")
    caller = known
    for event in told:
        check_event(event, known)
        caller = keys.follow(caller, event)
    if not any(request.by(key) for key in caller.ever()):
        raise Refused("bad_signature")
    return known


def decode(kind: type[T], body: bytes) -> T:
    """Read a body strictly, packed or not. Raises Refused: bad_request."""
    try:
        return msgspec.json.decode(packing.unpacked(body, wire.MAX_BODY), type=kind)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_request") from error
