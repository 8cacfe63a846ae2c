"""What earlier versions of the centre could not read, judged by this one: run by `counter-central init`."""

import itertools

from sqlalchemy import Connection, Engine, Row, and_, delete, select

from counter_app.central import court
from counter_app.central.centre import Caller
from counter_app.central.tables import events, installations, personal, positions, quarantine
from counter_app.domain import facts
from counter_app.domain.events import Event, Personal
from counter_app.errors import Refused
from counter_app.wire import MAX_BATCH, WireEvent

# Facts of a later counter: kept and fed from the first, not counted until they could be read.
_ALL = 2**62  # every position: these were stored long ago
LATER = ("unknown_kind", "unknown_version", "unknown_field")


def rejudge(engine: Engine, now: int) -> int:
    """Judge, as owner, what waits only because it could not be read and can be now; return how many.

    Its mark of then goes, and what is found now stands instead. All else stays as it was judged.
    """
    count = 0
    with engine.begin() as connection:
        for office_id in connection.execute(select(positions.c.office_id)).scalars().all():
            connection.execute(
                select(positions.c.last).where(positions.c.office_id == office_id).with_for_update()
            )
            waiting = [row for row in _waiting(connection, office_id) if _readable(row)]
            for _source, rows in itertools.groupby(waiting, key=lambda row: row.installation_id):
                links = [_link(row) for row in rows]
                count += len(links)
                for start in range(0, len(links), MAX_BATCH):
                    _sit(connection, office_id, links[start : start + MAX_BATCH], now)
    return count


def _waiting(connection: Connection, office_id: str) -> list[Row[tuple[object, ...]]]:
    """Return the events with such a mark in the order they came."""
    beside = and_(
        personal.c.office_id == events.c.office_id,
        personal.c.event_id == events.c.event_id,
        personal.c.digest == events.c.personal_digest,
    )
    marked = select(quarantine.c.event_id).where(
        quarantine.c.office_id == office_id, quarantine.c.code.in_(LATER)
    )
    asked = (
        select(events, personal.c.salt, personal.c.text)
        .outerjoin(personal, beside)
        .where(events.c.office_id == office_id, events.c.event_id.in_(marked))
        .order_by(events.c.position)
    )
    return list(connection.execute(asked))


def _sit(connection: Connection, office_id: str, links: list[WireEvent], now: int) -> None:
    first = links[0].event
    key = select(installations.c.public_key).where(
        installations.c.office_id == office_id, installations.c.installation_id == first.installation_id
    )
    connection.execute(
        delete(quarantine).where(
            quarantine.c.office_id == office_id,
            quarantine.c.code.in_(LATER),
            quarantine.c.event_id.in_([link.event.event_id for link in links]),
        )
    )
    caller = Caller(office_id, first.installation_id, connection.execute(key).scalar_one())
    court.sit(connection, caller, links, now, _ALL)


def _readable(row: Row[tuple[object, ...]]) -> bool:
    link = _link(row)
    try:
        facts.join(link.event, link.personal)
    except Refused:
        return False
    return True


def _link(row: Row[tuple[object, ...]]) -> WireEvent:
    event = Event(*(getattr(row, name) for name in Event.__slots__))
    return WireEvent(event, Personal(row.salt, row.text) if row.salt is not None else None)
