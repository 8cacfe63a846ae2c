"""The data folder: where it lies, who may hold it, and writes that survive a power cut. Keeps no meaning."""

import contextlib
import errno
import os
import platform
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import msgspec

from counter_app.errors import Refused, Unavailable
from counter_app.settings import Alerts, Settings

APP = "QuayMotCua"
SETTINGS, STORE, LOCK, RECEIPTS = "settings.json", "counter.db", "folder.lock", "receipts"
FORMS = "forms"
MAX_LAYOUT = 128 * 1024  # characters: more than a form's layout may have, so that too much is noticed
MAX_SETTINGS = 64 * 1024  # bytes
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}", re.ASCII)
_PRIVATE = (STORE, f"{STORE}-wal", f"{STORE}-shm", LOCK)
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def default_folder() -> Path:
    """Return where this person's data lies on this system."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def resources() -> Path:
    """Return the folder of what is shipped beside the program."""
    return Path(__file__).resolve().parents[2] / "resources"


class DataFolder:
    """One PC's data folder, readable by its owner only."""

    def __init__(self, path: Path, *, make: bool = True) -> None:
        """Take the folder, and make it unless told not to. Raises Unavailable: folder_not_writable."""
        self.path = path.absolute()
        if make:
            self._own()
        elif self.path.exists() and not self.path.is_dir():
            raise Unavailable("folder_not_writable", folder=str(self.path), reason="ENOTDIR")

    @property
    def store_path(self) -> Path:
        """Where the encrypted store lies."""
        return self.path / STORE

    def label(self) -> str:
        """Return the name by which an administrator knows this PC."""
        return platform.node() or "PC"

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other window and command out meanwhile. Raises Refused: folder_in_use."""
        import filelock

        self._own()
        lock = filelock.FileLock(self.path / LOCK, timeout=0, mode=0o600)
        try:
            with telling(self.path):
                lock.acquire()
        except filelock.Timeout as error:
            raise Refused("folder_in_use", folder=str(self.path)) from error
        try:
            yield
        finally:
            lock.release()

    def make_store(self) -> Path:
        """Make the store's file, if it is missing, for SQLite to fill: its own would be open to all.

        Raises Unavailable: folder_not_writable, disk_full.
        """
        with telling(self.path):
            self.store_path.touch(mode=0o600)
        return self.store_path

    def try_writing(self) -> None:
        """Write and delete a file. Raises Unavailable: folder_not_writable, disk_full."""
        probe = self.path / f"probe-{os.getpid()}"
        write_private(probe, b"probe")
        probe.unlink(missing_ok=True)

    def keep_receipt(self, day: str, name: str, pdf: bytes) -> Path:
        """Write `receipts/<day>/<name>.pdf` and return where.

        Raises ValueError for a day or name that is none; Unavailable: folder_not_writable, disk_full.
        """
        path = self._receipt(day, name)
        with telling(self.path):
            _make_folder(path.parent)
        write_private(path, pdf)
        return path

    def discard_receipt(self, day: str, name: str) -> None:
        """Delete what `keep_receipt` kept, if it did; one that is being looked at stays until it is old."""
        with contextlib.suppress(OSError, ValueError):  # ValueError: never kept
            path = self._receipt(day, name)
            path.unlink()
            sync_folder(path.parent)  # no power cut brings a printed paper back into the clear
            path.parent.rmdir()

    def discard_receipts(self, before: str) -> None:
        """Delete what was kept on days before `before` (YYYY-MM-DD)."""
        for day in (self.path / RECEIPTS).glob("????-??-??"):
            if day.name < before:
                shutil.rmtree(day, ignore_errors=True)  # one that is being looked at: at the next opening

    def form_layout(self, name: str) -> str:
        """Return a form's layout file: the office's own in `forms/<name>`, else the one that is shipped.

        Raises Unavailable: folder_not_writable.
        """
        with telling(self.path):
            own = self.path / FORMS / name
            path = own if own.exists() else resources() / FORMS / name
            with path.open(encoding="utf-8", errors="replace") as file:
                return file.read(MAX_LAYOUT)

    def load_settings(self) -> tuple[Settings, Path | None]:
        """Return this PC's choices; of an unreadable file the defaults, and where it was put aside.

        Raises Unavailable: folder_not_writable.
        """
        path = self.path / SETTINGS
        with telling(self.path):
            if not path.exists():
                return Settings(), None
            raw = path.read_bytes() if path.stat().st_size <= MAX_SETTINGS else b""
            try:
                return _normal(msgspec.json.decode(raw, type=Settings)), None
            except (msgspec.DecodeError, UnicodeDecodeError, Refused):
                return Settings(), _put_aside(path)

    def save_settings(self, settings: Settings) -> None:
        """Keep this PC's choices. Raises Unavailable: folder_not_writable, disk_full."""
        text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
        write_private(self.path / SETTINGS, text + b"\n")

    def _receipt(self, day: str, name: str) -> Path:
        if not _DAY.fullmatch(day) or not _NAME.fullmatch(name):
            raise ValueError("no day, or no name of a receipt")
        return self.path / RECEIPTS / day / f"{name}.pdf"

    def _own(self) -> None:
        """Make the folder, and shut others out of it and of what an earlier version left open to them."""
        with telling(self.path):
            _make_folder(self.path)
        if os.name == "posix":  # elsewhere the folder inherits the person's own rights
            _close_to_others(self.path, 0o700)
            for name in _PRIVATE:
                _close_to_others(self.path / name, 0o600)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, durable on return.

    Raises Unavailable: folder_not_writable, disk_full.
    """
    with private_file(path) as file:
        file.write(data)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write piece by piece; it comes into its place, as `write_private`'s, at the end.

    It never takes the place of what is no file. Raises Unavailable: folder_not_writable, disk_full.
    """
    with telling(path.parent):
        if path.exists() and not path.is_file():
            raise FileExistsError(errno.EEXIST, "not a file", str(path))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")  # made with mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _normal(settings: Settings) -> Settings:
    """Return the choices as the program uses them.

    Raises Refused: bad_check_address, bad_lock_minutes, and as `warnings`.
    """
    if settings.lock_minutes != Settings().lock_minutes:
        from counter_app.domain.sign_in import check_lock

        check_lock(settings.lock_minutes)
    if settings.alerts != Alerts():
        from counter_app.domain.warnings import check_choices

        chosen = settings.alerts
        check_choices(chosen.amber_hours, chosen.still_days, chosen.quiet_from, chosen.quiet_until)
    if not settings.check_address:
        return settings
    from counter_app.domain.receipt_text import check_address  # costs a start 10 ms, where it is not wanted

    return replace(settings, check_address=check_address(settings.check_address))


def _close_to_others(path: Path, mode: int) -> None:
    """Narrow a path's mode, unless it is another's or shared by design (a sticky folder, such as /tmp)."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        found = path.stat().st_mode
        if found & 0o077 and not found & stat.S_ISVTX:
            path.chmod(mode)


def _make_folder(path: Path) -> None:
    """Make a folder and those above it where they are missing, durable on return as what is written there."""
    if path.is_dir():
        return
    if path.parent != path:
        _make_folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    with contextlib.suppress(PermissionError):  # one above ours may be written and not read
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no such call; there NTFS journals it."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.bad-{number}{path.suffix}")).exists():
        number += 1
    with telling(path.parent):
        return path.rename(aside)


@contextmanager
def telling(folder: Path) -> Iterator[None]:
    """Say in our own errors what the system refuses. Raises Unavailable: folder_not_writable, disk_full."""
    try:
        yield
    except OSError as error:
        if isinstance(error, TimeoutError):  # filelock's own "held by another"
            raise
        code = "disk_full" if error.errno in _FULL else "folder_not_writable"
        raise Unavailable(
            code, folder=str(folder), reason=errno.errorcode.get(error.errno or 0, "")
        ) from error
