"""What the desk knows of whoever stands before it: procedure, law, lane, what was asked lately."""

from counter_app.domain import links, rules
from counter_app.domain.commands import AskForPapers, ReceiveDossier, RefuseReception
from counter_app.domain.decide import IntakeFacts
from counter_app.domain.dossier import local_day, person_key
from counter_app.services.counter import Reference
from counter_app.store import claims, inbox, queries
from counter_app.store.engine import Connection


def intake_facts(
    conn: Connection,
    reference: Reference,
    asked: ReceiveDossier | AskForPapers | RefuseReception,
    received: int,
) -> IntakeFacts:
    """Return what `decide` judges a person by in the minute `received`. Raises: unknown_procedure."""
    day, code = local_day(received), asked.procedure
    catalogue = reference.catalogue(day)
    procedure = catalogue.find(code)
    # Half a letter is decide's to refuse.
    person = person_key(asked.applicant).encode(errors="replace").decode()
    lane = reference.lane(day)
    claim = claims.of_person(conn, links.identity(asked.applicant), code, received - links.LINKED_WITHIN)
    return IntakeFacts(
        procedure=procedure,
        catalogue=catalogue.version,
        calendar=reference.calendar,
        rules=rules.rule_set(reference.briefing.rules),
        lane=lane,
        received=received,
        authority=reference.briefing.office.superior,
        last_serial=queries.last_serial(conn, lane.lane_id, day),
        same_today=tuple(queries.same_today(conn, day, code, person)),
        online_open=tuple(inbox.still_open(conn, asked.online)),
        ended_lately=links.ended_lately(claim, received),
    )
