"""`counter-central publish`: a new version of a calendar, by a decision, for all counters it concerns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, insert, literal, select, text

from counter_app.central import briefing, database, grounds
from counter_app.central.calendar_versions import (
    NATIONAL,
    OFFICE,
    SCOPES,
    Place,
    Version,
    days_of,
    in_force,
    listed,
    places_of,
)
from counter_app.central.tables import calendars, offices
from counter_app.domain.calendar import MAX_TEXT, CalendarDay, parse_calendar_csv
from counter_app.domain.calendar_change import DayChange, diff
from counter_app.domain.calendar_layers import Conflict, Layer, conflicts
from counter_app.domain.moments import parse_day
from counter_app.errors import Refused
from counter_app.texts import _, calendar_changes

Days = tuple[CalendarDay, ...]
Stack = tuple[Place, Place, Place]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be published: days are YYYY-MM-DD, `ground` names the decision by number and date.

    `office` names the office of the scope office, and any office of the province for the scope province.
    """

    file: Path
    ground: str
    today: str
    effective: str
    scope: str = NATIONAL
    office: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published, or would be: `before` is the layer's version until now, 0 where it had none.

    `superseded` never come into force; `renumbered` are (old, new) numbers of other layers' versions that
    bind later than this one, so that numbers grow with the days on which they bind.
    """

    version: int
    before: int
    place: Place
    effective: str
    ground: str
    changes: tuple[DayChange, ...]
    conflicts: tuple[Conflict, ...]
    superseded: tuple[int, ...]
    renumbered: tuple[tuple[int, int], ...]


def publish_calendar(engine: Engine, decision: Decision, now: int, *, dry_run: bool) -> Publication:
    """Store a calendar file as a new version, at `now` (ms UTC); a dry run only tells what would be.

    Raises Refused: bad_file, calendar_too_large, bad_calendar (with row), calendar_unchanged,
    calendar_loses_past, calendar_beyond_announced, ground_missing, too_long, bad_characters, bad_date,
    unknown_office, scope_without_office, owner_needed; Unavailable: database_unreachable.
    """
    parse_day(decision.effective, "effective")
    ground, days = grounds.read(decision.ground), _read(decision.file)
    with database.owners_only(), engine.begin() as connection:
        if not dry_run:  # two at a time would take one number
            connection.execute(text("LOCK TABLE calendars IN SHARE ROW EXCLUSIVE MODE"))
        planned = _plan(connection, decision, ground, days)
        if not dry_run:
            _store(connection, planned, days, now)
        return planned


def _read(path: Path) -> Days:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_TEXT + 1)
    except OSError as error:
        raise Refused("bad_file", "file", file=str(path)) from error
    if len(raw) > MAX_TEXT:
        raise Refused("calendar_too_large", "calendar", limit=MAX_TEXT)
    try:
        content = raw.decode().rstrip()
    except UnicodeDecodeError as error:
        raise Refused("bad_calendar", "calendar", row=raw.count(b"\n", 0, error.start) + 1) from error
    for row, line in enumerate(content.splitlines(), start=1):
        if not line.strip():  # readers of CSV pass over it, and every row named after it would be wrong
            raise Refused("bad_calendar", "calendar", row=row)
    return parse_calendar_csv(content)


def _plan(connection: Connection, decision: Decision, ground: str, days: Days) -> Publication:
    place, stacks = _place(connection, decision)
    versions = listed(connection)
    before = _last(versions, place)
    changes = diff(days_of(connection, before) if before else (), days)
    pending = _pending(versions, max(decision.today, decision.effective))
    superseded = tuple(row.version for row in pending if (row.scope, row.place) == place)
    if not changes and not superseded:  # the same days may be brought forward
        raise Refused("calendar_unchanged", "calendar", version=before)
    _keep_past(changes, days, decision.today)
    if place[0] != NATIONAL:
        _keep_announced(days_of(connection, _last(versions, (NATIONAL, ""))), days)
    number = versions[-1].version + 1
    others = [row.version for row in pending if row.scope != place[0]]
    return Publication(
        version=number,
        before=before,
        place=place,
        effective=decision.effective,
        ground=ground,
        changes=changes,
        conflicts=tuple(dict.fromkeys(_conflicts(connection, versions, stacks, (place, days)))),
        superseded=superseded,
        renumbered=tuple((old, number + later) for later, old in enumerate(others, start=1)),
    )


def _place(connection: Connection, decision: Decision) -> tuple[Place, list[Stack]]:
    """Return the layer that is meant, and the layers over each office that it concerns."""
    rows = connection.execute(select(offices.c.office_id, offices.c.agency_id))
    over = {row.office_id: places_of(row.office_id, row.agency_id) for row in rows}
    place = (NATIONAL, "")
    if (decision.scope == NATIONAL) == bool(decision.office):
        raise Refused("scope_without_office", "office")
    if decision.scope != NATIONAL:
        if decision.office not in over:
            raise Refused("unknown_office", "office", office=decision.office)
        place = over[decision.office][SCOPES.index(decision.scope)]
    return place, [places for places in over.values() if place in places]


def _last(versions: Sequence[Version], place: Place) -> int:
    """Return the number of a layer's newest version, also of one that binds later; 0 for none."""
    return max((row.version for row in versions if (row.scope, row.place) == place), default=0)


def _pending(versions: Sequence[Version], day: str) -> list[Version]:
    """Return the versions that come into force after `day` and were not superseded before."""
    return [
        row
        for row in versions
        if row.effective > day and in_force(versions, [(row.scope, row.place)], row.effective) == (row,)
    ]


def _keep_past(changes: Sequence[DayChange], days: Sequence[CalendarDay], today: str) -> None:
    for change in changes:
        if change.after is None and change.date < today:
            dates = [entry.date for entry in days]
            row = next((n for n, date in enumerate(dates, start=2) if date > change.date), len(dates) + 2)
            raise Refused("calendar_loses_past", "calendar", row=row, day=calendar_changes.day(change.date))


def _keep_announced(national: Sequence[CalendarDay], days: Sequence[CalendarDay]) -> None:
    """A layer that ran on alone would make its last day look like the last announced (DOMAIN §2.8)."""
    last = max((entry.date for entry in national), default="")
    for row, entry in enumerate(days, start=2):
        if entry.date > last:
            raise Refused("calendar_beyond_announced", "calendar", row=row, last=calendar_changes.day(last))


def _conflicts(
    connection: Connection, versions: Sequence[Version], stacks: list[Stack], new: tuple[Place, Days]
) -> Iterator[Conflict]:
    """Yield each day that the new version and a layer over or under it call differently, some twice."""
    place, days = new
    told = {place: Layer(calendar_changes.layer(*place), days)}
    for scope, where in {(row.scope, row.place) for row in versions} - {place}:
        own = days_of(connection, _last(versions, (scope, where)))
        told[scope, where] = Layer(calendar_changes.layer(scope, where), own)
    name = told[place].name
    for stack in sorted({tuple(one for one in places if one in told) for places in stacks}):
        yield from (one for one in conflicts([told[one] for one in stack]) if name in {one.lower, one.upper})


def _store(connection: Connection, planned: Publication, days: Days, now: int) -> None:
    scope, place = planned.place
    connection.execute(
        insert(calendars).values(
            version=planned.version,
            body=msgspec.json.encode(days).decode(),
            scope=scope,
            place=place,
            effective=planned.effective,
            ground=planned.ground,
            published_at=now,
        )
    )
    kept = [column for column in calendars.c if column.name != "version"]
    for old, new in planned.renumbered:
        copied = select(literal(new), *kept).where(calendars.c.version == old)
        names = ["version", *(column.name for column in kept)]
        connection.execute(insert(calendars).from_select(names, copied))
    briefing.touch(connection, place if scope == OFFICE and not planned.renumbered else None)


def lines(told: Publication, today: str, *, dry_run: bool) -> Iterator[str]:
    """Say to an administrator what was published, or what would be."""
    head = _("{layer}: phiên bản {before} → {version}, áp dụng từ {day}. Căn cứ: {ground}")
    yield head.format(
        layer=calendar_changes.layer(*told.place),
        before=told.before,
        version=told.version,
        day=calendar_changes.day(told.effective),
        ground=told.ground,
    )
    yield from (f"  {calendar_changes.change(one)}" for one in told.changes)
    if told.conflicts:
        yield _("Các lịch ghi khác nhau {count} ngày:").format(count=len(told.conflicts))
        yield from (f"  {calendar_changes.conflict(one)}" for one in told.conflicts)
    for version in told.superseded:
        yield _("Phiên bản {version} chưa đến ngày áp dụng sẽ không dùng nữa.").format(version=version)
    for old, new in told.renumbered:
        yield _("Phiên bản {old} áp dụng sau ngày này nên mang số mới {new}.").format(old=old, new=new)
    past = sum(one.date < today for one in told.changes)
    if past:
        said = _("Trong đó {count} ngày đã qua: hẹn đã in vẫn giữ, nhưng hẹn lại từ nay tính theo lịch này.")
        yield said.format(count=past)
    if told.effective > today:
        day = calendar_changes.day(told.effective)
        yield _("Hồ sơ nhận trước {day} vẫn hẹn theo lịch cũ.").format(day=day)
    count = len(told.changes)
    if dry_run:
        yield _("{count} ngày thay đổi. Chỉ xem, chưa ghi gì.").format(count=count)
    else:
        yield _("{count} ngày thay đổi. Các quầy nhận ở lần liên lạc tới.").format(count=count)
