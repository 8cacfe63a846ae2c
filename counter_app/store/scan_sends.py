"""How far the centre has each scan that is kept here, and which of them is next to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import scan_sends, scans
from counter_app.store.statements import Prepared
from counter_app.store.tables import events


@dataclass(frozen=True, slots=True)
class Sending:
    """The centre has `received` bytes of a scan, or wants no more (`whole`), as it said in its `epoch`.

    After `failures` in a row, the last for `code`, the next try is due at `next_try_ms` (ms UTC).
    """

    digest: str
    received: int = 0
    whole: bool = False
    epoch: str = ""
    failures: int = 0
    next_try_ms: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The scan to be sent next, and an event that names it."""

    digest: str
    size: int
    event_id: str


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many scans the centre does not have, how many bytes of them, and why the last try failed ("")."""

    count: int
    left: int
    code: str


LOST = "scan_changed"  # what lies here is not what the facts name: no try will help
_named = sa.and_(events.c.subject == scans.c.code, sa.func.instr(events.c.body, scans.c.digest) > 0)
_waits = sa.or_(
    scan_sends.c.digest.is_(None),
    sa.not_(scan_sends.c.whole),
    scan_sends.c.epoch != sa.bindparam("epoch"),
)
_beside = scans.outerjoin(scan_sends, scan_sends.c.digest == scans.c.digest)
_next_try = sa.func.coalesce(scan_sends.c.next_try_ms, 0)
_DUE = Prepared(
    sa.select(scans.c.digest, scans.c.size, events.c.event_id)
    .select_from(_beside.join(events, _named))
    .where(
        _waits,
        sa.func.coalesce(scan_sends.c.code, "") != LOST,
        # A clock that was set back makes no wait longer than the longest.
        sa.or_(_next_try <= sa.bindparam("now"), _next_try > sa.bindparam("farthest")),
        sa.or_(events.c.installation_id != sa.bindparam("own"), events.c.seq <= sa.bindparam("acknowledged")),
    )
    .order_by(_next_try, scans.c.kept_at, scans.c.digest)
)
_UNSENT = (
    sa.select(scans.c.digest, scans.c.size, scan_sends.c.received, scan_sends.c.epoch, scan_sends.c.code)
    .select_from(_beside)
    .where(_waits, sa.exists().where(_named))
    .distinct()
)
_STATE = Prepared(sa.select(scan_sends).where(scan_sends.c.digest == sa.bindparam("digest")))


def state(conn: sa.Connection, digest: str) -> Sending:
    """Return how far a scan has come."""
    row = _STATE.first(conn, digest=digest)
    return Sending(*row) if row else Sending(digest)


def save(conn: sa.Connection, after: Sending) -> None:
    """Keep how far a scan has come."""
    row = {name: getattr(after, name) for name in Sending.__slots__}
    conn.execute(insert(scan_sends).prefix_with("OR REPLACE"), row)


def due(
    conn: sa.Connection, own: str, acknowledged: int, epoch: str, now: int, longest_ms: int
) -> Due | None:
    """Return what goes next: named by an event that the centre has, and not to be waited for at `now`.

    `own` events count up to seq `acknowledged`; what was tried longest ago comes first.
    """
    row = _DUE.first(
        conn, own=own, acknowledged=acknowledged, epoch=epoch, now=now, farthest=now + longest_ms
    )
    return Due(*row) if row else None


def unsent(conn: sa.Connection, epoch: str) -> Unsent:
    """Return what facts name and the centre of that `epoch` does not have."""
    rows = conn.execute(_UNSENT, {"epoch": epoch}).all()
    left = sum(row.size - (row.received if row.epoch == epoch else 0) for row in rows)
    return Unsent(len(rows), left, max((row.code or "" for row in rows), default=""))


def held_here(conn: sa.Connection, codes: Sequence[str], epoch: str) -> set[str]:
    """Return those of which facts name a scan that the centre of that `epoch` does not have."""
    asked = sa.select(scans.c.code).select_from(_beside).where(_waits, sa.exists().where(_named))
    return set(conn.scalars(asked.where(scans.c.code.in_(codes)), {"epoch": epoch}))


def hurry(conn: sa.Connection) -> None:
    """Let whatever waits for its next try be due now."""
    conn.execute(sa.update(scan_sends).where(scan_sends.c.next_try_ms > 0).values(next_try_ms=0))
