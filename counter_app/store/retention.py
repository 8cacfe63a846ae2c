"""Whose personal data is over its time, what still speaks for keeping it, and what was purged when.

A subject is a dossier's code or an online arrival's; of who was turned away it is the event's id, for those
events tell of nobody but the procedure.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.dossier import State, local_day
from counter_app.domain.online import SUBJECT
from counter_app.domain.retention import Custody, Purged
from counter_app.store import displaced, log, scan_sends, scans
from counter_app.store.pc_tables import drafts, installation, purged, quarantine, retention_state, sync_state
from counter_app.store.pc_tables import scans as scan_table
from counter_app.store.tables import dossiers, events, handovers, linked, online_inbox, personal, turned_away

OVER, ERASED = "over", "erased"  # its time; at the centre, on request

_BEFORE: sa.BindParameter[str] = sa.bindparam("before")
_NONE = sa.text("''")
_CLOSED = sa.and_(dossiers.c.closed_day != _NONE, dossiers.c.closed_day < _BEFORE)
_BESIDE = personal.join(events, events.c.event_id == personal.c.event_id)
_ARRIVED = sa.literal(SUBJECT) + online_inbox.c.reference
# Led by `personal`, which holds no more than what was not purged yet: it stays short.
_DUE = sa.union(
    sa.select(events.c.subject)
    .select_from(_BESIDE.join(dossiers, dossiers.c.code == events.c.subject))
    .where(_CLOSED),
    sa.select(events.c.event_id)
    .select_from(_BESIDE.join(turned_away, turned_away.c.event_id == events.c.event_id))
    .where(turned_away.c.day < _BEFORE),
    sa.select(events.c.subject)
    .select_from(_BESIDE.join(online_inbox, events.c.event_id == online_inbox.c.event_id))
    .where(online_inbox.c.answered.is_not(None)),
    sa.select(events.c.subject)
    .select_from(_BESIDE.join(purged, purged.c.subject == events.c.subject))
    .where(purged.c.why == ERASED),
    sa.select(personal.c.event_id)
    .select_from(personal.join(purged, purged.c.subject == personal.c.event_id))
    .where(purged.c.why == ERASED),
    sa.select(scan_table.c.code)
    .select_from(scan_table.join(dossiers, dossiers.c.code == scan_table.c.code))
    .where(_CLOSED),
)


@dataclass(frozen=True, slots=True)
class RetentionState:
    """The last purge: when it ended (ms UTC, None for never), how many went on that day, what it kept
    (reason to count).
    """

    ran_at: int | None
    purged: int
    held: Mapping[str, int]


def due(conn: sa.Connection, before: str) -> list[str]:
    """Return the subjects with personal data that closed before a day (YYYY-MM-DD), or were erased."""
    return sorted(conn.scalars(_DUE, {"before": before}))


def left(conn: sa.Connection, subjects: Sequence[str]) -> list[str]:
    """Return those of which personal data or a scan is still here."""
    beside = sa.select(events.c.subject).select_from(_BESIDE).where(events.c.subject.in_(subjects))
    away = sa.select(personal.c.event_id).where(personal.c.event_id.in_(subjects))
    scanned = sa.select(scan_table.c.code).where(scan_table.c.code.in_(subjects))
    return sorted(conn.scalars(sa.union(beside, away, scanned)))


def custody(conn: sa.Connection, subjects: Sequence[str], waiting: Collection[str]) -> dict[str, Custody]:
    """Return what decides about each; of the subjects `waiting` a paper was not printed yet."""
    closed = _closed(conn, subjects)
    unarchived = log.unarchived(conn, subjects) | scan_sends.held_here(conn, subjects, _epoch(conn))
    paired, handed, disputed = (each(conn, subjects) for each in (_paired, _handed, _disputed))
    return {
        subject: Custody(
            closed=closed.get(subject, ""),
            archived=subject not in unarchived,
            linked=subject in paired,
            handed=subject in handed,
            disputed=subject in disputed,
            unprinted=subject in waiting,
        )
        for subject in subjects
    }


def arrivals(conn: sa.Connection, codes: Sequence[str]) -> list[str]:
    """Return the subjects of the online arrivals that these dossiers were received from."""
    return list(conn.scalars(sa.select(_ARRIVED).where(online_inbox.c.code.in_(codes))))


def erased(conn: sa.Connection, subjects: Sequence[str]) -> set[str]:
    """Return those of which the centre has told that they are to be erased."""
    asked = sa.select(purged.c.subject).where(purged.c.subject.in_(subjects), purged.c.why == ERASED)
    return set(conn.scalars(asked))


def purge(conn: sa.Connection, subjects: Sequence[str], at: int, why: str) -> None:
    """Erase what lies beside these subjects' events, their scans and their names in the lists; note the day.

    Raises as `log.purge`; what else speaks for keeping it is asked before.
    """
    if not subjects:
        return
    ids = conn.scalars(sa.select(events.c.event_id).where(_about(subjects))).all()
    log.purge(conn, ids, erased=why == ERASED)
    scans.forget(conn, subjects)
    displaced.forget_of(conn, subjects)
    statement = insert(purged)
    rows = [{"subject": subject, "at": at, "why": why} for subject in subjects]
    newer = {"at": statement.excluded.at, "why": sa.case((purged.c.why == ERASED, ERASED), else_=why)}
    conn.execute(statement.on_conflict_do_update(index_elements=[purged.c.subject], set_=newer), rows)


def of(conn: sa.Connection, subject: str) -> Purged | None:
    """Return when a subject's personal data was purged at this PC; None while it was not."""
    row = conn.execute(sa.select(purged.c.at, purged.c.why).where(purged.c.subject == subject)).first()
    return Purged(row.at, row.why == ERASED) if row else None


def state(conn: sa.Connection) -> RetentionState:
    """Return how the last purge ended."""
    row = conn.execute(sa.select(retention_state)).first()
    if row is None:
        return RetentionState(None, 0, {})
    return RetentionState(row.ran_at, row.purged, json.loads(row.held))


def save(conn: sa.Connection, ran_at: int, count: int, held: Mapping[str, int]) -> None:
    """Keep how a purge ended."""
    row: dict[str, Any] = {"one": 1, "ran_at": ran_at, "purged": count, "held": json.dumps(dict(held))}
    conn.execute(insert(retention_state).prefix_with("OR REPLACE"), row)


def drop_drafts(conn: sa.Connection, before: int) -> None:
    """Forget half-filled forms that nobody has touched since a moment (ms UTC)."""
    conn.execute(sa.delete(drafts).where(drafts.c.saved_at < before))


def _about(subjects: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(events.c.subject.in_(subjects), events.c.event_id.in_(subjects))


def _epoch(conn: sa.Connection) -> str:
    """Return the epoch of the centre that this PC has heard last."""
    here = sa.select(installation.c.installation_id).scalar_subquery()
    found: str | None = conn.scalar(
        sa.select(sync_state.c.store_epoch).where(sync_state.c.installation_id == here)
    )
    return found or ""


def _closed(conn: sa.Connection, subjects: Sequence[str]) -> dict[str, str]:
    """Return the day on which the office owed each nothing more, "" before; of what is not known, none."""
    arrivals = (
        sa.select(_ARRIVED, online_inbox.c.answered, dossiers.c.closed_day)
        .outerjoin(dossiers, dossiers.c.code == online_inbox.c.code)
        .where(_ARRIVED.in_(subjects), online_inbox.c.answered.is_not(None))
    )
    found = {
        subject: local_day(answered) if closed is None else closed
        for subject, answered, closed in conn.execute(arrivals)
    }
    away = sa.select(turned_away.c.event_id, turned_away.c.day).where(turned_away.c.event_id.in_(subjects))
    found.update((row[0], row[1]) for row in conn.execute(away))
    own = sa.select(dossiers.c.code, dossiers.c.closed_day).where(dossiers.c.code.in_(subjects))
    found.update((row[0], row[1]) for row in conn.execute(own))
    return found


def _paired(conn: sa.Connection, subjects: Sequence[str]) -> set[str]:
    """Return those that are a pair with a dossier that is open."""
    found: set[str] = set()
    for mine, other in ((linked.c.code, linked.c.earlier), (linked.c.earlier, linked.c.code)):
        asked = sa.select(mine).join(dossiers, dossiers.c.code == other)
        found |= set(conn.scalars(asked.where(mine.in_(subjects), dossiers.c.closed_day == _NONE)))
    return found


def _handed(conn: sa.Connection, subjects: Sequence[str]) -> set[str]:
    asked = sa.select(handovers.c.code).where(handovers.c.code.in_(subjects), handovers.c.taken_at.is_(None))
    return set(conn.scalars(asked))


def _disputed(conn: sa.Connection, subjects: Sequence[str]) -> set[str]:
    doubted = (
        sa.select(events.c.subject, events.c.event_id)
        .join(quarantine, quarantine.c.event_id == events.c.event_id)
        .where(_about(subjects), quarantine.c.settled == sa.false())
    )
    void = sa.select(dossiers.c.code).where(
        dossiers.c.code.in_(subjects),
        dossiers.c.state == State.VOID.value,
        sa.or_(dossiers.c.arrived.is_not(None), dossiers.c.resolved.is_not(None)),
    )
    return {name for row in conn.execute(doubted) for name in row} | set(conn.scalars(void))
