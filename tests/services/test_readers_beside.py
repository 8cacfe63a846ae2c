"""Who does not hold the folder reads beside its holder, also while the key is changed, and keeps nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.cli import main as counter_app
from counter_app.host import log_head, secrets
from counter_app.host.files import DataFolder
from counter_app.host.key_names import NEXT_ID, PENDING_ID, ROTATED_KEY
from counter_app.host.secrets import read_secrets
from counter_app.services import backup, key_rotation, restoring
from counter_app.services.counter import Counter
from counter_app.services.key_rotation import Rotate
from counter_app.services.verification import verify_log
from counter_app.store import log, succession
from tests.host.test_secrets import Keyring
from tests.pcs import PERSON, Office, codes, receive
from tests.services.turning import secrets_of, turned

Kept = Callable[[], tuple[dict[str, bytes], int]]  # files beside the store, and writes of the keyring


class Counted(Keyring):
    """A keyring in memory that counts what is written of a PC; `doctor` tries it under another name."""

    writes = 0

    def set_password(self, service: str, name: str, password: str) -> None:
        self.writes += not service.startswith("counter-app:probe-")
        super().set_password(service, name, password)

    def delete_password(self, service: str, name: str) -> None:
        self.writes += not service.startswith("counter-app:probe-")
        super().delete_password(service, name)


@pytest.fixture(params=["wrapped", "keyring"])
def kept(request: pytest.FixtureRequest, office: Office, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Let the PC keep its secrets in a file or a keyring; give what is kept outside its store."""
    keyring = Counted()
    if request.param == "keyring":
        monkeypatch.setattr(secrets, "_system_backend", lambda: keyring)
    place = office.root / "pc"

    def look() -> tuple[dict[str, bytes], int]:
        files = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
        return {name: held for name, held in files.items() if "counter.db" not in name}, keyring.writes

    return look


def read(office: Office) -> Counter:
    """Open the PC as `verify` and `backup` do."""
    counter = bootstrap.open_counter(DataFolder(office.root / "pc"), write=False)
    office.opened.append(counter)
    return counter


def goes_on(office: Office) -> None:
    with closing(office.open()) as counter:
        receive(counter, "Z")
        assert verify_log(counter).faults == ()
    with closing(office.open()) as counter, counter.store.read() as conn:
        assert counter.head.fault(conn) is None
        assert succession.ended(conn, counter.installation.installation_id) == ""


def untaken(office: Office) -> None:
    """Change the key, and lose the power before it takes its place."""
    held = secrets_of(office)
    with closing(bootstrap.open_counter(DataFolder(office.root / "pc"), secrets=held)) as counter:
        key_rotation.rotate(counter, held, Rotate(counter.new_event_id(), PERSON))


def test_one_that_is_open_while_the_key_is_changed_puts_nothing_back(office: Office, kept: Kept) -> None:
    with closing(office.open()) as counter:
        receive(counter, "A")
    for _time in range(2):  # from the key that was enrolled, and from a later one
        reader = read(office)
        turned(office).close()
        before = kept()
        assert verify_log(reader).faults == ()
        reader.close()
        assert kept() == before
        goes_on(office)


def test_one_that_opens_before_the_key_has_taken_its_place_leaves_it_so(office: Office, kept: Kept) -> None:
    with closing(office.open()) as counter:
        receive(counter, "A")
    untaken(office)
    before = kept()
    with closing(read(office)) as reader:
        assert verify_log(reader).faults == ()
        assert kept() == before
    assert kept() == before
    assert secrets_of(office).get(ROTATED_KEY)
    goes_on(office)
    assert secrets_of(office).get(ROTATED_KEY) is None


def test_secrets_read_before_the_key_was_changed_end_nothing(office: Office, kept: Kept) -> None:
    with closing(office.open()) as counter:
        receive(counter, "A")
        end = log_end(counter)
    folder = DataFolder(office.root / "pc")
    early, looked = bootstrap.secrets_of(folder, None), read_secrets(folder.path)
    assert log_head.known(folder.path, looked) == end
    with closing(turned(office)) as counter:
        end = log_end(counter)
    assert log_head.known(folder.path, looked) == end
    bootstrap.open_counter(folder, secrets=early).close()
    goes_on(office)


def log_end(counter: Counter) -> tuple[int, bytes]:
    with counter.store.read() as conn:
        return log.head(conn, counter.installation.installation_id)


def test_a_copy_that_is_begun_before_the_key_is_changed_can_be_put_back(
    office: Office, tmp_path: Path
) -> None:
    with closing(office.open()) as counter:
        given = receive(counter, "A")
    (tmp_path / "disk").mkdir()
    with closing(read(office)) as reader:
        turned(office).close()
        copy = backup.make(reader, tmp_path / "disk")
    other = DataFolder(office.root / "pc")
    restoring.restore(copy.folder, other, secrets_of(office), str, replace=True)
    with closing(office.open()) as counter:
        assert codes(counter) == given
        assert verify_log(counter).faults == ()


def test_no_command_that_reads_keeps_anything(office: Office, kept: Kept, tmp_path: Path) -> None:
    with closing(office.open()) as counter:
        (code,) = receive(counter, "A")
    (tmp_path / "disk").mkdir()
    before = kept()
    place = ("--data", str(office.root / "pc"))
    asked = (
        ["verify", "--all"],
        ["explain", code],
        ["backup", str(tmp_path / "disk")],
        ["purge"],
        ["doctor"],
    )
    for command in asked:
        assert counter_app([*command, *place]) == 0, command
        assert kept() == before, command


def test_it_writes_no_event_and_knows_an_old_copy(office: Office) -> None:
    with closing(office.open()) as counter:
        receive(counter, "A")
    reader = read(office)
    with pytest.raises(AssertionError, match="holds the folder"):
        receive(reader, "B")
    assert len(codes(reader)) == 1
    reader.close()
    (office.root / "pc" / log_head.FILE).unlink()
    with closing(read(office)) as reader:
        assert [fault.code for fault in verify_log(reader).faults] == ["log_rolled_back"]


def test_a_name_that_has_not_taken_its_place_yet_is_left_so_too(
    office: Office, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(office.open()) as counter:
        receive(counter, "A")
    with monkeypatch.context() as cut:
        cut.setattr("counter_app.services.identity.take_place", lambda *_values: None)
        bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    before = kept()
    with closing(read(office)) as reader:
        assert verify_log(reader).faults == ()
    assert kept() == before
    held = secrets_of(office)
    assert held.get(NEXT_ID) != held.get(PENDING_ID)
    goes_on(office)


def test_the_key_is_not_changed_beside_a_window(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.open().close()
    folder = DataFolder(office.root / "pc")
    command = ["rotate-key", "--data", str(folder.path), "--person", PERSON]
    with folder.hold(), closing(office.open()) as window:  # as `gui` does until it is closed
        assert counter_app(command) == 1
        assert "Đóng cửa sổ" in capsys.readouterr().err
        assert secrets_of(office).get(ROTATED_KEY) is None
        receive(window, "A")
    goes_on(office)
    assert counter_app(command) == 0
