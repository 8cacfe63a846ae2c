"""What revoked installations still send, and what successors hand in: kept whole, judged by a person first.

A push of a revoked installation never becomes a fact of the office by itself, and is never thrown away.
"""

from collections.abc import Iterable
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, RowMapping, and_, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from counter_app import wire
from counter_app.central import apart, epochs, ingest, keys, stored
from counter_app.central.centre import Caller, Centre
from counter_app.central.envelope import check_batch
from counter_app.central.review_tables import reviews
from counter_app.central.tables import events
from counter_app.domain import chain
from counter_app.domain.events import Event, Personal
from counter_app.errors import Refused

WAITING, APART = "in_review", "log_forked"
# Of a review's row: the very event stands in the office's log too.
TAKEN = exists().where(
    events.c.office_id == reviews.c.office_id,
    events.c.installation_id == reviews.c.installation_id,
    events.c.seq == reviews.c.seq,
    events.c.hash == reviews.c.hash,
)
# Another event has its place in the office's log: whoever sent it has a copy's half.
_FORKED = exists().where(
    events.c.office_id == reviews.c.office_id,
    events.c.installation_id == reviews.c.installation_id,
    events.c.seq == reviews.c.seq,
    events.c.hash != reviews.c.hash,
)


def push(centre: Centre, caller: Caller, request: wire.PushRequest) -> wire.PushAnswer:
    """Store a push as `ingest.push`; what a revoked installation sends goes to its review branch.

    Raises Refused as `ingest.push`.
    """
    return _store(centre, caller, request, caller.installation_id)


def hand_in(centre: Centre, caller: Caller, request: wire.PushRequest) -> wire.PushAnswer:
    """Store what a former installation of the caller's PC had not sent, under that one's name, unaltered.

    Its own signatures vouch for it; the caller only carries. Raises Refused: empty_batch,
    installation_unknown, and as `ingest.push`.
    """
    if not request.events:
        raise Refused("empty_batch")
    with centre.engine.connect() as connection:
        former = find(connection, caller.office_id, request.events[0].event.installation_id)
    return _store(centre, former, request, caller.installation_id)


def find(connection: Connection, office_id: str, installation_id: str) -> Caller:
    """Return an office's installation as one that may call. Raises Refused: installation_unknown."""
    found = keys.caller(connection, installation_id)
    if found is None or found.office_id != office_id:
        raise Refused("installation_unknown")
    return found


def _store(centre: Centre, owner: Caller, request: wire.PushRequest, carrier: str) -> wire.PushAnswer:
    forked = False
    if not owner.revoked:
        try:
            return ingest.push(centre, owner, request)
        except Refused as refused:
            with (
                centre.engine.connect() as connection
            ):  # it may have been revoked, or its key changed, meanwhile
                owner = find(connection, owner.office_id, owner.installation_id)
            forked = refused.code == "chain_unsigned" and owner.rotated != ()
            if not forked and refused.code != "installation_revoked":
                raise
        owner = replace(owner, revoked=True)  # what an old copy goes on with, under the key of then
    links = [
        ingest.Link(link, digest)
        for link, digest in zip(request.events, check_batch(request.events, owner), strict=True)
    ]
    with centre.engine.begin() as connection:
        # One writer at a time in an office, as for its facts.
        stored.lock(connection, owner.office_id)
        epoch = epochs.current(centre, connection, owner.office_id)
        if forked and ingest.continues_fork(connection, owner, request.events[0].event.prev):
            beside = ingest.keep_fork(centre, connection, owner, links)
            return wire.PushAnswer(links[-1].wire.event.seq, beside, epoch, centre.now())
        acknowledged = _keep(centre, connection, owner, links, carrier)
        keys.keep(connection, owner, (link.wire.event for link in links))
        waiting = _waiting(connection, owner, links)
        return wire.PushAnswer(acknowledged, waiting, epoch, centre.now())


def _keep(
    centre: Centre, connection: Connection, owner: Caller, links: list[ingest.Link], carrier: str
) -> int:
    """Keep what is new of a batch, a second history too; return up to which seq everything is durable.

    Raises Refused: apart_full.
    """
    first, last = links[0].wire.event, links[-1].wire.event
    held = _held(connection, owner, first.seq - 1, last.seq)
    begins = first.prev == chain.GENESIS or (first.seq - 1, first.prev) in held
    highest = _highest(connection, owner)
    if not begins and first.seq > highest + 1:
        return highest  # it begins after a gap: to be sent from there
    new = [link for link in links if (link.wire.event.seq, link.digest) not in held]
    rows = [
        {
            "office_id": owner.office_id,
            "installation_id": owner.installation_id,
            "hash": link.digest,
            "seq": link.wire.event.seq,
            "prev": link.wire.event.prev,
            "event_id": link.wire.event.event_id,
            "personal_digest": link.wire.event.personal_digest,
            "raw": msgspec.json.encode(link.wire.event).decode(),
            "carried_by": carrier,
            "received_at": centre.now(),
        }
        for link in new
    ]
    if rows:
        apart.make_room(centre, connection, owner, (link.wire for link in new))
        connection.execute(insert(reviews).on_conflict_do_nothing(), rows)
        ingest.keep_personal(connection, owner, links)
        return last.seq
    return max(last.seq, highest)


def _held(connection: Connection, owner: Caller, first: int, last: int) -> set[tuple[int, bytes]]:
    """Return (seq, hash) of what is kept of an installation between two numbers, counted or in review."""
    found: set[tuple[int, bytes]] = set()
    for table in (events, reviews):
        rows = connection.execute(
            select(table.c.seq, table.c.hash).where(
                table.c.office_id == owner.office_id,
                table.c.installation_id == owner.installation_id,
                table.c.seq.between(first, last),
            )
        )
        found |= {(row.seq, row.hash) for row in rows}
    return found


def _highest(connection: Connection, owner: Caller) -> int:
    asked = (
        select(func.coalesce(func.max(table.c.seq), 0)).where(
            table.c.office_id == owner.office_id, table.c.installation_id == owner.installation_id
        )
        for table in (events, reviews)
    )
    return max(int(connection.execute(one).scalar_one()) for one in asked)


def _waiting(connection: Connection, owner: Caller, links: Iterable[ingest.Link]) -> list[wire.Quarantined]:
    rows = connection.execute(
        select(reviews.c.event_id, reviews.c.seq, _FORKED.label("forked"))
        .where(
            and_(
                reviews.c.office_id == owner.office_id,
                reviews.c.installation_id == owner.installation_id,
                reviews.c.hash.in_([link.digest for link in links]),
            ),
            ~TAKEN,
        )
        .order_by(reviews.c.seq)
    )
    return [wire.Quarantined(row.event_id, row.seq, APART if row.forked else WAITING) for row in rows]


def wire_event(row: RowMapping) -> wire.WireEvent:
    """Return an event of the review as it was sent; `row` has `raw`, and `salt` and `text` or None."""
    event = msgspec.json.decode(row["raw"], type=Event)
    beside = Personal(row["salt"], row["text"]) if row["salt"] is not None else None
    return wire.WireEvent(event, beside)
