"""What is asked of the lists about people. Everything here only reads; nothing older than 13 months."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import sqlalchemy as sa

from counter_app.domain.dossier import local_day
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import DAY
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.request import Decision, Request
from counter_app.domain.staff_events import (
    AbsenceReason,
    Ending,
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    Span,
    SubstituteAsked,
)
from counter_app.errors import Damaged, Refused
from counter_app.store import log, projections
from counter_app.store.staff_tables import absences as _absences
from counter_app.store.staff_tables import staff_records as _records
from counter_app.store.staff_tables import substitutions as _substitutions
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, events, personal

MOST = 5000  # rows of one list: 50 counters with two absences a week for 13 months
BACK = 396 * DAY  # minutes: 13 months
Told = tuple[Request, tuple[Decision, ...]]
_MINUTES = msgspec.json.Decoder(tuple[int, ...])
_SITTINGS = msgspec.json.Decoder(tuple[tuple[int, str], ...])
_SPANS = msgspec.json.Decoder(tuple[Span, ...])
_DECISIONS = msgspec.json.Decoder(tuple[Decision, ...])


def _newest(table: sa.Table, key: sa.Column[Any]) -> Prepared:
    asked = sa.select(*table.c.values()).where(table.c.until > sa.bindparam("since"))
    return Prepared(asked.order_by(table.c.until.desc(), key).limit(MOST))


_ABSENT = _newest(_absences, _absences.c.absence)
_REQUESTS = _newest(_substitutions, _substitutions.c.request)
# The plus keeps SQLite from reading all there ever were, in the key's order.
_SEATED = Prepared(
    sa.select(*_substitutions.c.values())
    .where(
        _substitutions.c.until > sa.bindparam("minute"),
        _substitutions.c.began.is_not(None),
        _substitutions.c.began <= sa.bindparam("minute"),
    )
    .order_by(sa.literal_column("+substitutions.request"))
)
_ONE_ABSENT = Prepared(sa.select(*_absences.c.values()).where(_absences.c.absence == sa.bindparam("absence")))
_ONE = Prepared(
    sa.select(*_substitutions.c.values()).where(_substitutions.c.request == sa.bindparam("request"))
)
# The newest of all time: where somebody sits today may have been decided years ago.
_ROTATIONS = sa.select(_records.c.event_id).where(_records.c.kind == PersonRotated.KIND)
_CLOSED = sa.select(_records.c.subject).where(_records.c.kind == InspectionFollowedUp.KIND, _records.c.done)
_OPEN = Prepared(
    sa.select(_records.c.subject, _records.c.person)
    .where(
        _records.c.kind == InspectionHeld.KIND,
        _records.c.due != sa.literal_column("''"),
        _records.c.subject.not_in(_CLOSED),
    )
    .order_by(_records.c.subject, _records.c.person)
    .limit(MOST)
)
# Written out: only so does SQLite see that its partial index holds what is asked.
_OWN: sa.ColumnElement[bool] = sa.literal_column("closed_day = '' AND holder = ''")
_COUNTED = Prepared(sa.select(dossiers.c.actor_id, sa.func.count()).where(_OWN).group_by(dossiers.c.actor_id))
_EACH = sa.func.json_each(_substitutions.c.sittings).table_valued("value")
_SHEETS = (
    sa.select(sa.func.json_extract(_EACH.c.value, "$[1]").label("sheet"))
    .select_from(_substitutions)
    .join(_EACH, sa.true())
    .union(sa.select(_substitutions.c.ended_sheet.label("sheet")))
)


def absences(conn: sa.Connection, now: int) -> tuple[Absence, ...]:
    """Return the absences that end later than 13 months ago, the last to end first; `now` is a minute."""
    return tuple(_absence(row) for row in _ABSENT.rows(conn, since=now - BACK))


def absence(conn: sa.Connection, absence_id: str) -> Absence | None:
    """Return one, however long ago it was."""
    row = _ONE_ABSENT.first(conn, absence=absence_id)
    return _absence(row) if row else None


def requests(conn: sa.Connection, now: int) -> list[Told]:
    """Return the requests as `absences`, undecided, each with what was said of it: proved by nobody yet."""
    return [_request(row) for row in _REQUESTS.rows(conn, since=now - BACK)]


def seated(conn: sa.Connection, minute: int) -> list[Told]:
    """Return as `requests` those by which somebody had sat down whose time is not over in that minute."""
    return [_request(row) for row in _SEATED.rows(conn, minute=minute)]


def sheets(conn: sa.Connection, request_id: str) -> tuple[dict[int, str], str]:
    """Return the numbers of the lists by which a counter was handed over, by the minute in which somebody sat
    down, and of the one by which it came back, "" for none.
    """
    row = _ONE.first(conn, request=request_id)
    if row is None:
        return {}, ""
    named = dict(zip(_substitutions.c.keys(), row, strict=True))
    with _readable("substitutions", request_id):
        return dict(_SITTINGS.decode(named["sittings"])), named["ended_sheet"]


def sheets_begun(conn: sa.Connection, begins: str) -> set[str]:
    """Return the numbers of counters' lists that begin with `begins`."""
    all_of_them = _SHEETS.subquery()
    query = sa.select(all_of_them.c.sheet)
    return set(conn.scalars(query.where(all_of_them.c.sheet.startswith(begins, autoescape=True))))


def rotations(conn: sa.Connection) -> tuple[PersonRotated, ...]:
    """Return every rotation that there was, at most 5,000."""
    told = _facts(conn, _ROTATIONS)
    return tuple(fact for _event, fact in told if isinstance(fact, PersonRotated))


def open_inspections(conn: sa.Connection) -> dict[str, frozenset[str]]:
    """Return by id who was inspected in the inspections that have still to be looked at again."""
    rows = itertools.groupby(_OPEN.rows(conn), lambda row: row[0])
    return {subject: frozenset(person for _subject, person in held) for subject, held in rows}


def inspections(conn: sa.Connection) -> Iterator[tuple[Event, Fact]]:
    """Yield the newest inspections with what was done about them, at most 5,000 facts, oldest first."""
    kinds = (InspectionHeld.KIND, InspectionFollowedUp.KIND)
    yield from _facts(conn, sa.select(_records.c.event_id).where(_records.c.kind.in_(kinds)))


def own_dossiers(conn: sa.Connection) -> dict[str, int]:
    """Count by officer the open dossiers that he received and no other unit's receiver has."""
    return {row[0]: row[1] for row in _COUNTED.rows(conn)}


def received_by(conn: sa.Connection, officers: Sequence[str], at: int) -> list[str]:
    """Return the codes of what these had received by the minute `at` and may not have been closed by then."""
    asked = sa.select(dossiers.c.code).where(
        dossiers.c.actor_id.in_(officers),
        dossiers.c.received <= at,
        sa.or_(dossiers.c.closed_day == "", dossiers.c.closed_day >= local_day(at)),
    )
    return list(conn.scalars(asked.order_by(dossiers.c.code)))


def records(conn: sa.Connection, person_id: str, since: int, until: int) -> Iterator[tuple[Event, Fact]]:
    """Yield what is on record of a person from minute `since` until before `until`, oldest first.

    Presence, inspections with what was done about them, measures and rotations.
    """
    inside = _records.c.at.between(since, until - 1)
    own = sa.select(_records.c.event_id).where(_records.c.person == person_id, inside)
    held = sa.select(_records.c.subject).where(
        _records.c.person == person_id, _records.c.kind == InspectionHeld.KIND
    )
    later = sa.select(_records.c.event_id).where(
        _records.c.kind == InspectionFollowedUp.KIND, _records.c.subject.in_(held), inside
    )
    yield from _facts(conn, sa.union(own, later))


def _facts(conn: sa.Connection, ids: sa.Select[Any] | sa.CompoundSelect[Any]) -> Iterator[tuple[Event, Fact]]:
    rows = conn.execute(
        sa.select(*log.EVENT_COLUMNS, personal.c.salt, personal.c.text)
        .outerjoin(personal, personal.c.event_id == events.c.event_id)
        .where(events.c.event_id.in_(ids))
        .order_by(events.c.happened_at.desc(), events.c.event_id)
        .limit(MOST)
    ).all()
    for *values, salt, text in reversed(rows):
        event = Event(*values)
        try:
            yield event, projections.read_fact(event, Personal(salt, text) if salt is not None else None)
        except Refused:  # edited since it was listed: `verify` names it
            continue


def _absence(row: tuple[Any, ...]) -> Absence:
    named = dict(zip(_absences.c.keys(), row, strict=True))
    del named["until"]
    with _readable("absences", named["absence"]):
        spans, reason = _SPANS.decode(named["spans"]), AbsenceReason(named["reason"])
        dropped = _MINUTES.decode(named["dropped"])
    read = {"spans": spans, "reason": reason, "planned": bool(named["planned"]), "dropped": dropped}
    return Absence(**named | read)


def _request(row: tuple[Any, ...]) -> Told:
    named = dict(zip(_substitutions.c.keys(), row, strict=True))
    ids = ("request", "absence", "absent", "counter", "substitute", "at")
    with _readable("substitutions", named["request"]):
        spans, decisions = _SPANS.decode(named["spans"]), _DECISIONS.decode(named["decisions"])
        why = Ending(named["why"]) if named["why"] else None
        dropped, sittings = _MINUTES.decode(named["dropped"]), _SITTINGS.decode(named["sittings"])
    found = Request(
        request=named["request"],
        asked_event=named["asked_event"],
        asked_by=named["asked_by"],
        asked=SubstituteAsked(**{name: named[name] for name in ids}, spans=spans),
        accepted=None if named["accepted"] is None else bool(named["accepted"]),
        sat=tuple(at for at, _sheet in sittings),
        ended=named["ended"],
        why=why,
        declined=named["declined"],
        dropped=dropped,
    )
    return found, decisions


@contextmanager
def _readable(table: str, row: str) -> Iterator[None]:
    """A cell that this program did not write so is named by its row: `verify --all` says what is wrong."""
    try:
        yield
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise Damaged("list_unreadable", list=table, row=row) from error
