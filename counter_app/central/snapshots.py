"""Snapshots: what an office has told, in chunks, for a PC that would have to read too many pages of the feed.

No chunk is kept: each is read from the log when it is asked for, so what was erased lies nowhere else. Only
manifests are remembered, which name chunks by their hashes; one that is no longer true is made anew.
"""

import zlib
from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, select

from counter_app import wire_snapshot as shapes
from counter_app.central import epochs, feed
from counter_app.central.centre import Caller, Centre
from counter_app.central.tables import positions
from counter_app.errors import Refused

ENOUGH = 2000  # events: so few are read from the feed
_REMEMBERED = 100  # manifests of about 10 kB
_FETCH = 200  # rows at a time
_LEVEL = 6  # of 9: the next one takes half as long again for 1 %
_ENCODER = msgspec.json.Encoder()


def answer(centre: Centre, caller: Caller, request: shapes.SnapshotRequest) -> shapes.SnapshotAnswer:
    """Return the signed manifest of what came after `request.after`; without chunks where that is little.

    Raises Refused: bad_request for a negative position.
    """
    if not 0 <= request.after < 2**62:
        raise Refused("bad_request")
    with centre.engine.begin() as connection:
        epoch = epochs.current(centre, connection, caller.office_id)
        manifest = _manifest(centre, connection, caller, epoch, request.after)
        text = _ENCODER.encode(manifest)
        return shapes.SnapshotAnswer(
            manifest=text,
            signature=centre.key.sign(shapes.manifest_bytes(text)),
            doubted=feed.doubted_between(connection, caller, manifest.after, manifest.position),
        )


def chunk(centre: Centre, caller: Caller, request: shapes.ChunkRequest) -> shapes.ChunkAnswer:
    """Return the chunk of these events. Raises Refused: snapshot_gone, where it is not what was named any
    more: the centre was restored, or personal data were erased since.
    """
    with centre.engine.begin() as connection:
        epoch = epochs.current(centre, connection, caller.office_id)
        held = next(_chunks(connection, caller, request.after, request.upto), None)
    if epoch != request.store_epoch or held is None or held[0].digest != request.digest:
        _forget(centre, caller.office_id)
        raise Refused("snapshot_gone")
    return shapes.ChunkAnswer(zlib.compress(held[1], _LEVEL), centre.now())


def _manifest(
    centre: Centre, connection: Connection, caller: Caller, epoch: str, after: int
) -> shapes.Snapshot:
    """Return the manifest made before for the same place, if the feed is enough from its end on."""
    asked = select(positions.c.last).where(positions.c.office_id == caller.office_id)
    last = connection.execute(asked).scalar_one()
    place = caller.office_id, epoch, after
    known = centre.snapshots.get(place)
    if known is not None and last - known.last <= ENOUGH:
        return known
    names: tuple[shapes.ChunkName, ...] = ()
    if last - after > ENOUGH:
        names = tuple(name for name, _content in _chunks(connection, caller, after, last))
    made = shapes.Snapshot(caller.office_id, epoch, after, last, names)
    if names:
        if len(centre.snapshots) >= _REMEMBERED:
            centre.snapshots.clear()
        centre.snapshots[place] = made
    return made


def _chunks(
    connection: Connection, caller: Caller, after: int, upto: int
) -> Iterator[tuple[shapes.ChunkName, bytes]]:
    """Yield the chunks of an office's events after a position up to another, each with its content."""
    options = {"stream_results": True, "max_row_buffer": _FETCH}
    query = feed.events_between(caller.office_id, after, upto)
    parts: list[bytes] = []
    made = size = 0
    mark, place = b"", after
    with connection.execute(query, execution_options=options) as result:
        for row in result:
            part = _ENCODER.encode(feed.wire_event(row))
            if parts and size + len(part) > shapes.CHUNK_BYTES:
                yield _cut(parts, place, mark)
                made += 1
                if made == shapes.MOST_CHUNKS:
                    return
                parts, size = [], 0
            parts.append(part)
            size += len(part) + 1
            mark, place = row.hash, row.position
    if parts:
        yield _cut(parts, place, mark)


def _cut(parts: list[bytes], place: int, mark: bytes) -> tuple[shapes.ChunkName, bytes]:
    content = b"[" + b",".join(parts) + b"]"
    return shapes.ChunkName(place, mark, len(parts), len(content), shapes.digest(content)), content


def _forget(centre: Centre, office_id: str) -> None:
    for place in [place for place in list(centre.snapshots) if place[0] == office_id]:
        centre.snapshots.pop(place, None)
