"""What a PIN must be, how long wrong ones wait, and who signs in while the centre is away."""

import pytest

from counter_app.domain import sign_in
from counter_app.domain.people import PersonKey, Role
from counter_app.domain.sign_in import DAY_MS, MINUTE_MS
from counter_app.errors import Refused

OFFICER, APPROVER = frozenset((Role.OFFICER,)), frozenset((Role.OFFICER, Role.APPROVER))
ME = "ba-dinh-02"


def refused(pin: str, roles: frozenset[Role] = OFFICER) -> tuple[str, str | None] | None:
    try:
        sign_in.check_pin(pin, ME, roles)
    except Refused as error:
        return error.code, error.field
    return None


TRIVIAL = [
    "111111",
    "123456",
    "987654",
    "121212",
    "123123",
    "12341234",
    "abcdefgh",
    ME,
    "badinh02",
    "MatKhau12",
]


@pytest.mark.parametrize("pin", TRIVIAL)
def test_what_others_would_guess_is_refused(pin: str) -> None:
    assert refused(pin) == ("pin_trivial", "new_pin")


def test_a_pin_has_its_length_by_role() -> None:
    assert refused("48215") == ("pin_short", "new_pin")
    assert refused("482159") is None
    assert refused("482159", APPROVER) == ("pin_short", "new_pin")
    assert refused("48215936", APPROVER) is None
    assert refused("mèo con đi câu") is None
    assert refused("x7" * 40) == ("too_long", "new_pin")


def test_letters_written_in_two_ways_are_one_pin() -> None:
    assert sign_in.normal("e\u0302\u0303") == sign_in.normal("ễ")


def test_wrong_tries_wait_longer_and_longer() -> None:
    waits = [sign_in.wait_after(failures) // MINUTE_MS for failures in range(14)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert sign_in.wait_after(10**6) == 60 * MINUTE_MS


def test_no_clock_shortens_a_wait_or_makes_it_endless() -> None:
    now, wait = 1000 * DAY_MS, sign_in.wait_after(7)
    assert (
        sign_in.locked_until(7, now + wait, now - DAY_MS) == now - DAY_MS + wait
    )  # set back: all of it again
    assert sign_in.locked_until(7, now + 365 * DAY_MS, now) == now + wait  # it was ahead by a year
    assert sign_in.locked_until(7, now - 1, now) <= now


@pytest.mark.parametrize(
    ("role", "days", "may"),
    [
        (Role.OFFICER, 14, True),
        (Role.OFFICER, 15, False),
        (Role.INSPECTOR, 15, False),
        (Role.SUPERVISOR, 15, True),
        (Role.APPROVER, 30, True),
        (Role.APPROVER, 31, False),
    ],
)
def test_the_days_before_contact_was_lost_count(role: Role, days: int, may: bool) -> None:
    lost = 1000 * DAY_MS
    assert sign_in.is_known({role}, lost - days * DAY_MS, lost) is may


def test_a_key_ends_where_the_centre_says_so() -> None:
    keys = (PersonKey(ME, "pc-1", b"a" * 32, 1, ended=2), PersonKey(ME, "pc-1", b"b" * 32, 2))
    assert sign_in.is_ended(keys, b"a" * 32)
    assert not sign_in.is_ended(keys, b"b" * 32)
    assert not sign_in.is_ended(keys, b"c" * 32)  # not heard of yet
