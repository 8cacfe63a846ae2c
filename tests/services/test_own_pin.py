"""Signing in at a counter: first with the centre, then by one's own PIN, online or not, and never without."""

import pytest

from counter_app import seal
from counter_app.central import staffing
from counter_app.errors import Refused
from counter_app.services import desk, sign_in, sync
from counter_app.services.counter import Counter
from tests.central.living import BY
from tests.pcs import PERSON, Office, intake, receive
from tests.services.introducing import (
    CHAIR,
    DAY,
    HEAD,
    MINUTE,
    NEW,
    PIN,
    after,
    away,
    code_of,
    introduced,
    owner,
    signed_in,
)


def test_the_first_time_needs_the_centre_and_makes_a_key(office: Office) -> None:
    counter = office.open()
    assert desk.opening(counter).with_keys == frozenset()
    assert code_of(sign_in.again, counter, PERSON, PIN) == "no_key_here"
    given = staffing.first_pin(owner(office), "00004", PERSON, *BY)
    assert code_of(sign_in.first, counter, PERSON, given) == "pin_change_needed"
    seat = sign_in.first(counter, PERSON, given, PIN)
    assert seat.online
    assert counter.seats == {PERSON: seat}
    assert signed_in(counter) == [(PERSON, True)]
    assert desk.opening(counter).with_keys == {PERSON}
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
    assert counter.seats == {}
    counter.close()
    reopened = office.open()
    assert reopened.seats == {}
    again = sign_in.again(reopened, PERSON, PIN)
    assert (again.key.public, again.online) == (seat.key.public, True)
    assert reopened.seats[PERSON] is again


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
    after(office, counter, 13 * DAY)
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
    staffing.sign_in_from(owner(office), "00004", "2026-11-01", *BY)
    sync.exchange(counter)
    receive(counter, "A")
    staffing.end_all_keys(owner(office), "00004", PERSON, *BY)
    assert code_of(sign_in.again, counter, PERSON, PIN) == "key_ended"  # the centre says so
    sync.exchange(counter)
    away(counter)
    assert code_of(sign_in.again, counter, PERSON, PIN) == "key_ended"  # the briefing says so
    assert code_of(desk.receive, counter, intake()) == "key_ended"  # an open seat too
    assert desk.opening(counter).with_keys == frozenset()


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
    staffing.sign_in_from(owner(office), "00004", "2026-11-20", *BY)
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
