"""Signing in at a counter: first with the centre, then by one's own PIN, online or not, and never without."""

import dataclasses
import itertools
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app import seal
from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.errors import Refused, Unavailable
from counter_app.remote import client
from counter_app.services import desk, own_keys, sign_in, sync
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from counter_app.store import log, person_keys
from tests.pcs import PERSON, Office, intake, opened, receive, with_the_key

HEAD, CHAIR = "ba-dinh-01", "ba-dinh-05"
PIN, NEW = "lúa chín 48", "mưa rào 5390"
MINUTE, DAY = 60_000, 24 * 3_600_000
NOWHERE = "http://127.0.0.1:9"


def owner(office: Office) -> Centre:
    return Centre(office.living.owner, office.living.centre.key, office.living.clock)


def introduced(office: Office, counter: Counter, person: str = PERSON, pin: str = PIN) -> Seat:
    """Sign a person in for the first time, with the administrator's PIN and one of his own."""
    return sign_in.first(counter, person, staffing.first_pin(owner(office), "00004", person), pin)


def after(office: Office, counter: Counter, ms: int) -> None:
    """Let time pass at both ends."""
    office.living.clock.now += ms
    counter.clock.anchor(office.living.clock.now)


def away(counter: Counter, ms: int = 0) -> None:
    """Lose the centre, some time ago by now."""
    here = counter.installation
    counter.centre = client.Centre(NOWHERE, here.centre_key, here.installation_id, counter.signer)
    counter.clock.anchor(counter.clock.now().ms + ms)


def signed_in(counter: Counter) -> list[tuple[str, bool]]:
    with counter.store.read() as conn:
        told = log.read_events(conn, counter.installation.installation_id, 0, 100)
    return [
        (event.actor_id, '"online":true' in event.body) for event in told if event.kind == "person.signed_in"
    ]


def code_of(act: Callable[..., object], *values: object) -> str:
    with pytest.raises((Refused, Unavailable)) as caught:
        act(*values)
    return caught.value.code


def test_the_first_time_needs_the_centre_and_makes_a_key(office: Office) -> None:
    counter = office.open()
    assert sign_in.known(counter) == ()
    assert code_of(sign_in.again, counter, PERSON, PIN) == "no_key_here"
    given = staffing.first_pin(owner(office), "00004", PERSON)
    assert code_of(sign_in.first, counter, PERSON, given) == "pin_change_needed"
    seat = sign_in.first(counter, PERSON, given, PIN)
    assert seat.online
    assert counter.seats == {PERSON: seat}
    assert signed_in(counter) == [(PERSON, True)]
    assert [one.person_id for one in sign_in.known(counter)] == [PERSON]
    with counter.store.read() as conn:  # approvals can be proved at once
        (key,) = counter.reference(conn).briefing.person_keys
    assert (key.public_key, key.person_id) == (seat.key.public, PERSON)
    assert sync.exchange(counter).quarantined == ()
    away(counter)
    assert code_of(sign_in.first, counter, HEAD, "1") == "centre_unreachable"


def test_the_same_key_opens_again_after_a_restart(office: Office) -> None:
    counter = office.open()
    seat = introduced(office, counter)
    sign_in.out(counter, PERSON)
    assert code_of(sign_in.seat_of, counter, PERSON) == "not_signed_in"
    counter.close()
    reopened = office.open()
    assert reopened.seats == {}
    again = sign_in.again(reopened, PERSON, PIN)
    assert (again.key.public, again.online) == (seat.key.public, True)
    assert sign_in.seat_of(reopened, PERSON) is again


def test_another_pc_has_another_key(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    first = introduced(office, one)
    assert code_of(sign_in.again, two, PERSON, PIN) == "no_key_here"
    second = sign_in.first(two, PERSON, PIN)
    assert first.key.public != second.key.public
    assert {first.online, second.online} == {True}


def test_two_people_share_a_pc(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    introduced(office, counter, HEAD, NEW)
    assert set(counter.seats) == {PERSON, HEAD}
    sign_in.out(counter, PERSON)
    sign_in.out(counter, PERSON)
    assert set(counter.seats) == {HEAD}


def test_wrong_pins_wait_and_no_restart_forgets_them(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    away(counter)
    lefts = [_values(counter, "sai rồi 1")["left"] for _ in range(4)]
    assert lefts == [4, 3, 2, 1]
    assert _values(counter, "sai rồi 1") == {"minutes": 1}
    counter.close()
    counter = office.open()
    away(counter)
    assert _values(counter, PIN) == {"minutes": 1}  # the right one too
    away(counter, -2 * DAY)  # a clock set back makes no wait shorter
    assert _values(counter, PIN) == {"minutes": 1}
    away(counter, MINUTE)
    assert _values(counter, "sai rồi 2") == {"minutes": 2}
    away(counter, 2 * MINUTE)
    assert not sign_in.again(counter, PERSON, PIN).online
    assert _values(counter, "sai rồi 3") == {"left": 4}


def _values(counter: Counter, pin: str) -> dict[str, object]:
    with pytest.raises(Refused) as caught:
        sign_in.again(counter, PERSON, pin)
    return caught.value.values


def test_a_try_counts_before_it_is_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = office.open()
    introduced(office, counter)

    def killed(*_values: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(seal, "unwrap", killed)
        with pytest.raises(KeyboardInterrupt):
            sign_in.again(counter, PERSON, "sai rồi 1")
    assert _values(counter, "sai rồi 1") == {"left": 3}


@pytest.mark.parametrize(
    ("person", "days", "may"),
    [(PERSON, 14, True), (PERSON, 15, False), (HEAD, 30, True), (CHAIR, 31, False)],
)
def test_the_days_between_sign_in_and_lost_contact_count(
    office: Office, person: str, days: int, may: bool
) -> None:
    counter = office.open()
    introduced(office, counter, person)
    after(office, counter, days * DAY - MINUTE)
    assert sync.exchange(counter).online
    away(counter, 60 * DAY)  # for as long as the outage lasts
    if not may:
        assert code_of(sign_in.again, counter, person, PIN) == "sign_in_too_old"
        assert list(counter.seats) == [person]  # still from the first time: nothing took it away
        return
    assert not sign_in.again(counter, person, PIN).online
    assert signed_in(counter)[-1] == (person, False)


def test_the_centre_back_again_confirms_whoever_was_away_for_long(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    after(office, counter, 40 * DAY)
    sync.exchange(counter)
    assert sign_in.again(counter, PERSON, PIN).online  # 40 days since, and asked: that is what counts anew
    after(office, counter, 14 * DAY)
    sync.exchange(counter)
    away(counter, DAY)
    assert not sign_in.again(counter, PERSON, PIN).online


def test_who_is_known_waits_for_no_silent_centre(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    here = counter.centre
    away(counter)
    sync.exchange(counter)
    counter.centre = here  # it would answer
    assert not sign_in.again(counter, PERSON, PIN).online
    sync.exchange(counter)
    assert sign_in.again(counter, PERSON, PIN).online


def test_a_key_ended_at_the_centre_works_no_more(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    staffing.sign_in_from(owner(office), "00004", "2026-11-01")
    sync.exchange(counter)
    receive(counter, "A")
    staffing.end_all_keys(owner(office), "00004", PERSON)
    assert code_of(sign_in.again, counter, PERSON, PIN) == "key_ended"  # the centre says so
    sync.exchange(counter)
    away(counter)
    assert code_of(sign_in.again, counter, PERSON, PIN) == "key_ended"  # the briefing says so
    assert code_of(desk.receive, counter, intake()) == "key_ended"  # an open seat too
    assert sign_in.known(counter) == ()


def test_one_signs_in_anew_after_a_key_has_ended(office: Office) -> None:
    counter = office.open()
    seat = introduced(office, counter)
    sign_in.end_key(counter, PERSON, PIN)
    assert counter.seats == {}
    assert code_of(sign_in.again, counter, PERSON, PIN) == "no_key_here"
    assert sign_in.first(counter, PERSON, PIN).key.public != seat.key.public
    receive(counter, "A")


def test_another_pin_opens_the_same_key(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    seat = introduced(office, one)
    sign_in.first(two, PERSON, PIN)
    assert code_of(sign_in.change_pin, one, PERSON, "sai rồi 1", NEW) == "wrong_pin"
    assert code_of(sign_in.change_pin, one, PERSON, PIN, "123456") == "pin_trivial"
    sign_in.change_pin(one, PERSON, PIN, NEW)
    assert code_of(sign_in.again, one, PERSON, PIN) == "wrong_pin"
    assert sign_in.again(one, PERSON, NEW).key.public == seat.key.public
    sync.exchange(two)
    assert code_of(sign_in.again, two, PERSON, PIN) == "key_ended"  # the old PIN opens nothing anywhere
    sign_in.first(two, PERSON, NEW)
    away(one)
    assert code_of(sign_in.change_pin, one, PERSON, NEW, PIN) == "centre_unreachable"


def test_nobody_writes_without_a_seat_from_the_day_on(office: Office) -> None:
    counter = office.open()
    staffing.sign_in_from(owner(office), "00004", "2026-11-20")
    sync.exchange(counter)
    receive(counter, "A")
    assert not sign_in.is_needed(counter)
    after(office, counter, DAY)
    assert sign_in.is_needed(counter)
    assert code_of(receive, counter, "C") == "not_signed_in"
    introduced(office, counter, HEAD)
    assert code_of(receive, counter, "C") == "not_signed_in"  # somebody else's seat is not his
    desk.receive(counter, intake(actor_id=HEAD))
    introduced(office, counter)
    receive(counter, "B")
    sign_in.out(counter, PERSON)
    assert code_of(receive, counter, "C") == "not_signed_in"
    assert sync.exchange(counter).quarantined == ()


def test_a_stolen_store_opens_no_key_without_the_keyring(office: Office) -> None:
    counter = office.open()
    seat = introduced(office, counter)
    with counter.store.read() as conn:
        held = person_keys.find(conn, PERSON)
    assert held is not None
    for pepper in (b"", bytes(32)):
        with pytest.raises(Refused, match="wrong_passphrase"):
            seal.unwrap(held.wrapped, PIN, pepper)
    keyring = counter.pepper
    counter.pepper = lambda: bytes(32)
    assert code_of(own_keys.open_key, counter, PERSON, PIN) == "wrong_pin"
    counter.pepper = keyring
    assert own_keys.open_key(counter, PERSON, PIN).raw == seat.key.raw


def test_nobodys_key_is_passed_off_as_anothers(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    introduced(office, counter, HEAD, NEW)
    with counter.store.write() as conn:
        held = person_keys.find(conn, HEAD)
        assert held is not None
        person_keys.keep(conn, dataclasses.replace(held, person_id=PERSON))
    assert code_of(sign_in.again, counter, PERSON, NEW) == "wrong_pin"


def test_nothing_of_a_pin_is_kept_or_written(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    counter = office.open()
    seat = introduced(office, counter)
    sign_in.change_pin(counter, PERSON, PIN, NEW)
    assert code_of(sign_in.again, counter, PERSON, "đoán mò 777") == "wrong_pin"
    assert not any(pin in repr(seat) for pin in (PIN, seat.key.raw.hex()))
    path = counter.folder.path
    counter.close()
    with with_the_key(path) as connection:
        kept = _everything(connection)
    kept += b"".join(file.read_bytes() for file in path.rglob("*") if file.is_file())
    kept += caplog.text.encode()
    for word in ("lúa chín", "mưa rào", "đoán mò"):
        assert word.encode() not in kept
    assert seat.key.public in kept  # we looked where it would be
    assert seat.key.raw not in kept
    assert seat.key.raw.hex().encode() not in kept.lower()


def _everything(connection: dbapi2.Connection) -> bytes:
    """Return every value of every row as bytes."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = itertools.chain.from_iterable(connection.execute(f"SELECT * FROM {name}") for name in tables)
    values = itertools.chain.from_iterable(rows)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_a_store_put_back_is_still_read_by_whoever_signs_in(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    path = counter.folder.path
    counter.close()
    copy = shutil.copy(path / "counter.db", path.parent / "old.db")
    with opened(path) as newer:
        receive(newer, "A")
    for left in path.glob("counter.db*"):
        left.unlink()
    Path(copy).rename(path / "counter.db")
    with opened(path) as older:
        before = len(signed_in(older))
        assert sign_in.again(older, PERSON, PIN).person_id == PERSON
        assert len(signed_in(older)) == before
        assert set(older.seats) == {PERSON}


def test_real_cost_of_one_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = seal.verifier(PIN, b"pepper")
    assert stored.startswith(b"$argon2id$v=19$m=65536,t=3,p=4$")
    assert seal.proves(stored, PIN, b"pepper")
    monkeypatch.setattr(seal, "ARGON2_KIB", 64)  # what is stored names its own cost
    assert seal.proves(stored, PIN, b"pepper")
    assert not seal.proves(stored, NEW, b"pepper")
    assert not seal.proves(b"garbage", PIN, b"pepper")
