"""The centre's own secrets on disk: its signing key and the service's password, for the owner's eyes only."""

import os
import secrets
from pathlib import Path

from sqlalchemy import URL, make_url

from counter_app.central.private_file import private_file
from counter_app.central.roles import SERVICE
from counter_app.errors import Refused
from counter_app.seal import SigningKey

KEY_FILE, PASSWORD_FILE = "centre.key", "service.password"


def own_key(folder: Path) -> SigningKey:
    """Return the centre's key, made at the first call."""
    _write_once(folder / KEY_FILE, SigningKey.generate().raw.hex())
    return read_key(folder)


def read_key(folder: Path) -> SigningKey:
    """Return the centre's key. Raises Refused: no_centre_key."""
    try:
        return SigningKey(bytes.fromhex((folder / KEY_FILE).read_text().strip()))
    except (OSError, ValueError) as error:
        raise Refused("no_centre_key") from error


def own_password(folder: Path) -> str:
    """Return the service role's password, made at the first call."""
    _write_once(folder / PASSWORD_FILE, secrets.token_urlsafe(32))
    return (folder / PASSWORD_FILE).read_text().strip()


def _write_once(path: Path, text: str) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with private_file(path) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def without_password(url: str) -> str:
    """Return a database's URL as it may be told."""
    told = make_url(url)
    bare = URL.create(told.drivername, told.username, None, told.host, told.port, told.database, told.query)
    return bare.render_as_string(hide_password=False)


def with_own_password(url: str, folder: Path) -> str:
    """Return the service's URL with its password from `folder`, where it names none."""
    parsed = make_url(url)
    if parsed.password or parsed.username != SERVICE or not (folder / PASSWORD_FILE).exists():
        return url
    return parsed.set(password=own_password(folder)).render_as_string(hide_password=False)
