"""An old copy of the store that is put back: it is read, it says so, and it numbers nothing."""

import shutil
import threading
from pathlib import Path

import pytest

from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import RecordArrival
from counter_app.errors import Damaged
from counter_app.host.log_head import FILE, KeyringHead
from counter_app.host.secrets import KeyringSecrets
from counter_app.services import desk, life, log_head, sync
from counter_app.services.counter import Counter
from counter_app.services.log_head import LogHead
from counter_app.services.verification import verify_log
from counter_app.store import log
from tests.host.test_secrets import Keyring, LockedKeyring
from tests.pcs import PERSON, Office, codes, opened, receive, with_the_key

STORE = "counter.db"


class HungKeyring(Keyring):
    """Waits for a person who unlocks it."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def set_password(self, service: str, name: str, password: str) -> None:
        self.unlocked.wait(30)


def copied(pc: Path, name: str = STORE) -> Path:
    return Path(shutil.copy(pc / name, pc.parent / f"{name}.old"))


def put_back(pc: Path, copy: Path, name: str = STORE) -> None:
    for left in pc.glob(f"{name}*"):
        left.unlink()
    shutil.copy(copy, pc / name)


def found(counter: Counter) -> list[str]:
    return [fault.code for fault in verify_log(counter).faults]


def end(counter: Counter) -> tuple[int, bytes]:
    with counter.store.read() as conn:
        return log.head(conn, counter.installation.installation_id)


def test_a_store_put_back_is_read_and_never_written(pc: Path) -> None:
    with opened(pc) as counter:
        (first,) = receive(counter, "A")
    copy = copied(pc)
    with opened(pc) as counter:
        receive(counter, "B")
    put_back(pc, copy)
    for _start in range(2):  # what is kept is not brought down to the old copy
        with opened(pc) as counter:
            before = end(counter)
            assert found(counter) == ["log_rolled_back"]
            assert sync.state(counter).problem == "log_rolled_back"
            assert codes(counter) == [first]
            with pytest.raises(Damaged, match="log_rolled_back"):
                receive(counter, "C")
            printed = ConfirmPrinted(new_event_id(), PERSON, first, "01")
            with pytest.raises(Damaged, match="log_rolled_back"):
                desk.confirm_printed(counter, printed)
            assert end(counter) == before


def test_a_store_that_went_on_otherwise(pc: Path) -> None:
    """The copy grew as long as the log was: only the hash at that place tells."""
    with opened(pc) as counter:
        receive(counter, "A")
    copy, kept = copied(pc), copied(pc, FILE)
    with opened(pc) as counter:
        receive(counter, "B")
    newer = Path(shutil.copy(pc / FILE, pc.parent / "newer"))
    put_back(pc, copy)
    put_back(pc, kept, FILE)
    with opened(pc) as counter:
        receive(counter, "C", "D")
        assert found(counter) == []
    put_back(pc, newer, FILE)
    with opened(pc) as counter:
        assert found(counter) == ["log_rolled_back"]


def test_what_is_kept_may_lag_behind(pc: Path) -> None:
    """As after a kill between a commit and the keeping of it."""
    with opened(pc) as counter:
        receive(counter, "A")
    kept = copied(pc, FILE)
    with opened(pc) as counter:
        receive(counter, "B")
    latest = (pc / FILE).read_bytes()
    put_back(pc, kept, FILE)
    with opened(pc) as counter:
        assert found(counter) == []
    assert (pc / FILE).read_bytes() == latest  # made good at the next chance
    with opened(pc) as counter:
        receive(counter, "C")
    assert (pc / FILE).read_bytes() != latest


def test_a_file_that_was_deleted_is_told(pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
    (pc / FILE).unlink()
    with opened(pc) as counter:
        assert found(counter) == ["log_rolled_back"]
        with pytest.raises(Damaged, match="log_rolled_back"):
            receive(counter, "B")


def test_an_end_cut_off_with_the_key_is_told_offline(pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A", "B")
    with with_the_key(pc) as connection:
        connection.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    with opened(pc) as counter:
        assert found(counter) == ["log_rolled_back"]


def test_a_store_older_than_this_begins_to_be_kept(pc: Path) -> None:
    keyring = KeyringHead(KeyringSecrets(Keyring(), "one"))
    with opened(pc) as counter:
        receive(counter, "A")
        head = LogHead(keyring, counter.store, counter.installation.installation_id)
        head.close()
        assert keyring.load() == end(counter)


def test_it_is_kept_while_the_counter_is_open(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_head, "GATHER", 0.0)
    kept = threading.Event()

    class Told(KeyringHead):
        def save(self, head: tuple[int, bytes]) -> None:
            super().save(head)
            if head == end(counter):
                kept.set()

    place = Told(KeyringSecrets(Keyring(), "one"))
    with opened(pc) as counter:
        counter.head.close()
        counter.head = LogHead(place, counter.store, counter.installation.installation_id)
        receive(counter, "A", "B")
        counter.head.changed()
        assert kept.wait(30)


def test_a_keyring_that_fails_is_told_and_stops_nothing(pc: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = KeyringHead(KeyringSecrets(LockedKeyring(), "one"))
    with opened(pc) as counter:
        counter.head.close()
        counter.head = LogHead(place, counter.store, counter.installation.installation_id)
        assert len(receive(counter, "A", "B")) == 2
        assert found(counter) == []
    assert [item.getMessage() for item in caplog.records if item.name == log_head.__name__] == [
        "log head not kept: keyring_failed RuntimeError"
    ]


def test_a_keyring_that_hangs_stops_nothing(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_head, "GATHER", 0.0)
    monkeypatch.setattr(log_head, "PATIENCE", 0.05)
    keyring = HungKeyring()
    with opened(pc) as counter:
        counter.head.close()
        place = KeyringHead(KeyringSecrets(keyring, "one"))
        counter.head = LogHead(place, counter.store, counter.installation.installation_id)
        assert len(receive(counter, "A", "B")) == 2
    keyring.unlocked.set()


def test_the_way_out_is_the_old_folder_kept_and_the_pc_enrolled_anew(office: Office) -> None:
    """What the old copy still had to tell is told; all that the centre has comes back; work goes on."""
    with_copy = office.open()
    (told,) = receive(with_copy, "A")
    sync.exchange(with_copy)
    (untold,) = receive(with_copy, "B")
    with_copy.close()
    folder = office.root / "pc"
    copy = copied(folder)
    later = office.open()
    receive(later, "C")
    later.close()
    put_back(folder, copy)
    old = office.open()
    assert sync.exchange(old).unsent == 0
    old.close()
    folder.rename(office.root / "pc-old")
    anew = office.open()
    assert anew.installation.installation_id != old.installation.installation_id
    assert sync.exchange(anew).problem == ""
    assert codes(anew) == [told, untold]
    life.act(anew, RecordArrival(new_event_id(), PERSON, told))
    receive(anew, "D")
    assert sync.exchange(anew).unsent == 0
    assert office.living.count("quarantine") == 0
