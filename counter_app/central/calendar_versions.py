"""The calendar by versions and layers: the nation's, a province's, an office's own, and what binds when.

Versions are numbered across all layers. In each layer the newest version whose day has come is in force; an
office's calendar is its layers in force laid over each other, and bears the highest of their numbers.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, Row, select

from counter_app.central.tables import calendars
from counter_app.domain.calendar import CalendarDay
from counter_app.domain.calendar_layers import Layer, layered_days
from counter_app.wire import CalendarVersion

NATIONAL, PROVINCE, OFFICE = SCOPES = ("national", "province", "office")

Place = tuple[str, str]  # scope and place, as the table has them
Version = Row[tuple[object, ...]]


def places_of(office_id: str, agency_id: str) -> tuple[Place, Place, Place]:
    """Return the layers over an office, lowest first; a province is the first group of the agency id."""
    return (NATIONAL, ""), (PROVINCE, agency_id.partition(".")[0]), (OFFICE, office_id)


def listed(connection: Connection) -> Sequence[Version]:
    """Return every version without its days, oldest first."""
    columns = [column for column in calendars.c if column.name != "body"]
    return connection.execute(select(*columns).order_by(calendars.c.version)).all()


def days_of(connection: Connection, version: int) -> tuple[CalendarDay, ...]:
    """Return a version's days, of its own layer only."""
    body = connection.execute(select(calendars.c.body).where(calendars.c.version == version)).scalar_one()
    return msgspec.json.decode(body, type=tuple[CalendarDay, ...])


def in_force(versions: Iterable[Version], places: Sequence[Place], day: str) -> tuple[Version, ...]:
    """Return the versions by which a reception on `day` (YYYY-MM-DD) is reckoned, lowest layer first."""
    newest = {(row.scope, row.place): row for row in versions if row.effective <= day}
    return tuple(newest[place] for place in places if place in newest)


def told(connection: Connection, office_id: str, agency_id: str, today: str) -> tuple[CalendarVersion, ...]:
    """Return an office's calendar in force `today`, then those published that bind later."""
    versions, places = listed(connection), places_of(office_id, agency_id)
    later = {row.effective for row in versions if (row.scope, row.place) in places and row.effective > today}
    stacks = [in_force(versions, places, day) for day in (today, *sorted(later))]
    return tuple(
        _laid(connection, stack)
        for stack, before in zip(stacks, ((), *stacks), strict=False)
        if stack != before
    )


def bearing(
    connection: Connection, office_id: str, agency_id: str, version: int
) -> tuple[CalendarVersion, ...]:
    """Return every calendar of an office that bore a version: a layer below may have changed."""
    versions, places = listed(connection), places_of(office_id, agency_id)
    until = [row for row in versions if row.version <= version]
    days = {row.effective for row in until if (row.scope, row.place) in places}
    stacks = dict.fromkeys(in_force(until, places, day) for day in sorted(days))
    return tuple(_laid(connection, stack) for stack in stacks if max(row.version for row in stack) == version)


def _laid(connection: Connection, stack: tuple[Version, ...]) -> CalendarVersion:
    newest = max(stack, key=lambda row: row.version)
    layers = [Layer(row.scope, days_of(connection, row.version)) for row in stack]
    return CalendarVersion(newest.version, newest.effective, newest.ground, layered_days(layers))
