"""A batch that is prepared goes only where the one before it was taken as expected, and holds nothing up."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from counter_app import packing, wire
from counter_app.services import sync, sync_contact
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer, Outgoing
from counter_app.store import log, outbox
from tests.pcs import Office, opened, receive

FEW = 3


@pytest.fixture
def counter(office: Office, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Return a PC with much to send, a few events at once, and another's dossier in the feed."""
    counter = office.open()
    sync.exchange(counter)  # it knows the centre's epoch
    receive(other := office.open("two"), "Khác")
    sync.exchange(other)
    monkeypatch.setattr(outbox.next_batch, "__defaults__", (FEW,))
    receive(counter, *(f"Người {number}" for number in range(8)))
    return counter


def standing(counter: Counter) -> tuple[outbox.SyncState, list[wire.WireEvent], int]:
    """Return how things stand, what would be read next, and the log's end."""
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        return outbox.state(conn, own), outbox.next_batch(conn, own), log.head(conn, own)[0]


def said(request: Outgoing) -> list[wire.WireEvent]:
    whole = packing.unpacked(request.body, wire.MAX_BODY)
    return msgspec.json.decode(whole, type=wire.PushRequest).events


def test_what_was_prepared_is_what_would_be_read(office: Office, counter: Counter) -> None:
    first = sync.outgoing(counter)
    assert first.body == b""
    sync.settle(counter, sync.contact(counter, first))
    second = sync.outgoing(counter)
    assert said(second) == second.events == standing(counter)[1]
    assert second.events[0].event.seq == first.events[-1].event.seq + 1
    assert sync.settle(counter, sync.contact(counter, second)).problem == ""
    assert sync.exchange(counter).unsent == 0
    assert office.living.count("dossiers") == 9


def lower(answer: Answer) -> Answer:
    """Return an answer of a centre that took less than it was sent."""
    assert answer.push is not None
    push = wire.PushAnswer(FEW - 1, [], answer.push.store_epoch, answer.push.now)
    return replace(answer, push=push)


def restored(answer: Answer) -> Answer:
    assert answer.push is not None
    assert answer.feed is not None
    push = wire.PushAnswer(answer.push.acknowledged, [], "another", answer.push.now)
    return replace(answer, push=push, feed=msgspec.structs.replace(answer.feed, store_epoch="another"))


def forked(answer: Answer) -> Answer:
    assert answer.push is not None
    twice = [wire.Quarantined(answer_id, 1, "log_forked") for answer_id in MINE]
    push = wire.PushAnswer(answer.push.acknowledged, twice, answer.push.store_epoch, answer.push.now)
    return replace(answer, push=push)


def torn(answer: Answer) -> Answer:
    return replace(answer, online=False, torn=FEW, feed=None)


def refused(answer: Answer) -> Answer:
    return Answer(True, problem="chain_unsigned", heard=answer.heard)


def more_heard(answer: Answer) -> Answer:
    """Return what brought a page of the feed too: somebody's data may be erased by it."""
    assert answer.feed is not None
    assert answer.feed.events
    return answer


MINE: list[str] = []


@pytest.mark.parametrize("changed", [lower, restored, forked, torn, refused, more_heard])
def test_after_any_other_answer_it_is_read_anew(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, changed: Callable[[Answer], Answer]
) -> None:
    monkeypatch.setattr(sync_contact, "FEED_EVERY", 0.5)  # the feed is asked at each
    request = sync.outgoing(counter)
    MINE[:] = [request.events[0].event.event_id]
    ready = counter.ahead
    assert ready is not None
    sync.settle(counter, changed(sync.contact(counter, request)))
    known, read, last = standing(counter)
    assert ready.fits(known, last).events == ()
    following = sync.outgoing(counter)
    assert (following.body, following.events) == (b"", read)


def test_a_receipt_written_meanwhile_waits_no_longer_for_it(counter: Counter) -> None:
    request = sync.outgoing(counter)
    while request.log.last - request.log.sent >= FEW:
        sync.settle(counter, sync.contact(counter, request))
        request = sync.outgoing(counter)
    assert request.log.last > request.log.sent
    assert counter.ahead is not None
    counter.ahead.end()  # it is prepared, with fewer than might go at once
    answer = sync.contact(counter, request)
    (code,) = receive(counter, "Vừa đến")
    sync.settle(counter, answer)
    following = sync.outgoing(counter)
    assert following.body == b""
    assert code in {item.event.subject for item in following.events}


def test_cut_off_before_or_after_it_goes_nothing_is_lost_or_told_twice(
    office: Office, counter: Counter
) -> None:
    sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))
    sync.contact(counter, sync.outgoing(counter))  # taken there; here the answer is lost
    assert counter.ahead is not None
    counter.close()
    with opened(office.root / "pc") as again:
        state, read, _last = standing(again)
        request = sync.outgoing(again)
        assert (request.body, request.events) == (b"", read)
        assert read[0].event.seq == state.acknowledged + 1 == FEW + 1  # one batch goes twice, no more
        assert sync.exchange(again).unsent == 0
        assert office.living.count("events") == standing(office.opened[1])[2] + standing(again)[2]


def test_a_closed_pc_reads_its_store_no_more(counter: Counter) -> None:
    sync.outgoing(counter)
    ready = counter.ahead
    assert ready is not None
    counter.close()
    assert not ready._thread.is_alive()
