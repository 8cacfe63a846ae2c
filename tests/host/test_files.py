import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.errors import Refused, Unavailable
from counter_app.host import files
from counter_app.host.files import DataFolder, write_private
from counter_app.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_the_folder_is_its_owners(folder: DataFolder) -> None:
    assert folder.path.stat().st_mode & 0o077 == 0
    folder.try_writing()
    assert list(folder.path.iterdir()) == []
    assert folder.label()


def test_resources_are_found() -> None:
    assert (files.resources() / "catalog" / "procedures.json").is_file()
    assert files.default_folder().name == files.APP


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no folder holds a pipe")
def test_what_is_no_file_keeps_its_place(folder: DataFolder) -> None:
    """Else a device would give way to a file, where root exports to one."""
    there = folder.path / "pipe"
    os.mkfifo(there)
    with pytest.raises(Unavailable, match="folder_not_writable"):
        write_private(there, b"new")
    assert there.is_fifo()


def test_a_file_is_written_whole_or_not_at_all(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.path / "note"
    write_private(path, b"first")

    def cut(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", cut)
    with pytest.raises(Unavailable, match="disk_full"):
        write_private(path, b"second")
    assert path.read_bytes() == b"first"
    assert [entry.name for entry in folder.path.iterdir()] == ["note"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="folder_not_writable"):
        DataFolder(tmp_path / "file" / "data")


def test_a_folder_in_use_is_refused_to_others(folder: DataFolder) -> None:
    program = (
        "import sys, pathlib; from counter_app.errors import Refused;"
        "from counter_app.host.files import DataFolder\n"
        f"try:\n    DataFolder(pathlib.Path({str(folder.path)!r})).hold().__enter__()\n"
        "except Refused as refused:\n    sys.exit(refused.code)"
    )

    def elsewhere() -> str:
        run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        return run.stderr.strip()

    with folder.hold():
        assert elsewhere() == "folder_in_use"
        with pytest.raises(Refused, match="folder_in_use"), DataFolder(folder.path).hold():
            pass
    assert elsewhere() == ""


def test_receipts_are_kept_by_day(folder: DataFolder) -> None:
    path = folder.keep_receipt("2026-11-19", "H17.99-261119-1000", b"%PDF")
    assert path == folder.path / "receipts" / "2026-11-19" / "H17.99-261119-1000.pdf"
    assert path.read_bytes() == b"%PDF"
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("day", "name"), [("2026-11-19", "../x"), ("..", "x"), ("2026-11-19", ""), ("2026-11-19", "a/b")]
)
def test_a_receipt_never_leaves_its_folder(folder: DataFolder, day: str, name: str) -> None:
    with pytest.raises(ValueError, match="name of a receipt"):
        folder.keep_receipt(day, name, b"%PDF")


def test_settings_come_back(folder: DataFolder) -> None:
    assert folder.load_settings() == (Settings(), None)
    chosen = Settings(paper="A4", language="en", check_address="HTTPS://CHECK.EXAMPLE/R/", last_person="lan")
    folder.save_settings(chosen)
    assert folder.load_settings() == (chosen, None)


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"{",
        b"[]",
        b'{"paper": "A3"}',
        b'{"check_address": "a?b"}',
        b'{"check_address": "QMC.VN"}',
        b"\xff\xfe",
        b" " * 70_000,
    ],
)
def test_bad_settings_are_put_aside_and_told(folder: DataFolder, bad: bytes) -> None:
    for number in (1, 2):
        (folder.path / "settings.json").write_bytes(bad)
        loaded, aside = folder.load_settings()
        assert loaded == Settings()
        assert aside == folder.path / f"settings.bad-{number}.json"
        assert aside.read_bytes() == bad
    assert folder.load_settings() == (Settings(), None)


def test_settings_of_a_later_app_are_read(folder: DataFolder) -> None:
    (folder.path / "settings.json").write_bytes(b'{"paper": "A4", "printer": "later"}')
    assert folder.load_settings() == (Settings(paper="A4"), None)


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("https://qmc.vn/k/", "HTTPS://QMC.VN/K/"),
        (" HTTPS://QMC.VN/K ", "HTTPS://QMC.VN/K/"),
        ("http://10.0.0.1:80", "HTTP://10.0.0.1:80/"),
        (" ", ""),
    ],
)
def test_a_check_address_as_a_person_writes_it(folder: DataFolder, written: str, used: str) -> None:
    (folder.path / "settings.json").write_text(json.dumps({"check_address": written}))
    assert folder.load_settings() == (Settings(check_address=used), None)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere rights are inherited")
def test_what_was_open_to_others_is_closed(tmp_path: Path) -> None:
    place = tmp_path / "data"
    place.mkdir(mode=0o755)
    for name in (files.STORE, files.LOCK):
        (place / name).touch(mode=0o644)
    folder = DataFolder(place)
    with folder.hold():
        modes = {path.name: path.stat().st_mode & 0o777 for path in (place, *place.iterdir())}
    assert modes == {"data": 0o700, files.STORE: 0o600, files.LOCK: 0o600}
    (place / files.STORE).unlink()
    assert folder.make_store().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="elsewhere rights are inherited")
def test_a_shared_folder_stays_shared(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o1777)
    DataFolder(tmp_path / "shared")
    assert (tmp_path / "shared").stat().st_mode & 0o7777 == 0o1777


def test_a_folder_that_is_only_looked_at_is_not_made(tmp_path: Path) -> None:
    DataFolder(tmp_path / "mistyped", make=False)
    assert list(tmp_path.iterdir()) == []


def test_kept_papers_go_with_the_paper_and_with_time(folder: DataFolder) -> None:
    kept = {day: folder.keep_receipt(day, "A-1", b"%PDF") for day in ("2026-10-01", "2026-10-02")}
    other = folder.keep_receipt("2026-10-02", "A-2", b"%PDF")
    folder.discard_receipt("2026-10-02", "A-1")
    folder.discard_receipt("2026-10-02", "A-1")
    folder.discard_receipt("", "../x")
    assert [path.exists() for path in (*kept.values(), other)] == [True, False, True]
    folder.discard_receipts("2026-10-02")
    assert [path.name for path in (folder.path / files.RECEIPTS).iterdir()] == ["2026-10-02"]
