"""Scans of a store of the last version: laid out in parts, byte for byte, once for two dossiers."""

from pathlib import Path

from sqlcipher3 import dbapi2

from counter_app.store import scans, schema
from counter_app.store.engine import Store
from tests.conftest import KEY

LARGE = bytes(range(256)) * (scans.PART // 256 * 2) + b"end"


def test_scans_kept_whole_are_laid_out_in_parts(tmp_path: Path) -> None:
    conn = dbapi2.connect(str(tmp_path / "counter.db"), isolation_level=None, check_same_thread=False)
    conn.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    schema.migrate(conn, "0006")
    for digest, code, content in (("a", "one", LARGE), ("a", "two", LARGE), ("b", "one", b"small")):
        conn.execute("INSERT INTO scans VALUES (?, ?, 'image/png', ?, 5)", (digest, code, content))
    conn.close()
    store = Store(tmp_path / "counter.db", KEY)
    with store.read() as found:
        assert scans.load(found, "one", "a") == scans.load(found, "two", "a") == LARGE
        assert (scans.load(found, "one", "b"), scans.load(found, "two", "b")) == (b"small", None)
        for start, most in ((scans.PART, scans.PART), (0, 9), (scans.PART - 5, 9), (scans.PART * 2 - 1, 99)):
            assert scans.part(found, "a", start, most) == LARGE[start : start + most]
        assert scans.part(found, "a", len(LARGE)) == scans.part(found, "c", 0) == b""
        sizes = found.exec_driver_sql("SELECT digest, size FROM scans ORDER BY digest, code").all()
        assert sizes == [("a", len(LARGE)), ("a", len(LARGE)), ("b", 5)]
        assert found.exec_driver_sql("SELECT count(*) FROM scan_parts").scalar_one() == 4
    store.close()
