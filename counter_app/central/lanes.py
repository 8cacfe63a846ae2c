"""Lanes: which serials an installation may hand out offline, granted and prolonged by the centre alone."""

import datetime
import itertools
from dataclasses import asdict, replace

from sqlalchemy import Connection, func, insert, select, update

from counter_app.central import granted, stored
from counter_app.central.centre import Centre
from counter_app.central.tables import lanes
from counter_app.domain import numbering
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
    stored.lock(connection, office_id)  # one grant at a time in an office
    today = centre.today()
    held = {
        lane.first
        for lane in (*of_office(connection, office_id), *_told_others(centre, office_id, installation_id))
        if lane.valid_to >= today
    }
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
    """Return the installation's lane for today: prolonged when its end comes near, another one where none is
    valid.

    A lane of another day was granted while this clock was wrong: it neither serves nor is in the way.
    """
    held = of(connection, office_id, installation_id)
    today = centre.today()
    valid = [lane for lane in held if lane.valid_from <= today <= lane.valid_to]
    if not valid:
        return grant(centre, connection, office_id, held[-1].agency_id, installation_id)
    lane = valid[-1]
    if lane.valid_to >= _later(today, PROLONG_BELOW_DAYS):
        return lane
    end = _end(centre, connection, office_id, lane, today)
    if end <= lane.valid_to:
        return lane
    lane = _signed(centre, replace(lane, valid_to=end))
    connection.execute(
        update(lanes)
        .where(lanes.c.office_id == office_id, lanes.c.lane_id == lane.lane_id)
        .values(valid_to=lane.valid_to, signature=lane.signature)
    )
    granted.note(centre, connection, office_id, lane)
    return lane


def _end(centre: Centre, connection: Connection, office_id: str, lane: Lane, today: str) -> str:
    """Return up to which day a lane can be prolonged: before one of the same serials that begins later."""
    known = (*of_office(connection, office_id), *_told_others(centre, office_id, lane.installation_id))
    ahead = [_later(one.valid_from, -1) for one in known if one.first == lane.first]
    return min([_later(today, VALID_DAYS), *(day for day in ahead if day >= lane.valid_to)])


def _told_others(centre: Centre, office_id: str, installation_id: str) -> list[Lane]:
    """Return the lanes of others that the file beside the database tells: see `granted.lanes_told`."""
    told = granted.lanes_told(centre, office_id)
    return [lane for lane in told if lane.installation_id != installation_id]


def _signed(centre: Centre, lane: Lane) -> Lane:
    return replace(lane, signature=centre.key.sign(numbering.lane_bytes(lane)))


def _later(day: str, days: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
