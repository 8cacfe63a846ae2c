"""Personal data that this PC's own events name and that is gone, although nothing has let it go yet.

What a former installation of it said of people may never have been here: a copy that was put back hears those
events again from the feed, which has none of it.
"""

import sqlalchemy as sa

from counter_app.domain.erasure import ERASES
from counter_app.domain.events import Event
from counter_app.store import withheld
from counter_app.store.log import EVENT_COLUMNS
from counter_app.store.pc_tables import installation
from counter_app.store.projections import OWN_IDS
from counter_app.store.tables import dossiers, events, personal

_HERE = sa.select(installation.c.installation_id)
_TOLD = events.alias("told")
# The centre's word in the log, which is signed; `purged` is a list that anybody with the key can add to.
_ERASED = sa.select(_TOLD.c.subject).where(_TOLD.c.kind.in_(ERASES), _TOLD.c.installation_id.not_in(OWN_IDS))


def missing(conn: sa.Connection, before: str, since: int, subject: str | None = None) -> list[Event]:
    """Return the own events, of one `subject` or of all, whose personal data is gone too early.

    Kept must be what a dossier says that is open or closed on the day `before` (YYYY-MM-DD) or later, and
    what belongs to no dossier and happened at `since` (ms UTC) or later.
    """
    kept = sa.or_(
        dossiers.c.closed_day == "",
        dossiers.c.closed_day >= before,
        sa.and_(dossiers.c.code.is_(None), events.c.happened_at >= since),
    )
    query = (
        sa.select(*EVENT_COLUMNS)
        .select_from(events)
        .outerjoin(personal, personal.c.event_id == events.c.event_id)
        .outerjoin(dossiers, dossiers.c.code == events.c.subject)
        .where(
            events.c.personal_digest.is_not(None),
            personal.c.event_id.is_(None),
            events.c.installation_id.in_(OWN_IDS),
            sa.or_(events.c.kind.not_in(withheld.KINDS), events.c.installation_id.in_(_HERE)),
            events.c.subject.not_in(_ERASED),
            events.c.event_id.not_in(_ERASED),
            kept,
        )
        .order_by(events.c.installation_id, events.c.seq)
    )
    if subject is not None:
        query = query.where(events.c.subject == subject)
    return [Event(*row) for row in conn.execute(query)]
