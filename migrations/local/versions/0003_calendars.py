"""Every calendar this PC was ever told, so that an old promise can be reckoned again."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TABLE = """
    CREATE TABLE calendars (
        version INTEGER NOT NULL,
        digest TEXT NOT NULL,
        days BLOB NOT NULL,
        hours BLOB NOT NULL,
        rules TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (version, digest)
    ) WITHOUT ROWID
"""
TRIGGERS = (
    """
    CREATE TRIGGER calendars_no_update BEFORE UPDATE ON calendars
    BEGIN SELECT RAISE(ABORT, 'calendars are never changed'); END
    """,
    """
    CREATE TRIGGER calendars_no_delete BEFORE DELETE ON calendars
    BEGIN SELECT RAISE(ABORT, 'calendars are never deleted'); END
    """,
)


def upgrade() -> None:
    op.execute(TABLE)
    for statement in TRIGGERS:
        op.execute(statement)
    row = op.get_bind().execute(sa.text("SELECT json, received_at FROM briefing")).first()
    if row is not None:
        _keep(row[0], row[1])


def _keep(briefing: bytes, received_at: int) -> None:
    """Keep the calendar of the briefing in force; one that cannot be read is fetched anew anyway."""
    try:
        told = json.loads(briefing)
        days, hours = (_compact(told[name]) for name in ("calendar", "hours"))
        version, rules = int(told["calendar_version"]), str(told["rules"])
    except (ValueError, TypeError, KeyError):
        return
    # As `store.calendars` has it: the same calendar heard again makes no second row.
    digest = hashlib.sha256(days + b"\n" + hours + b"\n" + rules.encode()).hexdigest()
    op.get_bind().execute(
        sa.text("INSERT INTO calendars VALUES (:version, :digest, :days, :hours, :rules, :received_at)"),
        {
            "version": version,
            "digest": digest,
            "days": days,
            "hours": hours,
            "rules": rules,
            "received_at": received_at,
        },
    )


def _compact(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
