"""Fixtures shared by all rooms' tests: a real encrypted store, a living centre, PCs enrolled with it."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# `make test` tries the same examples each time; `make test-all` searches on from new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("searching", derandomize=False)
settings.load_profile("steady")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no test needs a display
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # What a test writes outlives no power cut anyway: nothing waits for a disk.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

    from counter_app.store.engine import Store
    from tests.central.living import Ground, Living
    from tests.pcs import Office

KEY = bytes(range(32))
CHEAP_KIB = 64  # for Argon2id: an office's 64 MiB took half the time of all tests


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """Take every window down after its test, and let go of its calendar with its 200,000 numbers.

    The next one's style sheet is laid on all that still live; and what a journey leaves half alive crashes a
    later test, whichever handles its events. Its Python half goes before the next test, once pytest has let
    go of this one's fixtures.
    """
    if not gc.isenabled():  # a window has lived: its rest goes here, in its own thread, and not in a lane
        gc.collect()
        gc.freeze()  # what lives now outlives this test: it is not looked through again after each
        gc.enable()
    yield
    if "counter_app.domain.deadline" in sys.modules:
        from counter_app.domain import deadline

        deadline.due.cache_clear()
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    from counter_app.ui.app import take_down

    if isinstance(QApplication.instance(), QApplication):
        take_down()


@pytest.fixture(scope="session", autouse=True)
def cheap_derivations() -> Iterator[int]:
    """Derive keys cheaply in this process; give what an office spends, in KiB."""
    from counter_app import seal

    with pytest.MonkeyPatch.context() as patch:
        full = seal.ARGON2_KIB
        patch.setattr(seal, "ARGON2_KIB", CHEAP_KIB)
        yield full


@pytest.fixture
def full_cost(cheap_derivations: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys as an office does: what other processes open, or keep for this one."""
    from counter_app import seal

    monkeypatch.setattr(seal, "ARGON2_KIB", cheap_derivations)


@pytest.fixture(scope="session", autouse=True)
def migrated_once() -> Iterator[None]:
    """Migrate one new store in this process; lay the others out as it then is, in a fifth of the time."""
    from counter_app.store import schema

    migrate, laid_out = schema.migrate, list[str]()

    def lay_out(conn: "dbapi2.Connection", upto: str = schema.NEWEST) -> None:
        new = upto == schema.NEWEST and not conn.execute("SELECT 1 FROM sqlite_schema").fetchone()
        if new and laid_out:
            conn.executescript(laid_out[0])
            return
        migrate(conn, upto)
        if new:
            laid_out.append(_laid_out(conn))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "migrate", lay_out)
        yield


def _laid_out(conn: "dbapi2.Connection") -> str:
    """Return what makes another empty database the same; a new one says nothing but its version."""
    found = conn.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
    made = [(kind, name, sql) for kind, name, sql in found if name != "sqlite_sequence"]
    says = [
        name for kind, name, _ in made if kind == "table" and conn.execute(f"SELECT 1 FROM {name}").fetchone()
    ]
    assert says == ["alembic_version"]
    (version,) = conn.execute("SELECT version_num FROM alembic_version").fetchone()
    told = f"INSERT INTO alembic_version VALUES ('{version}')"
    return ";\n".join(["BEGIN IMMEDIATE", *(sql for _, _, sql in made), told, "COMMIT;"])


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty encrypted store's file: to be copied, not used."""
    from counter_app.store.engine import Store

    path = tmp_path_factory.mktemp("store") / "counter.db"
    Store(path, KEY).close()
    return path


@pytest.fixture
def store(made_once: Path, tmp_path: Path) -> "Iterator[Store]":
    """Give an empty encrypted store."""
    from counter_app.store.engine import Store

    opened = Store(Path(shutil.copy(made_once, tmp_path / "counter.db")), KEY)
    yield opened
    opened.close()


@pytest.fixture
def apart() -> Iterator[Path]:
    """Give a folder outside of pytest's: run by root, PostgreSQL is a user whom each new pytest shuts out."""
    with tempfile.TemporaryDirectory(prefix="qmc-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def central_ground() -> "Iterator[Ground]":
    """Run one PostgreSQL for this worker's tests; not in pytest's own folder, as `apart` says."""
    from tests.central.living import ground

    with (
        tempfile.TemporaryDirectory(prefix="qmc-", ignore_cleanup_errors=True) as folder,
        ground(Path(folder)) as made,
    ):
        yield made


@pytest.fixture
def living(central_ground: "Ground") -> "Iterator[Living]":
    """Give a fresh centre of its own."""
    with central_ground.centre() as made:
        yield made


@pytest.fixture
def address(living: "Living") -> Iterator[str]:
    """Serve the fresh centre on loopback."""
    from tests.central.living import listening

    with listening(living.centre) as where:
        yield where


@pytest.fixture
def office(
    living: "Living", address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> "Iterator[Office]":
    """Give the try-out office with its centre served; its PCs are enrolled as wanted."""
    from counter_app.host.secrets import PASSPHRASE_VARIABLE
    from tests.pcs import PASSPHRASE, Office

    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    made = Office(living, address, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def enrolled_once(central_ground: "Ground") -> Iterator[Path]:
    """Give the data folder of a PC whose centre has gone since: to be copied, not used."""
    from tests.central.living import listening
    from tests.pcs import Office, passphrase

    with tempfile.TemporaryDirectory(prefix="qmc-pc-") as folder:
        with passphrase(), central_ground.centre() as living, listening(living.centre) as address:
            data = Office(living, address, Path(folder)).enrol()
        yield data.path


@pytest.fixture
def pc(
    enrolled_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Path:
    """Give the data folder of an enrolled PC whose centre does not answer."""
    from counter_app import seal
    from counter_app.host.secrets import PASSPHRASE_VARIABLE, WRAPPED, WrappedSecrets
    from tests.pcs import PASSPHRASE

    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    folder = Path(shutil.copytree(enrolled_once, tmp_path / "pc"))
    if "full_cost" in request.fixturenames:
        with monkeypatch.context() as cheap:
            cheap.setattr(seal, "ARGON2_KIB", CHEAP_KIB)
            held = WrappedSecrets(folder / WRAPPED, PASSPHRASE)
        held.delete("none")  # written anew
    return folder
