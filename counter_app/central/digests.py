"""What the centre tells of an office's dossiers day by day, for a counter to hold its own against."""

import itertools
from collections.abc import Iterable, Sequence

from sqlalchemy import JSON, Connection, cast, exists, func, or_, select, true

from counter_app import wire
from counter_app.central import bulk, court, epochs, feed
from counter_app.central.centre import Caller, Centre
from counter_app.central.review import TAKEN
from counter_app.central.review_tables import reviews
from counter_app.central.tables import dossiers, events, forks, positions, quarantine
from counter_app.domain import state_digest
from counter_app.domain.moments import parse_day
from counter_app.errors import Refused
from counter_app.wire_digests import MOST_DAYS, DigestsAnswer, DigestsRequest

MAX_APART = 10_000
_ONE_PICTURE = {"isolation_level": "REPEATABLE READ"}  # no push waits for it
_FETCH = 500
_ROW = tuple(dossiers.c[name] for name in state_digest.PUBLIC_FIELDS)


def answer(centre: Centre, caller: Caller, request: DigestsRequest) -> DigestsAnswer:
    """Return the digests of the days from `request.since`, where both ends stand at the same position.

    Where they do not, or the caller folds otherwise, `position` is -1. Raises Refused: bad_date, bad_request
    for too many days.
    """
    _check(request)
    with centre.engine.connect().execution_options(**_ONE_PICTURE) as connection:
        last = connection.execute(
            select(positions.c.last).where(positions.c.office_id == caller.office_id)
        ).scalar_one()
        apart, apart_of = _apart(connection, caller)
        same = request.position == last and request.shape == state_digest.shape()
        same = same and (request.apart_of or not apart_of)
        older = _older(connection, caller, request) if same else None
        rows = _rows(connection, caller, request.since, older or (), apart_of) if same else ()
        return DigestsAnswer(
            position=last if same else -1,
            days=state_digest.by_day(rows, apart),
            apart=sorted(apart),
            quarantined=_quarantined(connection, caller, request.former),
            store_epoch=epochs.newest(connection, caller.office_id),
            now=centre.now(),
            doubted=feed.doubted_of_others(connection, caller, MAX_APART, apart_of) if same else None,
            older=older,
            apart_of=apart_of,
        )


def _check(request: DigestsRequest) -> None:
    days = request.days or ()
    if max(len(days), len(request.former)) > MOST_DAYS:
        raise Refused("bad_request")
    for day in (request.since, *days):
        parse_day(day)


def _older(connection: Connection, caller: Caller, request: DigestsRequest) -> list[str] | None:
    """Return the days before `since` of which the caller has an open dossier, or the office here."""
    if request.days is None:
        return None
    asked = (
        select(dossiers.c.day)
        .distinct()
        .where(dossiers.c.office_id == caller.office_id, dossiers.c.day < request.since)
        .where(dossiers.c.returned.is_(None), dossiers.c.ended.is_(None))
        .order_by(dossiers.c.day.desc())
        .limit(MOST_DAYS)
    )
    return sorted({*connection.execute(asked).scalars(), *request.days})


def _rows(
    connection: Connection, caller: Caller, since: str, older: Sequence[str], apart_of: Sequence[str]
) -> Iterable[Sequence[object]]:
    asked = (
        select(*_ROW)
        .where(dossiers.c.office_id == caller.office_id)
        .where(or_(dossiers.c.day >= since, bulk.among(dossiers.c.day, older)))
        .order_by(dossiers.c.day, dossiers.c.code.collate("C"))
    )
    if apart_of:
        told = exists().where(events.c.office_id == caller.office_id, events.c.subject == dossiers.c.code)
        asked = asked.where(~told.where(bulk.among(events.c.installation_id, apart_of)))
    options = {"stream_results": True, "max_row_buffer": _FETCH}
    return connection.execute(asked, execution_options=options)


def _apart(connection: Connection, caller: Caller) -> tuple[set[str], list[str]]:
    """Return what is told apart because the centre does not count an event of it; and the PCs that told too
    much of it, whose dossiers are left out, all of them.

    The PC that continues a revoked or forked one's store knows what lies in the review or beside the log.
    Where that is too much it is left out: nobody else's lists tell of it, and they are compared still.
    """
    asked = select(events.c.subject).distinct()
    asked = asked.where(events.c.office_id == caller.office_id, ~court.COUNTED).limit(MAX_APART + 1)
    found, apart_of = set(connection.execute(asked).scalars()), list[str]()
    if len(found) > MAX_APART:
        apart_of = _too_much_of(connection, caller)
        asked = asked.where(~bulk.among(events.c.installation_id, apart_of))
        found = set(connection.execute(asked).scalars())
    lying: set[str] = set()
    for beside, wanted in ((reviews, ~TAKEN), (forks, true())):
        subject = cast(beside.c.raw, JSON)["subject"].as_string()
        told = select(subject).distinct().where(beside.c.office_id == caller.office_id, wanted)
        lying.update(connection.execute(told.limit(MAX_APART + 1)).scalars())
    whole = found | lying
    return (whole if len(whole) <= MAX_APART else found), apart_of


def _too_much_of(connection: Connection, caller: Caller) -> list[str]:
    """Return the PCs of which most does not count: what the others told of fits into MAX_APART subjects."""
    many = func.count(events.c.subject.distinct())
    asked = select(events.c.installation_id, many).group_by(events.c.installation_id).order_by(many)
    asked = asked.where(events.c.office_id == caller.office_id, ~court.COUNTED)
    told = connection.execute(asked).all()
    upto = itertools.accumulate(subjects for _pc, subjects in told)
    return sorted(pc for (pc, _subjects), whole in zip(told, upto, strict=True) if whole > MAX_APART)


def _quarantined(connection: Connection, caller: Caller, former: Sequence[str]) -> list[wire.Quarantined]:
    """Return what of the caller's own log does not count, and of what lies beside it, or beside one that it
    continues, what somebody has settled.
    """
    settled = quarantine.c.settled.is_not(None)
    asked = (
        select(quarantine.c.event_id, quarantine.c.seq, quarantine.c.code, settled.label("settled"))
        .join(
            events,
            (events.c.office_id == quarantine.c.office_id) & (events.c.event_id == quarantine.c.event_id),
        )
        .where(events.c.office_id == caller.office_id, events.c.installation_id == caller.installation_id)
        .where(~court.OVER)
        .order_by(quarantine.c.seq, settled.desc(), quarantine.c.code)  # a PC keeps an event's last
        .limit(MAX_APART)
    )
    beside = (
        select(forks.c.event_id, forks.c.seq)
        .where(forks.c.office_id == caller.office_id, forks.c.settled.is_not(None))
        .where(bulk.among(forks.c.installation_id, [caller.installation_id, *former]))
        .limit(MAX_APART)
    )
    found = [wire.Quarantined(*row) for row in connection.execute(asked)]
    return found + [wire.Quarantined(*row, "log_forked", settled=True) for row in connection.execute(beside)]
