"""This PC's whole log as a file, for a checker that is not ours."""

from collections.abc import Callable, Iterator
from pathlib import Path

from counter_app.domain.events import Event
from counter_app.domain.export_file import ExportFile
from counter_app.domain.permissions import Page
from counter_app.host.files import private_file
from counter_app.services import reading, verification
from counter_app.services.counter import Counter
from counter_app.store import log, withheld
from counter_app.store.engine import Connection


def export_log(
    counter: Counter, reader_id: str, path: Path, told: Callable[[int], None], *, personal: bool = True
) -> tuple[int, int]:
    """Write every event of the log in one unchanging picture of it, also events that do not hold.

    `told` hears how many are written; without `personal` their digests alone go out. Returns their number,
    and of how many facts about people the personal data was meant to go out and is at the centre only.
    Whoever reads what was done may have it; its personal data, who may also read dossiers and records.
    Raises Unavailable: folder_not_writable, disk_full.
    """
    own = counter.installation
    lacking = 0
    needed = (Page.DOSSIERS, Page.RECORDS) if personal else ()
    with reading.opened(counter, reader_id, Page.AUDIT) as conn, private_file(path) as file:
        for page in needed:
            reading.check(conn, counter, reader_id, page)
        made = ExportFile(file.write, counter.signer.sign)
        made.begin(
            "counter",
            own.office_id,
            counter.signer.public,
            installation_id=own.installation_id,
            made_at=counter.clock.now().ms,
            personal=personal,
        )
        for source, key in sorted(verification.keys(conn, counter).items()):
            made.installation(source, key)
        for event, stored in _everything(conn):
            beside = log.personal_of(conn, event.event_id) if personal else None
            named = personal and event.personal_digest is not None and event.kind in withheld.KINDS
            lacking += named and beside is None
            made.event(event, stored, beside, None)
            told(made.events)
        made.end()
    return made.events, lacking


def _everything(conn: Connection) -> Iterator[tuple[Event, bytes]]:
    for source in log.installations(conn):
        yield from verification.linked(conn, source)
