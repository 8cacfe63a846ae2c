"""The feed: all that others told, once, in order, however many push at the same time."""

import threading

import msgspec
import pytest

from counter_app import wire
from counter_app.central import feed
from counter_app.domain.events import Personal
from counter_app.errors import Refused
from counter_app.remote.client import Centre
from tests.central.counters import Counter
from tests.central.living import Living, enrolled


def all_pages(centre: Centre, limit: int = wire.MAX_BATCH) -> list[wire.WireEvent]:
    links: list[wire.WireEvent] = []
    after, more = 0, True
    while more:
        page = centre.feed(wire.FeedRequest(after, limit))
        links += page.events
        assert page.next >= after
        after, more = page.next, page.more
    return links


def test_others_facts_come_with_their_personal_data(living: Living, address: str) -> None:
    one, one_centre = enrolled(living, address)
    two, two_centre = enrolled(living, address)
    one.receive()
    one_centre.push(one.batch())
    two.receive()
    two_centre.push(two.batch())
    assert all_pages(two_centre) == one.links
    assert all_pages(one_centre, limit=1) == two.links
    page = two_centre.feed(wire.FeedRequest(0))
    assert (page.next, page.more) == (4, False)
    assert two_centre.feed(wire.FeedRequest(page.next)).events == []


def test_a_page_is_cut_by_its_size(living: Living, address: str) -> None:
    one, one_centre = enrolled(living, address)
    _, two_centre = enrolled(living, address)
    for _ in range(100):
        one.write("large.kind", "x", "b" * 60_000, Personal(bytes(16), "p" * 60_000))
    for first in range(1, 100, 25):
        one_centre.push(one.batch(first, first + 24))
    page = two_centre.feed(wire.FeedRequest(0))
    assert 1 < len(page.events) < 100
    assert len(msgspec.json.encode(page)) < feed.MAX_PAGE * 1.1
    assert all_pages(two_centre) == one.links


@pytest.mark.parametrize(("after", "limit"), [(-1, 10), (0, 0), (0, wire.MAX_BATCH + 1), (2**63, 1)])
def test_strange_cursors_are_refused(living: Living, address: str, after: int, limit: int) -> None:
    _, centre = enrolled(living, address)
    with pytest.raises(Refused) as caught:
        centre.feed(wire.FeedRequest(after, limit))
    assert caught.value.code == "bad_request"


def test_many_pushing_at_once_lose_nothing_to_a_reading_one(living: Living, address: str) -> None:
    pushers = [enrolled(living, address) for _ in range(4)]
    _, reader = enrolled(living, address)
    each = 40
    errors: list[BaseException] = []

    def tell(counter: Counter, centre: Centre) -> None:
        try:
            for _ in range(each):
                counter.receive()
                centre.push(counter.batch(len(counter.links) - 1))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=tell, args=pair) for pair in pushers]
    for thread in threads:
        thread.start()
    seen: list[str] = []
    after = 0
    while any(thread.is_alive() for thread in threads):
        page = reader.feed(wire.FeedRequest(after, 7))
        seen += [link.event.event_id for link in page.events]
        after = page.next
    for thread in threads:
        thread.join()
    assert not errors
    page = reader.feed(wire.FeedRequest(after))
    seen += [link.event.event_id for link in page.events]
    told = [link.event.event_id for counter, _ in pushers for link in counter.links]
    assert len(seen) == len(told) == 4 * each * 2
    assert set(seen) == set(told)
    assert living.count("dossiers") == 4 * each


def test_one_installation_pushing_twice_at_once_is_stored_once(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    for _ in range(20):
        counter.receive()
    twin = Centre(address, living.centre.key.public, counter.installation_id, counter.key)
    answers: list[wire.PushAnswer] = []
    threads = [
        threading.Thread(target=lambda way=way: answers.append(way.push(counter.batch())))
        for way in (centre, twin)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.acknowledged for answer in answers] == [40, 40]
    assert (living.count("events"), living.count("forks"), living.count("quarantine")) == (40, 0, 0)
