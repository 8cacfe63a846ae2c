"""Signing in at the centre: PINs, keys, waits after wrong tries, and who is told."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from counter_app import seal, wire
from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.seal import SigningKey
from tests.central.living import BY, OFFICE, Living, enrolled

ME, CHAIR, PIN, LONG = "ba-dinh-02", "ba-dinh-05", "482159", "48215936"
MINUTE = 60_000


@pytest.fixture
def owner(living: Living) -> Centre:
    return Centre(living.owner, living.centre.key, living.clock)


@pytest.fixture
def pc(living: Living, address: str) -> Iterator[client.Centre]:
    centre = enrolled(living, address)[1]
    yield centre
    centre.close()


def refused(
    pc: client.Centre, pin: str, new_pin: str = "", person: str = ME
) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        pc.sign_in(person, pin, new_pin, SigningKey.generate())
    return caught.value.code, caught.value.values


def registered(pc: client.Centre, owner: Centre, person: str = ME, pin: str = PIN) -> SigningKey:
    """Sign a person in for the first time, with a PIN of his own."""
    key = SigningKey.generate()
    pc.sign_in(person, staffing.first_pin(owner, OFFICE, person, *BY), pin, key)
    return key


def in_force(pc: client.Centre, person: str = ME) -> list[bytes]:
    return [one.public_key for one in pc.briefing().person_keys if one.person_id == person and not one.ended]


def test_the_first_pin_must_be_changed_and_the_key_is_told_to_all(
    living: Living, address: str, pc: client.Centre, owner: Centre
) -> None:
    assert refused(pc, PIN)[0] == "no_pin"
    given = staffing.first_pin(owner, OFFICE, ME, *BY)
    assert refused(pc, given)[0] == "pin_change_needed"
    assert refused(pc, given, given)[0] == "pin_same"
    assert refused(pc, given, "111111")[0] == "pin_trivial"
    assert in_force(pc) == []
    before = pc.feed(wire.FeedRequest(0)).briefing
    key = SigningKey.generate()
    assert pc.sign_in(ME, given, PIN, key).now == living.clock.now
    assert pc.feed(wire.FeedRequest(0)).briefing != before
    assert in_force(enrolled(living, address)[1]) == [key.public]
    assert refused(pc, given)[0] == "wrong_pin"


def test_an_approver_needs_eight_characters(pc: client.Centre, owner: Centre) -> None:
    given = staffing.first_pin(owner, OFFICE, CHAIR, *BY)
    assert refused(pc, given, PIN, CHAIR) == ("pin_short", {"least": 8})
    pc.sign_in(CHAIR, given, LONG, SigningKey.generate())


def test_wrong_pins_wait_across_pcs_and_restarts(
    living: Living, address: str, pc: client.Centre, owner: Centre
) -> None:
    registered(pc, owner)
    other = enrolled(living, address)[1]
    lefts = [refused((pc, other)[number % 2], "000001")[1]["left"] for number in range(4)]
    assert lefts == [4, 3, 2, 1]
    assert refused(pc, "000001") == ("pin_locked", {"minutes": 1})
    assert refused(other, PIN) == ("pin_locked", {"minutes": 1})  # the right one too, and it costs nothing
    living.clock.now += MINUTE
    assert refused(pc, "000002") == ("pin_locked", {"minutes": 2})
    living.clock.now += 2 * MINUTE - 1
    assert refused(pc, PIN) == ("pin_locked", {"minutes": 1})
    living.clock.now += 1
    other.sign_in(ME, PIN, "", SigningKey.generate())
    assert refused(pc, "000001")[1]["left"] == 4  # counted anew


def test_wrong_pins_tried_at_once_are_all_counted(
    living: Living, address: str, pc: client.Centre, owner: Centre
) -> None:
    registered(pc, owner)
    pcs = [enrolled(living, address)[1] for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda one: refused(one, "000001")[1]["left"], pcs))
    assert set(told) == {1, 2, 3, 4}


def test_a_key_is_confirmed_until_it_ends(pc: client.Centre, owner: Centre, living: Living) -> None:
    key = registered(pc, owner)
    assert pc.prove(ME, key).now == living.clock.now
    for person, other, code in (
        (ME, SigningKey.generate(), "person_key_unknown"),
        (CHAIR, key, "person_key_unknown"),
    ):
        with pytest.raises(Refused, match=code):
            pc.prove(person, other)
    pc.end_key(ME, key)
    assert in_force(pc) == []
    with pytest.raises(Refused, match="key_ended"):
        pc.prove(ME, key)


def test_a_key_serves_at_its_own_pc_only(
    living: Living, address: str, pc: client.Centre, owner: Centre
) -> None:
    key = registered(pc, owner)
    other = enrolled(living, address)[1]
    with pytest.raises(Refused, match="person_key_unknown"):
        other.prove(ME, key)
    second = SigningKey.generate()
    other.sign_in(ME, PIN, "", second)
    assert sorted(in_force(pc)) == sorted((key.public, second.public))
    with pytest.raises(Refused, match="key_taken"):
        other.sign_in(ME, PIN, "", key)
    third = SigningKey.generate()
    other.sign_in(ME, PIN, "", third)  # again at the same PC: the one before it ends
    assert sorted(in_force(pc)) == sorted((key.public, third.public))


def test_another_pin_ends_the_keys_at_other_pcs(
    living: Living, address: str, pc: client.Centre, owner: Centre
) -> None:
    key, other = registered(pc, owner), enrolled(living, address)[1]
    other.sign_in(ME, PIN, "", SigningKey.generate())
    for new_pin, code in (("", "pin_change_needed"), (PIN, "pin_same"), ("12345", "pin_short")):
        with pytest.raises(Refused, match=code):
            pc.change_pin(ME, PIN, new_pin, key)
    with pytest.raises(Refused, match="person_key_unknown"):
        pc.change_pin(ME, PIN, "739146", SigningKey.generate())
    pc.change_pin(ME, PIN, "739146", key)
    pc.change_pin(ME, PIN, "739146", key)  # the answer was lost: asked again
    assert in_force(pc) == [key.public]
    assert refused(other, PIN)[0] == "wrong_pin"
    living.clock.now += 11 * MINUTE
    with pytest.raises(Refused, match="wrong_pin"):
        pc.change_pin(ME, PIN, "739146", key)
    other.sign_in(ME, "739146", "", SigningKey.generate())


def test_a_proof_is_bound_to_person_pc_and_request(pc: client.Centre, owner: Centre, living: Living) -> None:
    key = registered(pc, owner)
    line = pc._line
    for path, installation, nonce, person in (
        (wire.END_KEY, pc._installation_id, "n" * 32, ME),
        (wire.PROVE, "another-pc", "n" * 32, ME),
        (wire.PROVE, pc._installation_id, "m" * 32, ME),
        (wire.PROVE, pc._installation_id, "n" * 32, CHAIR),
    ):
        proof = key.sign(wire.person_bytes(path, installation, nonce, person, key.public))
        raw = line.post(wire.PROVE, wire.KeyRequest(ME, key.public, proof), "n" * 32)
        assert b'"bad_proof"' in raw.body


def test_nothing_of_a_pin_is_kept_or_logged(
    living: Living, pc: client.Centre, owner: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    registered(pc, owner, pin="kính coong 739146")
    refused(pc, "mật mã sai")
    request = wire.PinRequest(ME, "739146", "845512", b"", b"")
    assert "739146" not in repr(request) + str(request)
    with living.owner.connect() as connection:
        kept = connection.exec_driver_sql("SELECT verifier FROM pins").scalar_one()
    assert bytes(kept).startswith(b"$argon2id$v=19$m=64,t=3,p=4$")
    for word in ("739146", "kính", "mật mã"):
        assert word not in caplog.text
        assert word.encode() not in bytes(kept)
    assert not seal.proves(bytes(kept), "kính coong 739146", b"")  # nor without the centre's pepper


def test_who_has_no_role_does_not_sign_in(pc: client.Centre, owner: Centre, living: Living) -> None:
    key = registered(pc, owner, "ba-dinh-06")
    staffing.end_role(owner, OFFICE, "ba-dinh-06", "r08", "2026-11-18", "Thôi kiểm tra", BY[0])
    assert refused(pc, PIN, person="ba-dinh-06")[0] == "not_permitted"
    with pytest.raises(Refused, match="not_permitted"):
        pc.prove("ba-dinh-06", key)
    assert refused(pc, PIN, person="nobody")[0] == "unknown_person"
    assert refused(pc, "x" * 65)[0] == "too_long"
