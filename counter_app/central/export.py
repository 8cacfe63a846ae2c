"""An office's whole log at the centre as a file, for a checker that is not ours: a stream, never a list."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from counter_app.central import epochs, stored
from counter_app.central.centre import Centre
from counter_app.central.private_file import private_file
from counter_app.central.tables import events, forks, installations, personal, positions, quarantine
from counter_app.domain.events import Event, Personal
from counter_app.domain.export_file import ExportFile
from counter_app.errors import Refused

_PAGE = 500
_ONE_PICTURE = {"isolation_level": "REPEATABLE READ", "stream_results": True, "yield_per": _PAGE}


def export_office(
    centre: Centre, office_id: str, path: Path, told: Callable[[int], None], *, private: bool = True
) -> int:
    """Write keys, quarantines, events in the feed's order and forks, in one unchanging picture of them.

    `told` hears how many events are written; without `private` no personal data goes out, its digests alone
    do. Returns their number. Raises Refused: unknown_office; Unavailable: folder_not_writable.
    """
    with centre.engine.connect().execution_options(**_ONE_PICTURE) as connection:
        asked = select(positions.c.last).where(positions.c.office_id == office_id)
        last = connection.execute(asked).scalar_one_or_none()
        if last is None:
            raise Refused("unknown_office", "office", office=office_id[:60])
        with private_file(path) as file:
            made = ExportFile(file.write, centre.key.sign)
            made.begin(
                "centre",
                office_id,
                centre.key.public,
                last=last,
                store_epoch=epochs.newest(connection, office_id),
                made_at=centre.now(),
                personal=private,
            )
            _keys_and_quarantines(connection, office_id, made)
            _events(connection, office_id, made, told, private=private)
            _forks(connection, office_id, made, private=private)
            made.end()
    return made.events


def _keys_and_quarantines(connection: Connection, office_id: str, made: ExportFile) -> None:
    keys = select(installations).where(installations.c.office_id == office_id)
    for row in connection.execute(keys.order_by(installations.c.installation_id)):
        made.installation(row.installation_id, row.public_key, row.revoked_at)
    doubted = select(quarantine).where(quarantine.c.office_id == office_id)
    for row in connection.execute(doubted.order_by(quarantine.c.event_id, quarantine.c.code)):
        made.quarantined(row.event_id, row.seq, row.code, row.at)


def _events(
    connection: Connection, office_id: str, made: ExportFile, told: Callable[[int], None], *, private: bool
) -> None:
    rows = stored.LINKS.where(events.c.office_id == office_id).order_by(events.c.position)
    for row in connection.execute(rows):
        link = stored.link(row)
        made.event(link.event, row.hash, link.personal if private else None, row.position)
        told(made.events)


def _forks(connection: Connection, office_id: str, made: ExportFile, *, private: bool) -> None:
    asked = select(forks).where(forks.c.office_id == office_id)
    for row in connection.execute(asked.order_by(forks.c.installation_id, forks.c.seq, forks.c.hash)):
        event = msgspec.json.decode(row.raw, type=Event)
        beside = select(personal.c.salt, personal.c.text).where(
            personal.c.office_id == office_id,
            personal.c.event_id == event.event_id,
            personal.c.digest == event.personal_digest,
        )
        found = connection.execute(beside).one_or_none() if private and event.personal_digest else None
        made.fork(event, row.hash, Personal(*found) if found else None)
