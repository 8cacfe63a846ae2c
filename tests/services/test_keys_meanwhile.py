"""A key or a revocation comes while the centre is busy with what was proved before it."""

import pytest

from counter_app import wire
from counter_app.central import keys, review, rulings
from counter_app.central.centre import Caller
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.store import log
from tests.pcs import Office, receive
from tests.services.test_revoked import WHO, WHY, administration
from tests.services.test_told_keys import begun, follows
from tests.services.turning import holds_at_the_centre, kept, turned


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
