"""The first schema: the log, its projections, and what a PC knows of itself and the centre."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE events (
        position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        installation_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        event_id TEXT NOT NULL,
        prev BLOB NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        subject TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        happened_at INTEGER NOT NULL,
        clock TEXT NOT NULL,
        body TEXT NOT NULL,
        personal_digest BLOB,
        signature BLOB NOT NULL,
        hash BLOB NOT NULL,
        UNIQUE (installation_id, seq),
        UNIQUE (event_id)
    )
    """,
    "CREATE INDEX events_subject ON events (subject)",
    """
    CREATE TABLE personal (
        event_id TEXT NOT NULL,
        salt BLOB NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (event_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE dossiers (
        code TEXT NOT NULL,
        event_id TEXT NOT NULL,
        installation_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        procedure TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        channel TEXT NOT NULL,
        received INTEGER NOT NULL,
        due INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        person_key TEXT NOT NULL,
        return_by TEXT NOT NULL,
        resolving_unit TEXT NOT NULL,
        state INTEGER NOT NULL,
        fee_amount INTEGER,
        fee_paid BOOLEAN NOT NULL,
        fee_exempt BOOLEAN NOT NULL,
        copies_printed INTEGER NOT NULL,
        PRIMARY KEY (code)
    )
    """,
    "CREATE INDEX dossiers_day ON dossiers (day, person_key)",
    "CREATE INDEX dossiers_unprinted ON dossiers (installation_id, seq) WHERE copies_printed = 0",
    """
    CREATE TABLE lane_use (
        lane_id TEXT NOT NULL,
        day TEXT NOT NULL,
        serial INTEGER NOT NULL,
        PRIMARY KEY (lane_id, day)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE asked (
        event_id TEXT NOT NULL,
        installation_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        procedure TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        channel TEXT NOT NULL,
        asked INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        person_key TEXT NOT NULL,
        missing TEXT NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX asked_day ON asked (day)",
    """
    CREATE TABLE installation (
        one INTEGER NOT NULL,
        installation_id TEXT NOT NULL,
        office_id TEXT NOT NULL,
        centre_url TEXT NOT NULL,
        centre_key BLOB NOT NULL,
        ca TEXT NOT NULL,
        enrolled_at INTEGER NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT installation_one CHECK (one = 1)
    )
    """,
    """
    CREATE TABLE briefing (
        one INTEGER NOT NULL,
        json BLOB NOT NULL,
        digest TEXT NOT NULL,
        received_at INTEGER NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT briefing_one CHECK (one = 1)
    )
    """,
    """
    CREATE TABLE clock_anchor (
        one INTEGER NOT NULL,
        signed_ms INTEGER NOT NULL,
        boot_id TEXT NOT NULL,
        boottime_ms INTEGER NOT NULL,
        anchored_seq INTEGER NOT NULL,
        confirmed_boot TEXT NOT NULL,
        PRIMARY KEY (one),
        CONSTRAINT clock_anchor_one CHECK (one = 1)
    )
    """,
    """
    CREATE TABLE sync_state (
        installation_id TEXT NOT NULL,
        acknowledged INTEGER NOT NULL,
        feed_cursor INTEGER NOT NULL,
        store_epoch TEXT NOT NULL,
        last_contact_ms INTEGER,
        unreachable_since INTEGER,
        PRIMARY KEY (installation_id)
    )
    """,
    """
    CREATE TABLE quarantine (
        event_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        code TEXT NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    """
    CREATE TABLE drafts (
        person_id TEXT NOT NULL,
        json TEXT NOT NULL,
        PRIMARY KEY (person_id)
    )
    """,
)
# The log is never changed; personal data may be erased, never rewritten.
TRIGGERS = (
    """
    CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END
    """,
    """
    CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal
    BEGIN SELECT RAISE(ABORT, 'personal data is never rewritten'); END
    """,
)


def upgrade() -> None:
    for statement in TABLES + TRIGGERS:
        op.execute(statement)
