"""What a PC keeps only for a time: whose personal data it has purged and when, how long a draft lies there."""

from alembic import op

revision = "0007"
down_revision = "0006"

NEW = (
    """
    CREATE TABLE purged (
        subject TEXT NOT NULL,
        at INTEGER NOT NULL,
        why TEXT NOT NULL,
        PRIMARY KEY (subject)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE retention_state (
        one INTEGER NOT NULL,
        ran_at INTEGER NOT NULL,
        purged INTEGER NOT NULL,
        held TEXT NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT retention_state_one CHECK (one = 1)
    )
    """,
    """
    CREATE TABLE unprinted_lists (
        number TEXT NOT NULL,
        request TEXT NOT NULL,
        at INTEGER NOT NULL,
        back BOOLEAN NOT NULL,
        PRIMARY KEY (number)
    )
    """,
    "ALTER TABLE substitutions ADD COLUMN sittings TEXT NOT NULL DEFAULT '[]'",
    "UPDATE substitutions SET sittings = json_array(json_array(began, began_sheet)) WHERE began IS NOT NULL",
    "ALTER TABLE substitutions DROP COLUMN began_sheet",
    "ALTER TABLE drafts ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0",
    "UPDATE drafts SET saved_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000",
)


def upgrade() -> None:
    for statement in NEW:
        op.execute(statement)
