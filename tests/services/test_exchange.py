"""Two counters and a centre: what one receives the other sees, once and proved, whatever the network does."""

import dataclasses

import pytest

from counter_app import wire
from counter_app.cli.cable import Cable
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.remote.client import Centre
from counter_app.services import desk, sync, sync_contact
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer
from counter_app.services.verification import verify_log
from counter_app.store import outbox
from tests.pcs import PERSON, Office, intake, receive, with_the_key


def codes(counter: Counter) -> set[str]:
    return {row.code for row in desk.today(counter, PERSON)}


def once(counter: Counter) -> sync.SyncState:
    return sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))


def proved(counter: Counter) -> int:
    verdict = verify_log(counter)
    assert verdict.faults == ()
    return verdict.events


def test_each_sees_the_others_dossiers(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    first, second = receive(one, "Một", "Hai"), receive(two, "Ba", "Bốn")
    assert not set(first) & set(second)
    for counter in (one, two, one):
        after = sync.exchange(counter)
        assert (after.online, after.unsent, after.problem, after.again) == (True, 0, "", False)
    assert codes(one) == codes(two) == {*first, *second}
    assert proved(one) == proved(two) == office.living.count("events")
    own = {row.code: (row.own, row.sent, row.name) for row in desk.today(two, PERSON)}
    assert own[second[0]] == (True, True, "Ba")
    assert own[first[0]] == (False, True, "Một")


def test_one_person_at_two_counters_is_asked_about_once_both_have_heard(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    (code,) = receive(one, "Cùng Một Người")
    for counter in (one, two):
        sync.exchange(counter)
    with pytest.raises(Refused) as caught:
        desk.receive(two, intake("cùng một  NGƯỜI"))
    assert (caught.value.code, caught.value.values["codes"]) == ("same_today", code)
    assert desk.receive(two, intake("Cùng một người", repeat=True)).code != code


def test_many_events_go_in_batches(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox.next_batch, "__defaults__", (3,))
    one, two = office.open("one"), office.open("two")
    receive(one, *(f"Người {number}" for number in range(10)))
    assert once(one).again
    assert sync.exchange(one).unsent == 0
    monkeypatch.setattr(
        sync_contact, "FeedRequest", lambda after, _, **more: wire.FeedRequest(after, 4, **more)
    )
    sync.exchange(two)
    assert codes(two) == codes(one)
    assert len(codes(two)) == 10


def test_who_has_much_to_send_asks_for_the_feed_now_and_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox.next_batch, "__defaults__", (3,))
    monkeypatch.setattr(sync_contact, "FEED_EVERY", 4)
    one, two = office.open("one"), office.open("two")
    (code,) = receive(two, "Khác")
    sync.exchange(two)
    receive(one, *(f"Người {number}" for number in range(20)))
    said: list[str] = []
    while (request := sync.outgoing(one)).events:
        answer = sync.contact(one, request)
        said.append("push, feed" if answer.feed else "push")
        again = sync.settle(one, answer).again
    assert said.count("push") >= 2 * said.count("push, feed") > 2
    assert said[-1] == "push, feed" or again
    assert sync.exchange(one).unsent == 0
    assert code in codes(one)


def test_an_answer_lost_after_the_commit_leads_to_no_duplicate(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")

    class Lossy(Centre):
        def push(self, request: wire.PushRequest, body: bytes = b"") -> wire.PushAnswer:
            super().push(request, body)
            raise Unavailable("centre_unreachable", reason="answer lost")

    straight = counter.centre
    counter.centre = Lossy(
        office.address,
        counter.installation.centre_key,
        counter.installation.installation_id,
        counter.signer,
    )
    before = office.living.count("events")
    after = once(counter)
    assert (after.online, after.unsent > 0) == (False, True)
    stored = office.living.count("events")
    assert stored > before
    counter.centre.close()
    counter.centre = straight
    assert sync.exchange(counter).unsent == 0
    assert office.living.count("events") == stored
    assert office.living.count("dossiers") == 1


def test_a_round_with_nothing_new_waits_for_no_disk(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    sync.exchange(counter)  # compares the day's lists
    written = counter.folder.store_path.with_name(counter.folder.store_path.name + "-wal")
    before = written.read_bytes()
    assert before
    sync.exchange(counter)
    assert written.read_bytes() == before


def test_a_push_counts_although_the_feed_fails(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")

    class HalfDeaf(Centre):
        def feed(self, request: wire.FeedRequest) -> wire.FeedAnswer:
            raise Unavailable("centre_unreachable", reason="too_slow")

    counter.centre.close()
    here = counter.installation
    counter.centre = HalfDeaf(office.address, here.centre_key, here.installation_id, counter.signer)
    after = once(counter)
    assert (after.online, after.unsent) == (False, 0)
    assert after.last_contact is not None
    assert after.offline_since is not None


def test_pulling_the_cable_changes_nothing_but_a_badge(office: Office) -> None:
    cable = Cable(office.address)
    counter = office.open()
    here = counter.installation
    counter.centre.close()
    counter.centre = Centre(cable.url, here.centre_key, here.installation_id, counter.signer, timeout=3)
    assert sync.exchange(counter).online
    cable.unplug()
    receive(counter, "A", "B")
    first = once(counter)
    assert (first.online, first.again) == (False, False)
    assert first.unsent == office.living.count("events") + proved(counter)
    assert first.oldest_unsent is not None
    again = once(counter)
    assert again.offline_since == first.offline_since  # the first silent moment is kept
    assert sync.state(counter).online is False
    cable.plug()
    after = sync.exchange(counter)
    assert (after.online, after.unsent, after.offline_since) == (True, 0, None)
    cable.close()


def test_an_old_copy_of_the_store_is_told_and_pushes_nothing_more(office: Office) -> None:
    counter = office.open()
    receive(counter, "A", "B")
    sync.exchange(counter)
    heard = wire.PushAnswer(50, [], "", 1_795_053_600_000)
    with counter.store.read() as conn:
        epoch = outbox.state(conn, counter.installation.installation_id).store_epoch
    with pytest.raises(Damaged) as caught:
        sync.settle(counter, Answer(True, push=wire.PushAnswer(50, [], epoch, heard.now)))
    assert (caught.value.code, caught.value.values["centre"]) == ("old_copy", 50)
    assert sync.state(counter).unsent == 0


def test_a_centre_that_lost_events_without_saying_so_is_told(office: Office) -> None:
    counter = office.open()
    receive(counter, "A", "B")
    sync.exchange(counter)
    receive(counter, "C")
    heard = sync.contact(counter, sync.outgoing(counter))
    assert heard.push is not None
    lower = wire.PushAnswer(1, [], heard.push.store_epoch, heard.push.now)
    assert sync.settle(counter, dataclasses.replace(heard, push=lower)).problem == "centre_lost_events"


def test_a_restored_centre_is_sent_everything_again(office: Office) -> None:
    counter = office.open()
    receive(counter, "A", "B")
    sync.exchange(counter)
    sent = office.living.count("events")
    heard = sync.contact(counter, sync.outgoing(counter))
    assert heard.feed is not None
    feed = wire.FeedAnswer([], 0, False, heard.feed.briefing, "restored", heard.feed.now)
    after = sync.settle(counter, dataclasses.replace(heard, feed=feed))
    assert (after.unsent, after.again) == (sent, True)


def test_a_refused_push_does_not_deafen(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    (code,) = receive(two, "A")
    sync.exchange(two)
    receive(one, "B")
    with with_the_key(office.root / "one") as connection:
        connection.execute("UPDATE events SET signature = zeroblob(64) WHERE seq = 1")
    after = sync.exchange(one)
    assert (after.problem, after.online, after.unsent > 0) == ("chain_unsigned", True, True)
    assert code in codes(one)


def test_the_centres_time_makes_the_clock_sure(office: Office) -> None:
    counter = office.open()
    assert sync.state(counter).clock == "B"  # the enrolment's, in this boot
    assert sync.exchange(counter).clock == "A"
