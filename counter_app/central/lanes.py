"""Lanes: which serials an installation may hand out offline, granted and prolonged by the centre alone."""

import datetime
import itertools
from dataclasses import asdict, replace

from sqlalchemy import Connection, func, insert, select, update

from counter_app.central import granted
from counter_app.central.centre import Centre
from counter_app.central.tables import lanes, positions
from counter_app.domain import numbering
from counter_app.domain.dossier import local_day
from counter_app.domain.numbering import Lane

VALID_DAYS = 183  # how long a counter may go on without ever reaching the centre
PROLONG_BELOW_DAYS = 150
_LANES = select(*(lanes.c[name] for name in Lane.__slots__))


def grant(
    centre: Centre, connection: Connection, office_id: str, agency_id: str, installation_id: str
) -> Lane:
    """Give the lowest lane that nobody holds today.

    A lane moves to another installation only for dates after its old window (DESIGN §5), so that of a
    revoked one stays shut until then. Raises Refused: no_free_lane.
    """
    connection.execute(
        select(positions.c.last).where(positions.c.office_id == office_id).with_for_update()
    )  # one grant at a time in an office
    today = local_day(centre.now() // 60_000)
    held = set(
        connection.execute(
            select(lanes.c.first).where(lanes.c.office_id == office_id, lanes.c.valid_to >= today)
        ).scalars()
    ) | granted.held(centre, office_id, installation_id, today)
    ranges = map(numbering.default_lane_ranges, itertools.count())  # raises after the last one
    free = next(serials for serials in ranges if serials.first not in held)
    lane = _signed(
        centre,
        Lane(
            lane_id=f"{free.first:04d}-{today}",
            agency_id=agency_id,
            installation_id=installation_id,
            **free._asdict(),
            valid_from=today,
            valid_to=_later(today, VALID_DAYS),
            signature=b"",
        ),
    )
    connection.execute(insert(lanes), {"office_id": office_id} | asdict(lane))
    granted.note(centre, connection, office_id, lane)
    return lane


def of(connection: Connection, office_id: str, installation_id: str) -> list[Lane]:
    """Return the lanes granted to an installation, the newest window last."""
    asked = _LANES.where(lanes.c.office_id == office_id, lanes.c.installation_id == installation_id)
    return [Lane(*row) for row in connection.execute(asked.order_by(lanes.c.valid_to))]


def of_office(connection: Connection, office_id: str) -> list[Lane]:
    """Return all lanes that an office's installations ever held."""
    asked = _LANES.where(lanes.c.office_id == office_id)
    return [Lane(*row) for row in connection.execute(asked.order_by(lanes.c.valid_from, lanes.c.first))]


def free(connection: Connection, today: str) -> dict[str, int]:
    """Return by office to how many more PCs it can give a lane on `today` (YYYY-MM-DD)."""
    taken = select(lanes.c.office_id, func.count(lanes.c.first.distinct())).where(lanes.c.valid_to >= today)
    rows = connection.execute(taken.group_by(lanes.c.office_id))
    return {office_id: max(0, numbering.LANES - count) for office_id, count in rows}


def current(centre: Centre, connection: Connection, office_id: str, installation_id: str) -> Lane:
    """Return the installation's lane: prolonged when its end comes near, another one when it is over."""
    lane = of(connection, office_id, installation_id)[-1]
    today = local_day(centre.now() // 60_000)
    if lane.valid_to < today:
        return grant(centre, connection, office_id, lane.agency_id, installation_id)
    if lane.valid_to >= _later(today, PROLONG_BELOW_DAYS):
        return lane
    lane = _signed(centre, replace(lane, valid_to=_later(today, VALID_DAYS)))
    connection.execute(
        update(lanes)
        .where(lanes.c.office_id == office_id, lanes.c.lane_id == lane.lane_id)
        .values(valid_to=lane.valid_to, signature=lane.signature)
    )
    granted.note(centre, connection, office_id, lane)
    return lane


def _signed(centre: Centre, lane: Lane) -> Lane:
    return replace(lane, signature=centre.key.sign(numbering.lane_bytes(lane)))


def _later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
