"""A store of the last version: who had sat down by then has sat down for that one time, with its list."""

from pathlib import Path

from sqlcipher3 import dbapi2

from counter_app.store import schema, staff
from counter_app.store.engine import Store
from tests.conftest import KEY

SPANS = '[{"begin":600,"end":900},{"begin":10680,"end":10980}]'


def test_a_sitting_of_the_last_version_is_one_time_s(tmp_path: Path) -> None:
    conn = dbapi2.connect(str(tmp_path / "counter.db"), isolation_level=None, check_same_thread=False)
    conn.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    schema.migrate(conn, "0006")
    for name, began, sheet in (("sat", 605, "BG-1"), ("waits", None, "")):
        asked = (name, name, "minh", "a", "minh", "Quầy 2", "dung", 500, SPANS, 10980, True, began)
        said = (None, "", None, "[]", sheet, "", "[]")
        conn.execute(f"INSERT INTO substitutions VALUES ({', '.join('?' * 19)})", (*asked, *said))
    conn.close()
    store = Store(tmp_path / "counter.db", KEY)
    with store.read() as found:
        requests = {one.request: one for one, _said in staff.requests(found, 500)}
        assert staff.sheets(found, "sat") == ({605: "BG-1"}, "")
        assert staff.sheets_begun(found, "BG-") == {"BG-1"}
    store.close()
    assert [(sat, span.begin) for sat, span in requests["sat"].held] == [(605, 600)]
    assert requests["waits"].held == ()
