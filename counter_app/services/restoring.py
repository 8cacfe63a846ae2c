"""Putting a backup in a data folder: proved first, never over a living store unasked."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from counter_app.errors import Damaged, Refused
from counter_app.host import copies, log_head
from counter_app.host.files import STORE, DataFolder, sync_folder, telling
from counter_app.host.key_names import PENDING_ID, ROTATED_KEY, SIGNING_KEY, STORE_KEY
from counter_app.host.secrets import Secrets
from counter_app.seal import SigningKey
from counter_app.services import backup_manifest, identity, recovery, verification
from counter_app.services.backup_manifest import Manifest
from counter_app.store import briefing as briefings
from counter_app.store import installation, log, log_keys, succession
from counter_app.store.engine import KEY_BYTES, Connection, Store

STAGING = "restoring"
BESIDE = (f"{STORE}-wal", f"{STORE}-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, how many events it has, and where the former store lies now."""

    manifest: Manifest
    events: int
    aside: Path | None


def restore(
    source: Path, folder: DataFolder, secrets: Secrets, ask: Callable[[], str], *, replace: bool
) -> Restored:
    """Put the backup `source` into `folder`; `ask` gives the recovery passphrase where it is needed.

    With `replace` a living store is put aside, never deleted. The PC then looks things up, and needs a new
    identity before it writes. Raises Refused: bad_backup, store_living, recovery_missing, wrong_recovery,
    store_not_opened; Unavailable: backup_no_room, folder_not_writable, disk_full; Damaged: backup_damaged,
    store_newer, and what the log's check finds. The folder's own store is not touched then.
    """
    manifest = backup_manifest.read(source)
    if folder.store_path.exists() and not replace:
        raise Refused("store_living", folder=str(folder.path))
    backup_manifest.check_files(source, manifest)
    staging = _staging(source, folder)
    try:
        key, passphrase = _key(source, staging / STORE, secrets, ask)
        own = secrets.get(STORE_KEY) or _new_key(secrets)
        events = _proved(staging / STORE, key, manifest, own)
        if passphrase:
            recovery.keep(staging, own, passphrase)
        elif recovery.is_kept(source) and not recovery.is_kept(folder.path):
            copies.copy_file(source / recovery.FILE, staging / recovery.FILE)
        aside = _put_aside(folder)
        _swap(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Restored(manifest, events, aside)


def _staging(source: Path, folder: DataFolder) -> Path:
    """Copy the backup into the data folder, where it is proved before it takes the store's place."""
    size = (source / STORE).stat().st_size
    copies.check_room(folder.path, 2 * size)  # a change of key writes every page anew
    staging = folder.path / STAGING
    with telling(folder.path):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
    copies.copy_file(source / STORE, staging / STORE)
    return staging


def _key(source: Path, copy: Path, secrets: Secrets, ask: Callable[[], str]) -> tuple[bytes, str]:
    """Return the key that opens the copy: this PC's own, else by the passphrase, returned then too."""
    own = secrets.get(STORE_KEY)
    if own is not None:
        with suppress(Refused):
            Store(copy, own).close()
            return own, ""
    if not recovery.is_kept(source):
        raise Refused("recovery_missing", "passphrase", folder=str(source))
    passphrase = ask()
    return recovery.key_of(source, passphrase), passphrase


def _proved(copy: Path, key: bytes, manifest: Manifest, own_key: bytes) -> int:
    """Prove pages, manifest and every chain, let the copy's installation end, and seal it for this PC.

    Returns the number of events.
    """
    store = Store(copy, key)
    try:
        with store.read() as conn:
            events = _check(conn, manifest)
        identity.end(store, succession.RESTORED, time.time_ns() // 1_000_000)
    finally:
        store.settle(own_key)
    return events


def _check(conn: Connection, manifest: Manifest) -> int:
    here, told = installation.current(conn), briefings.load(conn)
    keys = {key.installation_id: key.public_key for key in told.keys} if told else {}
    mine = manifest.installation_id
    if here is None or here.installation_id != mine:
        raise Refused("bad_backup", "from")
    # A PC whose installation has ended may sign with another key; what is sealed under its key is its own.
    # Any that it ever had is: it may be changed while a copy is made.
    its = [key.hex() for key in log_keys.ever(conn, {mine: keys.get(mine, b"")})]
    if manifest.public_key not in its and not succession.ended(conn, mine):
        raise Refused("bad_backup", "from")
    seq, digest = log.head(conn, mine)
    if (seq, digest.hex()) != (manifest.seq, manifest.hash):
        raise Damaged("backup_damaged", file=STORE)
    events, faults = verification.verify_chains(conn, keys)
    if faults:
        raise faults[0]
    return events


def _put_aside(folder: DataFolder) -> Path | None:
    """Keep the former store, with all that lies beside it, in a folder of its own."""
    if not folder.store_path.exists():
        return None
    name = copies.free_name(folder.path, f"replaced-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    with copies.new_folder(folder.path, name) as aside:
        for file in (STORE, *BESIDE, log_head.FILE, recovery.FILE):
            if (folder.path / file).exists():
                _link_or_copy(folder.path / file, aside / file)
    return folder.path / name


def set_aside(folder: DataFolder, secrets: Secrets) -> None:
    """Put the store aside and leave the data folder as that of a new PC; repeated where it was cut off.

    The name goes first: an empty store must never be taken for its installation's.
    """
    _put_aside(folder)
    secrets.delete(PENDING_ID)
    secrets.delete(log_head.NAME)
    with telling(folder.path):
        for name in (*BESIDE, log_head.FILE, STORE):
            (folder.path / name).unlink(missing_ok=True)
        sync_folder(folder.path)
    secrets.delete(ROTATED_KEY)
    secrets.delete(SIGNING_KEY)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without second names
        copies.copy_file(source, target)


def _swap(staging: Path, folder: DataFolder) -> None:
    """Let the copy take the store's place in one step.

    What lay beside the former goes first, for SQLite would read its write-ahead log into the copy. Cut off
    between, the former store lacks what is aside, its head kept outside tells, and this is done again.
    """
    with telling(folder.path):
        for name in BESIDE:
            (folder.path / name).unlink(missing_ok=True)
        sync_folder(folder.path)
        (staging / STORE).replace(folder.store_path)
        if (staging / recovery.FILE).exists():
            (staging / recovery.FILE).replace(folder.path / recovery.FILE)
        sync_folder(folder.path)


def _new_key(secrets: Secrets) -> bytes:
    key = os.urandom(KEY_BYTES)
    secrets.put(STORE_KEY, key)
    if secrets.get(SIGNING_KEY) is None:
        secrets.put(SIGNING_KEY, SigningKey.generate().raw)
    return key
