"""Belief in the feed: of each installation only what continues its chain under its own key is stored."""

import itertools
from collections.abc import Mapping

from counter_app import seal
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.identity import is_foreign
from counter_app.errors import Damaged, Refused
from counter_app.services import retention
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from counter_app.store import (
    disbelief,
    displaced,
    doubts,
    log,
    log_keys,
    outbox,
    projections,
    succession,
    withheld,
)
from counter_app.store.engine import Connection
from counter_app.wire import FeedAnswer, WireEvent


def take(counter: Counter, feed: FeedAnswer | None, *, news: bool, cut: bool) -> None:
    """Store what is proved. Of an installation in doubt nothing is taken until the feed is read anew.

    That is when `news`, another briefing, has come (its keys may end the doubt), and once a day. Until then
    it is told. Where the contact was `cut` before the briefing that has a page's keys, the page is asked for
    again: nobody is in doubt for that.
    """
    own = counter.installation.installation_id
    if feed is None:
        return
    with counter.store.write() as conn:
        judged = disbelief.keep(conn, feed.doubted, [item.event.event_id for item in feed.events])
        found = store(conn, counter, feed.events)
        _hand_in_again(conn, found)
        projections.tell_again(conn, judged)  # also what came earlier
        if cut and "key_unknown" in found.values() and feed.briefing != briefings.digest(conn):
            return
        now = counter.clock.now().ms
        again = (news and doubts.told(conn) != "") or doubts.are_stale(conn, now)
        outbox.advance_feed(conn, own, feed.next, feed.store_epoch, feed.mark, feed.begins)
        if not feed.more:
            doubts.end_retry(conn)
        doubts.note(conn, found, now)
        if again:
            outbox.read_anew(conn, own)


def store(conn: Connection, counter: Counter, told: list[WireEvent]) -> dict[str, str]:
    """Store and fold what is proved of others' events; return by installation why the rest of it is not.

    What we hold of a log from where the centre now tells it otherwise gives way: whoever signed both halves
    is one log's two copies, and the centre, put back since, met the other one first.
    """
    own = counter.installation.installation_id
    keys = {key.installation_id: key.public_key for key in counter.reference(conn).briefing.keys}
    others = [item for item in told if item.event.installation_id != own]
    fit, digests, found = _fit(conn, others, keys)
    gave_way = displaced.put_aside(conn, [item.event for item in fit], counter.clock.now().ms)
    log.append_foreign(conn, [withheld.without(item) for item in fit], digests)
    if gave_way:
        projections.rebuild(conn)  # nothing else takes a fact out of all lists
    retention.hear(conn, counter, fit, keys)
    return found


def _hand_in_again(conn: Connection, found: Mapping[str, str]) -> None:
    """Let a former log of ours go once more where the centre tells it otherwise: its answer is whether ours
    is a copy's half, which it may not have said when it was sent under that name.
    """
    for source in succession.former(conn) if "chain_broken" in found.values() else ():
        known = outbox.is_forked(conn, source) or outbox.unsent(conn, source)[0]
        if found.get(source) == "chain_broken" and not known:
            outbox.send_all(conn, source)


def _fit(
    conn: Connection, told: list[WireEvent], keys: dict[str, bytes]
) -> tuple[list[WireEvent], dict[str, bytes], dict[str, str]]:
    """Return what is proved, in the order of the feed, its digests by event_id, and by installation why the
    rest of it is not.
    """
    proved: dict[str, WireEvent] = {}
    digests: dict[str, bytes] = {}
    doubted: dict[str, str] = {}
    order = sorted(told, key=lambda item: (item.event.installation_id, item.event.seq))
    for source, items in itertools.groupby(order, key=lambda item: item.event.installation_id):
        try:
            new = _proved(conn, source, list(items), keys.get(source), proved)
            proved |= {item.event.event_id: item for item, _digest in new}
            digests |= {item.event.event_id: digest for item, digest in new}
        except (Refused, Damaged) as error:
            doubted[source] = error.code
    return [item for item in told if proved.get(item.event.event_id) is item], digests, doubted


def _proved(
    conn: Connection, source: str, items: list[WireEvent], key: bytes | None, others: Mapping[str, WireEvent]
) -> list[tuple[WireEvent, bytes]]:
    """Return the events not held yet with their digests, proved to continue that installation's chain.

    `others` are those proved of other installations, by event_id.
    """
    if key is None:
        raise Damaged("key_unknown", installation_id=source)
    head = displaced.parting(conn, source, [item.event for item in items])
    new = [item for item in items if item.event.seq > head[0]]
    events: list[Event] = [item.event for item in new]
    key = log_keys.in_force(conn, source, head[0], key)
    digests = chain.check_batch(events, head, key, seal.verify)
    if any(is_foreign(event.event_id, source) for event in events):
        raise Damaged("duplicate_event", installation_id=source)  # of the one it names
    for item in new:
        told = item.event.personal_digest
        if item.personal and chain.personal_digest(item.personal) != told:
            raise Damaged("personal_changed", installation_id=source, seq=item.event.seq)
    ids = {event.event_id for event in events}
    if len(ids) < len(events) or ids & others.keys() or displaced.stay(conn, ids, source, head[0]):
        raise Damaged("duplicate_event", installation_id=source)  # the log would pass over it
    return list(zip(new, digests, strict=True))
