"""Where the log's last (seq, hash) is kept outside the store: a copied store cannot take it along.

In the keyring, beside the keys; where none works, in a file that only the signing key's owner can write.
"""

import hmac
from pathlib import Path
from typing import Protocol

from counter_app.errors import Damaged
from counter_app.host.files import sync_folder, telling, write_private
from counter_app.host.key_names import SIGNING_KEY
from counter_app.host.secrets import KnownSecrets, Secrets

NAME, FILE = "log-head", "log.head"
MAX_FILE = 1024  # bytes
_MAC_BYTES = 32

Head = tuple[int, bytes]


class HeadPlace(Protocol):
    """Keeps one head, for who holds the folder.

    Both raise Unavailable: keyring_failed, folder_not_writable, disk_full.
    """

    def load(self) -> Head | None:
        """Return what was kept, None where nothing ever was. Raises Damaged: log_rolled_back (lost)."""

    def save(self, head: Head) -> None:
        """Keep `head` in place of what was kept."""


class KeyringHead:
    """The head as one more secret of the keyring: a short text "seq:hash"."""

    def __init__(self, secrets: Secrets) -> None:
        """Take the folder's secrets, in which a write must cost little."""
        self._secrets = secrets

    def load(self) -> Head | None:
        """Return what was kept."""
        return _in_keyring(self._secrets)

    def save(self, head: Head) -> None:
        """Keep `head`."""
        self._secrets.put(NAME, _text(head))


class FileHead:
    """The head in `log.head`, under an HMAC-SHA256 by the signing key: a wrapped secret costs 100 ms a write.

    Whoever puts back an old copy of this file together with the store's is not found out here.
    """

    def __init__(self, folder: Path, secrets: Secrets) -> None:
        """Take the data folder and its secrets: they have the key, and know that there is such a file."""
        self._path = folder / FILE
        self._secrets = secrets

    def load(self) -> Head | None:
        """Return what was kept; a file that is gone or not ours is a fault, not a new beginning."""
        return _in_file(self._path, self._secrets)

    def save(self, head: Head) -> None:
        """Keep `head`; the first time the secrets are told, after the file is there."""
        text = _text(head)
        write_private(self._path, _mac(self._secrets, text) + text)
        if self._secrets.get(NAME) is None:
            self._secrets.put(NAME, FILE.encode())


def forget(folder: Path, secrets: Secrets) -> None:
    """Let go of the head that was kept, durable on return: it is another log's, or sealed by a key that goes.

    Raises Unavailable: keyring_failed, folder_not_writable, disk_full.
    """
    secrets.delete(NAME)
    with telling(folder):
        (folder / FILE).unlink(missing_ok=True)
        sync_folder(folder)  # else a power cut could bring it back beside the key that follows


def head_place(folder: Path, secrets: Secrets) -> HeadPlace:
    """Return where this folder keeps its log's head."""
    return FileHead(folder, secrets) if secrets.wrapped else KeyringHead(secrets)


def known(folder: Path, secrets: KnownSecrets) -> Head | None:
    """Return the head that is kept, for who does not hold the folder. Raises as `HeadPlace.load`.

    Its holder may change the key between two looks: what does not fit is looked at again with fresh secrets.
    """
    if not secrets.wrapped:
        return _in_keyring(secrets)
    try:
        return _in_file(folder / FILE, secrets)
    except Damaged:
        secrets.refresh()
        return _in_file(folder / FILE, secrets)


def _in_keyring(secrets: KnownSecrets) -> Head | None:
    kept = secrets.get(NAME)
    return _read(kept) if kept is not None else None


def _in_file(path: Path, secrets: KnownSecrets) -> Head | None:
    try:
        with path.open("rb") as file:
            kept = file.read(MAX_FILE)
    except OSError as error:
        if secrets.get(NAME) is None:
            return None
        raise Damaged("log_rolled_back") from error
    mac, text = kept[:_MAC_BYTES], kept[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secrets, text)):
        raise Damaged("log_rolled_back")
    return _read(text)


def _mac(secrets: KnownSecrets, text: bytes) -> bytes:
    signing_key = secrets.get(SIGNING_KEY)
    if signing_key is None:
        raise Damaged("secrets_missing")
    return hmac.digest(hmac.digest(signing_key, b"counter-app log.head", "sha256"), text, "sha256")


def _text(head: Head) -> bytes:
    return f"{head[0]}:{head[1].hex()}".encode()


def _read(text: bytes) -> Head:
    seq, _colon, digest = text.decode("ascii", "replace").partition(":")
    try:
        return int(seq), bytes.fromhex(digest)
    except ValueError as error:
        raise Damaged("log_rolled_back") from error
