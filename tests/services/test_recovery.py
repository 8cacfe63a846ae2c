"""A keyring that is lost: the office's passphrase opens the records, and the PC takes another name."""

from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.host.secrets import KEYRING_MARK, PASSPHRASE_VARIABLE, WRAPPED, open_secrets
from counter_app.services import recovery, sync
from counter_app.services.verification import verify_log
from tests.pcs import Office, codes, opened, receive

WORDS = "cây đa bến nước sân đình"


def words() -> str:
    return WORDS


def test_a_pc_that_lost_its_keys_goes_on(office: Office) -> None:
    first = office.open()
    given = receive(first, "A", "B")
    first.close()
    folder = office.root / "pc"
    bootstrap.keep_recovery(folder, words)
    (folder / WRAPPED).unlink()
    with pytest.raises(Damaged, match="secrets_missing"):
        bootstrap.open_counter(DataFolder(folder))
    bootstrap.recover(folder, words)
    found = office.open()
    assert codes(found) == given
    assert verify_log(found).faults == ()
    with pytest.raises(Damaged, match="identity_needed"):
        receive(found, "C")
    found.close()
    bootstrap.enrol(DataFolder(folder), office.token())
    anew = office.open()
    receive(anew, "C")
    assert sync.exchange(anew).unsent == 0
    assert office.living.count("dossiers") == 3
    assert office.living.count("quarantine") == 0


def test_a_forgotten_passphrase_of_the_pc_is_no_end(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bootstrap.keep_recovery(pc, words)
    with opened(pc) as counter:
        given = receive(counter, "A")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "ein anderes Wort")
    with pytest.raises(Refused, match="wrong_passphrase"):
        bootstrap.open_counter(DataFolder(pc))
    bootstrap.recover(pc, words)
    with opened(pc) as counter:
        assert codes(counter) == given
    assert (pc / f"{WRAPPED}.lost-1").exists()


def test_a_keyring_that_forgot_everything(pc: Path) -> None:
    bootstrap.keep_recovery(pc, words)
    (pc / WRAPPED).unlink()
    (pc / KEYRING_MARK).write_text("0123456789abcdef")
    bootstrap.recover(pc, words)
    with opened(pc) as counter:
        assert codes(counter) == []


def test_not_without_need_nor_with_other_words(pc: Path) -> None:
    with pytest.raises(Refused, match="recovery_missing"):
        bootstrap.recover(pc, words)
    bootstrap.keep_recovery(pc, words)
    with pytest.raises(Refused, match="recovery_not_needed"):
        bootstrap.recover(pc, words)
    before = (pc / WRAPPED).read_bytes()
    (pc / WRAPPED).unlink()
    with pytest.raises(Refused, match="wrong_recovery"):
        bootstrap.recover(pc, lambda: "cây đa bến nước sân chùa")
    (pc / WRAPPED).write_bytes(before)
    with opened(pc) as counter:
        assert len(receive(counter, "A")) == 1


def test_the_words_are_one_however_typed_and_not_few(pc: Path) -> None:
    key = open_secrets(pc).get(bootstrap.STORE_KEY)
    assert key is not None
    recovery.keep(pc, key, "ba\u0300n ghe\u0302\u0301 ba\u0300n gỗ")
    assert recovery.key_of(pc, "bàn ghế bàn gỗ") == key
    with pytest.raises(Refused, match="recovery_short"):
        recovery.keep(pc, key, "a" * 11)
    assert (pc / recovery.FILE).stat().st_size < recovery.MAX_FILE
