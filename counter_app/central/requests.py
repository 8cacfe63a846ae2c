"""Who asks: the checks of a request's installation, nonce and signature, and of its body's shape."""

import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from counter_app import packing, wire
from counter_app.central.centre import Caller
from counter_app.central.tables import installations
from counter_app.errors import Refused
from counter_app.seal import verify

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

    Raises Refused: installation_unknown, installation_revoked, bad_signature.
    """
    row = connection.execute(
        select(installations).where(installations.c.installation_id == request.installation_id)
    ).one_or_none()
    if row is None:
        raise Refused("installation_unknown")
    if not request.by(row.public_key):
        raise Refused("bad_signature")
    ended = row.revoked_at is not None
    if ended and not revoked:
        raise Refused("installation_revoked")
    return Caller(row.office_id, row.installation_id, row.public_key, request.nonce, ended)


def decode(kind: type[T], body: bytes) -> T:
    """Read a body strictly, packed or not. Raises Refused: bad_request."""
    try:
        return msgspec.json.decode(packing.unpacked(body, wire.MAX_BODY), type=kind)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_request") from error
