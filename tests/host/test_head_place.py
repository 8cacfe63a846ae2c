"""Where the log's head is kept: a keyring, or a file that nobody without the signing key can write."""

from pathlib import Path

import pytest

from counter_app.errors import Damaged, Unavailable
from counter_app.host.key_names import SIGNING_KEY
from counter_app.host.log_head import FILE, FileHead, KeyringHead, head_place
from counter_app.host.secrets import KeyringSecrets, open_secrets
from tests.host.test_secrets import Keyring, LockedKeyring

KEY = bytes(range(32))
HEAD = (41, bytes(range(100, 132)))


def wrapped(folder: Path, key: bytes = KEY) -> FileHead:
    secrets = open_secrets(folder, lambda _new: "mật khẩu mở sổ", LockedKeyring())
    if secrets.get(SIGNING_KEY) != key:
        secrets.put(SIGNING_KEY, key)
    place = head_place(folder, secrets)
    assert isinstance(place, FileHead)
    return place


def test_the_keyring_where_one_works(tmp_path: Path) -> None:
    keyring = Keyring()
    place = head_place(tmp_path, open_secrets(tmp_path, None, keyring))
    assert isinstance(place, KeyringHead)
    assert place.load() is None
    place.save(HEAD)
    assert head_place(tmp_path, open_secrets(tmp_path, None, keyring)).load() == HEAD
    assert not (tmp_path / FILE).exists()


def test_a_keyring_that_fails_says_so() -> None:
    with pytest.raises(Unavailable, match="keyring_failed"):
        KeyringHead(KeyringSecrets(LockedKeyring(), "one")).save(HEAD)


def test_a_keyring_that_holds_something_else() -> None:
    secrets = KeyringSecrets(Keyring(), "one")
    for text in (b":", b"x:00", b"1:zz", b"\xff:00"):
        secrets.put("log-head", text)
        with pytest.raises(Damaged, match="log_rolled_back"):
            KeyringHead(secrets).load()


def test_a_file_where_no_keyring_works(tmp_path: Path) -> None:
    assert wrapped(tmp_path).load() is None
    for head in ((1, bytes(32)), HEAD):
        wrapped(tmp_path).save(head)
        assert wrapped(tmp_path).load() == head


def test_a_file_that_is_gone_or_written_by_another(tmp_path: Path) -> None:
    wrapped(tmp_path).save(HEAD)
    file = tmp_path / FILE
    good = file.read_bytes()
    for bad in (b"", good[:-1], good.replace(b"41:", b"40:"), good[32:], good + b"0"):
        file.write_bytes(bad)
        with pytest.raises(Damaged, match="log_rolled_back"):
            wrapped(tmp_path).load()
    file.unlink()
    with pytest.raises(Damaged, match="log_rolled_back"):
        wrapped(tmp_path).load()
    wrapped(tmp_path, bytes(32)).save(HEAD)
    with pytest.raises(Damaged, match="log_rolled_back"):
        wrapped(tmp_path).load()
