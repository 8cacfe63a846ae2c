"""Reference data into the centre: catalogue and calendar as new versions if they differ, offices as given."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import briefing
from counter_app.central.people_tables import grants, people
from counter_app.central.tables import calendars, catalogues, hours, offices, positions
from counter_app.domain.calendar import DEFAULT_HOURS, Hours, WorkCalendar, parse_calendar_csv
from counter_app.domain.catalog import Catalogue
from counter_app.domain.catalog_doubts import Doubt
from counter_app.domain.catalog_import import import_published
from counter_app.domain.people import Grant, Person, Role
from counter_app.domain.rules import RULE_SETS, rule_set
from counter_app.errors import CounterError, Refused

RESOURCES = Path(__file__).parents[2] / "resources" / "catalog"
# Wards in their present form, and the catalogue of their procedures, begin on this day.
FIRST_EFFECTIVE = "2025-07-01"


@dataclass(frozen=True, slots=True)
class Sources:
    """Files to load from; `office` may be None. `today` (YYYY-MM-DD) dates a changed catalogue."""

    today: str
    office: Path | None = None
    catalogue: Path = RESOURCES / "procedures.json"
    confirmations: Path = RESOURCES / "confirmed.json"
    calendar: Path = RESOURCES / "vn_calendar.csv"


_LISTED = {"people", "hours", "roles"}  # the rest of an entry is the office's own row


class OfficeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One office of an office file, with its people and hours."""

    office_id: str
    agency_id: str
    superior: str
    name: str
    place: str
    address: str
    hotline: str
    complaints: str
    people: tuple[Person, ...]
    hours: tuple[Hours, ...] = (DEFAULT_HOURS,)
    rules: str = RULE_SETS[-1].rules_id
    roles: tuple[Grant, ...] = ()
    sign_in_from: str = ""


class OfficeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An office file: `{"offices": [...]}`."""

    offices: tuple[OfficeEntry, ...]
    note: str = ""


def load_catalogue(connection: Connection, sources: Sources) -> tuple[int, tuple[Doubt, ...]]:
    """Store the published catalogue as a new version if it changed; return its version and its doubts."""
    source = json.loads(sources.catalogue.read_text("utf-8"))
    confirmations = json.loads(sources.confirmations.read_text("utf-8"))
    newest = _newest(connection)
    version = newest.version + 1 if newest else 1
    effective = sources.today if newest else FIRST_EFFECTIVE
    imported = import_published(source, confirmations, version, effective)
    if newest is not None:
        before = msgspec.json.decode(newest.body, type=Catalogue)
        if before.procedures == imported.catalogue.procedures:
            return before.version, imported.doubts
    connection.execute(
        insert(catalogues).values(
            version=version,
            effective=effective,
            body=msgspec.json.encode(imported.catalogue).decode(),
        )
    )
    briefing.touch(connection)
    return version, imported.doubts


def load_calendar(connection: Connection, sources: Sources) -> int:
    """Store the nation's calendar as a new version if it changed; return its version.

    Once one was published by a decision, a file that came with the software replaces nothing any more.
    Raises Refused: bad_calendar.
    """
    days = parse_calendar_csv(sources.calendar.read_text("utf-8"))
    body = msgspec.json.encode(days).decode()
    national = select(calendars).where(calendars.c.scope == "national")
    newest = connection.execute(national.order_by(calendars.c.version.desc()).limit(1)).one_or_none()
    if newest is not None and (newest.body == body or newest.ground):
        return int(newest.version)
    version: int = (
        connection.execute(select(func.coalesce(func.max(calendars.c.version), 0))).scalar_one() + 1
    )
    WorkCalendar(version, days)  # refuses contradictions before anybody counts with them
    connection.execute(
        insert(calendars).values(
            version=version,
            body=body,
            scope="national",
            place="",
            effective="",
            ground="",
            published_at=0,
        )
    )
    briefing.touch(connection)
    return version


def load_offices(connection: Connection, sources: Sources) -> int:
    """Store the offices of the office file, if one is given; return how many there are.

    People missing from the file stay: their old events name them. Roles and `sign_in_from` are taken from it
    the first time only: from then on `people` changes them, and no file undoes that. Raises Refused:
    bad_office_file.
    """
    if sources.office is None:
        return 0
    try:
        entries = msgspec.json.decode(sources.office.read_bytes(), type=OfficeFile).offices
        for entry in entries:
            rule_set(entry.rules)
            WorkCalendar(0, (), entry.hours)
    except (OSError, ValueError, CounterError) as error:
        raise Refused("bad_office_file", "office_file", reason=str(error)[:200]) from error
    for entry in entries:
        _store_office(connection, entry)
    return len(entries)


def _newest(connection: Connection) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(catalogues).order_by(catalogues.c.version.desc()).limit(1)).one_or_none()


def _store_office(connection: Connection, entry: OfficeEntry) -> None:
    told = {name: getattr(entry, name) for name in entry.__struct_fields__ if name not in _LISTED}
    again = {name: value for name, value in told.items() if name != "sign_in_from"}
    statement = insert(offices).values(**told, revision=1)
    connection.execute(statement.on_conflict_do_update(index_elements=["office_id"], set_=again))
    connection.execute(insert(positions).values(office_id=entry.office_id, last=0).on_conflict_do_nothing())
    listed = select(people.c.person_id).where(people.c.office_id == entry.office_id)
    known = frozenset(connection.execute(listed).scalars())
    for person in entry.people:
        row = {"office_id": entry.office_id} | msgspec.to_builtins(person)
        row["trained"] = msgspec.json.encode(person.trained).decode()
        again = {name: value for name, value in row.items() if name != "photo"}  # `people photo` keeps that
        connection.execute(
            insert(people)
            .values(row)
            .on_conflict_do_update(index_elements=["office_id", "person_id"], set_=again)
        )
    for grant in _roles(entry, known):
        row = {"office_id": entry.office_id} | msgspec.to_builtins(grant)
        connection.execute(insert(grants).values(row).on_conflict_do_nothing())
    for kept in entry.hours:
        row = {
            "office_id": entry.office_id,
            "effective": kept.effective,
            "sessions": msgspec.json.encode(kept.sessions).decode(),
        }
        connection.execute(
            insert(hours)
            .values(row)
            .on_conflict_do_update(index_elements=["office_id", "effective"], set_=row)
        )
    briefing.touch(connection, entry.office_id)


def _roles(entry: OfficeEntry, known: frozenset[str]) -> Iterator[Grant]:
    """Yield what roles a file gives: any to a new office, later that of an officer to whom it newly names.

    Every other one is given with its ground by `people role`.
    """
    for grant in (*_officers(entry), *entry.roles):
        if not known or (grant.role is Role.OFFICER and grant.person_id not in known):
            yield grant


def _officers(entry: OfficeEntry) -> Iterator[Grant]:
    """Yield the role of whoever the file gives none: people are named there because they receive."""
    given = {grant.person_id for grant in entry.roles}
    for person in entry.people:
        if person.person_id not in given:
            yield Grant(f"{person.person_id}-officer", person.person_id, Role.OFFICER, FIRST_EFFECTIVE)
