"""What was taken in of an office's dossiers and put right later, with the personal data beside it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_

from counter_app.central import stored
from counter_app.central.court import COUNTED
from counter_app.central.tables import events
from counter_app.documents.register import Intake
from counter_app.domain import facts
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived
from counter_app.domain.step_events import DossierAmended


def of(connection: Connection, office_id: str, page: Sequence[Dossier]) -> Iterator[Intake]:
    """Yield what was taken in of these dossiers, then what was put right, in stored order.

    A reception is found by its id; corrections are few, and looked for where a dossier tells of one.
    """
    received = events.c.event_id.in_([dossier.event_id for dossier in page])
    yield from _read(connection, office_id, received)
    corrected = [dossier.code for dossier in page if dossier.amended]
    if corrected:
        amended = and_(events.c.kind == DossierAmended.KIND, events.c.subject.in_(corrected))
        yield from _read(connection, office_id, amended)


def _read(connection: Connection, office_id: str, wanted: ColumnElement[bool]) -> Iterator[Intake]:
    asked = stored.LINKS.where(events.c.office_id == office_id, wanted, COUNTED)
    for link in map(stored.link, connection.execute(asked.order_by(events.c.position))):
        fact = facts.join(link.event, link.personal)
        if isinstance(fact, DossierReceived | DossierAmended):
            yield link.event.subject, fact
