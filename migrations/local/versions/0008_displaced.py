"""What the centre tells otherwise of others' logs since it was put back, kept apart; what a line carries."""

from alembic import op

revision = "0008"
down_revision = "0007"

NEW = (
    """
    CREATE TABLE displaced (
        hash BLOB NOT NULL,
        event_id TEXT NOT NULL,
        subject TEXT NOT NULL,
        raw TEXT NOT NULL,
        salt BLOB,
        text TEXT,
        at INTEGER NOT NULL,
        PRIMARY KEY (hash)
    )
    """,
    "DROP TRIGGER events_no_delete",
    """
    CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    WHEN NOT EXISTS (SELECT 1 FROM displaced WHERE hash = OLD.hash AND event_id = OLD.event_id)
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER displaced_no_delete BEFORE DELETE ON displaced
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER displaced_no_update BEFORE UPDATE OF hash, event_id, subject, raw, at ON displaced
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    "ALTER TABLE sync_state ADD COLUMN at_once INTEGER NOT NULL DEFAULT 500",
)


def upgrade() -> None:
    for statement in NEW:
        op.execute(statement)
