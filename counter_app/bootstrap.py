"""The one place where the desktop's parts are built and joined. Heavy parts are imported when needed."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.errors import Damaged, Refused
from counter_app.host import key_names
from counter_app.host.files import DataFolder, default_folder

if TYPE_CHECKING:
    from counter_app.host.secrets import Ask, KnownSecrets, ReadSecrets, Secrets
    from counter_app.seal import SigningKey
    from counter_app.services.counter import Counter
    from counter_app.services.health import Health
    from counter_app.services.restoring import Restored
    from counter_app.store.engine import Store
    from counter_app.store.installation import Installation

STORE_KEY, SIGNING_KEY, PENDING_ID = key_names.STORE_KEY, key_names.SIGNING_KEY, key_names.PENDING_ID
PEPPER = key_names.PEPPER
KEY_BYTES = 32
DAY_MS = 24 * 60 * 60_000
KEPT_DAYS = 30  # of papers that were never printed: personal data in the clear


def data_folder(path: Path | None, *, make: bool = True) -> DataFolder:
    """Return the data folder at `path`, or this person's own; made where it is missing and `make` is true."""
    return DataFolder(path or default_folder(), make=make)


@contextmanager
def held_folder(path: Path | None) -> Iterator[DataFolder]:
    """Hold a data folder for writing. Raises Refused: folder_in_use."""
    folder = data_folder(path)
    with folder.hold():
        yield folder


@contextmanager
def open_folder(path: Path | None, *, write: bool = True) -> Iterator["Counter"]:
    """Open the counter in a folder for one command; a folder that never was one is not made.

    Without `write` a window may hold it meanwhile: no event is written then, no secret and no head kept.
    Raises Refused: folder_in_use (only for `write`); the others of `open_counter`.
    """
    folder = data_folder(path, make=False)
    if not folder.store_path.exists():
        raise Refused("not_enrolled", "token")
    with (
        folder.hold() if write else nullcontext(),
        _closing(open_counter(folder, ask_in_shell, write=write)) as counter,
    ):
        yield counter


def open_counter(
    folder: DataFolder,
    ask: "Ask | None" = None,
    centre_url: str | None = None,
    secrets: "Secrets | None" = None,
    *,
    write: bool = True,
) -> "Counter":
    """Build the counter of an enrolled PC; `centre_url` stands in for its address, the key stays pinned.

    Whoever does not hold the folder takes it without `write`, as the PC stands, and can keep nothing.
    One that wakes up in an old copy of its store opens for reading: `recording.check_writable` refuses.
    Raises Refused: not_enrolled, wrong_passphrase, passphrase_needed, store_not_opened; Damaged:
    secrets_missing, sqlite_vulnerable, store_newer; Unavailable: keyring_failed, store_unavailable.
    """
    if not folder.store_path.exists():
        raise Refused("not_enrolled", "token")
    known = secrets or (secrets_of(folder, ask) if write else _read_secrets(folder, ask))
    store, signer = _open_store(folder, known)
    try:
        return _join(folder, store, signer, known, centre_url)
    except BaseException:
        store.close()
        raise


def is_enrolled(folder: DataFolder) -> bool:
    """Tell whether this folder has been enrolled; opens the store. Raises as `open_counter`."""
    try:
        open_counter(folder, ask_in_shell).close()
    except Refused as refused:
        if refused.code != "not_enrolled":
            raise
        return False
    return True


def enrol(folder: DataFolder, token: str, ask: "Ask | None" = None, *, anew: bool = False) -> "Installation":
    """Make this PC's keys and store where they are missing, and register it with the centre.

    A repeat after a lost answer is the same enrolment; a mistyped token leaves nothing behind. Whose
    installation has ended, or asks for it by `anew`, continues its store under another; one whose log has
    forked begins with an empty one, and hears what the centre holds. Raises Refused: bad_token,
    token_other_office, already_enrolled, fork_unsent, and as `enrolment.enrol` and `open_counter`.
    """
    from counter_app import wire

    read = wire.read_token(token)
    from counter_app.host.clock import Clock
    from counter_app.services import enrolment, identity, restoring

    secrets = secrets_of(folder, ask)
    store, signer = _open_store(folder, secrets)
    try:
        former = enrolment.former(store, read, anew=anew)
        if former and enrolment.holds_fork(store):
            store.close()
            restoring.set_aside(folder, secrets)
            store, signer = _open_store(folder, secrets)
            former = ""
        name, key = identity.successor(secrets) if former else (identity.first(secrets), signer)
        enrolled = enrolment.enrol(store, key, Clock(), folder, read, name)
        identity.take_place(folder.path, secrets, name)
    except Refused as refused:
        if refused.code == "installation_exists":
            identity.give_up(secrets)
        raise
    else:
        return enrolled
    finally:
        store.close()


def restore(path: Path | None, source: Path, passphrase: Callable[[], str], *, replace: bool) -> "Restored":
    """Put a backup in a data folder, new or not. Raises as `restoring.restore` and `open_counter`."""
    from counter_app.host.secrets import open_secrets
    from counter_app.services import restoring

    with held_folder(path) as folder:
        secrets = open_secrets(folder.path, ask_in_shell)
        return restoring.restore(source, folder, secrets, passphrase, replace=replace)


def recover(path: Path | None, passphrase: Callable[[], str]) -> None:
    """Open the store of a PC whose keyring is lost. Raises as `recovery.recover`; Refused: not_enrolled."""
    from counter_app.host.clock import Clock
    from counter_app.host.secrets import open_secrets
    from counter_app.services import recovery

    folder = data_folder(path, make=False)
    if not folder.store_path.exists():
        raise Refused("not_enrolled", "token")
    with folder.hold():
        recovery.recover(
            folder.path,
            folder.store_path,
            passphrase(),
            lambda: open_secrets(folder.path, ask_in_shell),
            Clock().now().ms,
        )


def keep_recovery(path: Path | None, passphrase: Callable[[], str]) -> None:
    """Wrap this PC's store key under the office's recovery passphrase. Raises as `recovery.keep`."""
    from counter_app.services import recovery

    folder = data_folder(path, make=False)
    if not folder.store_path.exists():
        raise Refused("not_enrolled", "token")
    key = _secret(folder, _read_secrets(folder, ask_in_shell), STORE_KEY)
    recovery.keep(folder.path, key, passphrase())


def examine(path: Path | None) -> "Health":
    """Look at everything a counter needs on this PC; a window may hold the folder meanwhile."""
    from counter_app.services import health

    folder = data_folder(path, make=False)
    return health.examine(folder, lambda: open_counter(folder, ask_in_shell, write=False))


def ask_in_shell(new: bool) -> str:
    """Ask for the passphrase at a terminal. Raises Refused: passphrase_needed where there is none."""
    if not sys.stdin.isatty():
        raise Refused("passphrase_needed", "passphrase")
    from counter_app.texts import _

    return getpass.getpass(_("Đặt mật khẩu mở sổ: ") if new else _("Mật khẩu mở sổ: "))


def _join(
    folder: DataFolder,
    store: "Store",
    signer: "SigningKey",
    secrets: "Secrets | ReadSecrets",
    centre_url: str | None,
) -> "Counter":
    from counter_app.domain.dossier import local_day
    from counter_app.host.clock import Clock
    from counter_app.remote.client import Centre
    from counter_app.services import clock_word, key_rotation, log_head
    from counter_app.services.counter import Counter
    from counter_app.store import briefing, installation

    with store.read() as conn:
        enrolled = installation.current(conn)
        if enrolled is None:
            raise Refused("not_enrolled", "token")
        remembered = installation.load_clock(conn, enrolled.installation_id)
        told = briefing.load(conn)
    clock = Clock()
    clock.restore(*remembered, clock_word.reach(told, remembered[0]))
    folder.discard_receipts(local_day((clock.now().ms - KEPT_DAYS * DAY_MS) // 60_000))
    url, own = centre_url or enrolled.centre_url, enrolled.installation_id
    turns = partial(key_rotation.told, store, own)
    return Counter(
        store=store,
        clock=clock,
        signer=signer,
        installation=enrolled,
        folder=folder,
        settings=folder.load_settings()[0],
        centre=Centre(url, enrolled.centre_key, own, signer, enrolled.ca, rotations=turns),
        head=log_head.of(folder.path, secrets, store, own),
        pepper=partial(_pepper, folder, secrets),
    )


def secrets_of(folder: DataFolder, ask: "Ask | None") -> "Secrets":
    """Open the secrets of a folder that is held; for a store that has lost them none are begun anew."""
    from counter_app.host.secrets import has_secrets, open_secrets

    if folder.store_path.exists() and not has_secrets(folder.path):
        raise Damaged("secrets_missing", folder=str(folder.path))
    return open_secrets(folder.path, ask)


def _read_secrets(folder: DataFolder, ask: "Ask | None") -> "ReadSecrets":
    from counter_app.host.secrets import read_secrets

    return read_secrets(folder.path, ask)


def _open_store(folder: DataFolder, secrets: "Secrets | ReadSecrets") -> tuple["Store", "SigningKey"]:
    """Open the store with its key; its holder makes both keys where there is no store yet.

    And its holder alone finishes what was cut off in the change of a name or key.
    """
    from counter_app.host.secrets import ReadSecrets
    from counter_app.seal import SigningKey
    from counter_app.services import enrolment, identity, key_rotation
    from counter_app.store.engine import Store

    held = None if isinstance(secrets, ReadSecrets) else secrets
    if held and not folder.store_path.exists():
        for name in (STORE_KEY, SIGNING_KEY):
            _ = held.get(name) or _new_secret(held, name)
    store = Store(folder.make_store(), _secret(folder, secrets, STORE_KEY))
    try:
        if held:
            identity.take_place(folder.path, held, enrolment.current_id(store))
            key_rotation.settle(store, folder.path, held)
        return store, SigningKey(_secret(folder, secrets, SIGNING_KEY))
    except BaseException:
        store.close()
        raise


def _secret(folder: DataFolder, secrets: "KnownSecrets", name: str) -> bytes:
    secret = secrets.get(name)
    if secret is None:
        raise Damaged("secrets_missing", folder=str(folder.path))
    return secret


def _pepper(folder: DataFolder, secrets: "Secrets | ReadSecrets") -> bytes:
    """Return what people's keys here are locked under, made by the folder's holder before the first."""
    from counter_app.host.secrets import ReadSecrets

    if isinstance(secrets, ReadSecrets):
        return _secret(folder, secrets, PEPPER)
    return secrets.get(PEPPER) or _new_secret(secrets, PEPPER)


def _new_secret(secrets: "Secrets", name: str) -> bytes:
    secret = os.urandom(KEY_BYTES)
    secrets.put(name, secret)
    return secret


@contextmanager
def _closing(counter: "Counter") -> Iterator["Counter"]:
    try:
        yield counter
    finally:
        counter.close()
