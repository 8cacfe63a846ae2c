"""The feed: what the office's other installations told, in the order in which the centre stored it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from counter_app import wire
from counter_app.central import briefing, epochs, pc_reports, withheld
from counter_app.central.centre import Caller, Centre
from counter_app.central.tables import events, personal, quarantine
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.events import Event, Personal
from counter_app.domain.staff import proof
from counter_app.errors import Refused

MAX_PAGE = 4 * 1024 * 1024  # bytes of bodies and personal data in one page
# PCs leave out of their lists what of these does not count; of all else a person settles.
_JUDGED = frozenset((DossierCaptured.KIND, *withheld.KINDS))
_FETCH = 50  # rows at a time: a page is cut before many large ones were read


def page(centre: Centre, caller: Caller, request: wire.FeedRequest) -> wire.FeedAnswer:
    """Return the events after `request.after` that others of the caller's office told, oldest first.

    A cursor that this database cannot vouch for is put back (`epochs.vouched`).
    Raises Refused: bad_request for a negative cursor or a limit outside 1..MAX_BATCH.
    """
    if not 0 <= request.after < 2**62 or not 1 <= request.limit <= wire.MAX_BATCH:
        raise Refused("bad_request")
    pc_reports.note(centre, caller, request.report)
    with centre.engine.begin() as connection:
        # One picture: up to its last position all is committed, because that row is locked until then.
        stands = epochs.standing(centre, connection, caller, request.after)
        after = epochs.vouched(connection, caller, request, stands)
        told = events_between(caller.office_id, after, stands.last).where(
            events.c.installation_id != caller.installation_id
        )
        new = stands.last > after
        rows, more = _rows(connection, told.limit(request.limit + 1), request.limit) if new else ([], False)
        here = rows[-1].position if more else max(stands.last, after)
        return wire.FeedAnswer(
            events=[wire_event(row) for row in rows],
            next=here,
            more=more,
            briefing=briefing.digest(centre, connection, caller, stands.revision),
            store_epoch=stands.epoch,
            now=centre.now(),
            begins=after,
            mark=request.mark if here == after == request.after else epochs.mark(connection, caller, here),
            head=stands.head,
            head_mark=stands.head_mark,
            archived=stands.archived,
            doubted=_doubted(connection, caller, rows),
        )


def events_between(office_id: str, after: int, upto: int) -> Select[tuple[object, ...]]:
    """Return the question for an office's events after a position up to another, with what lies beside.

    What is `withheld` is not fed to anybody.
    """
    beside = and_(
        personal.c.office_id == events.c.office_id,
        personal.c.event_id == events.c.event_id,
        personal.c.digest == events.c.personal_digest,
        events.c.kind.not_in(withheld.KINDS),
    )
    return (
        select(events, personal.c.salt, personal.c.text)
        .select_from(events.outerjoin(personal, beside))
        .where(events.c.office_id == office_id, events.c.position > after, events.c.position <= upto)
        .order_by(events.c.position)
    )


def _rows(
    connection: Connection, query: Select[tuple[object, ...]], limit: int
) -> tuple[list[Row[tuple[object, ...]]], bool]:
    """Return up to `limit` rows, at least one and few enough for a page, and whether more wait."""
    rows: list[Row[tuple[object, ...]]] = []
    size = 0
    options = {"stream_results": True, "max_row_buffer": _FETCH}
    with connection.execute(query, execution_options=options) as result:
        for row in result:
            size += len(row.body.encode()) + len((row.text or "").encode())
            if rows and (len(rows) == limit or size > MAX_PAGE):
                return rows, True
            rows.append(row)
    return rows, False


def _doubted(
    connection: Connection, caller: Caller, rows: list[Row[tuple[object, ...]]]
) -> list[wire.Quarantined]:
    """Return what does not count of these facts about people and leaves, nor of what waited for them."""
    told = [row for row in rows if row.kind in _JUDGED]
    if not told:
        return []
    beginning = {row.subject for row in told if row.event_id == row.subject}
    about = or_(events.c.event_id.in_({row.event_id for row in told}), events.c.subject.in_(beginning))
    return _in_quarantine(connection, caller, about)


def doubted_between(connection: Connection, caller: Caller, after: int, upto: int) -> list[wire.Quarantined]:
    """Return what does not count of facts about people and leaves after a position up to another."""
    return _in_quarantine(connection, caller, and_(events.c.position > after, events.c.position <= upto))


def doubted_of_others(
    connection: Connection, caller: Caller, most: int, apart_of: Collection[str]
) -> list[wire.Quarantined] | None:
    """Return all that others, but for `apart_of`, told of people and leaves and does not count; None for
    more than `most`.
    """
    others = events.c.installation_id.not_in([caller.installation_id, *apart_of])
    found = _in_quarantine(connection, caller, others, most + 1)
    return found if len(found) <= most else None


def _in_quarantine(
    connection: Connection, caller: Caller, which: ColumnElement[bool], limit: int | None = None
) -> list[wire.Quarantined]:
    beside = and_(quarantine.c.office_id == events.c.office_id, quarantine.c.event_id == events.c.event_id)
    asked = (
        select(quarantine.c.event_id, quarantine.c.seq, func.min(quarantine.c.code))
        .join(events, beside)
        .where(
            events.c.office_id == caller.office_id,
            events.c.kind.in_(_JUDGED),
            which,
            quarantine.c.code.not_in(proof.EARLY),
        )
        .group_by(quarantine.c.event_id, quarantine.c.seq)
        .order_by(quarantine.c.event_id)
        .limit(limit)
    )
    return [wire.Quarantined(*row) for row in connection.execute(asked)]


def wire_event(row: Row[tuple[object, ...]]) -> wire.WireEvent:
    """Return a row of `events_between` as it travels."""
    event = Event(
        event_id=row.event_id,
        installation_id=row.installation_id,
        seq=row.seq,
        prev=row.prev,
        kind=row.kind,
        version=row.version,
        subject=row.subject,
        actor_id=row.actor_id,
        happened_at=row.happened_at,
        clock=row.clock,
        body=row.body,
        personal_digest=row.personal_digest,
        signature=row.signature,
    )
    return wire.WireEvent(event, Personal(row.salt, row.text) if row.salt is not None else None)
