"""Whether the projections tell what the centre's do: when that was held, how often they were told anew."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain import state_digest
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.events import DossierReceived
from counter_app.store import projections
from counter_app.store.pc_tables import projection_state as table
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import dossiers, events

_ROWS = (
    sa.select(*(dossiers.c[name] for name in state_digest.PUBLIC_FIELDS))
    .where(sa.or_(dossiers.c.day >= sa.bindparam("since"), within(dossiers.c.day, "days")))
    .order_by(dossiers.c.day, dossiers.c.code)
)


@dataclass(frozen=True, slots=True)
class ProjectionState:
    """By which `kinds` (JSON) the projections were told; when (ms UTC) they were last held against the
    centre's; the days (YYYY-MM-DD, with blanks between) of which they still differ; how often they were
    told anew.
    """

    kinds: str = ""
    compared_ms: int = 0
    differing: str = ""
    rebuilds: int = 0


_STATE = Prepared(sa.select(*(table.c[name] for name in ProjectionState.__slots__)))


def load(conn: sa.Connection) -> ProjectionState:
    """Return how the projections stand."""
    row = _STATE.first(conn)
    return ProjectionState(*row) if row else ProjectionState()


def save(conn: sa.Connection, state: ProjectionState) -> None:
    """Keep how the projections stand."""
    row = {"one": 1} | {name: getattr(state, name) for name in ProjectionState.__slots__}
    conn.execute(insert(table).prefix_with("OR REPLACE"), row)


def digests(
    conn: sa.Connection,
    since: str,
    days: Collection[str] = (),
    apart: Collection[str] = (),
    apart_of: Collection[str] = (),
) -> dict[str, str]:
    """Return the digest of each day from `since` and of these `days`, without the dossiers `apart` and those
    of which the PCs `apart_of` told anything.
    """
    told = sa.exists().where(events.c.subject == dossiers.c.code, events.c.installation_id.in_(apart_of))
    asked = _ROWS.where(~told) if apart_of else _ROWS
    return state_digest.by_day(conn.execute(asked, {"since": since, "days": texts(days)}), apart)


def open_days(conn: sa.Connection, before: str, most: int) -> list[str]:
    """Return the days before that one of which a dossier is open, the newest first, up to `most`."""
    asked = sa.select(dossiers.c.day).distinct().where(dossiers.c.closed_day == "", dossiers.c.day < before)
    return list(conn.scalars(asked.order_by(dossiers.c.day.desc()).limit(most)))


def tell_anew(conn: sa.Connection, days: Collection[str]) -> int:
    """Tell all dossiers received on these days anew from the log; return how many that are."""
    subjects = set(conn.scalars(sa.select(dossiers.c.code).where(dossiers.c.day.in_(days))))
    for day in days:
        dated = f"%-{day[2:4]}{day[5:7]}{day[8:]}-%"
        told = sa.select(events.c.subject).where(
            sa.or_(
                (events.c.kind == DossierReceived.KIND) & events.c.subject.like(dated),
                # A leaf's code is of its book's day; there are few of them.
                events.c.kind == DossierCaptured.KIND,
            )
        )
        subjects.update(conn.scalars(told))
    projections.refold(conn, sorted(subjects))
    return len(subjects)


def is_learnt(conn: sa.Connection) -> bool:
    """Tell whether this version has told all that it can read."""
    return load(conn).kinds == _kinds()


def learn(conn: sa.Connection) -> int:
    """Tell what an earlier version of the app could not read; return how many subjects that touched.

    A later app knows more kinds of facts: what others had told of them lies in the log since they came.
    """
    before, now = load(conn), state_digest.readable()
    if before.kinds == _kinds():
        return 0
    known: Mapping[str, str] = json.loads(before.kinds) if before.kinds else {}
    new = [kind for kind, shape in now.items() if known.get(kind) != shape]
    subjects: list[str] = []
    if known:  # in a new store there is nothing to tell anew
        told = sa.select(events.c.subject).distinct().where(events.c.kind.in_(new))
        subjects = sorted(conn.scalars(told))
        projections.refold(conn, subjects)
    save(conn, replace(before, kinds=_kinds()))
    return len(subjects)


def _kinds() -> str:
    return json.dumps(state_digest.readable(), sort_keys=True)
