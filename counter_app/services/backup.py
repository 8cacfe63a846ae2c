"""Copies of the encrypted store on another disk: consistent, signed, proved after writing."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.domain.dossier import local_day
from counter_app.errors import CounterError, Damaged, Refused, Unavailable
from counter_app.host import copies
from counter_app.host.files import STORE
from counter_app.services import backup_manifest, recovery
from counter_app.services.backup_manifest import Manifest
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import backups, log
from counter_app.store.backups import BackupState

LOCAL = timedelta(hours=7)
LATE_DAYS = 7  # without a copy, before that is told without being asked
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was proved after writing: its folder, the last own event in it, when (ms UTC).

    `recoverable` says that another PC can open it, with the office's recovery passphrase.
    """

    folder: Path
    seq: int
    made_at: int
    recoverable: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a copy ended that was begun at `at` (ms UTC): what was made, or why not."""

    at: int
    made: Made | None
    error: CounterError | None


def make(counter: Counter, to: Path, told: Told = lambda done, pages: None, keep: int = 0) -> Made:
    """Write a copy into a new folder below `to`; with `keep`, only the newest so many of this PC stay there.

    Work goes on meanwhile; `told(pages done, all)` hears how far it is. Raises Refused: backup_same_folder;
    Unavailable: backup_place_missing, backup_no_room, folder_not_writable, disk_full, store_busy; Damaged:
    backup_damaged. Nothing half written stays there. A failure is noted of the remembered folder only.
    """
    tried = attempt(counter, to, told, keep)
    if tried.error is not None and str(to) != counter.settings.backup_folder:
        raise tried.error
    return settle(counter, tried)


def attempt(counter: Counter, to: Path, told: Told, keep: int = 0) -> Attempt:
    """Write a copy as `make` does, without a word in the store: that is `settle`'s, on the writers' lane."""
    now = counter.clock.now().ms
    try:
        done = _make(counter, to, told, now)
    except CounterError as error:
        return Attempt(now, None, error)
    if keep:
        copies.delete(_older(to, _beginning(counter), done.folder)[keep - 1 :])
    return Attempt(now, done, None)


def settle(counter: Counter, told: Attempt) -> Made:
    """Note how a copy ended. Raises what it failed with."""
    done, error = told.made, told.error
    with suppress(Unavailable), counter.store.write() as conn:  # the try's own answer counts more
        if done is not None:
            backups.made(conn, str(done.folder), done.seq, told.at)
        elif error is not None:
            backups.failed(conn, error.code, told.at)
    if done is None:
        raise error or Unavailable("backup_damaged")
    return done


def state(counter: Counter) -> BackupState:
    """Return when this store was last copied, and how the last try ended."""
    with counter.store.read() as conn:
        return backups.state(conn)


def is_late(counter: Counter) -> bool:
    """Tell whether no copy was made for LATE_DAYS, or none ever."""
    last = state(counter).made_at
    return last is None or counter.clock.now().ms - last > LATE_DAYS * 24 * 60 * MINUTE_MS


def is_due(counter: Counter) -> bool:
    """Tell whether the folder that this PC remembers lacks today's copy; one a day, by local days."""
    if not counter.settings.backup_folder:
        return False
    last = state(counter).made_at
    today = local_day(counter.clock.now().ms // MINUTE_MS)
    return last is None or local_day(last // MINUTE_MS) != today


def daily(counter: Counter, told: Told = lambda done, pages: None) -> Attempt | None:
    """Make today's copy in the remembered folder, if it is not there; `settle` notes it."""
    if not is_due(counter):
        return None
    chosen = counter.settings
    return attempt(counter, Path(chosen.backup_folder), told, chosen.backup_keep)


def settle_daily(counter: Counter, told: Attempt) -> None:
    """Note today's copy. One that failed is in `state`, and raised only when copies are late already."""
    late = is_late(counter)
    try:
        settle(counter, told)
    except CounterError:
        if late:
            raise


def _make(counter: Counter, to: Path, told: Told, now: int) -> Made:
    copies.check_place(to, counter.folder.path, _size(counter))
    copies.clear_drafts(to, _beginning(counter))
    name = _name(counter, to, now)
    with copies.new_folder(to, name) as draft:
        seq, digest = _copy(counter, draft, told)
        if recovery.is_kept(counter.folder.path):
            copies.copy_file(counter.folder.path / recovery.FILE, draft / recovery.FILE)
        manifest = _manifest(counter, draft, seq, digest, now)
        backup_manifest.write(draft, manifest)
        backup_manifest.check_files(draft, backup_manifest.read(draft))
    return Made(to / name, manifest.seq, now, recovery.FILE in manifest.files)


def _copy(counter: Counter, draft: Path, told: Told) -> tuple[int, bytes]:
    """Write and prove the copy; return the end of our own log in it, which the living log must have too."""
    copied = counter.store.copy_to(copies.make_empty(draft / STORE), told)
    own = counter.installation.installation_id
    try:
        with copied.read() as conn:
            seq, digest = log.head(conn, own)
        with counter.store.read() as conn:
            if seq and log.hash_at(conn, own, seq) != digest:
                raise Damaged("backup_damaged", file=STORE)
    finally:
        copied.settle()
    return seq, digest


def _manifest(counter: Counter, draft: Path, seq: int, digest: bytes, now: int) -> Manifest:
    here = counter.installation
    files = [name for name in backup_manifest.NAMES if (draft / name).exists()]
    told = Manifest(
        format=backup_manifest.FORMAT,
        installation_id=here.installation_id,
        office_id=here.office_id,
        label=counter.folder.label(),
        seq=seq,
        hash=digest.hex(),
        made_at=now,
        public_key=counter.signer.public.hex(),
        files={name: copies.sha256(draft / name) for name in files},
    )
    return backup_manifest.signed(told, counter.signer)


def _beginning(counter: Counter) -> str:
    """Return how the names of this installation's backups begin; ids differ in their last letters."""
    return f"qmc-{counter.installation.installation_id[-8:]}-"


def _older(to: Path, beginning: str, made: Path) -> list[Path]:
    """Return this installation's other copies there, the newest first: by what they hold, for their names and
    times were a PC's clock's, which may have been wrong."""

    def reach(folder: Path) -> tuple[int, str]:
        try:
            return backup_manifest.read(folder).seq, folder.name
        except Refused:
            return -1, folder.name

    there = (path for path in to.glob(f"{beginning}*") if path.is_dir() and path != made)
    return sorted(there, key=reach, reverse=True)


def _name(counter: Counter, to: Path, now: int) -> str:
    moment = datetime.fromtimestamp(now / 1000, UTC) + LOCAL
    return copies.free_name(to, f"{_beginning(counter)}{moment:%Y%m%d-%H%M%S}")


def _size(counter: Counter) -> int:
    path = counter.folder.store_path
    beside = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (beside.stat().st_size if beside.exists() else 0)
