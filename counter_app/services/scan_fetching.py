"""Scans of other PCs, fetched when somebody wants to see one: in parts, proved by their digest, kept here."""

import hashlib
from dataclasses import dataclass, replace

from counter_app.domain import attachments
from counter_app.domain.permissions import Page
from counter_app.errors import Refused, Unavailable
from counter_app.remote import files
from counter_app.services import reading, scans, sync_retry
from counter_app.services.counter import Counter
from counter_app.store import log, outbox, queries, retention, scan_sends
from counter_app.store import scans as store
from counter_app.store import staff as staff_store
from counter_app.store.engine import Connection
from counter_app.store.scans import PART
from counter_app.wire_files import MIN_PART, ScanPartRequest


@dataclass(frozen=True, slots=True)
class Fetch:
    """A scan of a dossier or an absence (`subject`) on its way to its reader: `content`, of `size` bytes.

    `size` is 0 until the first part came. After a cut it goes on from where it is, with up to `most` bytes at
    once.
    """

    reader_id: str
    subject: str
    digest: str
    event_id: str
    size: int = 0
    content: bytes = b""
    most: int = PART

    @property
    def whole(self) -> bool:
        """All of it is here."""
        return 0 < self.size == len(self.content)


def of_dossier(counter: Counter, reader_id: str, code: str, digest: str) -> Fetch:
    """Begin to fetch a scan of a dossier's paper, for who may read dossiers (read lane).

    Raises Refused: unknown_dossier, unknown_scan (no fact of it names that one), and as `reading.check`.
    """
    with reading.opened(counter, reader_id) as conn:
        if queries.dossier(conn, code) is None:
            raise Refused("unknown_dossier", "code", code=code[:60])
        return _begin(conn, counter, reader_id, code, digest)


def of_absence(counter: Counter, reader_id: str, absence_id: str) -> Fetch:
    """Begin to fetch an absence's document, for the person himself or who may read others' records.

    Raises Refused: unknown_absence, unknown_scan, and as `reading.check`.
    """
    with reading.opened(counter, reader_id, Page.OWN_RECORDS) as conn:
        absence = staff_store.absence(conn, absence_id)
        if absence is None or absence.person != reader_id:
            reading.check(conn, counter, reader_id, Page.RECORDS)
        if absence is None:
            raise Refused("unknown_absence", "absence")
        return _begin(conn, counter, reader_id, absence_id, absence.document)


def part(counter: Counter, fetch: Fetch) -> Fetch:
    """Fetch the next part (net lane, one at a time: facts go between). What proves to be another begins anew;
    of a part that came to nothing as something long might, half is asked for the next time.

    The centre asks too who reads. Raises Refused: scan_not_sent (it has it not, or not all of it),
    scan_erased, scan_differs, not_permitted, not_signed_in, key_ended; Unavailable.
    """
    place = fetch.event_id, len(fetch.content), fetch.reader_id
    request = ScanPartRequest(fetch.digest, *place, most=fetch.most)
    seat = counter.seats.get(fetch.reader_id)
    try:
        told = files.scan_part(counter.centre, request, seat.key if seat else None)
    except Refused as refused:
        known = refused.code in ("unknown_scan", "scan_unnamed")
        raise (Refused("scan_not_sent", "scan") if known else refused) from None
    except Unavailable as silent:
        if not silent.values.get("torn") or fetch.most <= MIN_PART:
            raise
        return replace(fetch, most=max(fetch.most // 2, MIN_PART))
    content = fetch.content + told.content
    fits = told.content and len(content) <= told.size <= attachments.MAX_BYTES
    if not fits or fetch.size not in (0, told.size):
        raise Refused("scan_differs", "scan")
    after = replace(fetch, size=told.size, content=content)
    if after.whole and hashlib.sha256(content).hexdigest() != fetch.digest:
        raise Refused("scan_differs", "scan")
    return after


def keep(counter: Counter, fetch: Fetch) -> None:
    """Keep what was fetched and proved (db lane), as what the centre has too.

    Raises Refused: scan_kind; scan_erased, where that was heard while it was on its way.
    """
    if not (fetch.whole and scans.is_scan(fetch.content)):
        raise Refused("scan_kind", "scan")
    with counter.store.write() as conn:
        if retention.erased(conn, [fetch.subject]):
            raise Refused("scan_erased", "scan")
        epoch = outbox.state(conn, counter.installation.installation_id).store_epoch
        kept_at = counter.clock.now().ms
        store.keep(conn, fetch.subject, fetch.digest, fetch.content, kept_at)
        scan_sends.save(conn, scan_sends.Sending(fetch.digest, fetch.size, whole=True, epoch=epoch))


def _begin(conn: Connection, counter: Counter, reader_id: str, subject: str, digest: str) -> Fetch:
    most = sync_retry.part(outbox.state(conn, counter.installation.installation_id).at_once)
    for event, _hash in log.linked_of(conn, subject):
        if attachments.names(event.body, digest):
            return Fetch(reader_id, subject, digest, event.event_id, most=most)
    raise Refused("unknown_scan", "scan")
