"""When each PC was in contact: by that an approval of one that had heard nothing for 30 days is known."""

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central.centre import Caller, Centre
from counter_app.central.people_tables import contacts
from counter_app.central.tables import installations
from counter_app.domain.dossier import local_day
from counter_app.domain.events import Event
from counter_app.domain.moments import DAY
from counter_app.domain.staff.approvers import CONTACT

MINUTE_MS, NOTED_EVERY = 60_000, 3_600_000  # ms: a day's last contact is known to the hour
_REMEMBERED = 10_000  # days of PCs
# A day more than what every honest counter keeps to: clocks differ, and the hour above.
_WITHIN = (CONTACT + DAY) * MINUTE_MS


def note(centre: Centre, caller: Caller) -> None:
    """Note that a PC was in contact now: the first and, by the hour, the last time of each day (+07:00)."""
    now = centre.now()
    key = {
        "office_id": caller.office_id,
        "installation_id": caller.installation_id,
        "day": local_day(now // MINUTE_MS),
    }
    known = tuple(key.values())
    if now - centre.heard.get(known, now - NOTED_EVERY) < NOTED_EVERY:
        return
    with centre.engine.begin() as connection:
        asked = select(contacts.c.last).where(*(contacts.c[name] == value for name, value in key.items()))
        last = connection.execute(asked).scalar_one_or_none()
        if last is None or now - last >= NOTED_EVERY:
            statement = insert(contacts).values(**key, first=now, last=now)
            connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_={"last": now}))
            last = now
    if len(centre.heard) >= _REMEMBERED:
        centre.heard.clear()
    centre.heard[known] = last


def too_old(connection: Connection, office_id: str, told: Iterable[Event]) -> frozenset[str]:
    """Return the ids of those events whose PC had, by their own moment, had no contact for 30 days.

    Its enrolment was one. A PC that is back, or tells of a moment before its first contact, gains nothing.
    """
    events = list(told)
    heard: dict[str, list[tuple[int, int]]] = {}
    for table, first, last in (
        (installations, installations.c.enrolled_at, installations.c.enrolled_at),
        (contacts, contacts.c.first, contacts.c.last),
    ):
        asked = select(table.c.installation_id, first.label("first"), last.label("last")).where(
            table.c.office_id == office_id,
            table.c.installation_id.in_({event.installation_id for event in events}),
        )
        for row in connection.execute(asked) if events else ():
            heard.setdefault(row.installation_id, []).append((row.first, row.last))
    return frozenset(
        event.event_id
        for event in events
        if not any(
            first <= event.happened_at <= last + _WITHIN
            for first, last in heard.get(event.installation_id, ())
        )
    )
