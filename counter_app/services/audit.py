"""Who did what when, read from the log itself: for a named reader, in pages, and as a file."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from counter_app.domain.kinds import KINDS, StaffFact
from counter_app.domain.moments import iso_local, minute_at, parse_day
from counter_app.domain.people import Role
from counter_app.domain.permissions import READS, Page
from counter_app.errors import Refused
from counter_app.host.files import private_file
from counter_app.services import reading
from counter_app.services.apologies import BOM, harmless
from counter_app.services.counter import Counter
from counter_app.store import audit as store
from counter_app.store.audit import Logged, Narrowed
from counter_app.store.engine import Connection
from counter_app.texts import _, staff_facts
from counter_app.texts import audit as texts
from counter_app.texts.audit import Topic

PAGE = 100
EXPORTED = 500  # events written between two words of progress
MAX_SUBJECT = 80
MINUTE_MS = 60_000
_STAFF = frozenset(kind.KIND for kind in StaffFact.__args__)
_GROUNDED = _STAFF & texts.kinds_of(Topic.GROUNDED)  # about people, with a ground


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an audit is narrowed to; "" narrows nothing. Days are YYYY-MM-DD, both counted.

    `subject` is a dossier's code, or the id of an absence, a request, an inspection.
    """

    person: str = ""
    topic: Topic = Topic.ALL
    first: str = ""
    last: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in words. `at` is ms UTC; `ground` is "" where none was due or the reader may not see it."""

    position: int
    event_id: str
    installation_id: str
    at: int
    actor_id: str
    actor: str
    kind: str
    subject: str
    said: str
    ground: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first; `below` begins the next page, None where this is the last.

    `lacking` are events whose ground the reader may see and that is not at this PC.
    """

    entries: tuple[Entry, ...]
    below: int | None
    lacking: tuple[str, ...] = ()


def look(counter: Counter, reader_id: str, wanted: Wanted, below: int | None = None) -> AuditPage:
    """Return the page of what was done before the position `below`, from the newest where it is None.

    Sentences name no citizen; a ground with personal data is said only to who may read the dossiers. Who may
    not read people's records learns of them neither it nor whom a measure or an inspection is about.
    Raises Refused: not_permitted, not_signed_in, bad_date, bad_period.
    """
    narrowed = _narrowed(wanted)
    with counter.store.read() as conn:
        roles = reading.check(conn, counter, reader_id, Page.AUDIT)
        if wanted.topic is Topic.ROLES:
            return AuditPage(_roles(conn, counter, narrowed), None)
        found = store.page(conn, narrowed, below, PAGE + 1)
        names = _names(conn, counter)
    entries = tuple(_entry(one, names, roles) for one in found[:PAGE])
    lacking = tuple(one.event.event_id for one in found[:PAGE] if _lacks(one, roles))
    return AuditPage(entries, entries[-1].position if len(found) > PAGE else None, lacking)


def export(
    counter: Counter, reader_id: str, wanted: Wanted, path: Path, told: Callable[[int, int], bool]
) -> int:
    """Write all of it as a table, newest first, and return how many rows; no citizen's data goes out.

    `told(seen, total)` hears how far down the log it has come and says whether to go on; given up, nothing is
    written (0). Raises as `look`; Unavailable: folder_not_writable, disk_full.
    """
    narrowed = _narrowed(wanted)
    with counter.store.read() as conn:
        roles = reading.check(conn, counter, reader_id, Page.AUDIT)
        names, total = _names(conn, counter), store.size(conn)
        given = _roles(conn, counter, narrowed) if wanted.topic is Topic.ROLES else None
        try:
            with private_file(path) as file:
                file.write((BOM + _lines([_heads()])).encode())
                if given is not None:
                    file.write(_lines(_cells(one) for one in given).encode())
                    return len(given)
                entry = partial(_entry, names=names, roles=roles, grounds=False)
                return _write_all(conn, narrowed, entry, file.write, lambda seen: told(seen, total))
        except _GivenUp:
            return 0


class _GivenUp(Exception):  # noqa: N818 - no error: somebody changed his mind
    """Leaves the file before it comes into its place."""


def _write_all(
    conn: Connection,
    narrowed: Narrowed,
    entry: Callable[[Logged], Entry],
    write: Callable[[bytes], object],
    told: Callable[[int], bool],
) -> int:
    below, rows, top = None, 0, store.size(conn)
    while found := store.page(conn, narrowed, below, EXPORTED):
        write(_lines(_cells(entry(one)) for one in found).encode())
        below, rows = found[-1].position, rows + len(found)
        if not told(top - below):
            raise _GivenUp
    return rows


def _narrowed(wanted: Wanted) -> Narrowed:
    since = parse_day(wanted.first, "first") if wanted.first else None
    until = parse_day(wanted.last, "last") + 1 if wanted.last else None
    if since is not None and until is not None and until <= since:
        raise Refused("bad_period", "last")
    return Narrowed(
        person=wanted.person,
        kinds=texts.kinds_of(wanted.topic),
        since=None if since is None else minute_at(since, 0) * MINUTE_MS,
        until=None if until is None else minute_at(until, 0) * MINUTE_MS,
        subject=wanted.subject.strip()[:MAX_SUBJECT],
    )


def _names(conn: Connection, counter: Counter) -> dict[str, str]:
    return {one.person_id: one.name for one in counter.reference(conn).briefing.people}


def _roles(conn: Connection, counter: Counter, narrowed: Narrowed) -> tuple[Entry, ...]:
    """Return what the centre gave and ended, newest first, by the days from which it holds.

    A role is no event of this log: the briefing tells it with its ground, and `person` is whose it is.
    """
    names, found = _names(conn, counter), []
    for one in counter.reference(conn).briefing.grants:
        days = [(parse_day(one.first_day), False)]
        days += [(parse_day(one.last_day) + 1, True)] if one.last_day else []
        for day, ended in days:
            at, said = minute_at(day, 0) * MINUTE_MS, texts.role(one, names, ended=ended)
            within = (narrowed.since or 0) <= at < (narrowed.until or at + 1)
            if within and not narrowed.subject and narrowed.person in ("", one.person_id):
                kind = "role.ended" if ended else "role.given"
                found.append(Entry(0, one.grant_id, "", at, "", _("Trung tâm"), kind, "", said, one.ground))
    return tuple(sorted(found, key=lambda entry: (entry.at, entry.event_id), reverse=True))


def _entry(one: Logged, names: Mapping[str, str], roles: frozenset[Role], *, grounds: bool = True) -> Entry:
    event = one.event
    said, ground = event.kind, ""
    if one.bare is not None and one.whole is not None:
        page = Page.RECORDS if event.kind in _STAFF else Page.DOSSIERS
        said = texts.line(one.bare, names) if roles & READS[Page.RECORDS] else texts.veiled(one.bare, names)
        ground = texts.ground(one.whole if grounds and roles & READS[page] else one.bare)
        if grounds and _lacks(one, roles):
            ground = " · ".join(part for part in (staff_facts.elsewhere(), ground) if part)
    elif event.kind in KINDS:
        said = _("{kind}: nội dung không đọc được").format(kind=event.kind)
    return Entry(
        position=one.position,
        event_id=event.event_id,
        installation_id=event.installation_id,
        at=event.happened_at,
        actor_id=event.actor_id,
        actor=names.get(event.actor_id, event.actor_id),
        kind=event.kind,
        subject=event.subject,
        said=said,
        ground=ground,
    )


def _lacks(one: Logged, roles: frozenset[Role]) -> bool:
    """Tell whether the reader may see a ground about people that is not here."""
    kind = one.event.kind
    return one.lacking and kind in _GROUNDED and bool(roles & READS[Page.RECORDS])


def _heads() -> tuple[str, ...]:
    return (
        _("Lúc"), _("Cán bộ"), _("Mã cán bộ"), _("Việc"), _("Căn cứ"), _("Hồ sơ hoặc sự việc"),
        _("Loại"), _("Mã sự việc"), _("Máy"),
    )  # fmt: skip


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        iso_local(entry.at // MINUTE_MS), entry.actor, entry.actor_id, entry.said, entry.ground,
        entry.subject, entry.kind, entry.event_id, entry.installation_id,
    )  # fmt: skip


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)
    return file.getvalue()
