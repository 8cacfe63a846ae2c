"""Scans of papers: taken in parts after the event that names them, proved by hash, given to the office.

A PC's upload is one row; its parts are inserted and never changed. Each step says how far the centre has got.
"""

import hashlib
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire_files
from counter_app.central import readers
from counter_app.central.attachment_tables import parts, uploads
from counter_app.central.centre import Caller, Centre
from counter_app.central.court import COUNTS
from counter_app.central.erasure_tables import is_erased
from counter_app.central.readers import Named
from counter_app.central.tables import events
from counter_app.domain import attachments
from counter_app.errors import Refused

MAX_PC_BYTES = 4 * 1024**3  # of the scans of one PC, those that turned out wrong counted too
_AT_ONCE = 16  # parts read at a time while a file is proved
Upload = Row[Any]


def take(centre: Centre, caller: Caller, request: wire_files.ScanRequest) -> wire_files.ScanAnswer:
    """Keep the next part of a scan, and say how far it has come; what does not begin there is not kept.

    Raises Refused: scan_too_large, bad_request, scan_unnamed (no event of the office names it), scan_quota
    (of this PC), scan_differs (all is there, and is another file: to be sent anew from 0).
    """
    _check(request)
    with centre.engine.begin() as connection:
        subject = _named(connection, caller, request.event_id, request.digest).subject
        if _is_over(connection, caller, request, subject) or _whole(connection, caller, request.digest):
            return wire_files.ScanAnswer(request.size, whole=True)
        if not request.content:
            held = connection.scalar(select(uploads.c.received).where(*_own(caller, request.digest)))
            return wire_files.ScanAnswer(held or 0, whole=False)
        upload = _upload(connection, caller, request, centre.now())
        if request.start != upload.received or _is_over(connection, caller, request, subject):  # meanwhile
            return wire_files.ScanAnswer(upload.received, whole=False)
        received = _append(connection, upload, request)
        if received < request.size:
            return wire_files.ScanAnswer(received, whole=False)
        proved = _prove(connection, upload, centre.now())
    if not proved:  # told only when it is durable that this try has failed
        raise Refused("scan_differs", "scan")
    return wire_files.ScanAnswer(request.size, whole=True)


def part(centre: Centre, caller: Caller, request: wire_files.ScanPartRequest) -> wire_files.ScanPartAnswer:
    """Give a part of a scan to who may read what the event tells, and what it was told of when it was sent.

    So nobody gets a colleague's document by naming it in a fact of his own. Raises Refused: scan_unnamed,
    scan_erased, unknown_scan (not, or not yet, all here), bad_request, and as `readers.check`.
    """
    with centre.engine.connect() as connection:
        named = _named(connection, caller, request.event_id, request.digest)
        readers.check(centre, connection, caller, request, named)
        if is_erased(connection, caller.office_id, named.subject):
            raise Refused("scan_erased", "scan")
        upload = _whole(connection, caller, request.digest)
        if upload is None:
            gone = is_erased(connection, caller.office_id, request.digest)
            raise Refused("scan_erased" if gone else "unknown_scan", "scan")
        sent_by = _named(connection, caller, upload.event_id, request.digest)
        readers.check(centre, connection, caller, request, sent_by)
        if not 0 <= request.start < upload.size or request.most < 1:
            raise Refused("bad_request")
        before = select(parts.c.start, parts.c.content).where(*_of(upload), parts.c.start <= request.start)
        row = connection.execute(before.order_by(parts.c.start.desc()).limit(1)).one()
    content = row.content[request.start - row.start :][: request.most]
    return wire_files.ScanPartAnswer(upload.size, content)


def erase(connection: Connection, office_id: str, digest: str) -> int:
    """Erase a scan, whoever sent it; return how many parts went. What names it in the log stays.

    For the eraser's role. That no PC brings it back for whom it was erased, or by an event that does not
    count, `erasures` sees to.
    """
    # A part that has been looked at already is waited for, the next one sees what is erased.
    connection.exec_driver_sql("LOCK TABLE scan_uploads IN SHARE ROW EXCLUSIVE MODE")
    for table in (uploads, parts):
        gone = delete(table).where(table.c.office_id == office_id, table.c.digest == digest)
        done = connection.execute(gone).rowcount
    return done


def _check(request: wire_files.ScanRequest) -> None:
    if request.size > attachments.MAX_BYTES:
        raise Refused("scan_too_large", "scan", limit=attachments.MAX_MB)
    length = len(request.content)
    left = request.size - request.start - length
    crumb = 0 < length < wire_files.MIN_PART and left > 0
    if request.size < 1 or request.start < 0 or left < 0 or length > wire_files.MAX_PART or crumb:
        raise Refused("bad_request")


def _named(connection: Connection, caller: Caller, event_id: str, digest: str) -> Named:
    """Return the event that names a scan: the facts come first, and nothing comes without one."""
    asked = select(events.c.kind, events.c.subject, events.c.body)
    mine = events.c.office_id == caller.office_id, events.c.event_id == event_id
    row = connection.execute(asked.where(*mine)).one_or_none()
    if row is None or not attachments.names(row.body, digest):
        raise Refused("scan_unnamed", "scan")
    return Named(*row)


def _is_over(connection: Connection, caller: Caller, request: wire_files.ScanRequest, subject: str) -> bool:
    """Tell whether this event brings no scan any more: who it tells of was erased, or the file was and the
    event does not count.
    """
    if is_erased(connection, caller.office_id, subject):
        return True
    counts = select(events.c.seq).where(
        events.c.office_id == caller.office_id, events.c.event_id == request.event_id, COUNTS
    )
    erased = is_erased(connection, caller.office_id, request.digest)
    return erased and connection.execute(counts).first() is None


def _whole(connection: Connection, caller: Caller, digest: str) -> Upload | None:
    """Return the office's first upload of a file that was proved, whichever PC sent it."""
    asked = (
        select(*uploads.c)
        .where(
            uploads.c.office_id == caller.office_id,
            uploads.c.digest == digest,
            uploads.c.whole_at.is_not(None),
        )
        .order_by(uploads.c.whole_at, uploads.c.installation_id)
    )
    return connection.execute(asked).first()


def _own(caller: Caller, digest: str) -> tuple[ColumnElement[bool], ...]:
    return (
        uploads.c.office_id == caller.office_id,
        uploads.c.digest == digest,
        uploads.c.installation_id == caller.installation_id,
    )


def _of(upload: Upload) -> tuple[ColumnElement[bool], ...]:
    """Name an upload's parts, without those of its failed tries."""
    names = ("office_id", "digest", "installation_id", "failures")
    return tuple(parts.c[name] == getattr(upload, name) for name in names)


def _upload(connection: Connection, caller: Caller, request: wire_files.ScanRequest, now: int) -> Upload:
    """Return the caller's upload, locked; one that begins, or begins anew, is held against the quota."""
    row = {
        "office_id": caller.office_id,
        "digest": request.digest,
        "installation_id": caller.installation_id,
        "size": request.size,
        "received": 0,
        "failures": 0,
        "began_at": now,
        "event_id": request.event_id,
    }
    connection.execute(insert(uploads).on_conflict_do_nothing(), row)
    mine = _own(caller, request.digest)
    upload = connection.execute(select(*uploads.c).where(*mine).with_for_update()).one()
    if upload.received == 0:
        if _used(connection, caller) + request.size > MAX_PC_BYTES:
            raise Refused("scan_quota", "scan", limit=MAX_PC_BYTES // 1024**3)
        connection.execute(update(uploads).where(*mine).values(size=request.size))
    elif upload.size != request.size:
        raise Refused("bad_request")
    return upload


def _used(connection: Connection, caller: Caller) -> int:
    """Return how many bytes this PC has sent, in tries that failed too, without what was erased."""
    tries = uploads.c.failures + case((uploads.c.received > 0, 1), else_=0)
    asked = select(func.coalesce(func.sum(uploads.c.size * tries), 0)).where(
        uploads.c.office_id == caller.office_id,
        uploads.c.installation_id == caller.installation_id,
    )
    return int(connection.execute(asked).scalar_one())


def _append(connection: Connection, upload: Upload, request: wire_files.ScanRequest) -> int:
    names = ("office_id", "digest", "installation_id", "failures")
    row = {name: getattr(upload, name) for name in names}
    connection.execute(insert(parts), row | {"start": request.start, "content": request.content})
    received = request.start + len(request.content)
    connection.execute(update(uploads).where(*_same(upload)).values(received=received))
    return received


def _prove(connection: Connection, upload: Upload, now: int) -> bool:
    """Hold all that came against the digest: it is whole, or this try has failed and the next begins at 0."""
    told = hashlib.sha256()
    asked = select(parts.c.content).where(*_of(upload)).order_by(parts.c.start)
    options = {"stream_results": True, "max_row_buffer": _AT_ONCE}
    with connection.execute(asked, execution_options=options) as rows:
        for content in rows.scalars():
            told.update(content)
    proved: bool = told.hexdigest() == upload.digest
    after = {"whole_at": now} if proved else {"received": 0, "failures": upload.failures + 1}
    connection.execute(update(uploads).where(*_same(upload)).values(**after))
    return proved


def _same(upload: Upload) -> tuple[ColumnElement[bool], ...]:
    names = ("office_id", "digest", "installation_id")
    return tuple(uploads.c[name] == getattr(upload, name) for name in names)
