"""Shapes by which a PC that has heard nothing fetches its office's events, shared by both ends.

A snapshot is the office's feed up to a position, cut into chunks. Its manifest names each chunk by the
SHA-256 of its content and is signed by the centre's key over `manifest_bytes`, for longer than one answer.
"""

import hashlib
import zlib

import msgspec

from counter_app.wire import Quarantined, WireEvent

SNAPSHOT, CHUNK = "/v1/snapshot", "/v1/chunk"
CHUNK_BYTES = 1024 * 1024  # of the JSON of one chunk's events, but for one that is larger by itself
MOST_CHUNKS = 64  # in one manifest: what comes after them is asked for when they are there


class ChunkName(msgspec.Struct, frozen=True):
    """`count` events, the last at position `upto` with the hash `mark`; `size` bytes of JSON by `digest`."""

    upto: int
    mark: bytes
    count: int
    size: int
    digest: str


class Snapshot(msgspec.Struct, frozen=True):
    """The manifest: the office's events after the position `after`, in the feed's order, in their chunks.

    `last` is the office's last position when it was made: more than the chunks hold where they are too many.
    """

    office_id: str
    store_epoch: str
    after: int
    last: int
    chunks: tuple[ChunkName, ...]

    @property
    def position(self) -> int:
        """Up to where the chunks reach."""
        return self.chunks[-1].upto if self.chunks else self.after


class SnapshotRequest(msgspec.Struct, frozen=True):
    """Ask for a snapshot of what came after a position."""

    after: int


class SnapshotAnswer(msgspec.Struct, frozen=True):
    """A manifest's JSON with its signature; one without chunks says that the feed is enough.

    `doubted` is in quarantine of the facts about people told there.
    """

    manifest: bytes
    signature: bytes
    doubted: list[Quarantined]


class ChunkRequest(msgspec.Struct, frozen=True):
    """Ask for the chunk of these events of the office, in this epoch of the centre."""

    store_epoch: str
    after: int
    upto: int
    digest: str


class ChunkAnswer(msgspec.Struct, frozen=True):
    """A chunk's JSON, deflated (RFC 1950)."""

    content: bytes
    now: int


def manifest_bytes(manifest: bytes) -> bytes:
    """Return what the centre's signature covers: the manifest as it is sent, and that it is one."""
    return b"qmc-snapshot-1:" + manifest


def digest(content: bytes) -> str:
    """Return by which name a chunk's JSON goes."""
    return hashlib.sha256(content).hexdigest()


def unpack(name: ChunkName, content: bytes) -> list[WireEvent]:
    """Return a chunk's events. Raises ValueError for anything but the very chunk of that name."""
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(content, name.size + 1)
    except zlib.error as error:
        raise ValueError("not deflated") from error
    if len(text) != name.size or digest(text) != name.digest:
        raise ValueError("another chunk")
    found = msgspec.json.decode(text, type=list[WireEvent])
    if len(found) != name.count:
        raise ValueError("another count")
    return found
