"""Copies of the records after a power cut: whole where told as made; nothing lost where one is put back."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from counter_app.bootstrap import STORE_KEY
from counter_app.domain.events import DossierReceived
from counter_app.errors import Damaged
from counter_app.host.files import STORE, DataFolder
from counter_app.host.secrets import open_secrets
from counter_app.services import backup_manifest, recording
from counter_app.services.counter import Counter
from counter_app.store.engine import Store
from tests.crash.promises import RECEIVED, Promised

REFUSALS = ("identity_needed", "log_rolled_back")
Held = dict[bytes, dict[str, str]]


def copies(folder: DataFolder, promised: Promised) -> Iterator[str]:
    """Prove each copy that was told as made by its own manifest."""
    for name in promised.copies:
        place = folder.path.parent / name
        if not place.is_dir():
            yield "a copy is lost"
        else:
            backup_manifest.check_files(place, backup_manifest.read(place))


def former(folder: DataFolder, here: dict[str, str], promised: Promised, known: Held) -> Iterator[str]:
    """Find what the former store had told: in the store in force, or in one that was put aside."""
    missing = promised.former.items() - here.items()
    if not missing:
        return
    key = open_secrets(folder.path).get(STORE_KEY)
    assert key is not None
    for aside in folder.path.glob(f"replaced-*/{STORE}"):
        missing -= receipts(aside, key, known).items()
    if missing:
        yield f"receipts {sorted(code for _event, code in missing)} are in no store"


def receipts(path: Path, key: bytes, known: Held) -> dict[str, str]:
    """Return event and code of each reception in a store that is only looked at."""
    digest = hashlib.blake2b(path.read_bytes()).digest()
    if digest not in known:
        looked = path.parent / "looked-at"
        looked.mkdir()
        for one in path.parent.glob(f"{STORE}*"):
            shutil.copy(one, looked)
        store = Store(looked / STORE, key)
        with store.read() as conn:
            rows = conn.exec_driver_sql(RECEIVED, (DossierReceived.KIND,)).all()
        store.close()
        shutil.rmtree(looked)
        known[digest] = {row[0]: row[1] for row in rows}
    return known[digest]


def waits(counter: Counter, promised: Promised) -> bool:
    """Tell whether this PC says, as it should, that it woke up in a copy and needs another name first."""
    with counter.store.read() as conn:
        try:
            recording.check_writable(conn, counter)
        except Damaged as damaged:
            if damaged.code not in REFUSALS or promised.enrolled:
                raise
            return True
    if promised.restored and not promised.asked:
        raise AssertionError("a copy was put in place and goes on under the former's name")
    return False
