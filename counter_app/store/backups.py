"""When this store was last copied and where, and how the last try ended."""

from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import backup_state
from counter_app.store.statements import Prepared


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last copy (ms UTC, its folder, the last own seq in it), the last try and its failure's code."""

    made_at: int | None = None
    place: str = ""
    seq: int = 0
    tried_at: int = 0
    failure: str = ""


_STATE = Prepared(sa.select(*(backup_state.c[name] for name in BackupState.__slots__)))


def state(conn: sa.Connection) -> BackupState:
    """Return how things stand."""
    row = _STATE.first(conn)
    return BackupState(*row) if row else BackupState()


def made(conn: sa.Connection, place: str, seq: int, now_ms: int) -> None:
    """Note a copy."""
    _save(conn, BackupState(now_ms, place, seq, now_ms))


def failed(conn: sa.Connection, code: str, now_ms: int) -> None:
    """Note a try that failed with `code`; the last copy stands."""
    _save(conn, replace(state(conn), tried_at=now_ms, failure=code))


def _save(conn: sa.Connection, after: BackupState) -> None:
    statement = insert(backup_state).prefix_with("OR REPLACE")
    conn.execute(statement, {"one": 1} | asdict(after))
