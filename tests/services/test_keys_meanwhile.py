"""A key or a revocation comes while the centre is busy with what was proved before it."""

from pathlib import Path
from typing import Any

import pytest

from counter_app import bootstrap, wire
from counter_app.central import keys, review, rulings
from counter_app.central.centre import Caller
from counter_app.cli import main as counter_app
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.services import key_rotation, sync
from counter_app.services.counter import Counter
from counter_app.store import log, outbox
from tests.pcs import PERSON, Office, codes, receive
from tests.services.test_restored_centre import all_agree
from tests.services.test_revoked import WHO, WHY, administration
from tests.services.test_told_keys import begun, follows, tell, told_by
from tests.services.turning import holds_at_the_centre, kept, secrets_of, turned


def proved(office: Office, counter: Counter) -> Caller:
    """Return the PC as a request of now is believed."""
    with office.living.centre.engine.connect() as connection:
        found = keys.caller(connection, counter.installation.installation_id)
    assert found
    return found


def test_what_was_on_its_way_when_its_pc_was_revoked_waits_in_review(office: Office) -> None:
    counter = begun(office)
    receive(counter, "B")
    before = proved(office, counter)
    rulings.revoke(administration(office), before.installation_id, WHO, WHY)
    answer = review.push(office.living.centre, before, wire.PushRequest(sync.outgoing(counter).events))
    assert [one.code for one in answer.quarantined] == [review.WAITING]
    assert (office.living.count("events"), office.living.count("reviews")) == (1, 1)
    assert holds_at_the_centre(office)


def test_what_was_on_its_way_by_the_former_key_is_no_fact(office: Office) -> None:
    counter = begun(office)
    former, before = counter.signer, proved(office, counter)
    counter.close()
    counter = turned(office)
    sync.exchange(counter)
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        after = log.head(conn, own)
    event = follows(former, SigningKey.generate(), after, own, counter.new_event_id())
    with office.living.owner.begin() as connection, pytest.raises(Refused, match="chain_unsigned"):
        keys.count(connection, proved(office, counter), [event])
    review.push(office.living.centre, before, wire.PushRequest([wire.WireEvent(event)]))
    assert (kept(office), office.living.count("events")) == ([(2, True), (3, False)], 2)
    receive(counter, "B")
    assert sync.exchange(counter).problem == ""
    assert holds_at_the_centre(office)


@pytest.mark.parametrize("between", ["_waiting", "_hashes"])
def test_who_asks_while_his_key_comes_into_force_is_heard(
    office: Office, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    counter = begun(office)
    counter.close()
    counter = turned(office)
    tell(counter)
    late = wire.PushRequest(sync.outgoing(counter).events)  # its answer was not waited for
    whole = getattr(keys, between)

    def meanwhile(*asked: Any) -> Any:
        monkeypatch.setattr(keys, between, whole)
        review.push(office.living.centre, before, late)
        return whole(*asked)

    before = proved(office, counter)
    monkeypatch.setattr(keys, between, meanwhile)
    counter.centre.time()
    assert kept(office) == [(2, True)]
    assert sync.exchange(counter).problem == ""
    assert holds_at_the_centre(office)


def test_more_than_a_batch_is_accepted_over_a_change_of_the_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = begun(office)
    own = counter.installation.installation_id
    rulings.revoke(administration(office), own, WHO, WHY)
    counter.close()
    counter = turned(office)
    receive(counter, "B", "C", "D")
    assert sync.exchange(counter).problem == "installation_revoked"
    monkeypatch.setattr(wire, "MAX_BATCH", 2)
    assert rulings.accept(administration(office), own, WHO, WHY) == 4
    assert (kept(office), office.living.count("events")) == ([(2, True)], 5)
    assert holds_at_the_centre(office)


def test_the_log_is_sent_while_the_key_before_is_heard(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 2)
    monkeypatch.setattr(outbox.next_batch, "__defaults__", (1,))
    counter = begun(office)
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        head = log.head(conn, own)
    for _ in range(2):  # as near as can be: nobody's place is taken by the PC's own
        thief = SigningKey.generate()
        told_by(counter, thief, [follows(counter.signer, thief, head, own, counter.new_event_id())])
    receive(counter, "B")
    counter.close()
    assert counter_app(["rotate-key", "--data", str(office.root / "pc"), "--person", PERSON, "--json"]) == 0
    assert '"online": true' in capsys.readouterr().out
    assert kept(office) == [(2, False), (2, False), (3, True)]
    assert sync.exchange(office.open()).problem == ""
    assert holds_at_the_centre(office)


def filled(office: Office, counter: Counter) -> None:
    """Let whoever has the PC's key tell of others, until no place is left for one that may come."""
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        head = log.head(conn, own)
    for _ in range(2):
        thief = SigningKey.generate()
        told_by(counter, thief, [follows(counter.signer, thief, head, own, counter.new_event_id())])
    assert not any(in_force for _seq, in_force in kept(office))


def enrolled_anew(office: Office) -> Counter:
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    return office.open()


def test_a_key_for_which_no_place_is_left_comes_with_the_log_that_a_successor_brings(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 2)
    counter = begun(office)
    filled(office, counter)
    before = counter.signer
    receive(counter, "B")
    counter.close()
    counter = turned(office)  # off the network: nobody heard the key before
    given = receive(counter, "C")
    assert sync.exchange(counter).problem == "keys_full"
    assert sync.state(counter).unsent == 3
    here = counter.installation
    counter.close()
    counter = enrolled_anew(office)
    all_agree(office, [counter], {*codes(counter), *given}, tmp_path)
    assert (len(codes(counter)), kept(office)) == (3, [(2, False), (2, False), (3, True)])
    with pytest.raises(Refused, match="installation_revoked"):  # what the thief had is a former key now
        Centre(here.centre_url, here.centre_key, here.installation_id, before, here.ca).time()
    assert holds_at_the_centre(office)


def test_revoked_meanwhile_it_hears_that_and_its_successor_brings_the_rest(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 2)
    counter = begun(office)
    filled(office, counter)
    own = counter.installation.installation_id
    counter.close()
    counter = turned(office)
    receive(counter, "B")
    rulings.revoke(administration(office), own, WHO, WHY)
    assert sync.exchange(counter).problem == "installation_revoked"
    with pytest.raises(Damaged, match="installation_revoked"):
        receive(counter, "C")
    counter.close()
    counter = enrolled_anew(office)
    assert sync.exchange(counter).problem == ""
    assert office.living.count("reviews") == 2
    assert rulings.accept(administration(office), own, WHO, WHY) == 2
    assert kept(office)[-1] == (2, True)
    assert sync.exchange(counter).problem == ""
    assert holds_at_the_centre(office)


def test_a_key_is_not_changed_twice_before_it_took_its_place(office: Office) -> None:
    counter = office.open()
    secrets = secrets_of(office)
    key_rotation.rotate(counter, secrets, key_rotation.Rotate(counter.new_event_id(), PERSON))
    with pytest.raises(Refused, match="key_rotated"):
        key_rotation.rotate(counter, secrets, key_rotation.Rotate(counter.new_event_id(), PERSON))
    counter.close()
    assert sync.exchange(office.open()).problem == ""
    assert [in_force for _seq, in_force in kept(office)] == [True]
