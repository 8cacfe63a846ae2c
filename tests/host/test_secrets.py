from pathlib import Path

import pytest

from counter_app.errors import Refused, Unavailable
from counter_app.host import secrets
from counter_app.host.secrets import KEYRING_MARK, WRAPPED, open_secrets

PASSPHRASE = "mật khẩu mở sổ"


class Keyring:
    """A keyring in memory."""

    name = "memory"

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self.held[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        del self.held[service, name]


class LockedKeyring(Keyring):
    """Looks healthy, and fails on write."""

    def set_password(self, service: str, name: str, password: str) -> None:
        raise RuntimeError("org.freedesktop.Secret.Error.IsLocked")


class ForgetfulKeyring(Keyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, name: str, password: str) -> None:
        pass


@pytest.fixture(autouse=True)
def _no_passphrase_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(secrets.PASSPHRASE_VARIABLE, raising=False)


def never(_new: bool) -> str:
    raise AssertionError("nobody was to be asked")


def test_a_working_keyring_is_taken_and_remembered(tmp_path: Path) -> None:
    keyring = Keyring()
    opened = open_secrets(tmp_path, never, keyring)
    assert opened.get("store") is None
    opened.put("store", bytes(range(32)))
    assert open_secrets(tmp_path, never, keyring).get("store") == bytes(range(32))
    assert not (tmp_path / WRAPPED).exists()
    assert {name for _service, name in keyring.held} == {"store"}
    opened.delete("store")
    opened.delete("store")
    assert keyring.held == {}


def test_folders_do_not_share_secrets(tmp_path: Path) -> None:
    keyring = Keyring()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    open_secrets(tmp_path / "one", never, keyring).put("store", b"1")
    assert open_secrets(tmp_path / "two", never, keyring).get("store") is None


@pytest.mark.parametrize("backend", [LockedKeyring, ForgetfulKeyring])
def test_a_keyring_that_does_not_keep_leads_to_a_passphrase(tmp_path: Path, backend: type[Keyring]) -> None:
    asked: list[bool] = []

    def ask(new: bool) -> str:
        asked.append(new)
        return PASSPHRASE

    open_secrets(tmp_path, ask, backend()).put("store", b"key")
    assert open_secrets(tmp_path, ask, backend()).get("store") == b"key"
    assert asked == [True, False]
    assert not (tmp_path / KEYRING_MARK).exists()


def test_a_keyring_silent_today_is_not_replaced(tmp_path: Path) -> None:
    open_secrets(tmp_path, never, Keyring()).put("store", b"key")
    with pytest.raises(Unavailable, match="keyring_failed"):
        open_secrets(tmp_path, never, LockedKeyring())
    assert not (tmp_path / WRAPPED).exists()


def test_a_garbled_secret_is_told(tmp_path: Path) -> None:
    keyring = Keyring()
    opened = open_secrets(tmp_path, never, keyring)
    opened.put("store", b"key")
    keyring.held = dict.fromkeys(keyring.held, "??")
    with pytest.raises(Unavailable, match="keyring_failed"):
        opened.get("store")


def test_wrapped_secrets_are_never_readable(tmp_path: Path) -> None:
    opened = open_secrets(tmp_path, lambda _new: PASSPHRASE, LockedKeyring())
    opened.put("store", b"a very plain key")
    opened.put("signing", b"another")
    opened.delete("signing")
    path = tmp_path / WRAPPED
    assert b"plain" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    again = open_secrets(tmp_path, lambda _new: PASSPHRASE, LockedKeyring())
    assert (again.get("store"), again.get("signing")) == (b"a very plain key", None)


def test_input_methods_may_compose_differently(tmp_path: Path) -> None:
    open_secrets(tmp_path, lambda _new: "ti\u1ebfng vi\u1ec7t", LockedKeyring()).put("store", b"key")
    decomposed = "tie\u0302\u0301ng vie\u0323\u0302t"
    assert open_secrets(tmp_path, lambda _new: decomposed, LockedKeyring()).get("store") == b"key"


def test_a_wrong_passphrase_is_refused(tmp_path: Path) -> None:
    open_secrets(tmp_path, lambda _new: PASSPHRASE, LockedKeyring()).put("store", b"key")
    with pytest.raises(Refused, match="wrong_passphrase"):
        open_secrets(tmp_path, lambda _new: "something else", LockedKeyring())


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / WRAPPED).write_bytes(b"short")
    with pytest.raises(Refused, match="wrong_passphrase"):
        open_secrets(tmp_path, lambda _new: PASSPHRASE, LockedKeyring())


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="passphrase_short"):
        open_secrets(tmp_path, lambda _new: "1234567", LockedKeyring())
    assert not (tmp_path / WRAPPED).exists()


def test_without_anybody_to_ask_the_variable_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="passphrase_needed"):
        open_secrets(tmp_path, None, LockedKeyring())
    monkeypatch.setenv(secrets.PASSPHRASE_VARIABLE, PASSPHRASE)
    open_secrets(tmp_path, never, LockedKeyring()).put("store", b"key")
    assert open_secrets(tmp_path, None, LockedKeyring()).get("store") == b"key"


def test_only_the_systems_own_keyrings_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    monkeypatch.setattr(keyring, "get_keyring", Keyring)
    with pytest.raises(Unavailable, match="keyring_failed"):
        secrets.examine()
    monkeypatch.setattr(secrets, "_TRUSTED", (Keyring.__module__,))
    assert secrets.examine() == "memory"
