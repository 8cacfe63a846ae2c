"""Personal data of facts about people stays at the centre: a named reader is given it, event by event.

Why a colleague is away and what an inspection found lie beside the event and enter what is signed by their
digest, so a chain verifies without them. No PC is fed them, its own teller's successors neither, for who may
read changes by the day and sits anywhere; a PC fetches them when somebody who may looks (`readers`).
"""

from sqlalchemy import Connection, Row, and_, select

from counter_app import wire_files
from counter_app.central import bulk, readers
from counter_app.central.centre import Caller, Centre
from counter_app.central.readers import Named
from counter_app.central.tables import events, personal
from counter_app.domain.events import Personal
from counter_app.domain.kinds import StaffFact
from counter_app.domain.permissions import Page, check_reads
from counter_app.domain.staff_events import InspectionFollowedUp, InspectionHeld
from counter_app.errors import Refused
from counter_app.wire_files import Beside

KINDS = frozenset(kind.KIND for kind in StaffFact.__args__)
MAX_BYTES = 1024 * 1024  # of texts in one answer
_MAX_ID = 64


def answer(centre: Centre, caller: Caller, request: wire_files.PersonalRequest) -> wire_files.PersonalAnswer:
    """Give what lies beside facts about the office's people, of each that the reader may read.

    The answer names as many of the asked, in their order, as have room in it; without data those that he may
    not read, that are not of this office or beside which nothing lies. Raises Refused: bad_request,
    not_permitted (no role today), not_signed_in, bad_proof, person_key_unknown, key_ended.
    """
    asked = request.event_ids
    if not 0 < len(asked) <= wire_files.MOST_BESIDE or not all(map(_is_id, asked)):
        raise Refused("bad_request")
    with centre.engine.connect() as connection:
        roles = readers.roles_of(centre, connection, caller, wire_files.PERSONAL, request)
        check_reads(roles, Page.OWN_RECORDS)
        rows = {row.event_id: row for row in _beside(connection, caller, asked)}
    told: list[Beside] = []
    size = 0
    for event_id in asked:
        row = rows.get(event_id)
        may = row is not None and readers.may_read(roles, _judged_by(row), request.person_id)
        found = Personal(row.salt, row.text) if row is not None and may else None
        size += len(found.text.encode()) if found else 0
        if told and size > MAX_BYTES:
            break
        told.append(Beside(event_id, found))
    return wire_files.PersonalAnswer(told)


def _beside(connection: Connection, caller: Caller, asked: list[str]) -> list[Row[tuple[object, ...]]]:
    """Return those beside which something lies, with it, and of a follow-up its inspection's body."""
    held = events.alias("held")
    lies = and_(
        personal.c.office_id == events.c.office_id,
        personal.c.event_id == events.c.event_id,
        personal.c.digest == events.c.personal_digest,
    )
    of = and_(
        held.c.office_id == events.c.office_id,
        held.c.event_id == events.c.subject,
        held.c.kind == InspectionHeld.KIND,
    )
    query = (
        select(
            events.c.event_id,
            events.c.kind,
            events.c.subject,
            events.c.body,
            held.c.body.label("inspected"),
            personal.c.salt,
            personal.c.text,
        )
        .select_from(events.join(personal, lies).outerjoin(held, of))
        .where(
            events.c.office_id == caller.office_id,
            bulk.among(events.c.event_id, asked),
            events.c.kind.in_(KINDS),
        )
    )
    return list(connection.execute(query))


def _is_id(event_id: str) -> bool:
    return 0 < len(event_id) <= _MAX_ID and event_id.isprintable()


def _judged_by(row: Row[tuple[object, ...]]) -> Named:
    if row.kind == InspectionFollowedUp.KIND and row.inspected is not None:
        return Named(InspectionHeld.KIND, row.subject, row.inspected)
    return Named(row.kind, row.subject, row.body)
