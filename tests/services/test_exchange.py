"""Two counters and a centre: what one receives the other sees, once and proved, whatever the network does."""

import dataclasses
from collections.abc import Callable

import msgspec
import pytest

from counter_app import wire
from counter_app.cli.cable import Cable
from counter_app.domain.events import Personal
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.remote.client import Centre
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer
from counter_app.services.verification import verify_log
from counter_app.store import log as events
from counter_app.store import outbox
from tests.central.counters import Counter as Log
from tests.central.counters import reception
from tests.pcs import Office, intake, receive, with_the_key


def codes(counter: Counter) -> set[str]:
    return {row.code for row in desk.today(counter)}


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
    own = {row.code: (row.own, row.sent, row.name) for row in desk.today(two)}
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
    monkeypatch.setattr(sync, "FeedRequest", lambda after: wire.FeedRequest(after, 4))
    sync.exchange(two)
    assert codes(two) == codes(one)
    assert len(codes(two)) == 10


def test_an_answer_lost_after_the_commit_leads_to_no_duplicate(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")

    class Lossy(Centre):
        def push(self, request: wire.PushRequest) -> wire.PushAnswer:
            super().push(request)
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


Lie = Callable[[list[wire.WireEvent]], list[wire.WireEvent]]


def altered(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    first = events[0]
    event = dataclasses.replace(first.event, body=first.event.body.replace("1.001193", "1.001194"))
    return [wire.WireEvent(event, first.personal), *events[1:]]


def other_person(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    first = events[0]
    assert first.personal
    other = Personal(first.personal.salt, first.personal.text.replace("Một", "Ai"))
    return [wire.WireEvent(first.event, other), *events[1:]]


def forged(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    first = events[0]
    return [
        wire.WireEvent(dataclasses.replace(first.event, signature=bytes(64)), first.personal),
        *events[1:],
    ]


def stranger(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    return [
        wire.WireEvent(dataclasses.replace(item.event, installation_id="nobody"), item.personal)
        for item in events
    ]


def gap(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    return events[1:]


def absurd(events: list[wire.WireEvent]) -> list[wire.WireEvent]:
    first = events[0]
    return [wire.WireEvent(dataclasses.replace(first.event, happened_at=2**60), first.personal), *events[1:]]


LIES: list[tuple[Lie, str]] = [
    (altered, "chain_unsigned"),
    (other_person, "personal_changed"),
    (forged, "chain_unsigned"),
    (stranger, "key_unknown"),
    (gap, "chain_gap"),
    (absurd, "not_canonical"),
]


def test_a_centre_that_lies_is_not_believed_and_pushing_goes_on(office: Office) -> None:
    one, two, three = office.open("one"), office.open("two"), office.open("three")
    receive(one, "Một", "Hai")
    (honest,) = receive(three, "Ba")
    for counter in (one, three):
        sync.exchange(counter)
    (own,) = receive(two, "Bốn")
    heard = sync.contact(two, sync.outgoing(two))
    assert heard.feed is not None
    source = one.installation.installation_id
    true = [item for item in heard.feed.events if item.event.installation_id == source]
    others = [item for item in heard.feed.events if item.event.installation_id != source]
    for lie, problem in LIES:
        feed = msgspec.structs.replace(heard.feed, events=lie(true) + others)
        after = sync.settle(two, dataclasses.replace(heard, feed=feed))
        assert (after.online, after.problem, after.unsent) == (True, problem, 0), lie
        assert codes(two) == {own, honest}
        proved(two)
    assert sync.exchange(two).problem == ""  # the page is asked for again, and this time it is true
    assert codes(two) == codes(three) | codes(one) | {own}


def lying(answer: Answer, **changes: object) -> Answer:
    """Return the answer with another briefing."""
    assert answer.briefing is not None
    return dataclasses.replace(answer, briefing=msgspec.structs.replace(answer.briefing, **changes))


def test_briefings_with_which_nothing_could_be_received_are_left_out(office: Office) -> None:
    counter = office.open("one")
    office.open("two")  # news: another key
    heard = sync.contact(counter, sync.outgoing(counter))
    assert heard.briefing is not None
    lane = heard.briefing.lane
    assert sync.settle(counter, lying(heard, rules="ND999/2030")).problem == "unknown_rules"
    assert sync.settle(counter, lying(heard, catalogues=())).problem == "bad_catalogue"
    assert sync.settle(counter, lying(heard, hours=())).problem == "bad_hours"
    wider = dataclasses.replace(lane, last=lane.last + 1)
    assert sync.settle(counter, lying(heard, lane=wider)).problem == "lane_forged"
    elsewhere = office.opened[1]
    with elsewhere.store.read() as conn:
        theirs = elsewhere.reference(conn).briefing.lane
    assert sync.settle(counter, lying(heard, lane=theirs)).problem == "lane_forged"
    receive(counter, "A")
    assert sync.exchange(counter).problem == ""


def test_a_signed_event_that_no_dossier_can_be_made_of_stops_nothing(office: Office) -> None:
    """The centre stores first and judges afterwards: its feed may hold what another PC signed in error."""
    one, two = office.open("one"), office.open("two")
    log = Log(one.signer, one.installation.installation_id)
    with one.store.read() as conn:
        log.lane = one.reference(conn).briefing.lane
    assert log.lane is not None
    fact = reception("H26.14-261119-1000", log.lane.lane_id)
    for number, received in enumerate((2**53 - 1, -(2**53) + 1, 2**40)):
        code = f"H26.14-261119-{1000 + number}"
        log.tell(dataclasses.replace(fact, code=code, received=received, due=received), code)
    log.write("dossier.received", "H26.14-261119-1400", "{}")
    log.write("dossier.danced", "xy", "{}")
    log.receive(1450)
    one.centre.push(log.batch())
    after = sync.exchange(two)
    assert (after.problem, after.online) == ("", True)
    assert codes(two) == {"H26.14-261119-1450"}
    assert proved(two) == len(log.links)


def test_an_event_id_twice_is_told(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    receive(two, "A")
    sync.exchange(two)
    heard = sync.contact(two, sync.outgoing(two))
    assert heard.feed is not None
    with two.store.read() as conn:
        (held, *_rest) = events.read_events(conn, two.installation.installation_id, 0, 10)
    thief = Log(one.signer, one.installation.installation_id)
    link = thief.write("papers.asked", "x", "{}")
    stolen = wire.WireEvent(thief.signed(dataclasses.replace(link.event, event_id=held.event_id)))
    feed = wire.FeedAnswer([stolen], 99, False, "", heard.feed.store_epoch, heard.feed.now)
    assert sync.settle(two, Answer(True, feed=feed)).problem == "duplicate_event"
    proved(two)


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


def test_a_new_briefing_is_used_from_its_day(office: Office) -> None:
    """A catalogue published for tomorrow arrives today with the feed and is used from tomorrow on."""
    counter = office.open("one")
    office.open("two")
    heard = sync.contact(counter, sync.outgoing(counter))
    assert heard.briefing is not None
    now = heard.briefing.catalogues[-1]
    tomorrow = dataclasses.replace(now, version=now.version + 1, effective="2026-11-20")
    news = lying(heard, catalogues=(now, tomorrow))
    assert sync.settle(counter, news).problem == ""
    assert desk.opening(counter).catalogue.version == now.version
    counter.clock.anchor(1_795_053_600_000 + 24 * 3_600_000)
    assert desk.opening(counter).catalogue.version == tomorrow.version
    receipt = desk.receive(counter, intake("A"))
    assert receipt.code == "H26.14-261120-1000"
    with counter.store.read() as conn:
        fact = desk.received_fact(conn, receipt.event_id)
    assert fact.catalogue == tomorrow.version


def test_the_centres_time_makes_the_clock_sure(office: Office) -> None:
    counter = office.open()
    assert sync.state(counter).clock == "B"  # the enrolment's, in this boot
    assert sync.exchange(counter).clock == "A"
