"""What the centre has granted, kept beside its database: a restored one must not grant it a second time.

One line of JSON for each grant, in the folder of the centre's key, on the disk before it is answered.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central.centre import Centre
from counter_app.central.tables import installations, lanes
from counter_app.domain import numbering
from counter_app.domain.numbering import Lane
from counter_app.seal import verify

FILE = "granted.jsonl"


class Grant(msgspec.Struct, frozen=True):
    """A lane and the installation that holds it; the lane's own signature proves it."""

    office_id: str
    public_key: bytes
    label: str
    enrolled_at: int
    lane: Lane


def note(centre: Centre, connection: Connection, office_id: str, lane: Lane) -> None:
    """Append a lane to the file, before the transaction that grants it is committed."""
    if centre.folder is None:
        return
    holder = connection.execute(
        select(installations).where(
            installations.c.office_id == office_id, installations.c.installation_id == lane.installation_id
        )
    ).one()
    grant = Grant(office_id, holder.public_key, holder.label, holder.enrolled_at, lane)
    file = os.open(centre.folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b"\n" + msgspec.json.encode(grant))  # a torn line ends where the next begins
        os.fsync(file)
    finally:
        os.close(file)


def replay(centre: Centre, connection: Connection) -> int:
    """Enter, as owner, what the file tells and the database has lost; return how many lanes that were.

    An installation that is unknown here comes back with its lane; what is known keeps what is said of it.
    """
    count = 0
    for grant in _read(centre):
        holder = {name: getattr(grant, name) for name in ("office_id", "public_key", "label", "enrolled_at")}
        holder["installation_id"] = grant.lane.installation_id
        connection.execute(insert(installations).values(holder).on_conflict_do_nothing())
        row = {"office_id": grant.office_id} | {n: getattr(grant.lane, n) for n in Lane.__slots__}
        entered = insert(lanes).values(row)
        later = entered.on_conflict_do_update(
            index_elements=["office_id", "lane_id"],
            set_={"valid_to": entered.excluded.valid_to, "signature": entered.excluded.signature},
            where=(lanes.c.valid_to < entered.excluded.valid_to)
            & (lanes.c.installation_id == entered.excluded.installation_id),
        )
        count += len(connection.execute(later.returning(lanes.c.lane_id)).all())
    return count


def _read(centre: Centre) -> Iterator[Grant]:
    path = (centre.folder or Path()) / FILE
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            try:
                grant = msgspec.json.decode(line, type=Grant)
            except ValueError:
                continue  # torn by a power cut, and then never answered
            if verify(centre.key.public, numbering.lane_bytes(grant.lane), grant.lane.signature):
                yield grant
