"""A modified client tells of something under the id of another PC's event, and is heard first."""

from pathlib import Path

import msgspec
import pytest

from counter_app import bootstrap
from counter_app.central.__main__ import main as counter_central
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.events import PapersAsked
from counter_app.domain.identity import is_foreign, new_event_id
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer
from counter_app.services.verification import verify_log
from counter_app.store import log, outbox
from tests.central.counters import Counter as Log
from tests.central.dumps import dump, put_back
from tests.central.living import OFFICE, enrolled
from tests.checker.test_real import said
from tests.pcs import PERSON, Office, codes, intake, receive


def received(counter: Counter, name: str) -> tuple[str, str]:
    """Receive a dossier as the window does; return its event's id and its code."""
    receipt = desk.receive(counter, intake(name, repeat=True, event_id=counter.new_event_id()))
    return receipt.event_id, receipt.code


def quiet(counter: Counter) -> sync.SyncState:
    after = sync.exchange(counter)
    assert (after.online, after.unsent, after.problem, after.quarantined) == (True, 0, "", ())
    return after


def test_at_a_restored_centre_the_owner_is_heard_all_the_same(office: Office, tmp_path: Path) -> None:
    honest, reader = office.open("honest"), office.open("reader")
    thief, thief_centre = enrolled(office.living, office.address)
    for counter in (honest, reader):
        sync.exchange(counter)
    file = dump(office.living, tmp_path / "backup")
    stolen, code = received(honest, "A")
    sync.exchange(honest)
    put_back(office.living, file)
    thief.receive()
    thief.write("dossier.danced", "x", "{}", event_id=stolen)
    thief.receive()
    answer = thief_centre.push(thief.batch())
    assert (answer.acknowledged, answer.quarantined[0].event_id) == (5, stolen)
    assert [item.code for item in answer.quarantined] == ["duplicate_event", "log_forked", "log_forked"]
    sync.exchange(honest)  # hears that the centre has lost what it had acknowledged, and sends again
    _later, other = received(honest, "B")
    for counter in (honest, reader, honest):
        quiet(counter)
        assert verify_log(counter).faults == ()
    fine = thief.links[0].event.subject
    assert set(codes(reader)) == set(codes(honest)) == {code, other, fine}
    with reader.store.read() as conn:
        held = log.find(conn, stolen)
    assert held is not None
    assert held.installation_id == honest.installation.installation_id
    export = tmp_path / "export.jsonl"
    place = ("--url", office.living.service_url, "--data", str(office.living.folder), "--office", OFFICE)
    assert counter_central(["export", str(export), *place]) == 0
    told, _verdict = said("log", export)
    assert [one for one in told if "fault" in one] == []
    assert len([one for one in told if one.get("note") == "log_forked"]) == office.living.count("forks") == 3


def test_an_altered_app_is_told_stops_and_goes_on_under_another_name(office: Office) -> None:
    """What was printed after it is kept whole at the centre; a person reads it there (`review show`)."""
    honest, rogue = office.open("honest"), office.open("rogue")
    stolen, _code = received(honest, "A")
    first = received(rogue, "B")[1]
    with rogue.store.write() as conn:
        stamp = log.Stamp(rogue.installation.installation_id, PERSON, rogue.clock.now().ms, "A", rogue.signer)
        fact = PapersAsked("1.001193", "Khai sinh", Channel.POST, 1, ("Giấy",))
        log.append(conn, [(stolen, stolen, fact)], stamp)
    received(rogue, "C")
    after = sync.exchange(rogue)
    assert (after.online, after.unsent) == (True, 0)
    assert {item.code for item in after.quarantined} == {"duplicate_event", "log_forked"}
    with rogue.store.read() as conn:
        outbox_before = outbox.state(conn, rogue.installation.installation_id)
    sync.exchange(rogue)  # sends nothing again
    with rogue.store.read() as conn:
        assert (
            outbox.state(conn, rogue.installation.installation_id).acknowledged == outbox_before.acknowledged
        )
    with pytest.raises(Damaged, match="log_forked"):
        receive(rogue, "D")
    quiet(honest)
    rogue.close()
    bootstrap.enrol(DataFolder(office.root / "rogue"), office.token(), anew=True)
    rogue = office.open("rogue")
    quiet(rogue)
    again = received(rogue, "E")[1]
    quiet(rogue)
    quiet(honest)
    assert {first, again} <= set(codes(honest)) == set(codes(rogue))


def test_a_feed_that_has_the_thief_first_leaves_the_owner_believed(office: Office) -> None:
    """As of a centre before this rule: the id itself says whose it is, at whichever place it comes."""
    honest, reader = office.open("honest"), office.open("reader")
    sync.exchange(reader)
    heard = sync.contact(reader, sync.outgoing(reader))
    assert heard.feed is not None
    stolen, code = received(honest, "A")
    with honest.store.read() as conn:
        batch = outbox.next_batch(conn, honest.installation.installation_id)
    rogue = office.open("rogue")
    sync.exchange(reader)
    thief = Log(rogue.signer, rogue.installation.installation_id)
    thief.write("dossier.danced", "x", "{}", event_id=stolen)
    for place, events in ((1, thief.links), (2, batch)):
        feed = msgspec.structs.replace(heard.feed, events=events, next=place)
        assert sync.settle(reader, Answer(True, feed=feed)).problem == "duplicate_event"
    assert codes(reader) == [code]
    with reader.store.read() as conn:
        assert log.head(conn, rogue.installation.installation_id)[0] == 0


def test_every_event_of_a_pc_has_an_id_of_its_own(office: Office) -> None:
    here, there = office.open("here"), office.open("there")
    code = received(here, "A")[1]
    desk.confirm_printed(here, ConfirmPrinted(here.new_event_id(), PERSON, code, "01"))
    with here.store.read() as conn:
        own = here.installation.installation_id
        told = log.read_events(conn, own, 0, 10)
    assert len(told) == 2
    assert not [event for event in told if is_foreign(event.event_id, own) or event.event_id[14] != "8"]
    began = new_event_id()
    assert here.own_event_id(began) == here.own_event_id(began) != there.own_event_id(began)
    with pytest.raises(Refused, match="event_id_taken"):  # begun under the name that this PC had
        desk.receive(here, intake("B", event_id=there.own_event_id(began)))
