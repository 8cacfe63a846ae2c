"""What outlives an outage, a disk and an identity: whom this PC was before, and when it was last copied."""

from alembic import op

revision = "0006"
down_revision = "0005"

NEW = (
    """
    CREATE TABLE former_installations (
        installation_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        ended_at INTEGER NOT NULL,
        PRIMARY KEY (installation_id)
    )
    """,
    """
    CREATE TABLE backup_state (
        one INTEGER NOT NULL,
        made_at INTEGER,
        place TEXT NOT NULL,
        seq INTEGER NOT NULL,
        tried_at INTEGER NOT NULL,
        failure TEXT NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT backup_state_one CHECK (one = 1)
    )
    """,
    """
    CREATE TABLE disbelieved (
        event_id TEXT NOT NULL,
        code TEXT NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "ALTER TABLE sync_state ADD COLUMN feed_mark BLOB NOT NULL DEFAULT x''",
    "ALTER TABLE sync_state ADD COLUMN archived INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sync_state ADD COLUMN failures INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sync_state ADD COLUMN next_try_ms INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE projection_state (
        one INTEGER NOT NULL,
        kinds TEXT NOT NULL,
        compared_ms INTEGER NOT NULL,
        differing TEXT NOT NULL,
        rebuilt_ms INTEGER,
        rebuilds INTEGER NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT projection_state_one CHECK (one = 1)
    )
    """,
)


def upgrade() -> None:
    for statement in NEW:
        op.execute(statement)
