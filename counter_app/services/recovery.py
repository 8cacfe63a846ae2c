"""The store's key under the office's recovery passphrase: the way in when a PC's keyring is lost."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

from counter_app import seal
from counter_app.errors import CounterError, Refused
from counter_app.host.files import telling, write_private
from counter_app.host.key_names import SIGNING_KEY, STORE_KEY
from counter_app.host.secrets import KEYRING_MARK, WRAPPED, Secrets
from counter_app.seal import SigningKey
from counter_app.services import identity
from counter_app.store import succession
from counter_app.store.engine import Store

FILE = "recovery.wrapped"
LEAST = 12  # characters: whoever has the file can try passphrases at Argon2id's cost alone
MAX_FILE = 1024  # bytes


def keep(folder: Path, key: bytes, passphrase: str) -> None:
    """Wrap the store's key under the office's passphrase, in place of the one before.

    Raises Refused: recovery_short; Unavailable: folder_not_writable, disk_full.
    """
    if len(_normal(passphrase)) < LEAST:
        raise Refused("recovery_short", "passphrase", least=LEAST)
    write_private(folder / FILE, seal.wrap(key, _normal(passphrase)))


def is_kept(folder: Path) -> bool:
    """Tell whether a folder (of data, or of a backup) can be opened by a recovery passphrase."""
    return (folder / FILE).exists()


def key_of(folder: Path, passphrase: str) -> bytes:
    """Return the store's key.

    Raises Refused: recovery_missing, wrong_recovery; Unavailable: folder_not_writable.
    """
    if not is_kept(folder):
        raise Refused("recovery_missing", "passphrase", folder=str(folder))
    with telling(folder), (folder / FILE).open("rb") as file:
        wrapped = file.read(MAX_FILE)
    try:
        return seal.unwrap(wrapped, _normal(passphrase))
    except Refused as refused:
        raise Refused("wrong_recovery", "passphrase") from refused


def recover(
    folder: Path, store_path: Path, passphrase: str, open_secrets: Callable[[], Secrets], now_ms: int
) -> None:
    """Give a PC whose keyring is lost its store back; it needs a new identity before it writes.

    `open_secrets` opens what this folder has, anew where it has nothing. Raises Refused: recovery_not_needed,
    recovery_missing, wrong_recovery, store_not_opened; Unavailable: keyring_failed and others.
    """
    key = key_of(folder, passphrase)
    if _still_there(open_secrets, key):
        raise Refused("recovery_not_needed")
    store = Store(store_path, key)
    try:
        # First of all: with another signing key nothing may be added to the former log.
        identity.end(store, succession.RECOVERED, now_ms)
    finally:
        store.close()
    _put_aside(folder)
    secrets = open_secrets()
    secrets.put(SIGNING_KEY, SigningKey.generate().raw)
    secrets.put(STORE_KEY, key)


def _still_there(open_secrets: Callable[[], Secrets], key: bytes) -> bool:
    try:
        secrets = open_secrets()
        return secrets.get(STORE_KEY) == key and secrets.get(SIGNING_KEY) is not None
    except CounterError:
        return False


def _put_aside(folder: Path) -> None:
    """Let the folder forget where its secrets were; the file stays, should its passphrase be found again."""
    for name in (KEYRING_MARK, WRAPPED):
        path = folder / name
        number = 1
        while (aside := folder / f"{name}.lost-{number}").exists():
            number += 1
        with telling(folder):
            if path.exists():
                path.replace(aside)


def _normal(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)
