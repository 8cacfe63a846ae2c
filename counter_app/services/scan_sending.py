"""Scans go to the centre last of all: one part in a contact that has nothing else to say, after their facts.

As `sync`, in three steps: what goes next is read and taken on the db lane, sent on the net lane.
"""

import hashlib
from dataclasses import dataclass, replace

from counter_app.errors import Refused, Unavailable
from counter_app.remote import files
from counter_app.remote.client import Centre
from counter_app.services import sync_retry
from counter_app.services.counter import Counter
from counter_app.store import outbox, scan_sends, scans
from counter_app.store.engine import Connection
from counter_app.store.scan_sends import Due, Unsent
from counter_app.wire_files import MIN_PART, ScanAnswer, ScanRequest

__all__ = ["Piece", "Sent", "Unsent", "hurry", "next_piece", "send", "take", "unsent"]
DIFFERS = "scan_differs"


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes next: a part of a scan, or the question how far it has come, at a centre of this `epoch`."""

    request: ScanRequest
    epoch: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a piece: the centre's `answer`, or the code of why there is none; `torn`, a shorter one
    may come through.
    """

    piece: Piece
    answer: ScanAnswer | None
    code: str = ""
    wait_ms: int = 0
    torn: bool = False


def next_piece(conn: Connection, counter: Counter) -> Piece | None:
    """Return what goes next, None where nothing waits or is due."""
    known = outbox.state(conn, counter.installation.installation_id)
    due = _due(conn, counter)
    if due is None:
        return None
    stands = scan_sends.state(conn, due.digest)
    sure = stands.epoch == known.store_epoch
    most = sync_retry.part(known.at_once)
    content = scans.part(conn, due.digest, stands.received, most) if sure else b""
    start = stands.received if sure else 0
    return Piece(ScanRequest(due.digest, due.event_id, due.size, start, content), known.store_epoch)


def send(centre: Centre, piece: Piece | None) -> Sent | None:
    """Send a piece (net lane). Raises nothing: facts and feed were heard already, and count."""
    if piece is None:
        return None
    try:
        return Sent(piece, files.send_scan(centre, piece.request))
    except Unavailable as silent:
        torn = bool(silent.values.get("torn")) and len(piece.request.content) > MIN_PART
        return Sent(piece, None, silent.code, sync_retry.wish(silent), torn)
    except Refused as refused:
        return Sent(piece, None, refused.code)


def take(counter: Counter, sent: Sent | None) -> bool:
    """Note how far a scan has come (db lane); tell whether a piece may go at once."""
    if sent is None:
        with counter.store.read() as conn:
            return _due(conn, counter) is not None
    with counter.store.write() as conn:
        after = _after(conn, counter, sent)
        scan_sends.save(conn, after)
        return not after.failures and _due(conn, counter) is not None


def unsent(conn: Connection, counter: Counter) -> Unsent:
    """Return how many scans the centre does not have yet, and why not."""
    epoch = outbox.state(conn, counter.installation.installation_id).store_epoch
    return scan_sends.unsent(conn, epoch)


def hurry(counter: Counter) -> None:
    """Let the next contact try what failed before, without waiting for its time."""
    with counter.store.write() as conn:
        scan_sends.hurry(conn)


def _due(conn: Connection, counter: Counter) -> Due | None:
    own, now = counter.installation.installation_id, counter.clock.now().ms
    known = outbox.state(conn, own)
    return scan_sends.due(conn, own, known.acknowledged, known.store_epoch, now, sync_retry.MOST_MS)


def _after(conn: Connection, counter: Counter, sent: Sent) -> scan_sends.Sending:
    request, answer = sent.piece.request, sent.answer
    before = scan_sends.state(conn, request.digest)
    if answer is not None:
        received = min(max(answer.received, 0), request.size)
        told = replace(before, received=received, whole=answer.whole, epoch=sent.piece.epoch)
        if answer.whole or before.epoch != sent.piece.epoch or received > before.received:
            return replace(told, failures=0, next_try_ms=0, code="")
        return _failed(counter, told, "", 0)
    if sent.code == DIFFERS:  # all was there: the next try begins at 0, unless the fault lies here
        lies = hashlib.sha256(scans.content_of(conn, request.digest)).hexdigest()
        code = DIFFERS if lies == request.digest else scan_sends.LOST
        return _failed(counter, replace(before, received=0), code, 0)
    if sent.torn:
        return before
    return _failed(counter, before, sent.code, sent.wait_ms)


def _failed(counter: Counter, before: scan_sends.Sending, code: str, wait_ms: int) -> scan_sends.Sending:
    """Let it be tried again by the one rule for all that fails."""
    due = counter.clock.now().ms + sync_retry.delay(before.failures, wait_ms)
    return replace(before, failures=before.failures + 1, next_try_ms=due, code=code)
