"""A backup that does not hold, has no room or not its passphrase: nothing of the living PC is touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.host import copies
from counter_app.host.secrets import open_secrets
from counter_app.services import backup, recovery, restoring
from counter_app.services.restoring import Restored
from tests.pcs import codes, opened, receive, store_key, with_the_key

OFFICE_WORDS = "cây đa bến nước sân đình"


def words() -> str:
    return OFFICE_WORDS


def nobody() -> str:
    raise AssertionError("asked without need")


def put_back(
    source: Path, folder: Path, ask: Callable[[], str] = nobody, *, replace: bool = False
) -> Restored:
    return bootstrap.restore(folder, source, ask, replace=replace)


def test_a_living_store_is_not_overwritten_unasked_and_is_kept(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
        copy = backup.make(counter, tmp_path / "disk").folder
        (newer,) = receive(counter, "B")
        everything = codes(counter)
    with pytest.raises(Refused, match="store_living"):
        put_back(copy, pc)
    done = put_back(copy, pc, replace=True)
    with opened(pc) as counter:
        assert newer not in codes(counter)
    assert done.aside
    for name in ("counter.db", "log.head"):
        (pc / name).unlink(missing_ok=True)
        shutil.copy(done.aside / name, pc / name)
    with opened(pc) as counter:  # the administrator found out in time
        assert codes(counter) == everything
        receive(counter, "C")


def spoil_a_page(copy: Path) -> None:
    with (copy / "counter.db").open("r+b") as file:
        file.seek(20_000)
        file.write(b"spoilt")


def cut_short(copy: Path) -> None:
    with (copy / "counter.db").open("r+b") as file:
        file.truncate(40_960)


def take_away(copy: Path) -> None:
    (copy / "counter.db").unlink()


def edit_the_manifest(copy: Path) -> None:
    told = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(told | {"seq": told["seq"] + 1}))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix != ".lock")
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (spoil_a_page, "backup_damaged"),
        (cut_short, "backup_damaged"),
        (take_away, "backup_damaged"),
        (edit_the_manifest, "bad_backup"),
    ],
)
def test_a_backup_that_does_not_hold_touches_nothing(
    pc: Path, tmp_path: Path, harm: Callable[[Path], None], code: str
) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
        copy = backup.make(counter, tmp_path / "disk").folder
    harm(copy)
    before = contents(pc)
    with pytest.raises((Refused, Damaged), match=code):
        put_back(copy, pc, replace=True)
    assert contents(pc) == before
    assert not (pc / restoring.STAGING).exists()


def test_a_log_edited_before_the_copy_is_found_before_it_is_put_back(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A", "B")
    with with_the_key(pc) as connection:
        connection.execute("UPDATE events SET body = replace(body, '1.001193', '1.001194') WHERE seq = 1")
    with opened(pc) as counter:
        copy = backup.make(counter, tmp_path / "disk").folder
    with pytest.raises(Damaged, match="chain_"):
        put_back(copy, pc, replace=True)


def test_no_room_for_it(pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(pc) as counter:
        copy = backup.make(counter, tmp_path / "disk").folder
    monkeypatch.setattr(copies, "SPARE", 2**60)
    with pytest.raises(Unavailable, match="backup_no_room"):
        put_back(copy, pc, replace=True)


def test_without_the_passphrase_it_opens_nowhere_else(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        bare = backup.make(counter, tmp_path / "disk").folder
        recovery.keep(pc, store_key(counter), OFFICE_WORDS)
        copy = backup.make(counter, tmp_path / "disk").folder
    with pytest.raises(Refused, match="recovery_missing"):
        put_back(bare, tmp_path / "other", words)
    with pytest.raises(Refused, match="wrong_recovery"):
        put_back(copy, tmp_path / "another", lambda: "cây đa bến nước sân chùa")
    put_back(copy, tmp_path / "third", words)
    first, third = (open_secrets(path).get(bootstrap.STORE_KEY) for path in (pc, tmp_path / "third"))
    assert None not in (first, third)
    assert first != third  # each PC has a key of its own,
    assert recovery.key_of(tmp_path / "third", OFFICE_WORDS) == third  # which the same words open
