"""What was taken in of an office's dossiers and put right later, with the personal data beside it."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select

from counter_app.central.court import COUNTED
from counter_app.central.tables import events, personal
from counter_app.documents.register import Intake
from counter_app.domain import facts
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived, Event, Personal
from counter_app.domain.step_events import DossierAmended

_EVENT = tuple(Event.__slots__)


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
    beside = and_(
        personal.c.office_id == events.c.office_id,
        personal.c.event_id == events.c.event_id,
        personal.c.digest == events.c.personal_digest,  # a fork may have told the same event otherwise
    )
    rows = connection.execute(
        select(events, personal.c.salt, personal.c.text)
        .outerjoin(personal, beside)
        .where(events.c.office_id == office_id, wanted, COUNTED)
        .order_by(events.c.position)
    )
    for row in rows.mappings():
        fact = facts.join(*_told(row))
        if isinstance(fact, DossierReceived | DossierAmended):
            yield row["subject"], fact


def _told(row: RowMapping) -> tuple[Event, Personal | None]:
    event = Event(*(row[name] for name in _EVENT))
    return event, Personal(row["salt"], row["text"]) if row["salt"] is not None else None
