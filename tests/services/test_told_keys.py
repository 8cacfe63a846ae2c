"""Which of a PC's keys holds at the centre: the log decides, in whatever order copies tell of theirs."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from counter_app import bootstrap, wire, wire_keys
from counter_app.central import founding, keys, rulings
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.key_events import KeyRotated, proof_bytes
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.services import key_rotation, sync
from counter_app.services.counter import Counter
from counter_app.store import log, succession
from tests.central.dumps import dump, put_back
from tests.pcs import PERSON, Office, codes, receive
from tests.services.test_restored_centre import all_agree
from tests.services.test_revoked import administration
from tests.services.test_rotated_copies import copied
from tests.services.turning import faults, holds_at_the_centre, kept, turned


def begun(office: Office) -> Counter:
    """Let a PC tell one reception, be copied, and be opened again."""
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    counter.close()
    copied(office, "copy")
    return office.open()


def tell(counter: Counter) -> None:
    """Show the centre how this PC's keys followed each other, and send it nothing."""
    told = key_rotation.told(counter.store, counter.installation.installation_id)
    counter.centre.ask(wire_keys.KEYS, wire_keys.KeysRequest(told), wire.TimeAnswer)


def follows(signer: SigningKey, key: SigningKey, after: tuple[int, bytes], source: str, own_id: str) -> Event:
    """Return the event that puts a key in force after another, as a client of one's own makes it."""
    seq, prev = after[0] + 1, after[1]
    fact = KeyRotated(key.public.hex(), key.sign(proof_bytes(source, seq, prev, key.public.hex())).hex())
    body = f'{{"key":"{fact.key}","proof":"{fact.proof}"}}'
    now = 1_800_000_000_000
    draft = Event(own_id, source, seq, prev, KeyRotated.KIND, 1, source, PERSON, now, "A", body, None, b"")
    return chain.link(draft, signer.sign)[0]


def told_by(counter: Counter, key: SigningKey, events: list[Event]) -> None:
    """Tell of keys as somebody who signs with `key` under a PC's name."""
    here = counter.installation
    line = Centre(here.centre_url, here.centre_key, here.installation_id, key, here.ca)
    line.ask(wire_keys.KEYS, wire_keys.KeysRequest(events), wire.TimeAnswer)


def test_a_copy_behind_that_changes_its_key_first_takes_nobodys_place(office: Office, tmp_path: Path) -> None:
    counter = begun(office)
    receive(counter, "B", "C")
    sync.exchange(counter)
    twin = turned(office, "copy")  # under a number that the centre has long
    assert sync.exchange(twin).problem == "installation_revoked"
    with pytest.raises(Damaged, match="installation_revoked"):
        receive(twin, "Z")
    receive(counter, "D")
    assert sync.exchange(counter).problem == ""
    counter.close()
    counter = turned(office)
    receive(counter, "E")
    all_agree(office, [counter], set(codes(counter)), tmp_path)
    assert kept(office) == [(2, False), (5, True)]
    assert (len(codes(counter)), office.living.count("reviews")) == (5, 1)
    assert holds_at_the_centre(office)


def test_a_copy_whose_change_lies_beyond_what_the_centre_holds_is_forked_and_no_more(office: Office) -> None:
    counter = begun(office)
    receive(counter, "B", "C")
    sync.exchange(counter)
    twin = office.open("copy")
    receive(twin, "V", "W", "X", "Y")
    twin.close()
    twin = turned(office, "copy")
    tell(twin)  # it may come, for all that the centre can know
    receive(counter, "D")
    assert sync.exchange(counter).problem == ""
    sync.exchange(twin)
    assert {one.code for one in sync.state(twin).quarantined} == {"log_forked"}
    receive(counter, *"EFGH")
    assert sync.exchange(counter).problem == ""
    with pytest.raises(Refused, match="installation_revoked"):
        twin.centre.time()  # the log has another event in that place
    assert kept(office) == [(6, False)]
    assert holds_at_the_centre(office)


@pytest.mark.parametrize("first", ["who told", "the other"])
def test_who_is_first_to_bring_the_event_has_the_log(office: Office, first: str) -> None:
    counter = begun(office)
    receive(counter, "B")
    counter.close()
    counter, twin = turned(office), office.open("copy")
    receive(twin, "X", "Y")
    tell(counter)
    twin.centre.time()
    assert kept(office) == [(3, False)]
    winner, loser = (counter, twin) if first == "who told" else (twin, counter)
    assert sync.exchange(winner).problem == ""
    assert sync.exchange(loser).problem == "installation_revoked"
    receive(winner, "C")
    assert sync.exchange(winner).problem == ""
    assert kept(office) == [(3, first == "who told")]
    assert holds_at_the_centre(office)


def test_a_restored_centre_decides_by_what_it_is_told_again(office: Office, tmp_path: Path) -> None:
    counter = begun(office)
    file = dump(office.living, tmp_path / "backup")
    receive(counter, "B", "C")
    sync.exchange(counter)
    sync.exchange(turned(office, "copy"))
    assert kept(office) == [(2, False)]
    counter.close()
    counter = turned(office)
    sync.exchange(counter)
    put_back(office.living, file)
    receive(counter, "D")
    all_agree(office, [counter], set(codes(counter)), tmp_path)
    assert sync.exchange(office.open("copy")).problem == "installation_revoked"
    assert kept(office) == [(2, False), (4, True)]
    assert holds_at_the_centre(office)


def test_who_has_a_former_key_cannot_fill_what_the_pc_needs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 2)
    monkeypatch.setattr(keys, "MAX_BESIDE", 3)
    counter = begun(office)
    former, own = counter.signer, counter.installation.installation_id
    counter.close()
    counter = turned(office)
    sync.exchange(counter)
    for seq in (1, 2, 7, 8, 9):
        thief = SigningKey.generate()
        event = follows(former, thief, (seq, bytes(32)), own, counter.new_event_id())
        with nullcontext() if seq < 8 else pytest.raises(Refused, match="keys_full"):
            told_by(counter, thief, [event])
        with pytest.raises(Refused, match="installation_revoked" if seq < 8 else "bad_signature"):
            Centre(office.address, office.living.centre.key.public, own, thief).time()
    assert sorted(in_force for _seq, in_force in kept(office)) == [False, False, False, True]
    counter.close()
    counter = turned(office)
    receive(counter, "B")
    assert sync.exchange(counter).problem == ""
    assert sum(in_force for _seq, in_force in kept(office)) == 2
    counter.close()
    counter = turned(office)  # one more than the log may tell
    assert sync.exchange(counter).problem == "too_many_keys"
    assert holds_at_the_centre(office)


def test_what_the_key_in_force_tells_is_bounded_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 2)
    counter = begun(office)
    own, signer, told = counter.installation.installation_id, counter.signer, list[Event]()
    for seq in range(10, 14):
        key = SigningKey.generate()
        told.append(follows(signer, key, (seq, bytes(32)), own, counter.new_event_id()))
        signer = key
        with nullcontext() if seq < 12 else pytest.raises(Refused, match="keys_full"):
            told_by(counter, key, told)
    assert kept(office) == [(11, False), (12, False)]
    assert sync.exchange(counter).problem == ""
    assert holds_at_the_centre(office)


def test_a_key_that_gave_way_does_not_come_back(office: Office) -> None:
    counter = begun(office)
    former = counter.signer
    counter.close()
    counter = turned(office)
    sync.exchange(counter)
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        event = follows(counter.signer, former, log.head(conn, own), own, counter.new_event_id())
        stamp = log.Stamp(own, PERSON, event.happened_at, "A", counter.signer)
        log.append(conn, [(event.event_id, own, KeyRotated(chain.key_of(event).hex(), proof(event)))], stamp)
    assert sync.exchange(counter).problem == "key_forged"
    assert kept(office) == [(2, True)]
    assert holds_at_the_centre(office)


def proof(event: Event) -> str:
    return event.body.split('"proof":"')[1].split('"')[0]


def test_who_tells_of_keys_must_be_led_to_from_the_enrolled_one(office: Office) -> None:
    counter = begun(office)
    own, thief = counter.installation.installation_id, SigningKey.generate()
    alone = follows(thief, thief, (1, bytes(32)), own, counter.new_event_id())
    mine = follows(counter.signer, thief, (1, bytes(32)), own, counter.new_event_id())
    for key, events in ((thief, [alone]), (counter.signer, [mine]), (thief, [alone, mine])):
        with pytest.raises(Refused, match="bad_signature"):
            told_by(counter, key, events)
    long = wire_keys.KeysRequest([mine] * (wire_keys.MAX_TOLD // 500))
    with pytest.raises(Refused, match="bad_request"):
        told_by(counter, thief, long.events)
    assert kept(office) == []
    told_by(counter, thief, [mine])
    assert kept(office) == [(2, False)]


def test_a_forked_half_with_its_own_key_is_handed_in_however_many_batches_it_takes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = begun(office)
    twin = turned(office, "copy")  # off the network
    receive(twin, *"EFGHIJKL")
    twin.close()
    receive(counter, "B", "C")
    sync.exchange(counter)
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    again = office.open("copy")
    whole = succession.next_batch
    monkeypatch.setattr(succession, "next_batch", lambda conn, limit=4: whole(conn, min(limit, 4)))
    for _ in range(4):
        sync.exchange(again)
    with again.store.read() as conn:
        assert succession.unsent(conn) == 0
    assert (office.living.count("forks"), office.living.count("reviews")) == (9, 0)
    assert kept(office) == [(2, False)]
    receive(counter, "D")
    assert sync.exchange(counter).problem == ""
    assert holds_at_the_centre(office)


def test_accepted_after_a_revocation_its_key_is_in_force_too(office: Office) -> None:
    counter = begun(office)
    rulings.revoke(administration(office), counter.installation.installation_id, "Trần Thị Thử", "Mất máy")
    counter.close()
    counter = turned(office)
    receive(counter, "B", "C")
    assert sync.exchange(counter).problem == "installation_revoked"
    assert kept(office) == [(2, False)]
    own = counter.installation.installation_id
    for upto in (2, None):
        assert rulings.accept(administration(office), own, "Trần Thị Thử", "Đã đối chiếu", upto)
    assert kept(office) == [(2, True)]
    assert holds_at_the_centre(office)


@pytest.mark.parametrize(
    "was",
    [
        "UPDATE installation_keys SET in_force = NOT in_force",
        "UPDATE installation_keys SET seq = 9",  # as a copy told the very key, before the log did
        "DROP TABLE installation_keys",  # a first commit of 0007 had none
    ],
)
def test_a_centre_of_before_has_the_keys_that_the_log_tells(office: Office, tmp_path: Path, was: str) -> None:
    counter = begun(office)
    for _ in range(2):
        counter.close()
        counter = turned(office)
    sync.exchange(counter)
    twin = turned(office, "copy")
    sync.exchange(twin)
    assert sorted(kept(office)) == [(2, False), (2, True), (3, True)]
    with office.living.owner.begin() as connection:
        for change in (
            was,
            "ALTER TABLE quarantine DROP COLUMN settled",
            "ALTER TABLE forks DROP COLUMN settled",
            "CREATE INDEX ix_dossiers_office_id_due ON dossiers (office_id, due)",  # 0009 drops it
            "UPDATE alembic_version SET version_num = '0007'",
        ):
            connection.exec_driver_sql(change)
    founding.migrate(office.living.owner)
    assert kept(office) == [(2, True), (3, True)]
    tell(twin)
    assert sorted(kept(office)) == [(2, False), (2, True), (3, True)]
    assert holds_at_the_centre(office)
    receive(counter, "B")
    all_agree(office, [counter], set(codes(counter)), tmp_path)


def test_a_key_in_force_by_no_log_or_after_another_is_found(office: Office) -> None:
    counter = begun(office)
    receive(counter, "B")
    sync.exchange(counter)
    sync.exchange(turned(office, "copy"))
    assert faults(office, "UPDATE installation_keys SET in_force = true") == ["grant_differs"]
    assert faults(office, "UPDATE installation_keys SET follows = public_key") == ["grant_differs"]
    assert holds_at_the_centre(office)
