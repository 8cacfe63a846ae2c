"""Folders of copies: written under another name, made durable, then renamed; room, age and digests."""

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.errors import Refused, Unavailable
from counter_app.host.files import sync_folder, telling

STEP = 1024 * 1024
SPARE = 16 * STEP  # bytes that must stay free beside a copy
DRAFT_SECONDS = 3600  # that a copy takes at most
_DRAFT = ".draft"


def check_place(place: Path, data: Path, needed: int) -> None:
    """Make the folder for copies, if its parent is there, and see that it is fit for one of `needed` bytes.

    Raises Refused: backup_same_folder; Unavailable: backup_place_missing, backup_no_room,
    folder_not_writable.
    """
    real = place.resolve()
    if real == data.resolve() or data.resolve() in real.parents:
        raise Refused("backup_same_folder", "to", folder=str(place))
    if not place.parent.is_dir():
        raise Unavailable("backup_place_missing", folder=str(place))
    with telling(place):
        place.mkdir(exist_ok=True)
        with contextlib.suppress(PermissionError):  # one above ours may be written and not read
            sync_folder(place.parent)
    check_room(place, needed)


def check_room(place: Path, needed: int) -> None:
    """Refuse before anything is written. Raises Unavailable: backup_no_room, folder_not_writable."""
    with telling(place):
        free = shutil.disk_usage(place).free
    if free < needed + SPARE:
        raise Unavailable(
            "backup_no_room", folder=str(place), needed=_megabytes(needed + SPARE), free=_megabytes(free)
        )


@contextmanager
def new_folder(place: Path, name: str) -> Iterator[Path]:
    """Give a draft folder that comes into its place, durable, at the end; of one cut off nothing stays.

    Raises Unavailable: folder_not_writable, disk_full.
    """
    draft = place / f".{name}{_DRAFT}"
    with telling(place):
        draft.mkdir(mode=0o700)
        try:
            yield draft
            for path in sorted(draft.iterdir()):
                make_durable(path)
            sync_folder(draft)
            draft.rename(place / name)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(place)


def make_empty(path: Path) -> Path:
    """Make an empty file for its owner only, for SQLite to fill. Raises Unavailable: folder_not_writable."""
    with telling(path.parent):
        path.touch(mode=0o600, exist_ok=False)
    return path


def make_durable(path: Path) -> None:
    """Bring what was written into a file onto the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def free_name(place: Path, beginning: str) -> str:
    """Return the first of `beginning`-1, -2 ... that nothing there has, and no draft."""
    number = 1
    while (place / (name := f"{beginning}-{number}")).exists() or (place / f".{name}{_DRAFT}").exists():
        number += 1
    return name


def clear_drafts(place: Path, beginning: str) -> None:
    """Delete what copies with such names left behind when they were cut off; a young one may be at work."""
    for draft in place.glob(f".{beginning}*{_DRAFT}"):
        with telling(place):
            if time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
                shutil.rmtree(draft, ignore_errors=True)


def copy_file(source: Path, target: Path) -> str:
    """Copy a file for its owner only, durable on return; return the SHA-256 in hex of what was written.

    Raises Unavailable: folder_not_writable, disk_full.
    """
    digest = hashlib.sha256()
    with telling(target.parent):
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with source.open("rb") as reading, os.fdopen(handle, "wb") as writing:
            while chunk := reading.read(STEP):
                digest.update(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hex. Raises Unavailable: folder_not_writable."""
    digest = hashlib.sha256()
    with telling(path.parent), path.open("rb") as file:
        while chunk := file.read(STEP):
            digest.update(chunk)
    return digest.hexdigest()


def delete(folders: Iterable[Path]) -> None:
    """Delete such folders; one that resists stays."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _megabytes(size: int) -> int:
    return -(-size // STEP)
