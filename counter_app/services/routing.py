"""Papers that go with the papers: the hand-over list, and the control sheet (Form 06) of a dossier."""

from itertools import zip_longest

from counter_app.documents.form06 import Form06, Result, Step
from counter_app.documents.handover import HandedOver as Row
from counter_app.documents.handover import Handover
from counter_app.domain.dossier import Dossier
from counter_app.domain.people import Office
from counter_app.domain.shares import kept
from counter_app.domain.step_events import HandedOver
from counter_app.store import log
from counter_app.store.engine import Connection
from counter_app.store.routing import Given


def handover_list(conn: Connection, rows: list[Given], office: Office, copy: int) -> Handover:
    """Return the list of these hand-overs, which share sheet, day and both units."""
    first = rows[0]
    receivers = {row.receiver for row in rows}
    givers = {row.giver for row in rows}
    return Handover(
        office=office,
        at=rows[-1].at,
        number=first.sheet or first.code,
        giving_unit=first.from_unit or office.name,
        receiving_unit=first.to_unit or office.name,
        dossiers=tuple(_row(conn, row) for row in rows),
        giver_name=first.giver if len(givers) == 1 else "",
        receiver_name=first.receiver if len(receivers) == 1 else "",
        copy=copy,
    )


def control_sheet(dossier: Dossier, steps: list[Given], office: Office, now: int, copy: int) -> Form06:
    """Return Form 06: a block for each hand-over, with how the receiving unit kept its share."""
    return Form06(
        office=office,
        printed=now,
        code=dossier.code,
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        received=dossier.received,
        first_due=dossier.first_due,
        due=dossier.due,
        steps=tuple(
            _step(given, _done(given, after, dossier), office, now)
            for given, after in zip_longest(steps, steps[1:])
        ),
        copy=copy,
    )


def _done(given: Given, after: Given | None, dossier: Dossier) -> int | None:
    """Return when the receiving unit was done: it handed on, or the dossier came to its end there."""
    if after is not None:
        return after.at
    ends = (dossier.resolved, dossier.arrived, dossier.returned, dossier.ended)
    return next((end for end in ends if end is not None and end >= given.at), None)


def _step(given: Given, done: int | None, office: Office, now: int) -> Step:
    return Step(
        giving_unit=given.from_unit or office.name,
        receiving_unit=given.to_unit or office.name,
        given=given.at,
        taken=given.taken_at,
        giver_name=given.giver,
        receiver_name=given.receiver,
        due=given.share_due,
        result=Result(kept(given.share_due, done, now)),
    )


def _row(conn: Connection, given: Given) -> Row:
    fact = log.fact(conn, given.event_id)
    note = fact.note if isinstance(fact, HandedOver) else ""
    return Row(given.code, given.procedure_name, given.name, given.papers, given.share_due, note)
