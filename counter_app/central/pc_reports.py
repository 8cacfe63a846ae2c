"""How each PC stands, as it tells it itself and as the centre knows it: the operator's view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import apart, doubts
from counter_app.central.centre import Caller, Centre
from counter_app.central.key_tables import installation_keys
from counter_app.central.people_tables import contacts, pc_reports
from counter_app.central.review_tables import RULED, reviews
from counter_app.central.tables import events, forks, installations, quarantine

KNOWN = {
    "head": int,
    "unsent": int,
    "oldest_unsent": int,
    "lane_left": int,
    "lane_size": int,
    "lane_days": int,
    "clock": str,
    "backup": int,
}
NOTED_EVERY = 60_000  # ms, at most; what says nothing new is not written for an hour
AGAIN = 3_600_000
_GRADES = "ABCUS"  # of a clock (DESIGN §6)
_MOST = 2**53


@dataclass(frozen=True, slots=True)
class Standing:
    """One PC; times are ms UTC, None for never. `report` is what it told of itself at `told_at`.

    Of its `unsent` is taken off what arrived since; `forked` events stand in a second history of its log.
    It signs with its key since `key_since`. `apart` percent of what may be kept beside its log is taken.
    """

    office_id: str
    installation_id: str
    label: str
    revoked: bool
    last_contact: int | None
    acknowledged: int
    quarantined: int
    forked: int
    in_review: int
    told_at: int | None
    report: dict[str, int | str]
    key_since: int
    apart: int


def note(centre: Centre, caller: Caller, told: Mapping[str, int | str]) -> None:
    """Keep a PC's report: within a minute where it says something new, else once an hour.

    In a transaction of its own: what is remembered has been committed.
    """
    report = {name: told[name] for name, kind in KNOWN.items() if type(told.get(name)) is kind}
    if not report or not all(map(_is_sound, report.values())):
        return
    body, now = msgspec.json.encode(report).decode(), centre.now()
    at, before = centre.reports.get(caller.installation_id, (0, ""))
    if now - at < (AGAIN if body == before else NOTED_EVERY):
        return
    row = {"office_id": caller.office_id, "installation_id": caller.installation_id, "at": now, "told": body}
    statement = insert(pc_reports).values(row)
    newer = {"at": statement.excluded.at, "told": statement.excluded.told}
    keys = ["office_id", "installation_id"]
    with centre.engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer))
    centre.reports[caller.installation_id] = now, body


def standings(connection: Connection, office_id: str | None = None) -> list[Standing]:
    """Return every PC, of one office or of all, by office and label."""
    asked = _asked() if office_id is None else _asked().where(installations.c.office_id == office_id)
    return [
        Standing(
            row.office_id,
            row.installation_id,
            row.label,
            row.revoked_at is not None,
            max((at for at in (row.met, row.at) if at is not None), default=None),
            row.head or 0,
            row.doubted,
            row.forked,
            row.waiting,
            row.at,
            _since(msgspec.json.decode(row.told), row.head or 0) if row.told else {},
            row.key_since or row.enrolled_at,
            int(row.apart) * 100 // apart.MOST,
        )
        for row in connection.execute(asked)
    ]


def _since(report: dict[str, int | str], acknowledged: int) -> dict[str, int | str]:
    """Return a report less what was sent after it was made: a PC tells it before its push is answered."""
    head, unsent = report.pop("head", None), report.get("unsent")
    if not isinstance(head, int) or not isinstance(unsent, int):
        return report
    left = min(unsent, max(0, head - acknowledged))
    kept = report if left else {name: value for name, value in report.items() if name != "oldest_unsent"}
    return kept | {"unsent": left}


def _is_sound(value: int | str) -> bool:
    return value in tuple(_GRADES) if isinstance(value, str) else abs(value) < _MOST


def _asked() -> Select[Any]:
    beside = and_(quarantine.c.office_id == events.c.office_id, quarantine.c.event_id == events.c.event_id)
    counted = func.count(quarantine.c.event_id.distinct())
    doubted = select(counted).select_from(events.join(quarantine, beside))
    followed = select(func.max(installation_keys.c.since)).where(installation_keys.c.in_force)
    return (
        select(
            installations,
            select(func.max(events.c.seq)).where(_of_it(events)).scalar_subquery().label("head"),
            doubted.where(_of_it(events), doubts.WAITS).scalar_subquery().label("doubted"),
            select(func.count(forks.c.seq))
            .where(_of_it(forks), forks.c.settled.is_(None))
            .scalar_subquery()
            .label("forked"),
            select(func.max(contacts.c.last)).where(_of_it(contacts)).scalar_subquery().label("met"),
            select(func.count(reviews.c.seq))
            .where(_of_it(reviews), ~RULED)
            .scalar_subquery()
            .label("waiting"),
            followed.where(_of_it(installation_keys)).scalar_subquery().label("key_since"),
            apart.size_of(installations.c.office_id, installations.c.installation_id).label("apart"),
            pc_reports.c.at,
            pc_reports.c.told,
        )
        .outerjoin(pc_reports, _of_it(pc_reports))
        .order_by(installations.c.office_id, installations.c.label, installations.c.installation_id)
    )


def _of_it(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.office_id == installations.c.office_id,
        table.c.installation_id == installations.c.installation_id,
    )
