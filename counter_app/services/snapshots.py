"""A PC that has much to hear fetches its office's events in large chunks, signed for as a whole.

They are believed and folded as pages of the feed are (`sync_feed.store`), a few at a time, so that a
reception waits for no more than those. The feed's cursor moves at the end of each chunk: after a cut, also of
the power, the next contact goes on there, and whatever cannot be fetched so is read from the feed.
"""

import itertools

import msgspec

from counter_app import seal, wire
from counter_app import wire_snapshot as shapes
from counter_app.errors import Refused
from counter_app.remote.client import Centre
from counter_app.services import chunks, sync_feed
from counter_app.services.arriving import Arriving
from counter_app.services.counter import Counter
from counter_app.store import disbelief, doubts, outbox, projections

UNFIT = "snapshot_unfit"
AT_ONCE = 250  # events of one transaction: with fewer each page of an index is written anew too often


def wanted(counter: Counter, stands: outbox.SyncState) -> chunks.Wanted | None:
    """Return what to ask for instead of a page of the feed, None where the feed goes on."""
    if counter.arriving is None or stands.at_once < chunks.LEAST:
        return None
    snapshot, after = counter.arriving.snapshot, counter.arriving.snapshot.after
    for name in snapshot.chunks:
        if after == stands.feed_cursor and snapshot.store_epoch == stands.store_epoch:
            return chunks.Wanted(snapshot.store_epoch, after, name)
        after = name.upto
    counter.arriving = None  # all is here, or the feed was put back to another place
    return None


def ask(centre: Centre, feed: wire.FeedAnswer | None, at_once: int) -> shapes.SnapshotAnswer | None:
    """Ask for what follows a page of the feed in chunks; None where nothing does, or they are too long.

    Raises Unavailable. A centre that knows no snapshots refuses them: that is no problem of ours.
    """
    if feed is None or not feed.more or at_once < chunks.LEAST:
        return None
    try:
        return centre.ask(shapes.SNAPSHOT, shapes.SnapshotRequest(feed.next), shapes.SnapshotAnswer)
    except Refused:
        return None


def begin(counter: Counter, chunk: chunks.Chunk | None, told: shapes.SnapshotAnswer | None) -> None:
    """Let the chunk that follows what came be on its way while that is stored; receipts go first.

    None is on its way twice: one that nobody waits for any more comes to its end.
    """
    with counter.store.read() as conn:
        own = counter.installation.installation_id
        stands, unsent = outbox.state(conn, own), outbox.unsent(conn, own)[0]
    want = _following(counter, stands.store_epoch, chunk, told)
    busy = counter.coming is not None and counter.coming.under_way
    if want is not None and not unsent and not busy:
        counter.coming = chunks.Coming(counter.centre, counter.clock, want)


def fetch(counter: Counter, want: chunks.Wanted | None) -> chunks.Chunk | None:
    """Return the chunk that is wanted, fetched before or now. Raises Unavailable."""
    if want is None:
        return None
    ready = counter.coming.chunk(want) if counter.coming else None
    return ready or chunks.fetch(counter.centre, counter.clock, want)


def take(
    counter: Counter, chunk: chunks.Chunk | None, told: shapes.SnapshotAnswer | None, *, heard: bool
) -> str:
    """Keep a chunk to be folded, or begin to fetch a snapshot; return the code of why not, or "".

    Where the feed was `heard` in a chunk's place, what was on its way is given up.
    """
    arriving = counter.arriving
    if chunk is not None and arriving is not None:
        arriving.name, arriving.events, arriving.folded = chunk.name, chunk.events, 0
    elif heard:
        counter.arriving = None
    if told is None:
        return ""
    with counter.store.write() as conn:
        stands = outbox.state(conn, counter.installation.installation_id)
        try:
            snapshot = check(counter, told, stands.store_epoch)
        except Refused as refused:
            return refused.code
        if snapshot.chunks and snapshot.after == stands.feed_cursor:
            projections.tell_again(conn, disbelief.keep(conn, told.doubted))
            counter.arriving = Arriving(snapshot, 100 * snapshot.after // snapshot.last)
    return ""


def check(counter: Counter, answer: shapes.SnapshotAnswer, epoch: str) -> shapes.Snapshot:
    """Return what the pinned key of the centre has signed for this office in this epoch of it.

    Raises Refused: snapshot_unfit.
    """
    here = counter.installation
    signed = seal.verify(here.centre_key, shapes.manifest_bytes(answer.manifest), answer.signature)
    try:
        snapshot = msgspec.json.decode(answer.manifest, type=shapes.Snapshot)
    except ValueError as error:
        raise Refused(UNFIT) from error
    places = [snapshot.after, *(name.upto for name in snapshot.chunks)]
    in_order = all(before < after for before, after in itertools.pairwise(places))
    ours = (snapshot.office_id, snapshot.store_epoch) == (here.office_id, epoch)
    if not (signed and ours and in_order and places[-1] <= snapshot.last):
        raise Refused(UNFIT)
    return snapshot


def waits(counter: Counter) -> bool:
    """Tell whether events of a chunk are here that are not folded yet."""
    return counter.arriving is not None and counter.arriving.name is not None


def share(counter: Counter) -> int | None:
    """Return how much (percent) of what the office has told is here, None while the feed is enough."""
    return counter.arriving.share if counter.arriving is not None else None


def fold(counter: Counter) -> None:
    """Store the next few events of the chunk that is here, with its last ones the cursor."""
    arriving, own = counter.arriving, counter.installation.installation_id
    if arriving is None or arriving.name is None:
        return
    name, snapshot = arriving.name, arriving.snapshot
    upto = arriving.folded + AT_ONCE
    with counter.store.write() as conn:
        found = sync_feed.store(conn, counter, arriving.events[arriving.folded : upto])
        doubts.note(conn, found, counter.clock.now().ms)
        if upto >= name.count:
            outbox.advance_feed(conn, own, name.upto, snapshot.store_epoch, name.mark)
    arriving.folded = upto
    begun = name.upto - name.count  # positions have no holes
    arriving.share = 100 * min(begun + upto, name.upto) // snapshot.last
    if upto >= name.count:
        arriving.name, arriving.events = None, []


def _following(
    counter: Counter, epoch: str, chunk: chunks.Chunk | None, told: shapes.SnapshotAnswer | None
) -> chunks.Wanted | None:
    """Return what will be asked for after this chunk, or after the page beside which a snapshot was told."""
    if chunk is not None and counter.arriving is not None:
        names = counter.arriving.snapshot.chunks
        after = chunk.name.upto
    elif told is not None:
        try:
            snapshot = check(counter, told, epoch)
        except Refused:
            return None  # whoever takes it tells so
        names, after = snapshot.chunks, snapshot.after
    else:
        return None
    name = next((name for name in names if name.upto > after), None)
    return chunks.Wanted(epoch, after, name) if name else None
