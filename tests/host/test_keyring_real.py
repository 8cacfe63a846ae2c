"""The system's own Secret Service, on a session bus of its own: what a Linux desktop holds our keys in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service is Linux's")

# Unlocks a fresh keyring, runs python on standard input's program, and ends the daemon with its bus.
SESSION = """
printf 'mật khẩu đăng nhập' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
exec "$1" -c "$2"
"""
KEEP = """
from pathlib import Path
from counter_app import bootstrap
from counter_app.host.secrets import KeyringSecrets, examine, open_secrets

folder = Path({folder!r})
secrets = open_secrets(folder)
assert isinstance(secrets, KeyringSecrets), secrets
{then}
"""


@pytest.fixture
def session(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own, and neither a passphrase nor another session's bus."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(program), f"{program} is missing: sh packaging/system.sh installs it"
    (tmp_path / "data").mkdir()
    unwanted = {"COUNTER_APP_PASSPHRASE", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}


def run(session: dict[str, str], folder: Path, then: str) -> str:
    program = KEEP.format(folder=str(folder), then=then)
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", sys.executable, program],
        env=session,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_keys_are_kept_across_sessions(session: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    run(session, folder, f"secrets.put(bootstrap.STORE_KEY, {bytes(range(32))!r})")
    assert [path.name for path in folder.iterdir()] == ["secrets.keyring"]
    assert run(session, folder, "print(secrets.get(bootstrap.STORE_KEY).hex())") == bytes(range(32)).hex()
    held = b"".join(path.read_bytes() for path in (tmp_path / "keyrings").iterdir())
    assert bytes(range(32)) not in held
    assert (
        run(session, folder, "secrets.delete(bootstrap.STORE_KEY); print(secrets.get('store-key'))") == "None"
    )


def test_the_doctor_names_the_keyring(session: dict[str, str], tmp_path: Path) -> None:
    assert run(session, tmp_path / "data", "print(examine())") == "SecretService Keyring"


def test_without_a_bus_a_folder_of_the_keyring_asks_for_it(session: dict[str, str], tmp_path: Path) -> None:
    """A keyring that does not answer today is told, and never replaced by an empty one."""
    folder = tmp_path / "data"
    run(session, folder, "secrets.put('store-key', b'key')")
    program = KEEP.format(folder=str(folder), then="")
    lost = session | {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        "COUNTER_APP_PASSPHRASE": "mật khẩu dài",
    }
    done = subprocess.run(
        [sys.executable, "-c", program], env=lost, capture_output=True, text=True, timeout=60, check=False
    )
    assert "keyring_failed" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["secrets.keyring"]
