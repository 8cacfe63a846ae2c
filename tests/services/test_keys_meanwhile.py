"""A key or a revocation comes while the centre is busy with what was proved before it."""

from typing import Any

import pytest

from counter_app import wire
from counter_app.central import keys, review, rulings
from counter_app.central.centre import Caller
from counter_app.cli import main as counter_app
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services import key_rotation, sync
from counter_app.services.counter import Counter
from counter_app.store import log, outbox
from tests.pcs import PERSON, Office, receive
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


def test_a_key_is_not_changed_twice_before_it_took_its_place(office: Office) -> None:
    counter = office.open()
    secrets = secrets_of(office)
    key_rotation.rotate(counter, secrets, key_rotation.Rotate(counter.new_event_id(), PERSON))
    with pytest.raises(Refused, match="key_rotated"):
        key_rotation.rotate(counter, secrets, key_rotation.Rotate(counter.new_event_id(), PERSON))
    counter.close()
    assert sync.exchange(office.open()).problem == ""
    assert [in_force for _seq, in_force in kept(office)] == [True]
