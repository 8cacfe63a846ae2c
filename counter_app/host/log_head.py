"""Where the log's last (seq, hash) is kept outside the store: a copied store cannot take it along.

In the keyring, beside the keys; where none works, in a file that only the signing key's owner can write.
"""

import hmac
from pathlib import Path
from typing import Protocol

from counter_app.errors import Damaged
from counter_app.host.files import write_private
from counter_app.host.secrets import Secrets, WrappedSecrets

NAME, FILE = "log-head", "log.head"
MAX_FILE = 1024  # bytes
_MAC_BYTES = 32

Head = tuple[int, bytes]


class HeadPlace(Protocol):
    """Keeps one head. Both raise Unavailable: keyring_failed, folder_not_writable, disk_full."""

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
        kept = self._secrets.get(NAME)
        return _read(kept) if kept is not None else None

    def save(self, head: Head) -> None:
        """Keep `head`."""
        self._secrets.put(NAME, _text(head))


class FileHead:
    """The head in `log.head`, under an HMAC-SHA256 by the signing key: a wrapped secret costs 100 ms a write.

    Whoever puts back an old copy of this file together with the store's is not found out here.
    """

    def __init__(self, folder: Path, secrets: Secrets, signing_key: bytes) -> None:
        """Take the data folder, its secrets (they know that there is such a file) and the raw key."""
        self._path = folder / FILE
        self._secrets = secrets
        self._key = hmac.digest(signing_key, b"counter-app log.head", "sha256")

    def load(self) -> Head | None:
        """Return what was kept; a file that is gone or not ours is a fault, not a new beginning."""
        try:
            with self._path.open("rb") as file:
                kept = file.read(MAX_FILE)
        except OSError as error:
            if self._secrets.get(NAME) is None:
                return None
            raise Damaged("log_rolled_back") from error
        mac, text = kept[:_MAC_BYTES], kept[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(text)):
            raise Damaged("log_rolled_back")
        return _read(text)

    def save(self, head: Head) -> None:
        """Keep `head`; the first time the secrets are told, after the file is there."""
        text = _text(head)
        write_private(self._path, self._mac(text) + text)
        if self._secrets.get(NAME) is None:
            self._secrets.put(NAME, FILE.encode())

    def _mac(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, "sha256")


def forget(folder: Path, secrets: Secrets) -> None:
    """Let go of the head that was kept: it is another log's, or sealed by a key that goes."""
    secrets.delete(NAME)
    (folder / FILE).unlink(missing_ok=True)


def head_place(folder: Path, secrets: Secrets, signing_key: bytes) -> HeadPlace:
    """Return where this folder keeps its log's head."""
    wrapped = isinstance(secrets, WrappedSecrets)
    return FileHead(folder, secrets, signing_key) if wrapped else KeyringHead(secrets)


def _text(head: Head) -> bytes:
    return f"{head[0]}:{head[1].hex()}".encode()


def _read(text: bytes) -> Head:
    seq, _colon, digest = text.decode("ascii", "replace").partition(":")
    try:
        return int(seq), bytes.fromhex(digest)
    except ValueError as error:
        raise Damaged("log_rolled_back") from error
