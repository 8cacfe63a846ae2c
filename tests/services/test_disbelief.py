"""What the centre feeds and cannot prove is not stored, told as a problem, and stops nothing else."""

import dataclasses
from collections.abc import Callable

import msgspec

from counter_app import wire
from counter_app.domain.events import Personal
from counter_app.errors import Unavailable
from counter_app.remote import client
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer
from counter_app.store import disbelief, doubts, outbox, projections
from counter_app.store import log as events
from tests.central.counters import Counter as Log
from tests.central.counters import reception
from tests.central.living import NOW
from tests.pcs import Office, intake, receive
from tests.services.standing_in import roster, sick
from tests.services.test_exchange import codes, proved

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
    (altered, "chain_broken"),
    (other_person, "personal_changed"),
    (forged, "chain_broken"),
    (stranger, "key_unknown"),
    (gap, "chain_gap"),
    (absurd, "not_canonical"),
]


def test_a_centre_that_lies_is_not_believed_and_all_else_goes_on(office: Office) -> None:
    one, two, three = office.open("one"), office.open("two"), office.open("three")
    receive(one, "Một", "Hai")
    (honest,) = receive(three, "Ba")
    for counter in (one, three):
        sync.exchange(counter)
    (own,) = receive(two, "Bốn")
    heard = sync.contact(two, sync.outgoing(two))
    assert heard.feed is not None
    empty = msgspec.structs.replace(heard.feed, events=[], next=0)
    sync.settle(two, dataclasses.replace(heard, feed=empty))
    heard = dataclasses.replace(heard, briefing=None)
    assert heard.feed is not None
    source = one.installation.installation_id
    true = [item for item in heard.feed.events if item.event.installation_id == source]
    others = [item for item in heard.feed.events if item.event.installation_id != source]
    for lie, problem in LIES:
        feed = msgspec.structs.replace(heard.feed, events=lie(true) + others)
        with two.store.write() as conn:
            outbox.read_anew(conn, two.installation.installation_id)
        after = sync.settle(two, dataclasses.replace(heard, feed=feed))
        assert (after.online, after.problem, after.unsent) == (True, problem, 0), lie
        assert codes(two) == {own, honest}
        proved(two)
        assert sync.outgoing(two).feed_after == feed.next
    receive(one, "Năm")
    (later,) = receive(three, "Sáu")
    for counter in (one, three):
        sync.exchange(counter)
    assert sync.exchange(two).problem == LIES[-1][1]  # told until the feed is read anew, a day later
    assert codes(two) == {own, honest, later}
    office.living.clock.now += doubts.RETRY_MS + 60_000
    after = sync.exchange(two)
    assert (after.problem, after.again) == ("", False)
    assert proved(two) == office.living.count("events")


def test_a_new_briefing_ends_a_doubt(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    (code,) = receive(one, "Một")
    sync.exchange(one)
    sync.exchange(two)
    receive(one, "Hai")
    sync.exchange(one)
    heard = sync.contact(two, sync.outgoing(two))
    assert heard.feed is not None
    feed = msgspec.structs.replace(heard.feed, events=altered(heard.feed.events))
    assert sync.settle(two, dataclasses.replace(heard, feed=feed)).problem == "chain_unsigned"
    assert sync.state(two).problem == sync.exchange(two).problem == "chain_unsigned"
    assert codes(two) == {code}
    office.open("three")  # its key comes by a new briefing
    assert sync.exchange(two).problem == sync.state(two).problem == ""
    assert codes(two) == codes(one)
    proved(two)


def test_a_briefing_that_is_left_out_ends_no_doubt(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    receive(one, "Một")
    sync.exchange(one)
    sync.exchange(two)
    with two.store.write() as conn:  # whose key the centre never tells
        doubts.note(conn, {one.installation.installation_id: "key_unknown"}, two.clock.now().ms)
    heard = sync.contact(two, sync.outgoing(two))
    assert heard.feed is not None
    unfit = dataclasses.replace(heard, briefing=msgspec.structs.replace(briefing(two), rules="ND999/2030"))
    after = sync.settle(two, unfit)
    assert (after.problem, after.again) == ("unknown_rules", False)
    assert sync.state(two).problem == "key_unknown"
    assert sync.outgoing(two).feed_after == heard.feed.next > 0


def test_a_colleague_is_in_no_doubt_where_the_briefing_with_his_key_was_lost(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    receive(two, "Hai")
    sync.exchange(two)  # `one` was enrolled before `two`: its key comes by a new briefing
    receive(one, "Một")

    cut = once_without_briefing(office, one)
    assert (cut.unsent, cut.problem) == (0, "")
    assert sync.outgoing(one).feed_after == 0
    assert sync.exchange(one).problem == ""
    assert len(codes(one)) == 2
    proved(one)


def test_what_counts_again_is_told_again_where_the_briefing_was_lost(office: Office) -> None:
    here, there = office.open("one"), office.open("two")
    away = sick(there)
    for counter in (there, here):
        sync.exchange(counter)
    with here.store.write() as conn:
        disbelief.keep(conn, [wire.Quarantined(away, 1, "not_permitted")])
        projections.tell_again(conn, [away])
        outbox.read_anew(conn, here.installation.installation_id)
    third = office.open("three")
    receive(third, "Ba")
    sync.exchange(third)
    assert roster(here).absences == ()
    assert once_without_briefing(office, here).problem == ""
    assert sync.exchange(here).problem == ""
    assert [absence.absence for absence in roster(here).absences] == [away]


def once_without_briefing(office: Office, counter: Counter) -> sync.SyncState:
    """Meet the centre once, and hear no briefing."""

    class Cut(client.Centre):
        def briefing(self) -> wire.Briefing:
            raise Unavailable("centre_unreachable", reason="answer lost")

    here, centre = counter.installation, counter.centre
    counter.centre = Cut(office.address, here.centre_key, here.installation_id, counter.signer)
    cut = sync.exchange(counter)
    assert not cut.online
    counter.centre.close()
    counter.centre = centre
    return cut


def briefing(counter: Counter) -> wire.Briefing:
    with counter.store.read() as conn:
        return counter.reference(conn).briefing


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
        told = dataclasses.replace(fact, code=code, received=received, due=received)
        log.tell(told, code, happened_at=NOW)
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
