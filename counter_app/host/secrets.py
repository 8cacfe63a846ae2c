"""Where the store key and the signing key lie: the system's keyring, or one file under a passphrase.

Never a plaintext file. A folder remembers its choice, so that a keyring that is silent today is not
mistaken for one that never held anything.
"""

import base64
import os
import secrets as random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import msgspec

from counter_app import seal
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.host.files import write_private

PASSPHRASE_VARIABLE = "COUNTER_APP_PASSPHRASE"  # noqa: S105 - the name of the variable
LEAST_PASSPHRASE = 8
KEYRING_MARK = "secrets.keyring"  # holds the folder's id in the keyring, no secret
WRAPPED = "secrets.wrapped"
# Backends of the system itself. Others (keyrings.alt) may keep plaintext files.
_TRUSTED = ("keyring.backends.Windows", "keyring.backends.macOS", "keyring.backends.SecretService",
            "keyring.backends.libsecret", "keyring.backends.kwallet")  # fmt: skip

Ask = Callable[[bool], str]


class KnownSecrets(Protocol):
    """A few short secrets by name, to read. All raise Unavailable: keyring_failed."""

    @property
    def wrapped(self) -> bool:
        """Whether they lie in one file under a passphrase: there a write costs 100 ms."""

    def get(self, name: str) -> bytes | None:
        """Return a secret, None where there is none."""

    def refresh(self) -> None:
        """Read anew what another process may have changed. Raises Refused: wrong_passphrase."""


class Secrets(KnownSecrets, Protocol):
    """The same for who holds the folder. All raise Unavailable: folder_not_writable, disk_full too."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret; a few hundred bytes at most (Windows holds about 1,280 characters)."""

    def delete(self, name: str) -> None:
        """Forget a secret, if there is one."""


class KeyringSecrets:
    """Secrets in the system's keyring, under this folder's own service name."""

    wrapped = False

    def __init__(self, backend: Any, folder_id: str) -> None:
        """Take a `keyring` backend. `folder_id` tells several data folders of one person apart."""
        self._backend = backend
        self._service = f"counter-app:{folder_id}"

    def get(self, name: str) -> bytes | None:
        """Return a secret, None where there is none."""
        text = self._call("get_password", name)
        try:
            return base64.b64decode(text, validate=True) if text else None
        except ValueError as error:
            raise Unavailable("keyring_failed", reason="garbled") from error

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        self._call("set_password", name, base64.b64encode(secret).decode())

    def delete(self, name: str) -> None:
        """Forget a secret, if there is one."""
        if self.get(name) is not None:
            self._call("delete_password", name)

    def refresh(self) -> None:
        """Do nothing: each is asked for when it is needed."""

    def probe(self) -> None:
        """Write, read and delete: a locked keyring looks healthy until then."""
        sample = os.urandom(32)
        self.put("probe", sample)
        if self.get("probe") != sample:
            raise Unavailable("keyring_failed", reason="forgets")
        self.delete("probe")

    def _call(self, method: str, *values: str) -> Any:
        try:
            return getattr(self._backend, method)(self._service, *values)
        except Exception as error:  # each backend raises what its own bus or library raises
            raise Unavailable("keyring_failed", reason=type(error).__name__) from error


class WrappedSecrets:
    """Secrets in one file under a passphrase, unwrapped once (Argon2id: 64 MiB, about 100 ms)."""

    wrapped = True

    def __init__(self, path: Path, passphrase: str) -> None:
        """Open the file, or begin one. Raises Refused: wrong_passphrase, passphrase_short (a new one)."""
        self._path = path
        self._passphrase = unicodedata.normalize(
            "NFC", passphrase
        )  # input methods differ in how they write ễ
        self._held: dict[str, bytes] = {}
        if path.exists():
            self.refresh()
        elif len(self._passphrase) < LEAST_PASSPHRASE:
            raise Refused("passphrase_short", "passphrase", least=LEAST_PASSPHRASE)

    def get(self, name: str) -> bytes | None:
        """Return a secret, None where there is none."""
        return self._held.get(name)

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        self._write(self._held | {name: secret})

    def delete(self, name: str) -> None:
        """Forget a secret, if there is one."""
        self._write({key: held for key, held in self._held.items() if key != name})

    def refresh(self) -> None:
        """Unwrap the file anew: another process may have written it."""
        opened = seal.unwrap(self._path.read_bytes(), self._passphrase)
        self._held = msgspec.json.decode(opened, type=dict[str, bytes])

    def _write(self, held: dict[str, bytes]) -> None:
        write_private(self._path, seal.wrap(msgspec.json.encode(held), self._passphrase))
        self._held = held


class ReadSecrets:
    """Secrets for who does not hold the folder: somebody else may write them, so here nobody can."""

    def __init__(self, secrets: Secrets) -> None:
        """Take what the folder's holder would write."""
        self._secrets = secrets

    @property
    def wrapped(self) -> bool:
        """Whether they lie in one file under a passphrase."""
        return self._secrets.wrapped

    def get(self, name: str) -> bytes | None:
        """Return a secret, None where there is none."""
        return self._secrets.get(name)

    def refresh(self) -> None:
        """Read anew what the folder's holder may have changed."""
        self._secrets.refresh()


def open_secrets(folder: Path, ask: Ask | None = None, backend: Any = None) -> Secrets:
    """Open the secrets of a folder that is held; a new one takes the keyring if it works, else a passphrase.

    `ask(new)` asks a person once for the passphrase (COUNTER_APP_PASSPHRASE is taken instead where set);
    `backend` stands in for the system's keyring. Raises Refused: wrong_passphrase, passphrase_short,
    passphrase_needed (nobody to ask); Unavailable: keyring_failed, folder_not_writable, disk_full.
    """
    held = _there(folder, ask, backend)
    if isinstance(held, KeyringSecrets):
        held.probe()
    if held is not None:
        return held
    try:
        fresh = KeyringSecrets(backend or _system_backend(), folder_id := random.token_hex(8))
        fresh.probe()
    except Unavailable:
        return WrappedSecrets(folder / WRAPPED, _passphrase(ask, new=True))
    write_private(folder / KEYRING_MARK, folder_id.encode())
    return fresh


def read_secrets(folder: Path, ask: Ask | None = None, backend: Any = None) -> ReadSecrets:
    """Open a folder's secrets without holding it: nothing is written, not even to try the keyring.

    Raises Damaged: secrets_missing; else as `open_secrets`.
    """
    held = _there(folder, ask, backend)
    if held is None:
        raise Damaged("secrets_missing", folder=str(folder))
    return ReadSecrets(held)


def put_surely(secrets: Secrets, name: str, secret: bytes) -> None:
    """Keep what others are told of next, and what could never be made again: said twice, for a power cut may
    take a keyring's last word along.
    """
    for _said in range(2):
        secrets.put(name, secret)


def has_secrets(folder: Path) -> bool:
    """Tell whether this folder has ever kept a secret."""
    return (folder / WRAPPED).exists() or (folder / KEYRING_MARK).exists()


def examine() -> str:
    """Return the name of the keyring that works here. Raises Unavailable: keyring_failed."""
    backend = _system_backend()
    KeyringSecrets(backend, f"probe-{random.token_hex(8)}").probe()
    return str(backend.name)


def _there(folder: Path, ask: Ask | None, backend: Any) -> Secrets | None:
    """Return the secrets that a folder has chosen to have, None for a new one."""
    wrapped, mark = folder / WRAPPED, folder / KEYRING_MARK
    if wrapped.exists():
        return WrappedSecrets(wrapped, _passphrase(ask, new=False))
    if mark.exists():
        return KeyringSecrets(backend or _system_backend(), mark.read_text("ascii").strip())
    return None


def _system_backend() -> Any:
    import keyring

    chosen: Any = keyring.get_keyring()
    for backend in getattr(chosen, "backends", [chosen]):  # a chain of several, best first
        if type(backend).__module__ in _TRUSTED:
            return backend
    raise Unavailable("keyring_failed", reason=type(chosen).__name__)


def _passphrase(ask: Ask | None, *, new: bool) -> str:
    given = os.environ.get(PASSPHRASE_VARIABLE, "")
    if not given and ask is None:
        raise Refused("passphrase_needed", "passphrase")
    return given or (ask(new) if ask else "")
