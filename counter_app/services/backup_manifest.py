"""What lies in a backup and whose it is: `manifest.json`, signed by the installation that made it."""

from pathlib import Path

import msgspec

from counter_app import seal
from counter_app.domain import codec
from counter_app.errors import Damaged, Refused
from counter_app.host import copies
from counter_app.host.files import STORE, telling
from counter_app.seal import SigningKey
from counter_app.services import recovery

FILE, FORMAT = "manifest.json", 1
MAX_FILE = 64 * 1024
NAMES = (STORE, recovery.FILE)  # of the files that a backup may hold


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`seq` and `hash` (hex) are the last event of the installation's own log in the copy, `made_at` ms UTC.

    `files` gives each file's SHA-256 in hex. `signature` is over canonical JSON of all else.
    """

    format: int
    installation_id: str
    office_id: str
    label: str
    seq: int
    hash: str
    made_at: int
    public_key: str
    files: dict[str, str]
    signature: str = ""


def signed(told: Manifest, key: SigningKey) -> Manifest:
    """Return the manifest with the installation's signature."""
    return msgspec.structs.replace(told, signature=key.sign(_covered(told)).hex())


def write(folder: Path, told: Manifest) -> None:
    """Write the manifest into a folder that is not in its place yet."""
    text = msgspec.json.format(msgspec.json.encode(told), indent=2)
    with telling(folder):
        (folder / FILE).write_bytes(text + b"\n")


def read(folder: Path) -> Manifest:
    """Return a backup's manifest, as its own key signed it. Raises Refused: bad_backup."""
    try:
        with (folder / FILE).open("rb") as file:
            told = msgspec.json.decode(file.read(MAX_FILE), type=Manifest)
        key, signature = bytes.fromhex(told.public_key), bytes.fromhex(told.signature)
    except (OSError, ValueError) as error:
        raise Refused("bad_backup", "from", folder=str(folder)) from error
    known = told.format == FORMAT and STORE in told.files and told.files.keys() <= set(NAMES)
    if not known or not seal.verify(key, _covered(told), signature):
        raise Refused("bad_backup", "from", folder=str(folder))
    return told


def check_files(folder: Path, told: Manifest) -> None:
    """Hold each file against its digest. Raises Damaged: backup_damaged; Unavailable: folder_not_writable."""
    for name, digest in told.files.items():
        if not (folder / name).is_file() or copies.sha256(folder / name) != digest:
            raise Damaged("backup_damaged", file=name)


def _covered(told: Manifest) -> bytes:
    fields = msgspec.to_builtins(told)
    del fields["signature"]
    return b"counter-app backup\n" + codec.canonical(fields).encode()
