"""Scans of signed papers: taken in, kept in the encrypted store, named by what they are (SHA-256)."""

import hashlib
from pathlib import Path

from counter_app.domain.attachments import MAX_BYTES, MAX_MB
from counter_app.errors import Damaged, Refused
from counter_app.services import reading
from counter_app.services.counter import Counter
from counter_app.store import queries, scans
from counter_app.store.engine import Connection

# What a file begins with says what it is; its name and what the sender calls it do not.
_KINDS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # PDF, JPEG, PNG


def keep_scan(counter: Counter, code: str, scan: Path | bytes) -> str:
    """Keep a scan (a file, or its bytes) for a dossier or an absence; return its hex digest as facts name it.

    The same scan again changes nothing. Raises Refused: scan_too_large, scan_kind (no PDF, JPEG or PNG),
    bad_file; Unavailable: disk_full and the store's others.
    """
    content = _read(scan) if isinstance(scan, Path) else scan
    if len(content) > MAX_BYTES:
        raise Refused("scan_too_large", "scan", limit=MAX_MB)
    if not is_scan(content):
        raise Refused("scan_kind", "scan")
    digest = hashlib.sha256(content).hexdigest()
    with counter.store.write() as conn:
        kept_at = counter.clock.now().ms
        scans.keep(conn, code, digest, content, kept_at)
    return digest


def scan(counter: Counter, reader_id: str, code: str, digest: str) -> bytes:
    """Return a scan of a dossier's paper; an absence's goes out by `staff_papers.document` only.

    Raises Refused: unknown_dossier and those of `kept`; Damaged: scan_changed.
    """
    with reading.opened(counter, reader_id) as conn:
        if queries.dossier(conn, code) is None:
            raise Refused("unknown_dossier", "code", code=code[:60])
        return kept(conn, code, digest)


def kept(conn: Connection, code: str, digest: str) -> bytes:
    """Return what is kept here for a dossier or an absence, whoever asks.

    Raises Refused: unknown_scan (this PC has none); Damaged: scan_changed.
    """
    content = scans.load(conn, code, digest)
    if content is None:
        raise Refused("unknown_scan", "scan")
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged("scan_changed", digest=digest)
    return content


def is_scan(content: bytes) -> bool:
    """Tell whether it is of a kind that may be kept."""
    return content.startswith(_KINDS)


def _read(path: Path) -> bytes:
    """Read no more of a file than shows that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused("bad_file", "scan", file=path.name) from error
