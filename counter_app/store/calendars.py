"""Every calendar this PC was ever told: events name theirs by its version, and are reckoned again with it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.calendar import CalendarDay, Hours, WorkCalendar
from counter_app.errors import Refused
from counter_app.store.pc_tables import calendars as table
from counter_app.store.statements import Prepared
from counter_app.wire import Briefing

_ALL = Prepared(sa.select(*table.c.values()).order_by(table.c.version, table.c.received_at, table.c.digest))
_OF = Prepared(
    sa.select(*table.c.values())
    .where(table.c.version == sa.bindparam("version"))
    .order_by(table.c.received_at, table.c.digest)
)
_DAYS = msgspec.json.Decoder(tuple[CalendarDay, ...])
_HOURS = msgspec.json.Decoder(tuple[Hours, ...])


@dataclass(frozen=True, slots=True)
class Edition:
    """One calendar as told: a version has several when office hours changed under it.

    `calendar` is None where the row is not what was told, `received_at` is ms UTC.
    """

    version: int
    digest: str
    rules: str
    received_at: int
    calendar: WorkCalendar | None


def keep(conn: sa.Connection, briefing: Briefing, received_at: int) -> None:
    """Keep the briefing's calendars, hours and rules beside the earlier ones; known ones stay as they are."""
    hours = msgspec.json.encode(briefing.hours)
    for told in briefing.calendars():
        days = msgspec.json.encode(told.days)
        row = {
            "version": told.version,
            "digest": _digest(days, hours, briefing.rules),
            "days": days,
            "hours": hours,
            "rules": briefing.rules,
            "received_at": received_at,
        }
        conn.execute(insert(table).prefix_with("OR IGNORE"), row)


def editions(conn: sa.Connection) -> Iterator[Edition]:
    """Yield every edition by version, those heard first before the others."""
    for version, digest, days, hours, rules, received_at in _ALL.rows(conn):
        yield Edition(version, digest, rules, received_at, _read(version, digest, days, hours, rules))


def newest(conn: sa.Connection, version: int) -> WorkCalendar | None:
    """Return a version as last told; None where none was kept whole."""
    for version_of, digest, days, hours, rules, _received_at in reversed(_OF.rows(conn, version=version)):
        calendar = _read(version_of, digest, days, hours, rules)
        if calendar is not None:
            return calendar
    return None


def _read(version: object, digest: object, days: object, hours: object, rules: object) -> WorkCalendar | None:
    """Return the calendar, None unless the row is still what its digest says."""
    if not isinstance(days, bytes) or not isinstance(hours, bytes) or not isinstance(rules, str):
        return None
    if _digest(days, hours, rules) != digest or not isinstance(version, int):
        return None
    try:
        return WorkCalendar(version, _DAYS.decode(days), _HOURS.decode(hours))
    except (msgspec.MsgspecError, Refused):
        return None


def _digest(days: bytes, hours: bytes, rules: str) -> str:
    return hashlib.sha256(days + b"\n" + hours + b"\n" + rules.encode()).hexdigest()
