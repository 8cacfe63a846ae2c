"""Whoever on the way lets no long message through meets shorter ones, until all is where it belongs."""

import random
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import httpx2
import msgspec
import pytest

from counter_app import packing, wire, wire_files, wire_snapshot
from counter_app.central import snapshots as made
from counter_app.errors import Unavailable
from counter_app.remote.client import TIMEOUT
from counter_app.services import scan_fetching, sync, sync_contact, sync_retry
from counter_app.services.counter import Counter
from counter_app.store import outbox, scan_sends
from tests.central.living import enrolled
from tests.pcs import PERSON, Office, codes, receive
from tests.remote.meddling import Meddle, between, untouched
from tests.services.test_retry import answering, through
from tests.services.test_scan_sync import signed, stored, unsent

DOSSIERS, CONTACTS = 40, 12
OFFLINE = "centre_unreachable"
SCAN = b"%PDF-1.7 " + random.Random(5).randbytes(300_000)  # not to be packed any smaller


def at_once(counter: Counter) -> int:
    with counter.store.read() as conn:
        return outbox.state(conn, counter.installation.installation_id).at_once


def one_shots(office: Office, name: str, proxy: str) -> Iterator[sync.SyncState]:
    """Sync as `counter-app sync` does, a process each time."""
    for _ in range(CONTACTS):
        counter = office.open(name)
        through(counter, proxy, TIMEOUT)
        after = sync.exchange(counter)
        counter.close()
        yield after
        if after.online and not after.unsent:
            return


def test_a_long_queue_gets_through_a_proxy_that_refuses_long_bodies(office: Office) -> None:
    counter = office.open()
    receive(counter, *(f"Người {number}" for number in range(DOSSIERS)))
    batch = sync.outgoing(counter).events
    whole = len(packing.packed(msgspec.json.encode(wire.PushRequest(batch))))
    assert len(batch) > sync_retry.MANY
    counter.close()
    with between(office.address, untouched, most=whole // 3) as proxy:
        states = list(one_shots(office, "pc", proxy))
    assert not states[0].online
    assert (states[-1].online, states[-1].unsent) == (True, 0)
    assert office.living.count("events") >= len(batch)


def too_long(most: int, path: str = "") -> Meddle:
    """Return what refuses answers of more bytes, of one path only where it is given."""

    def meddle(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
        refused = len(answer.content) > most and path in handler.path
        (answering(403, b"<html>Blocked</html>") if refused else untouched)(handler, answer)

    return meddle


def test_a_long_feed_gets_through_a_proxy_that_refuses_long_answers(office: Office) -> None:
    told = receive(one := office.open("one"), *(f"Người {number}" for number in range(DOSSIERS)))
    sync.exchange(one)
    two = office.open("two")
    page = two.centre.feed(wire.FeedRequest(0))
    two.close()
    whole = len(packing.packed(msgspec.json.encode(page)))
    with between(office.address, too_long(whole // 3, wire.FEED)) as proxy:
        states = list(one_shots(office, "two", proxy))
    assert not states[0].online
    assert states[-1].online
    assert set(codes(office.open("two"))) == set(told)


def test_where_no_chunk_gets_through_the_feed_does(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "ENOUGH", 1)
    monkeypatch.setattr(wire_snapshot, "CHUNK_BYTES", 9000)
    monkeypatch.setattr(
        sync_contact, "FeedRequest", lambda after, _, **more: wire.FeedRequest(after, 4, **more)
    )
    source, client = enrolled(office.living, office.address)
    for _ in range(DOSSIERS):
        source.receive()
    client.push(source.batch())
    client.close()
    counter = office.open()
    with between(office.address, too_long(0, wire_snapshot.CHUNK)) as proxy:
        through(counter, proxy, TIMEOUT)
        for _ in range(CONTACTS):
            after = sync.exchange(counter)
            if after.online and after.share is None:
                break
    assert (after.online, after.share) == (True, None)
    assert len(codes(counter)) == DOSSIERS


def test_a_scan_gets_through_a_proxy_that_refuses_long_bodies(office: Office) -> None:
    counter = office.open()
    code, digest = signed(counter, SCAN)
    sync.contact(counter, sync.outgoing(counter))
    with between(office.address, untouched, most=len(SCAN) // 10) as proxy:
        through(counter, proxy, TIMEOUT)
        after = sync.exchange(counter)
        assert (after.online, unsent(counter).count) == (True, 0)
        two = office.open("two")
        sync.exchange(two)
        fetch = scan_fetching.of_dossier(two, PERSON, code, digest)
    with between(office.address, too_long(len(SCAN) // 10, wire_files.SCAN_PART)) as proxy:
        through(two, proxy, TIMEOUT)
        while not fetch.whole:
            fetch = scan_fetching.part(two, fetch)
    assert fetch.content == SCAN
    assert stored(office.living) == SCAN


def test_a_scan_that_nothing_lets_through_is_tried_again_by_the_rule(office: Office) -> None:
    counter = office.open()
    code, digest = signed(counter, SCAN)
    with between(office.address, too_long(-1, wire_files.SCAN_PART), most=wire_files.MIN_PART) as proxy:
        through(counter, proxy, TIMEOUT)
        after = sync.exchange(counter)
        assert (after.online, after.unsent, after.scans) == (True, 0, False)
        assert (unsent(counter).code, counter.clock.now().ms < _due(counter, digest)) == (OFFLINE, True)
        fetch = scan_fetching.of_dossier(counter, PERSON, code, digest)
        while fetch.most > wire_files.MIN_PART:
            fetch = scan_fetching.part(counter, fetch)
        with pytest.raises(Unavailable, match=OFFLINE):
            scan_fetching.part(counter, fetch)


def _due(counter: Counter, digest: str) -> int:
    with counter.store.read() as conn:
        return scan_sends.state(conn, digest).next_try_ms


def test_what_says_nothing_of_length_changes_no_length(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    through(counter, "http://127.0.0.1:9")
    assert not sync.exchange(counter).online
    for status in (429, 502, 503):
        with between(office.address, answering(status, b"")) as proxy:
            through(counter, proxy, TIMEOUT)
            assert not sync.exchange(counter).online
    assert at_once(counter) == wire.MAX_BATCH


def test_the_length_halves_with_each_cut_and_grows_slowly() -> None:
    assert [sync_retry.at_once(500, torn) for torn in (500, 60, 3, 1)] == [250, 30, 250, 250]
    assert sync_retry.at_once(1, 1) == 1
    grown = [1]
    while grown[-1] < wire.MAX_BATCH:
        grown.append(sync_retry.at_once(grown[-1]))
    assert len(grown) < 30
    assert grown[-1] == wire.MAX_BATCH
