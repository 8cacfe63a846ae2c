"""Who ever asked for what: every identity and every procedure that a dossier has had, as far as kept."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.links import Claim, Identity, identity
from counter_app.domain.promise_events import ProcedureCorrected
from counter_app.domain.step_events import DossierAmended
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import claimants, claimed, dossiers

_CLAIMANT = Prepared(insert(claimants).prefix_with("OR IGNORE"), claimants.c.keys())
_CLAIMED = Prepared(insert(claimed).prefix_with("OR IGNORE"), claimed.c.keys())
_FORGET = [Prepared(sa.delete(table).where(within(table.c.code, "codes"))) for table in (claimants, claimed)]
_NONE = sa.text("''")
_NUMBER = sa.bindparam("number", type_=sa.Text)
_SAME_NUMBER = sa.and_(claimants.c.number == _NUMBER, claimants.c.number != _NONE)
_SAME_NAME = sa.and_(
    claimants.c.name == sa.bindparam("name"), sa.or_(claimants.c.number == _NONE, _NUMBER == _NONE)
)
_FOUND = Prepared(
    sa.select(
        dossiers.c.code,
        dossiers.c.received,
        dossiers.c.due,
        dossiers.c.ended,
        dossiers.c.closed_day == _NONE,
    )
    .distinct()
    .select_from(claimants)
    .join(claimed, claimed.c.code == claimants.c.code)
    .join(dossiers, dossiers.c.code == claimants.c.code)
    .where(
        sa.or_(_SAME_NUMBER, _SAME_NAME),
        claimed.c.procedure == sa.bindparam("procedure"),
        sa.or_(
            dossiers.c.closed_day == _NONE,
            dossiers.c.ended >= sa.bindparam("since"),
            dossiers.c.received >= sa.bindparam("since"),
        ),
    )
)
_IDENTITIES = sa.select(claimants.c.number, claimants.c.name)
_PROCEDURES = sa.select(claimed.c.procedure)


def of_person(conn: sa.Connection, person: Identity, procedure: str, since: int) -> list[Claim]:
    """Return this person's dossiers of this procedure that are open, or were received or ended since then."""
    if not person.name:
        return []
    rows = _FOUND.rows(conn, number=person.number, name=person.name, procedure=procedure, since=since)
    return [Claim(code, received, due, ended, bool(still)) for code, received, due, ended, still in rows]


def beside(conn: sa.Connection, code: str, since: int) -> list[Claim]:
    """Return as `of_person` the others of any identity and any procedure that this dossier ever had."""
    persons = [Identity(*row) for row in conn.execute(_IDENTITIES.where(claimants.c.code == code))]
    procedures = conn.scalars(_PROCEDURES.where(claimed.c.code == code)).all()
    found = {
        claim.code: claim
        for person in persons
        for procedure in procedures
        for claim in of_person(conn, person, procedure, since)
    }
    found.pop(code, None)
    return list(found.values())


def enter(conn: sa.Connection, links: Iterable[tuple[Event, Fact]]) -> None:
    """Enter of whom dossiers are received, and for what; one more identity or procedure leaves the former."""
    persons: list[dict[str, Any]] = []
    procedures: list[dict[str, Any]] = []
    for event, fact in links:
        if isinstance(fact, DossierReceived | DossierAmended) and fact.applicant is not None:
            person = identity(fact.applicant)
            if person.name:
                persons.append({"code": event.subject, **person._asdict()})
        if isinstance(fact, DossierReceived | ProcedureCorrected):
            procedures.append({"code": event.subject, "procedure": fact.procedure})
    _CLAIMANT.insert(conn, persons)
    _CLAIMED.insert(conn, procedures)


def forget(conn: sa.Connection, codes: Sequence[str]) -> None:
    """Empty what is known of these dossiers, before it is told anew: personal data may be purged."""
    for table in _FORGET:
        table.run(conn, codes=texts(codes))
