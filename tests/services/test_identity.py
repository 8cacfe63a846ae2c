"""The next name and key take the former's place in the keyring whole, wherever it was cut off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app import bootstrap
from counter_app.errors import Unavailable
from counter_app.host import log_head
from counter_app.host import secrets as kept
from counter_app.host.files import DataFolder
from counter_app.host.key_names import NEXT_ID, NEXT_KEY, PENDING_ID, ROTATED_KEY, SIGNING_KEY
from counter_app.host.secrets import KeyringSecrets
from counter_app.remote import client
from counter_app.services import identity
from tests.host.test_secrets import Keyring
from tests.pcs import Office

FORMER = "former"


class Failing(KeyringSecrets):
    """Fails from its `after`th write on, as when the PC loses power there."""

    after = 10**6

    def _call(self, method: str, *values: str) -> Any:
        if method != "get_password":
            self.after -= 1
            if self.after < 0:
                raise Unavailable("keyring_failed", reason="cut")
        return super()._call(method, *values)


@pytest.fixture
def secrets(tmp_path: Path) -> Failing:
    made = Failing(Keyring(), "one")
    made.put(SIGNING_KEY, bytes(32))
    made.put(PENDING_ID, FORMER.encode())
    made.put(ROTATED_KEY, b"made for the former name, and never told")
    made.put(log_head.NAME, b"9:" + b"00" * 32)
    (tmp_path / log_head.FILE).write_bytes(b"the former's head")
    return made


def cut(secrets: Failing, work: Callable[[], object], after: int) -> bool:
    """Do the work and fail at its `after`th write; tell whether there was one."""
    secrets.after = after
    try:
        work()
    except Unavailable:
        return True
    finally:
        secrets.after = 10**6
    return False


@pytest.mark.parametrize("after", range(8))
def test_cut_off_anywhere_it_is_finished_the_next_time(secrets: Failing, tmp_path: Path, after: int) -> None:
    name, key = identity.successor(secrets)
    was_cut = cut(secrets, lambda: identity.take_place(tmp_path, secrets, name), after)
    identity.take_place(tmp_path, secrets, name)
    assert (secrets.get(SIGNING_KEY), secrets.get(PENDING_ID)) == (key.raw, name.encode())
    assert secrets.get(log_head.NAME) is secrets.get(ROTATED_KEY) is None
    assert not (tmp_path / log_head.FILE).exists()
    assert identity.successor(secrets)[0] != name  # the next after it has a name of its own
    assert was_cut == (after < 6)


@pytest.mark.parametrize("after", [0, 1])
def test_half_a_pair_is_no_name(secrets: Failing, after: int) -> None:
    assert cut(secrets, lambda: identity.successor(secrets), after)
    name, key = identity.successor(secrets)
    again, same = identity.successor(secrets)
    assert (again, same.raw) == (name, key.raw)
    assert secrets.get(NEXT_KEY) == key.raw


def test_before_the_store_has_it_the_former_stays(secrets: Failing, tmp_path: Path) -> None:
    name, _key = identity.successor(secrets)
    identity.take_place(tmp_path, secrets, FORMER)
    assert (secrets.get(SIGNING_KEY), secrets.get(PENDING_ID)) == (bytes(32), FORMER.encode())
    assert secrets.get(NEXT_ID) == name.encode()
    assert secrets.get(log_head.NAME) is not None


class LastWordLost(Keyring):
    """Has the last write on no disk yet when the power goes."""

    def set_password(self, service: str, name: str, password: str) -> None:
        self.before = dict(self.held)
        super().set_password(service, name, password)

    def delete_password(self, service: str, name: str) -> None:
        self.before = dict(self.held)
        super().delete_password(service, name)

    def lose_power(self) -> None:
        self.held = self.before


@pytest.mark.parametrize("anew", [False, True])
def test_the_name_that_the_centre_heard_is_kept_when_the_power_goes(
    office: Office, monkeypatch: pytest.MonkeyPatch, anew: bool
) -> None:
    """Its token is used up, and so is a lane: under another name the PC would need others."""
    keyring, folder = LastWordLost(), DataFolder(office.root / "pc")
    monkeypatch.setattr(kept, "_system_backend", lambda: keyring)
    if anew:
        bootstrap.enrol(folder, office.token())
    token, whole = office.token(), client.enrol

    def unheard(*asked: Any) -> Any:
        whole(*asked)
        raise Unavailable("centre_unreachable")

    monkeypatch.setattr(client, "enrol", unheard)
    with pytest.raises(Unavailable):
        bootstrap.enrol(folder, token, anew=anew)
    monkeypatch.setattr(client, "enrol", whole)
    keyring.lose_power()
    bootstrap.enrol(folder, token, anew=anew)
    assert office.living.count("installations") == 1 + anew
