"""What screens ask of the projections. Everything here only reads."""

from dataclasses import dataclass

import sqlalchemy as sa

from counter_app.domain.dossier import RECEIPT, Dossier
from counter_app.domain.events import DocumentPrinted, SlipPrinted
from counter_app.store import projections
from counter_app.store.pc_tables import installation
from counter_app.store.statements import Prepared
from counter_app.store.tables import dossiers, events, lane_use

_OWN = sa.select(installation.c.installation_id).scalar_subquery()
_TODAY = (
    sa.select(
        dossiers.c.code,
        dossiers.c.event_id,
        dossiers.c.received,
        dossiers.c.first_due,
        dossiers.c.due,
        dossiers.c.name,
        dossiers.c.procedure_name,
        dossiers.c.channel,
        dossiers.c.copies_printed,
        sa.func.coalesce(dossiers.c.installation_id == _OWN, sa.false()).label("own"),
        dossiers.c.seq,
        dossiers.c.state,
        dossiers.c.at_once,
    )
    .where(dossiers.c.day == sa.bindparam("day"))
    .order_by(dossiers.c.received.desc(), dossiers.c.seq.desc(), dossiers.c.code.desc())
    .limit(sa.bindparam("limit"))
)
_UNPRINTED = (
    sa.select(*projections.DOSSIER_COLUMNS)
    .where(
        dossiers.c.installation_id == sa.bindparam("installation"),
        dossiers.c.copies_printed == sa.text("0"),
        dossiers.c.closed_day == sa.text("''"),
    )
    .order_by(dossiers.c.seq)
)
_DOCUMENT, _COPY = (sa.func.json_extract(events.c.body, path) for path in ("$.document", "$.copy"))
_COPIES = sa.select(sa.func.max(_COPY)).where(
    events.c.subject == sa.bindparam("subject"),
    events.c.kind.in_((DocumentPrinted.KIND, SlipPrinted.KIND)),
    sa.bindparam("document") == _DOCUMENT,
)
_SAME = Prepared(
    sa.select(dossiers.c.code)
    .where(
        dossiers.c.day == sa.bindparam("day"),
        dossiers.c.procedure == sa.bindparam("procedure"),
        dossiers.c.person_key == sa.bindparam("person"),
        dossiers.c.ended.is_(None),
    )
    .order_by(dossiers.c.received, dossiers.c.code)
)
_LAST_SERIAL = Prepared(
    sa.select(lane_use.c.serial).where(
        lane_use.c.lane_id == sa.bindparam("lane"), lane_use.c.day == sa.bindparam("day")
    )
)


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One line of the day's list. `received` and the promises are minutes; `own`: this PC received it."""

    code: str
    event_id: str
    received: int
    first_due: int
    due: int
    name: str
    procedure_name: str
    channel: str
    copies_printed: int
    own: bool
    seq: int
    state: int
    at_once: bool


def today(conn: sa.Connection, day: str, limit: int = 200) -> list[TodayRow]:
    """Return the office's dossiers received on `day` (YYYY-MM-DD, +07:00), newest first."""
    return [TodayRow(*row) for row in conn.execute(_TODAY, {"day": day, "limit": limit})]


def dossier(conn: sa.Connection, code: str) -> Dossier | None:
    """Return one dossier as it stands."""
    return projections.load(conn, code)


def unprinted(conn: sa.Connection, installation_id: str) -> list[Dossier]:
    """Return the installation's dossiers whose receipt is issued but not confirmed printed, oldest first."""
    rows = conn.execute(_UNPRINTED, {"installation": installation_id}).mappings()
    return [projections.read_dossier(row) for row in rows]


def copies_printed(conn: sa.Connection, subject: str, document: str) -> int:
    """Return how many copies of a document printers have taken; `subject` is its dossier, or its slip."""
    printed = conn.scalar(_COPIES, {"subject": subject, "document": document}) or 0
    # A leaf of a paper book is the first copy, written by hand: only the dossier's own row counts it.
    told = dossier(conn, subject) if document == RECEIPT and not printed else None
    return told.copies_printed if told else printed


def same_today(conn: sa.Connection, day: str, procedure: str, person_key: str) -> list[str]:
    """Return the codes of this person's dossiers of this procedure received on `day`, but for ended ones."""
    if not person_key:
        return []
    return [row[0] for row in _SAME.rows(conn, day=day, procedure=procedure, person=person_key)]


def last_serial(conn: sa.Connection, lane_id: str, day: str) -> int | None:
    """Return the last serial used of a lane on `day`; None where none was."""
    row = _LAST_SERIAL.first(conn, lane=lane_id, day=day)
    return row[0] if row else None
