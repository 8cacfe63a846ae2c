"""What the centre tells of an office's dossiers day by day, for a counter to hold its own against."""

from collections.abc import Iterable, Sequence

from sqlalchemy import JSON, Connection, cast, select, true

from counter_app import wire
from counter_app.central import court, epochs, feed
from counter_app.central.centre import Caller, Centre
from counter_app.central.review import TAKEN
from counter_app.central.review_tables import reviews
from counter_app.central.tables import dossiers, events, forks, positions, quarantine
from counter_app.domain import state_digest
from counter_app.domain.moments import parse_day

MAX_APART = 10_000
_ONE_PICTURE = {"isolation_level": "REPEATABLE READ"}  # no push waits for it
_FETCH = 500
_ROW = tuple(dossiers.c[name] for name in state_digest.PUBLIC_FIELDS)


def answer(centre: Centre, caller: Caller, request: wire.DigestsRequest) -> wire.DigestsAnswer:
    """Return the digests of the days from `request.since`, where both ends stand at the same position.

    Where they do not, or the caller folds otherwise, `position` is -1. Raises Refused: bad_date.
    """
    parse_day(request.since)
    with centre.engine.connect().execution_options(**_ONE_PICTURE) as connection:
        last = connection.execute(
            select(positions.c.last).where(positions.c.office_id == caller.office_id)
        ).scalar_one()
        apart = _apart(connection, caller)
        same = request.position == last and request.shape == state_digest.shape() and apart is not None
        rows = _rows(connection, caller, request.since) if same else ()
        return wire.DigestsAnswer(
            position=last if same else -1,
            days=state_digest.by_day(rows, apart or ()),
            apart=sorted(apart or ()),
            quarantined=_quarantined(connection, caller),
            store_epoch=epochs.newest(connection, caller.office_id),
            now=centre.now(),
            doubted=feed.doubted_of_others(connection, caller, MAX_APART) if same else None,
        )


def _rows(connection: Connection, caller: Caller, since: str) -> Iterable[Sequence[object]]:
    asked = (
        select(*_ROW)
        .where(dossiers.c.office_id == caller.office_id, dossiers.c.day >= since)
        .order_by(dossiers.c.day, dossiers.c.code.collate("C"))
    )
    options = {"stream_results": True, "max_row_buffer": _FETCH}
    return connection.execute(asked, execution_options=options)


def _apart(connection: Connection, caller: Caller) -> set[str] | None:
    """Return what is told apart because the centre does not count an event of it; None for too much.

    The PC that continues a revoked or forked one's store knows what lies in the review or beside the log.
    """
    asked = (
        select(events.c.subject)
        .distinct()
        .where(events.c.office_id == caller.office_id, ~court.COUNTED)
        .limit(MAX_APART + 1)
    )
    found = set(connection.execute(asked).scalars())
    for beside, wanted in ((reviews, ~TAKEN), (forks, true())):
        subject = cast(beside.c.raw, JSON)["subject"].as_string()
        told = select(subject).distinct().where(beside.c.office_id == caller.office_id, wanted)
        found.update(connection.execute(told.limit(MAX_APART + 1)).scalars())
    return found if len(found) <= MAX_APART else None


def _quarantined(connection: Connection, caller: Caller) -> list[wire.Quarantined]:
    """Return what of the caller's own log still waits for a person."""
    asked = (
        select(quarantine.c.event_id, quarantine.c.seq, quarantine.c.code)
        .join(
            events,
            (events.c.office_id == quarantine.c.office_id) & (events.c.event_id == quarantine.c.event_id),
        )
        .where(events.c.office_id == caller.office_id, events.c.installation_id == caller.installation_id)
        .order_by(quarantine.c.seq, quarantine.c.code)
        .limit(MAX_APART)
    )
    return [wire.Quarantined(*row) for row in connection.execute(asked)]
