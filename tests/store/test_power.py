import subprocess
import sys
from pathlib import Path

import pytest

from counter_app import seal
from counter_app.domain import chain
from counter_app.store import log, queries
from counter_app.store.engine import Store
from tests.conftest import KEY
from tests.store.samples import HERE, SIGNER

ROOT = Path(__file__).parents[2]
RECEIVE = """
import pathlib, sys
from counter_app.store import log
from counter_app.store.engine import Store
from tests.store.samples import STAMP, code_of, reception
store = Store(pathlib.Path(sys.argv[1]), bytes(range(32)))
for serial in range(1, 9000):
    with store.write() as conn:
        log.append(conn, reception(serial), STAMP)
    print(code_of(serial), flush=True)
"""


@pytest.mark.parametrize("told", [1, 7, 40])
def test_what_was_told_before_a_kill_is_in_the_log(tmp_path: Path, told: int) -> None:
    path = tmp_path / "counter.db"
    with subprocess.Popen(
        [sys.executable, "-c", RECEIVE, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline().strip() for _number in range(told)]
        process.kill()
        printed += process.stdout.read().split()
    store = Store(path, KEY)
    with store.read() as conn:
        events = log.read_events(conn, HERE, 0, 20_000)
        assert len(list(chain.check(events, (0, chain.GENESIS), SIGNER.public, seal.verify))) == len(events)
        assert all(queries.dossier(conn, code) for code in printed)
    assert len(events) in (2 * len(printed), 2 * len(printed) + 2)
    store.close()
