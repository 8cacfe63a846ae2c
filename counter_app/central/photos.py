"""Pictures of an office's people for its duty board: small, without the camera's notes, the newest only."""

import hashlib
from pathlib import Path

from sqlalchemy import delete, insert, select, update

from counter_app import wire_files
from counter_app.central import briefing, deeds
from counter_app.central.centre import Caller, Centre
from counter_app.central.deeds import Warrant
from counter_app.central.people_tables import people, photos
from counter_app.central.sign_in import check_person
from counter_app.central.staffing import managing
from counter_app.documents import portrait
from counter_app.errors import Refused


def read(path: Path) -> bytes:
    """Return a picture's file. Raises Refused: bad_photo, where it cannot be read or is larger than 1 MB."""
    try:
        with path.open("rb") as file:
            taken = file.read(portrait.MAX_BYTES + 1)
    except OSError as error:
        raise Refused("bad_photo", "file") from error
    if not 0 < len(taken) <= portrait.MAX_BYTES:
        raise Refused("bad_photo", "file")
    return taken


def keep(centre: Centre, office_id: str, person_id: str, photo: bytes, by: str, reason: str) -> str:
    """Keep a picture in place of the person's last, or none for b""; return its SHA-256 in hex, "" for none.

    Raises Refused: bad_photo (no JPEG or PNG, or too large), unknown_office, unknown_person,
    owner_needed, those of `Warrant.read`.
    """
    warrant = Warrant.read(by, reason)
    small = portrait.picture(photo) if photo else b""
    if small is None:
        raise Refused("bad_photo", "file")
    digest = hashlib.sha256(small).hexdigest() if small else ""
    with managing(centre, office_id) as connection:
        check_person(connection, office_id, person_id)
        mine = {"office_id": office_id, "person_id": person_id}
        connection.execute(delete(photos).filter_by(**mine))
        if small:
            connection.execute(insert(photos).values(**mine, digest=digest, content=small))
        connection.execute(update(people).filter_by(**mine).values(photo=digest))
        briefing.touch(connection, office_id)
        deeds.record(centre, connection, office_id, warrant, "photo", (person_id, digest))
    return digest


def answer(centre: Centre, caller: Caller, request: wire_files.PhotoRequest) -> wire_files.PhotoAnswer:
    """Give a picture to an installation of the person's own office. Raises Refused: unknown_photo."""
    wanted = select(photos.c.content).where(
        photos.c.office_id == caller.office_id, photos.c.digest == request.digest
    )
    with centre.engine.connect() as connection:
        content = connection.scalar(wanted.limit(1))
    if content is None:
        raise Refused("unknown_photo")
    return wire_files.PhotoAnswer(content)
