"""The data folder: where it lies, who may hold it, and writes that survive a power cut. Keeps no meaning."""

import errno
import os
import platform
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from counter_app.errors import Refused, Unavailable
from counter_app.settings import Settings

APP = "QuayMotCua"
SETTINGS, STORE, LOCK, RECEIPTS = "settings.json", "counter.db", "folder.lock", "receipts"
MAX_SETTINGS = 64 * 1024  # bytes
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}", re.ASCII)
_ADDRESS = re.compile(r"[A-Z0-9 $%*+./:-]{0,80}", re.ASCII)  # what a QR holds in alphanumeric mode
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def default_folder() -> Path:
    """Return where this person's data lies on this system."""
    import platformdirs

    return platformdirs.user_data_path(APP, appauthor=False)


def resources() -> Path:
    """Return the folder of what is shipped beside the program."""
    return Path(__file__).resolve().parents[2] / "resources"


class DataFolder:
    """One PC's data folder; created, and readable by its owner only."""

    def __init__(self, path: Path) -> None:
        """Take or make the folder. Raises Unavailable: folder_not_writable."""
        self.path = path.absolute()
        with _telling(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

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

        lock = filelock.FileLock(self.path / LOCK, timeout=0)
        try:
            with _telling(self.path):
                lock.acquire()
        except filelock.Timeout as error:
            raise Refused("folder_in_use", folder=str(self.path)) from error
        try:
            yield
        finally:
            lock.release()

    def try_writing(self) -> None:
        """Write and delete a file. Raises Unavailable: folder_not_writable, disk_full."""
        probe = self.path / f"probe-{os.getpid()}"
        write_private(probe, b"probe")
        probe.unlink(missing_ok=True)

    def keep_receipt(self, day: str, name: str, pdf: bytes) -> Path:
        """Write `receipts/<day>/<name>.pdf` and return where.

        Raises ValueError for a day or name that is none; Unavailable: folder_not_writable, disk_full.
        """
        if not _DAY.fullmatch(day) or not _NAME.fullmatch(name):
            raise ValueError("no day, or no name of a receipt")
        path = self.path / RECEIPTS / day / f"{name}.pdf"
        with _telling(self.path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, pdf)
        return path

    def load_settings(self) -> tuple[Settings, Path | None]:
        """Return this PC's choices; of an unreadable file the defaults, and where it was put aside.

        Raises Unavailable: folder_not_writable.
        """
        path = self.path / SETTINGS
        with _telling(self.path):
            if not path.exists():
                return Settings(), None
            raw = path.read_bytes() if path.stat().st_size <= MAX_SETTINGS else b""
            try:
                chosen = msgspec.json.decode(raw, type=Settings)
            except (msgspec.DecodeError, UnicodeDecodeError):
                return Settings(), _put_aside(path)
        if not _ADDRESS.fullmatch(chosen.check_address.upper()):
            return Settings(), _put_aside(path)
        return chosen, None

    def save_settings(self, settings: Settings) -> None:
        """Keep this PC's choices. Raises Unavailable: folder_not_writable, disk_full."""
        text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
        write_private(self.path / SETTINGS, text + b"\n")


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all, durable on return.

    Raises Unavailable: folder_not_writable, disk_full.
    """
    with _telling(path.parent):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")  # made with mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
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
    with _telling(path.parent):
        return path.rename(aside)


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, TimeoutError):  # filelock's own "held by another"
            raise
        code = "disk_full" if error.errno in _FULL else "folder_not_writable"
        raise Unavailable(
            code, folder=str(folder), reason=errno.errorcode.get(error.errno or 0, "")
        ) from error
