"""What a PC keeps only for a time: what it has purged, drafts, lists of what changes hands to be printed."""

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
        PRIMARY KEY (number, request)
    )
    """,
    "ALTER TABLE substitutions ADD COLUMN sittings TEXT NOT NULL DEFAULT '[]'",
    "UPDATE substitutions SET sittings = json_array(json_array(began, began_sheet)) WHERE began IS NOT NULL",
    "ALTER TABLE substitutions DROP COLUMN began_sheet",
    "ALTER TABLE drafts ADD COLUMN saved_at INTEGER NOT NULL DEFAULT 0",
    "UPDATE drafts SET saved_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000",
)

# Scans in parts: one part is read and sent without the whole of it.
SCANS = (
    """
    CREATE TABLE scan_parts (
        digest TEXT NOT NULL,
        start INTEGER NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (digest, start)
    )
    """,
    """
    INSERT INTO scan_parts
    WITH RECURSIVE cut (digest, start, size) AS (
        SELECT digest, 0, length(content) FROM scans GROUP BY digest
        UNION ALL
        SELECT digest, start + 131072, size FROM cut WHERE start + 131072 < size
    )
    SELECT
        digest, start,
        (SELECT substr(content, start + 1, 131072) FROM scans WHERE scans.digest = cut.digest LIMIT 1)
    FROM cut
    """,
    "ALTER TABLE scans RENAME TO whole_scans",
    """
    CREATE TABLE scans (
        digest TEXT NOT NULL,
        code TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        kept_at INTEGER NOT NULL,
        PRIMARY KEY (digest, code)
    )
    """,
    "INSERT INTO scans SELECT digest, code, media_type, length(content), kept_at FROM whole_scans",
    "DROP TABLE whole_scans",
    """
    CREATE TABLE scan_sends (
        digest TEXT NOT NULL,
        received INTEGER NOT NULL,
        whole BOOLEAN NOT NULL,
        epoch TEXT NOT NULL,
        failures INTEGER NOT NULL,
        next_try_ms INTEGER NOT NULL,
        code TEXT NOT NULL,
        PRIMARY KEY (digest)
    )
    """,
    """
    CREATE TRIGGER scans_no_update BEFORE UPDATE ON scans
    BEGIN SELECT RAISE(ABORT, 'scans are insert-only'); END
    """,
    """
    CREATE TRIGGER scan_parts_no_update BEFORE UPDATE ON scan_parts
    BEGIN SELECT RAISE(ABORT, 'scans are insert-only'); END
    """,
)


def upgrade() -> None:
    for statement in (*NEW, *SCANS):
        op.execute(statement)
