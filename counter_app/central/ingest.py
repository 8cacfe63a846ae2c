"""The push: store first, judge afterwards, in one transaction; idempotent for ever (DESIGN §1.5, §4.7)."""

import itertools
from dataclasses import dataclass, replace
from operator import attrgetter

import msgspec
from sqlalchemy import Connection, select, update

from counter_app import wire
from counter_app.central import apart, bulk, court, epochs, keys, stored
from counter_app.central.centre import Caller, Centre
from counter_app.central.envelope import check_batch
from counter_app.central.erasure_tables import erasures
from counter_app.central.judge import personal_matches
from counter_app.central.tables import events, forks, personal, positions, quarantine
from counter_app.domain.events import Event
from counter_app.domain.identity import is_foreign
from counter_app.domain.key_events import KeyRotated
from counter_app.errors import Refused

_settled = quarantine.c.settled.is_not(None)
_EVENT = attrgetter(*Event.__slots__)
_COLUMNS = (*Event.__slots__, "office_id", "position", "hash", "received_at")


@dataclass(frozen=True, slots=True)
class Link:
    """A checked event of a push with its digest."""

    wire: wire.WireEvent
    digest: bytes


def push(
    centre: Centre, caller: Caller, request: wire.PushRequest, *, accepted: bool = False
) -> wire.PushAnswer:
    """Store what is new of a contiguous batch and say up to which seq everything is durable here.

    A batch that begins after the centre's head is not stored: the answer names the head to send from. From an
    event under an id that is another's on, a log is kept apart as a second history is. Of who was revoked
    it stores what somebody `accepted`. Raises Refused: those of `check_batch` and of `keys.count`,
    installation_revoked, apart_full.
    """
    digests = check_batch(request.events, caller)
    links = [Link(link, digest) for link, digest in zip(request.events, digests, strict=True)]
    with centre.engine.begin() as connection:
        # The office's row lock orders its pushes: positions become visible in their own order.
        last = stored.lock(connection, caller.office_id)
        stands = keys.standing(connection, caller)
        if stands.revoked and not accepted:
            raise Refused("installation_revoked")
        if stands.followed() != caller.followed():  # what was proved before was proved by other keys
            check_batch(request.events, replace(stands, revoked=False))
        epoch = epochs.current(centre, connection, caller.office_id)
        acknowledged, doubtful = _store(centre, connection, caller, links, last)
    centre.metrics.stored(len(links), len(doubtful))
    return wire.PushAnswer(acknowledged, doubtful, epoch, centre.now())


def _store(
    centre: Centre, connection: Connection, caller: Caller, links: list[Link], last: int
) -> tuple[int, list[wire.Quarantined]]:
    """Return up to which seq everything is durable here, and what of these does not count."""
    head, head_digest = stored.head(connection, caller.office_id, caller.installation_id)
    first = links[0].wire.event
    known = _known(connection, caller, first.seq, head)
    new = [link for link in links if known.get(link.wire.event.seq) != link.digest]
    # Its successor, who never heard what was said of people, may have brought the log before its teller.
    keep_personal(
        connection, caller, [link for link in links if known.get(link.wire.event.seq) == link.digest]
    )
    if not new:
        return head, _quarantined(connection, caller, links)
    start = new[0].wire.event
    if start.seq == head + 1 and start.prev == head_digest:
        sound = _sound(connection, caller, new)
        marked = _append(connection, caller, sound, last, centre.now()) if sound else False
        if len(sound) == len(links) and not marked:
            return new[-1].wire.event.seq, []  # told for the first time, and nothing is said of them
        beside = keep_fork(centre, connection, caller, new[len(sound) :], "duplicate_event")
        return new[-1].wire.event.seq, [*_quarantined(connection, caller, links), *beside]
    if start.seq > head + 1 and not continues_fork(connection, caller, start.prev):
        return head, _quarantined(connection, caller, links)
    beside = keep_fork(centre, connection, caller, new)
    return new[-1].wire.event.seq, [*_quarantined(connection, caller, links), *beside]


def _known(connection: Connection, caller: Caller, first: int, head: int) -> dict[int, bytes]:
    if first > head:
        return {}
    rows = connection.execute(
        select(events.c.seq, events.c.hash).where(
            events.c.office_id == caller.office_id,
            events.c.installation_id == caller.installation_id,
            events.c.seq.between(first, first + wire.MAX_BATCH),
        )
    )
    return {row.seq: row.hash for row in rows}


def _sound(connection: Connection, caller: Caller, new: list[Link]) -> list[Link]:
    """Return those before the first one whose id is another's or used already, which no honest log holds."""
    ids = [link.wire.event.event_id for link in new]
    taken = bulk.there(connection, events.c.event_id, caller.office_id, ids)
    for place, event_id in enumerate(ids):
        if event_id in taken or is_foreign(event_id, caller.installation_id):
            return new[:place]
        taken.add(event_id)
    return new


def _append(connection: Connection, caller: Caller, new: list[Link], last: int, now: int) -> bool:
    """Store what is new, judge it while PostgreSQL is busy with that; tell if any of it does not hold."""
    rows = (
        (*_EVENT(link.wire.event), caller.office_id, last + offset, link.digest, now)
        for offset, link in enumerate(new, start=1)
    )
    sitting = court.Sitting(connection, caller, [link.wire for link in new], now)
    with bulk.putting(connection, events, _COLUMNS, rows):
        verdict = sitting.judge()
    keep_personal(connection, caller, new)
    if rotations := _rotations(new):
        keys.count(connection, caller, rotations)
    connection.execute(
        update(positions).where(positions.c.office_id == caller.office_id).values(last=last + len(new))
    )
    return sitting.conclude(verdict, last)


def _rotations(links: list[Link]) -> list[Event]:
    return [link.wire.event for link in links if link.wire.event.kind == KeyRotated.KIND]


def keep_personal(connection: Connection, caller: Caller, links: list[Link]) -> None:
    """Keep the personal data beside events, where it is what their digests tell; of nobody erased."""
    beside = [link for link in links if link.wire.personal is not None and personal_matches(link.wire)]
    subjects = {name for link in beside for name in (link.wire.event.subject, link.wire.event.event_id)}
    gone = bulk.there(connection, erasures.c.subject, caller.office_id, subjects) if subjects else ()
    rows = [
        {
            "office_id": caller.office_id,
            "event_id": link.wire.event.event_id,
            "digest": link.wire.event.personal_digest,
            "salt": link.wire.personal.salt,
            "text": link.wire.personal.text,
        }
        for link in beside
        if link.wire.personal is not None
        and link.wire.event.subject not in gone
        and link.wire.event.event_id not in gone
    ]
    bulk.put_new(connection, personal, rows)


def continues_fork(connection: Connection, caller: Caller, prev: bytes) -> bool:
    """Tell whether the event `prev` is kept beside the log."""
    found = connection.execute(
        select(forks.c.seq).where(
            forks.c.office_id == caller.office_id,
            forks.c.installation_id == caller.installation_id,
            forks.c.hash == prev,
        )
    ).first()
    return found is not None


def keep_fork(
    centre: Centre, connection: Connection, caller: Caller, new: list[Link], first: str = "log_forked"
) -> list[wire.Quarantined]:
    """Keep signed events beside the log, none of them counted; return each with the code of why: the `first`
    one's, then log_forked.

    Quarantine's own table names events of the log only: an id here may be another's there. Raises Refused:
    apart_full.
    """
    if not new:
        return []
    held = _kept_apart(connection, caller, new)
    apart.make_room(centre, connection, caller, (link.wire for link in new if link.digest not in held))
    rows = [
        {
            "office_id": caller.office_id,
            "installation_id": caller.installation_id,
            "hash": link.digest,
            "seq": link.wire.event.seq,
            "event_id": link.wire.event.event_id,
            "raw": msgspec.json.encode(link.wire.event).decode(),
            "received_at": centre.now(),
        }
        for link in new
        if link.digest not in held
    ]
    bulk.put_new(connection, forks, rows)
    keep_personal(connection, caller, new)
    if rotations := _rotations(new):
        keys.keep(connection, caller, rotations)
    codes = itertools.chain([first], itertools.repeat("log_forked"))
    return [
        wire.Quarantined(link.wire.event.event_id, link.wire.event.seq, code)
        for link, code in zip(new, codes, strict=False)
    ]


def _kept_apart(connection: Connection, caller: Caller, new: list[Link]) -> set[bytes]:
    asked = select(forks.c.hash).where(
        forks.c.office_id == caller.office_id,
        forks.c.installation_id == caller.installation_id,
        forks.c.hash.in_([link.digest for link in new]),
    )
    return set(connection.execute(asked).scalars())


def _quarantined(connection: Connection, caller: Caller, links: list[Link]) -> list[wire.Quarantined]:
    rows = connection.execute(
        select(quarantine.c.event_id, quarantine.c.seq, quarantine.c.code, _settled.label("settled"))
        .where(
            quarantine.c.office_id == caller.office_id,
            bulk.among(quarantine.c.event_id, [link.wire.event.event_id for link in links]),
            quarantine.c.code != "log_forked",  # as earlier versions marked what lies beside a log
        )
        .order_by(quarantine.c.seq, _settled.desc(), quarantine.c.code)  # a PC keeps an event's last
    )
    return [wire.Quarantined(*row) for row in rows]
