"""The centre's proof of its own copy: what an owner could still do to it does not go unseen."""

import dataclasses

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from counter_app import wire
from counter_app.central import granted
from counter_app.central.audit import verify
from counter_app.central.centre import Centre
from counter_app.domain import chain
from counter_app.domain.events import Personal
from counter_app.domain.identity import new_event_id
from counter_app.errors import Unavailable
from counter_app.remote import client
from counter_app.seal import SigningKey
from tests.central.living import Living, enrolled

FEE_GONE = ["projection_differs"] * 2  # what a dossier says of its fee


def test_an_honest_log_holds_with_purged_data_and_forks(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    counter.receive()
    counter.receive()
    centre.push(counter.batch())
    told = Personal(bytes(16), "{}")
    first = counter.links[0].event
    forged = dataclasses.replace(first, personal_digest=chain.personal_digest(told))
    centre.push(wire.PushRequest([wire.WireEvent(counter.signed(forged), told)]))
    assert (living.count("forks"), living.count("personal")) == (1, 5)
    with living.owner.begin() as connection:
        gone = "INSERT INTO erasures SELECT DISTINCT office_id, subject, 1 FROM events WHERE event_id <> %s"
        connection.exec_driver_sql(gone, (first.event_id,))
        connection.exec_driver_sql("DELETE FROM personal WHERE event_id <> %s", (first.event_id,))
    found = verify(living.owner)
    assert (found.events, found.faults) == (4, ())


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE events SET body = '{}' WHERE seq = 2", ["chain_unsigned", *FEE_GONE]),
        ("UPDATE events SET hash = prev WHERE seq = 2", ["hash_changed"]),
        ("DELETE FROM events WHERE seq = 2", ["chain_gap", "feed_disordered", "personal_stray", *FEE_GONE]),
        ("DELETE FROM events WHERE seq = 4", ["feed_disordered", "personal_stray", *FEE_GONE]),
        ("UPDATE events SET position = 9 - position", ["feed_disordered"] * 5),
        ("UPDATE personal SET text = '{}'", ["personal_changed"]),
        ("DELETE FROM personal WHERE event_id = (SELECT min(event_id) FROM personal)", ["personal_missing"]),
        (
            "UPDATE dossiers SET due = due + 1440 WHERE code = (SELECT max(code) FROM dossiers)",
            ["projection_differs"],
        ),
        ("DELETE FROM dossiers WHERE code = (SELECT max(code) FROM dossiers)", ["projection_differs"]),
        (
            "UPDATE dossiers SET code = code || 'x' WHERE code = (SELECT max(code) FROM dossiers)",
            ["projection_differs"] * 2,
        ),
        ("UPDATE lanes SET last = last + 1", ["grant_differs"]),
        ("UPDATE lanes SET valid_from = '2020-01-01'", ["grant_differs"]),
        ("DELETE FROM lanes", ["grant_differs"]),
        ("UPDATE installations SET label = 'khác'", ["grant_differs"]),
        (
            "INSERT INTO installations SELECT office_id, 'x', public_key, label, 1 FROM installations",
            ["grant_differs"],
        ),
        (
            "UPDATE installations SET public_key = sha256(public_key)",
            ["chain_unsigned", "grant_differs"],
        ),
    ],
)
def test_tampering_is_told(living: Living, address: str, statement: str, codes: list[str]) -> None:
    counter, centre = enrolled(living, address)
    counter.receive()
    counter.receive()
    centre.push(counter.batch())
    with living.owner.begin() as connection:
        connection.exec_driver_sql(statement)
    told = Centre(living.owner, living.centre.key, folder=living.home)
    assert [fault.code for fault in verify(living.owner, told).faults] == codes


def test_a_grant_that_was_never_answered_is_no_loss(living: Living, address: str) -> None:
    enrolled(living, address)
    with (
        living.owner.begin() as connection
    ):  # as when the transaction ends nowhere: the file was written before
        connection.exec_driver_sql("DELETE FROM lanes")
        connection.exec_driver_sql("DELETE FROM installations")
    told = Centre(living.owner, living.centre.key, folder=living.home)
    assert verify(living.owner, told).faults == ()


def test_the_audit_tells_a_signature_that_the_last_of_its_batch_vouched_for(
    living: Living, address: str
) -> None:
    counter, centre = enrolled(living, address)
    link = counter.receive()
    altered = dataclasses.replace(link.event, signature=bytes(64))
    counter.links = [wire.WireEvent(altered, link.personal)]
    counter.head = chain.digest(altered)
    counter.receive()
    assert centre.push(counter.batch()).acknowledged == 3
    assert [fault.code for fault in verify(living.owner).faults] == ["chain_unsigned"]


def test_a_try_to_enrol_whose_commit_failed_is_no_grant_that_was_lost(living: Living, address: str) -> None:
    key, name = SigningKey.generate(), new_event_id()
    token = living.token(address)

    def full(_connection: sa.Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("no room"))

    sa.event.listen(living.centre.engine, "commit", full)
    with pytest.raises(Unavailable):
        client.enrol(token, name, key, "Máy thử")
    sa.event.remove(living.centre.engine, "commit", full)
    living.clock.now += 24 * 60 * 60_000  # its lane begins on another day
    client.enrol(living.token(address), name, key, "Máy thử")
    centre = Centre(living.owner, living.centre.key, living.clock, folder=living.home)
    assert len(granted.enrolled(centre)) == 2
    assert verify(living.owner, centre).faults == ()
