"""Which fresh receipts of an office may hide an earlier promise: told anew from all that stands here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from counter_app.central import intakes, stored
from counter_app.central.court import COUNTED
from counter_app.central.judge import from_public
from counter_app.central.tables import dossiers, events
from counter_app.documents.register import Intake
from counter_app.domain import facts, links
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import RECEPTIONS
from counter_app.domain.links import LINKED_WITHIN, Claim, Claimed, Identity, Pair
from counter_app.domain.promise_events import ProcedureCorrected


def of(
    connection: Connection, office_id: str, page: Sequence[Dossier], told: Iterable[Intake]
) -> dict[str, list[Pair]]:
    """Return what each dossier of `page` may hide, by code; the earlier ones in the order of their codes.

    `told` is what was taken in of the page. No list of identities is kept here: personal data lies once.
    """
    ended = _ended(connection, office_id, page)
    if not ended:
        return {}
    both = {dossier.code: dossier for dossier in (*page, *ended)}
    persons: dict[str, set[Identity]] = defaultdict(set)
    for code, fact in (*told, *intakes.of(connection, office_id, ended)):
        if fact.applicant is not None:
            persons[code].add(links.identity(fact.applicant))
    procedures = _procedures(connection, office_id, both)
    claimed = (
        Claimed(_claim(one), frozenset(persons[one.code]), frozenset(procedures[one.code]))
        for one in both.values()
    )
    asked = {dossier.code for dossier in page}
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in sorted(links.among(claimed)):
        if pair.code in asked:
            found[pair.code].append(pair)
    return dict(found)


def _ended(connection: Connection, office_id: str, page: Sequence[Dossier]) -> list[Dossier]:
    """Return the dossiers that ended without a result near the receptions of a page."""
    received = [dossier.received for dossier in page] or [0]
    near = dossiers.c.ended.between(min(received) - LINKED_WITHIN, max(received) + LINKED_WITHIN)
    rows = connection.execute(select(dossiers).where(dossiers.c.office_id == office_id, near))
    return [from_public(row._asdict()) for row in rows]


def _procedures(connection: Connection, office_id: str, told: dict[str, Dossier]) -> dict[str, set[str]]:
    """Return every procedure that these dossiers had: a correction leaves the one of the reception."""
    found = {code: {dossier.procedure} for code, dossier in told.items()}
    corrected = select(events.c.subject).where(
        events.c.office_id == office_id,
        events.c.kind == ProcedureCorrected.KIND,
        events.c.subject.in_(list(told)),
    )
    wanted = (
        select(*stored.COLUMNS)
        .where(
            events.c.office_id == office_id,
            events.c.kind.in_([*RECEPTIONS, ProcedureCorrected.KIND]),
            events.c.subject.in_(corrected),
            COUNTED,
        )
        .order_by(events.c.position)
    )
    for row in connection.execute(wanted):
        fact = facts.join(Event(*row), None)
        if isinstance(fact, DossierReceived | ProcedureCorrected):
            found[fact.code].add(fact.procedure)
    return found


def _claim(dossier: Dossier) -> Claim:
    return Claim(dossier.code, dossier.received, dossier.due, dossier.ended, dossier.open)
