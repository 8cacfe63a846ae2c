"""A PC's signing key gives way to another: what the log says of it, and who vouches for what."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class KeyRotated:
    """From the next event on this installation's log is signed by `key` (hex), its subject the installation.

    The event is the last one signed by the key before. `proof` (hex) is the new key's own signature over
    `proof_bytes`: its owner made this event, after that history and no other.
    """

    KIND: ClassVar[str] = "installation.key_rotated"
    VERSION: ClassVar[int] = 1
    key: str
    proof: str


def proof_bytes(installation_id: str, seq: int, prev: bytes, key: str) -> bytes:
    """Return what the new key signs to be put in force by the event `seq` that follows `prev`."""
    return f"qmc-key-1\n{installation_id}\n{seq}\n{prev.hex()}\n{key}".encode("ascii")
