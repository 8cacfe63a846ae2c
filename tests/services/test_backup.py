"""A copy of the records on another disk: whole, proved, told; or nothing of it is there."""

import errno
import json
import os
import shutil
import threading
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from counter_app import bootstrap
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.host import copies
from counter_app.host.secrets import open_secrets
from counter_app.services import backup, backup_manifest
from counter_app.services.counter import Counter
from counter_app.store import copying, log
from counter_app.store.engine import Store
from tests.pcs import opened, receive

Usage = namedtuple("Usage", "total used free")


def codes_in(pc: Path, copy: Path) -> list[str]:
    key = open_secrets(pc).get(bootstrap.STORE_KEY)
    assert key is not None
    shutil.copy(copy / "counter.db", pc.parent / "looked-at.db")
    store = Store(pc.parent / "looked-at.db", key)
    try:
        with store.read() as conn:
            return [row[0] for row in conn.exec_driver_sql("SELECT code FROM dossiers ORDER BY code")]
    finally:
        store.close()


def end(counter: Counter) -> tuple[int, bytes]:
    with counter.store.read() as conn:
        return log.head(conn, counter.installation.installation_id)


def test_a_copy_is_whole_signed_encrypted_and_remembered(pc: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with opened(pc) as counter:
        given = receive(counter, "A", "B")
        told: list[tuple[int, int]] = []
        done = backup.make(counter, disk, lambda *how: told.append(how))
        seq, digest = end(counter)
        assert (done.seq, done.recoverable) == (seq, False)
        state = backup.state(counter)
        assert (state.place, state.seq, state.failure) == (str(done.folder), seq, "")
        assert state.made_at == done.made_at
    assert told
    assert told[-1][0] == told[-1][1]
    manifest = backup_manifest.read(done.folder)
    assert (manifest.seq, bytes.fromhex(manifest.hash)) == (seq, digest)
    assert sorted(path.name for path in done.folder.iterdir()) == ["counter.db", "manifest.json"]
    assert codes_in(pc, done.folder) == given
    assert b"SQLite format 3" not in (done.folder / "counter.db").read_bytes()
    if os.name == "posix":
        assert (done.folder / "counter.db").stat().st_mode & 0o077 == 0


def test_receptions_go_on_meanwhile_and_the_copy_is_of_one_moment(
    pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 8)
    with opened(pc) as counter:
        before = receive(counter, "A")
        begun, received = threading.Event(), threading.Event()
        later: list[str] = []

        def officer() -> None:
            begun.wait(30)
            later.extend(receive(counter, "B"))
            received.set()

        thread = threading.Thread(target=officer)
        thread.start()

        def halfway(_done: int, _pages: int) -> None:
            begun.set()
            assert received.wait(30)

        done = backup.make(counter, tmp_path / "disk", halfway)
        thread.join()
        assert end(counter)[0] > done.seq
    assert codes_in(pc, done.folder) == before
    assert later


@pytest.mark.parametrize("where", ["", "receipts", "receipts/.."])
def test_not_beside_the_records_themselves(pc: Path, where: str) -> None:
    with opened(pc) as counter, pytest.raises(Refused, match="backup_same_folder"):
        backup.make(counter, pc / where)


def test_a_disk_that_is_not_there(pc: Path, tmp_path: Path) -> None:
    missing = tmp_path / "unplugged" / "qmc"
    with opened(pc) as counter:
        for remembered, noted in (("", ""), (str(missing), "backup_place_missing")):
            counter.settings = replace(counter.settings, backup_folder=remembered)
            with pytest.raises(Unavailable, match="backup_place_missing"):
                backup.make(counter, missing)
            assert backup.state(counter).failure == noted
        assert backup.state(counter).made_at is None


def test_a_file_in_place_of_the_folder(pc: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").write_text("")
    with opened(pc) as counter, pytest.raises(Unavailable, match="folder_not_writable"):
        backup.make(counter, tmp_path / "disk")


def test_no_room_is_told_before_anything_is_written(
    pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 10_000_000))
    with opened(pc) as counter, pytest.raises(Unavailable, match="backup_no_room") as caught:
        backup.make(counter, tmp_path / "disk")
    assert caught.value.values["free"] == 10
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_keeps_nothing_half(
    pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with opened(pc) as counter:
        counter.settings = replace(counter.settings, backup_folder=str(tmp_path / "disk"))
        first = backup.make(counter, tmp_path / "disk")
        monkeypatch.setattr(copies, "make_durable", full)
        with pytest.raises(Unavailable, match="disk_full"):
            backup.make(counter, tmp_path / "disk")
        state = backup.state(counter)
        assert (state.failure, state.place) == ("disk_full", str(first.folder))
    assert [path.name for path in (tmp_path / "disk").iterdir()] == [first.folder.name]


def test_what_a_cut_left_behind_goes_with_the_next(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        draft = tmp_path / "disk" / f".{backup._beginning(counter)}20261101-080000-1.draft"
        draft.mkdir(parents=True)
        (draft / "counter.db").write_bytes(b"half")
        first = backup.make(counter, tmp_path / "disk")
        assert draft.exists()  # another may be at work there
        os.utime(draft, (1, 1))
        second = backup.make(counter, tmp_path / "disk")
    assert set((tmp_path / "disk").iterdir()) == {first.folder, second.folder}


def test_a_copy_that_the_disk_spoilt_is_no_backup(
    pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_manifest.write

    def spoil(folder: Path, told: backup_manifest.Manifest) -> None:
        real(folder, told)
        with (folder / "counter.db").open("r+b") as file:
            file.seek(9000)
            file.write(b"spoilt")

    monkeypatch.setattr(backup_manifest, "write", spoil)
    with opened(pc) as counter:
        counter.settings = replace(counter.settings, backup_folder=str(tmp_path / "disk"))
        with pytest.raises(Damaged, match="backup_damaged"):
            backup.make(counter, tmp_path / "disk")
        assert backup.state(counter).failure == "backup_damaged"
    assert list((tmp_path / "disk").iterdir()) == []


@pytest.mark.parametrize(("field", "value"), [("seq", 7), ("made_at", 0), ("files", {}), ("format", 2)])
def test_a_manifest_that_was_edited_is_none(pc: Path, tmp_path: Path, field: str, value: Any) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
        done = backup.make(counter, tmp_path / "disk")
    path = done.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    with pytest.raises(Refused, match="bad_backup"):
        backup_manifest.read(done.folder)


def test_once_a_day_where_a_folder_is_remembered_and_the_newest_stay(pc: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with opened(pc) as counter:
        assert backup.daily(counter) is None
        counter.settings = replace(counter.settings, backup_folder=str(disk), backup_keep=2)
        others = disk / "qmc-00000000-20200101-080000-1"
        others.mkdir(parents=True)
        today = backup.daily(counter)
        assert today is not None
        backup.settle(counter, today)
        assert backup.daily(counter) is None
        made = [backup.make(counter, disk, keep=2) for _ in range(2)]
    kept = {done.folder for done in made}
    assert set(disk.iterdir()) == kept | {others}


def test_a_copy_just_made_stays_beside_those_of_a_clock_that_was_ahead(pc: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with opened(pc) as counter:
        kept = []
        for name in "AB":
            receive(counter, name)
            kept.append(backup.make(counter, disk).folder)
        ahead = [folder.rename(disk / folder.name.replace("-20", "-29", 1)) for folder in kept]
        receive(counter, "C")
        made = backup.make(counter, disk, keep=2)
        assert {path.name for path in disk.iterdir()} == {ahead[1].name, made.folder.name}
        assert backup.state(counter).place == str(made.folder)
