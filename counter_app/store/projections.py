"""The tables that screens read, kept from the facts. Emptied and refilled they come out the same."""

import itertools
import logging
import operator
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3 import dbapi2

from counter_app import typed_facts
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import ReturnBy
from counter_app.domain.dossier import Dossier, State, folded, local_day
from counter_app.domain.events import DossierReceived, Event, Personal
from counter_app.domain.fact_moments import check_moments, check_own_minute
from counter_app.domain.history import check_place, fold
from counter_app.domain.kinds import WITHOUT_DOSSIER, Fact
from counter_app.domain.ordering import ordered
from counter_app.errors import Refused
from counter_app.store import claims, disbelief, ledgers, linked, staff_lists
from counter_app.store.pc_tables import former_installations, installation
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import PROJECTIONS, dossiers, events, lane_use, personal

Link = tuple[Event, Fact]

CHUNK = 500  # subjects folded at a time, and bound parameters of one statement
_FIELDS = tuple(field.name for field in fields(Dossier))
DOSSIER_COLUMNS = tuple(dossiers.c[name] for name in _FIELDS)
EVENT_COLUMNS = tuple(events.c[name] for name in Event.__slots__)
_values = operator.attrgetter(*_FIELDS)
_logger = logging.getLogger(__name__)

_LOAD = sa.select(*DOSSIER_COLUMNS).where(dossiers.c.code == sa.bindparam("code"))
_ROW = tuple(dossiers.c.keys())
_INSERT = Prepared(sa.insert(dossiers), _ROW)
_LANE = insert(lane_use)
_USE_LANE = Prepared(
    _LANE.on_conflict_do_update(
        index_elements=[lane_use.c.lane_id, lane_use.c.day],
        set_={"serial": sa.func.max(lane_use.c.serial, _LANE.excluded.serial)},
    ),
    lane_use.c.keys(),
)
_FORGET = Prepared(sa.delete(dossiers).where(within(dossiers.c.code, "codes")))
OWN_IDS = sa.union(
    sa.select(installation.c.installation_id), sa.select(former_installations.c.installation_id)
)
_OWN = Prepared(OWN_IDS)
_TOLD = (
    sa.select(*EVENT_COLUMNS, personal.c.salt, personal.c.text)
    .outerjoin(personal, personal.c.event_id == events.c.event_id)
    .where(within(events.c.subject, "subjects"))
    .order_by(events.c.subject, events.c.position)
)
_ALL, _SOME = Prepared(_TOLD), Prepared(_TOLD.where(within(events.c.kind, "kinds")))
_SUBJECTS = sa.select(events.c.subject).distinct().order_by(events.c.subject).limit(CHUNK)


def project(conn: sa.Connection, links: Sequence[Link]) -> None:
    """Carry new facts of this installation into the projections.

    Raises Refused: code_taken (a code received twice), unknown_dossier (a fact about none).
    """
    new: dict[str, list[Link]] = {}
    known: set[str] = set()
    held = disbelief.lanes(conn)
    links = [link for link in links if disbelief.is_given(*link, held)]
    for event, fact in links:
        if isinstance(fact, WITHOUT_DOSSIER):
            continue
        code = event.subject
        if isinstance(fact, DossierCaptured) and disbelief.is_free(conn, code, event.event_id):
            known.add(code)  # a refused entry gives way to this one
            continue
        heard = code in new or code in known or isinstance(fact, DossierReceived)
        if not heard and load(conn, code) is not None:
            known.add(code)
        check_place(fact, event, known=code in new or code in known)
        if code not in known:
            new.setdefault(code, []).append((event, fact))
    try:
        _write(conn, [state for told in new.values() if (state := fold(told))], _INSERT)
    except dbapi2.IntegrityError as error:
        raise Refused("code_taken", code=", ".join(sorted(new))) from error
    entered = [link for link in links if link[0].subject not in known]
    ledgers.enter(conn, entered)
    _use_lanes(conn, entered)
    linked.enter(conn, list(new))
    tell_people(conn, {event.subject for event, fact in links if type(fact) in staff_lists.KINDS})
    # Another PC's clock may be ahead: what is new here need not be the last that happened.
    refold(conn, sorted(known))


def load(conn: sa.Connection, code: str) -> Dossier | None:
    """Return the dossier of that code as it stands."""
    row = conn.execute(_LOAD, {"code": code}).mappings().first()
    return read_dossier(row) if row else None


def read_dossier(row: sa.RowMapping) -> Dossier:
    """Build a Dossier from a row of DOSSIER_COLUMNS."""
    typed = {
        "channel": Channel(row["channel"]),
        "return_by": ReturnBy(row["return_by"]),
        "state": State(row["state"]),
    }
    return Dossier(**{**row, **typed})


def refold(conn: sa.Connection, subjects: Sequence[str]) -> None:
    """Tell these subjects' projections anew from all their stored facts, in whatever order those came."""
    if not subjects:
        return
    own = own_ids(conn)
    for start in range(0, len(subjects), CHUNK):
        chunk = subjects[start : start + CHUNK]
        _FORGET.run(conn, codes=texts(chunk))
        claims.forget(conn, chunk)
        linked.forget(conn, chunk)
        disbelief.forget(conn, chunk)
        states, told = [], list[Link]()
        for _subject, group in itertools.groupby(history(conn, chunk), key=lambda link: link[0].subject):
            links = list(group)
            states.append(fold(links))
            told += links
            staff_lists.enter(conn, disbelief.believed(conn, links))
        list_facts(conn, told, own)
        _write(conn, [state for state in states if state], _INSERT)
        linked.enter(conn, chunk)


def own_ids(conn: sa.Connection) -> frozenset[str]:
    """Return the installations under whose names this PC has used lanes: its own, and those before it."""
    return frozenset(row[0] for row in _OWN.rows(conn))


def list_facts(conn: sa.Connection, links: Sequence[Link], own: Collection[str]) -> None:
    """Enter facts into the lists beside the dossiers; `own` as `own_ids` tells, none before enrolment."""
    ledgers.enter(conn, links)
    # Another PC that names our lane has used nothing of it.
    _use_lanes(conn, [link for link in links if not own or link[0].installation_id in own])


def rebuild(conn: sa.Connection) -> None:
    """Empty all projections and tell them anew from the log."""
    for table in PROJECTIONS:
        conn.execute(sa.delete(table))
    page = _SUBJECTS
    while subjects := conn.scalars(page).all():
        refold(conn, subjects)
        page = _SUBJECTS.where(events.c.subject > subjects[-1])


def history(conn: sa.Connection, subjects: Sequence[str], kinds: Sequence[str] = ()) -> Iterator[Link]:
    """Yield the events of these subjects with their facts, by subject and as `ordered`.

    `kinds` leaves out all others. A reception under another's code is not one; a leaf has one.
    """
    held = disbelief.lanes(conn)
    stored = (link for link in _stored(conn, subjects, kinds) if disbelief.is_given(*link, held))
    for _subject, links in itertools.groupby(stored, key=lambda link: link[0].subject):
        yield from ordered(disbelief.once(conn, list(links)))


def _stored(conn: sa.Connection, subjects: Sequence[str], kinds: Sequence[str]) -> Iterator[Link]:
    asked = texts(subjects)
    told = _SOME.each(conn, subjects=asked, kinds=texts(kinds)) if kinds else _ALL.each(conn, subjects=asked)
    for *values, salt, text in told:
        event = Event(*values)
        data = Personal(salt, text) if salt is not None else None
        try:
            fact = read_fact(event, data)
            check_own_minute(fact, event.happened_at)
        except Refused as error:
            # Fed by a counter in error, or by a later version of the app: kept, and told once we can read it.
            _logger.warning("event %s is not projected: %s", event.event_id, error.code)
        else:
            yield event, fact


def read_fact(event: Event, data: Personal | None) -> Fact:
    """Return what an event says, with minutes that people can be told. Raises as `facts.join`; bad_moment."""
    fact = typed_facts.join(event, data)
    check_moments(fact)
    return fact


def _write(conn: sa.Connection, states: Sequence[Dossier], statement: Prepared) -> None:
    statement.insert(conn, [dossier_row(state) for state in states])


def dossier_row(state: Dossier) -> dict[str, Any]:
    """Return the row of `dossiers` that tells this state."""
    row: dict[str, Any] = dict(zip(_FIELDS, _values(state), strict=True))
    row["name_folded"] = folded(state.name)
    row["watched"] = state.watched
    closed = state.ended if state.returned is None else state.returned
    row["closed_day"] = "" if closed is None else local_day(closed)
    judged = state.arrived if state.ended is None else state.ended
    row["late"] = "" if judged is None else state.lateness(judged).value
    return row


def tell_people(conn: sa.Connection, subjects: set[str]) -> None:
    """Tell the lists about people anew of these subjects."""
    if not subjects:
        return
    disbelief.forget(conn, sorted(subjects))
    for _subject, links in itertools.groupby(history(conn, sorted(subjects)), lambda link: link[0].subject):
        staff_lists.enter(conn, disbelief.believed(conn, list(links)))


def tell_again(conn: sa.Connection, event_ids: Sequence[str]) -> None:
    """Tell anew what these events about people and leaves tell, once more or less of them counts."""
    if event_ids:
        people, leaves = disbelief.subjects_of(conn, event_ids)
        tell_people(conn, people)
        refold(conn, sorted(leaves))


def _use_lanes(conn: sa.Connection, links: Sequence[Link]) -> None:
    rows = [
        {"lane_id": fact.lane, "day": local_day(fact.received), "serial": int(fact.code[-4:])}
        for _event, fact in links
        if type(fact) is DossierReceived and fact.code[-4:].isdecimal()
    ]
    _USE_LANE.insert(conn, rows)
