"""How much is kept of each PC beside the counted logs: bounded, or one stolen key fills the centre's disk."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, literal, or_, select

from counter_app import wire
from counter_app.central.centre import Caller, Centre
from counter_app.central.review_tables import reviews
from counter_app.central.tables import forks, personal
from counter_app.errors import Refused

# Bytes of a PC's events in review and beside its log, with their personal data. Two months off the network
# are some 50,000 events and 150 MB; what was ruled on stays, and counts too.
MOST = 512 * 1024 * 1024


def make_room(centre: Centre, connection: Connection, owner: Caller, links: Iterable[wire.WireEvent]) -> None:
    """Count what is to be kept beside the log of `owner`, whose office is locked.

    It is remembered between requests, and read anew by each process. Raises Refused: apart_full.
    """
    more = sum(map(_size, links))
    if not more:
        return
    held = centre.apart.get(owner.installation_id)
    if held is None:
        asked = select(size_of(literal(owner.office_id), literal(owner.installation_id)))
        held = int(connection.execute(asked).scalar_one())
    after = held + more
    centre.apart[owner.installation_id] = held if after > MOST else after
    centre.metrics.keeps_apart(min(after, MOST) / MOST)
    if after > MOST:
        raise Refused("apart_full")


def size_of(office_id: ColumnElement[Any], installation_id: ColumnElement[Any]) -> ColumnElement[int]:
    """Return the question for how many bytes are kept of a PC beside the counted logs."""
    of_it = {
        table: (table.c.office_id == office_id) & (table.c.installation_id == installation_id)
        for table in (reviews, forks)
    }
    sizes = [
        select(func.coalesce(func.sum(func.octet_length(table.c.raw)), 0)).where(mine).scalar_subquery()
        for table, mine in of_it.items()
    ]
    theirs = (personal.c.event_id.in_(select(table.c.event_id).where(mine)) for table, mine in of_it.items())
    beside = select(func.coalesce(func.sum(func.octet_length(personal.c.text)), 0))
    beside = beside.where(personal.c.office_id == office_id, or_(*theirs))
    return sum(sizes, beside.scalar_subquery())


def _size(link: wire.WireEvent) -> int:
    beside = len(link.personal.text.encode()) if link.personal is not None else 0
    return len(msgspec.json.encode(link.event)) + beside
