"""The life of a dossier after its reception: its columns, and the lists that are kept beside it."""

from alembic import op

revision = "0004"
down_revision = "0003"

NEW = (
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
        first_due INTEGER NOT NULL,
        due INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        person_key TEXT NOT NULL,
        return_by TEXT NOT NULL,
        resolving_unit TEXT NOT NULL,
        limit_amount INTEGER NOT NULL,
        limit_unit TEXT NOT NULL,
        calendar INTEGER NOT NULL,
        since INTEGER,
        state INTEGER NOT NULL,
        fee_amount INTEGER,
        fee_paid BOOLEAN NOT NULL,
        fee_exempt BOOLEAN NOT NULL,
        copies_printed INTEGER NOT NULL,
        extended_due INTEGER,
        waiting_since INTEGER,
        asked INTEGER NOT NULL,
        holder TEXT NOT NULL,
        moved INTEGER NOT NULL,
        resolved INTEGER,
        arrived INTEGER,
        told INTEGER,
        returned INTEGER,
        ended INTEGER,
        apology INTEGER,
        apology_latest INTEGER,
        missed TEXT NOT NULL,
        explained INTEGER,
        amended INTEGER NOT NULL,
        linked_to TEXT NOT NULL,
        at_once BOOLEAN NOT NULL,
        watched INTEGER,
        closed_day TEXT NOT NULL,
        late TEXT NOT NULL,
        PRIMARY KEY (code)
    )
    """,
    """
    CREATE INDEX dossiers_at_desk ON dossiers (arrived, code)
    WHERE arrived IS NOT NULL AND closed_day = ''
    """,
    "CREATE INDEX dossiers_closed ON dossiers (closed_day, code) WHERE closed_day <> ''",
    "CREATE INDEX dossiers_day ON dossiers (day, person_key)",
    "CREATE INDEX dossiers_person ON dossiers (person_key, procedure)",
    """
    CREATE INDEX dossiers_unprinted ON dossiers (installation_id, seq)
    WHERE copies_printed = 0 AND closed_day = ''
    """,
    "CREATE INDEX briefing_digest ON briefing (digest)",
    "CREATE INDEX dossiers_still ON dossiers (moved, code, watched) WHERE watched IS NOT NULL",
    "CREATE INDEX dossiers_waiting ON dossiers (waiting_since, code) WHERE waiting_since IS NOT NULL",
    "CREATE INDEX dossiers_watched ON dossiers (watched, code) WHERE watched IS NOT NULL",
    """
    CREATE TABLE claimants (
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        number TEXT NOT NULL,
        PRIMARY KEY (code, name, number)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX claimants_name ON claimants (name)",
    "CREATE INDEX claimants_number ON claimants (number) WHERE number <> ''",
    """
    CREATE TABLE claimed (
        code TEXT NOT NULL,
        procedure TEXT NOT NULL,
        PRIMARY KEY (code, procedure)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE linked (
        code TEXT NOT NULL,
        earlier TEXT NOT NULL,
        earlier_due INTEGER NOT NULL,
        PRIMARY KEY (code, earlier)
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX linked_earlier ON linked (earlier)",
    """
    CREATE TABLE turned_away (
        event_id TEXT NOT NULL,
        installation_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        form TEXT NOT NULL,
        procedure TEXT NOT NULL,
        procedure_name TEXT NOT NULL,
        channel TEXT NOT NULL,
        at INTEGER NOT NULL,
        day TEXT NOT NULL,
        name TEXT NOT NULL,
        person_key TEXT NOT NULL,
        missing TEXT NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX events_apologies ON events (happened_at) WHERE kind = 'apology.prepared'",
    "CREATE INDEX events_unsure ON events (kind, subject, clock) WHERE clock IN ('C', 'U', 'S')",
    "CREATE INDEX turned_away_day ON turned_away (day)",
    "CREATE INDEX turned_away_person ON turned_away (person_key, procedure)",
    """
    CREATE TABLE handovers (
        event_id TEXT NOT NULL,
        code TEXT NOT NULL,
        sheet TEXT NOT NULL,
        at INTEGER NOT NULL,
        day TEXT NOT NULL,
        from_unit TEXT NOT NULL,
        to_unit TEXT NOT NULL,
        giver TEXT NOT NULL,
        papers INTEGER NOT NULL,
        share_due INTEGER,
        taken_at INTEGER,
        receiver TEXT NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX handovers_code ON handovers (code, taken_at)",
    "CREATE INDEX handovers_day ON handovers (day)",
    "CREATE INDEX handovers_sheet ON handovers (sheet)",
    "CREATE INDEX handovers_share ON handovers (share_due, event_id) WHERE share_due IS NOT NULL",
    "CREATE INDEX handovers_untaken ON handovers (at, event_id) WHERE taken_at IS NULL",
    """
    CREATE TABLE takings (
        event_id TEXT NOT NULL,
        code TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        installation_id TEXT NOT NULL,
        day TEXT NOT NULL,
        amount INTEGER NOT NULL,
        receipted BOOLEAN NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX takings_code ON takings (code)",
    "CREATE INDEX takings_day ON takings (day)",
    """
    CREATE TABLE calendar_told (
        code TEXT NOT NULL,
        calendar INTEGER NOT NULL,
        at INTEGER NOT NULL,
        actor_id TEXT NOT NULL,
        PRIMARY KEY (code, calendar)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE online_inbox (
        reference TEXT NOT NULL,
        event_id TEXT NOT NULL,
        procedure TEXT NOT NULL,
        name TEXT NOT NULL,
        arrived INTEGER,
        answered INTEGER,
        answer TEXT NOT NULL,
        code TEXT NOT NULL,
        PRIMARY KEY (reference)
    )
    """,
    "CREATE INDEX online_inbox_open ON online_inbox (arrived) WHERE answered IS NULL",
    """
    CREATE TABLE closings (
        event_id TEXT NOT NULL,
        installation_id TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        day TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (event_id)
    )
    """,
    "CREATE INDEX closings_day ON closings (day)",
    """
    CREATE TABLE scans (
        digest TEXT NOT NULL,
        code TEXT NOT NULL,
        media_type TEXT NOT NULL,
        content BLOB NOT NULL,
        kept_at INTEGER NOT NULL,
        PRIMARY KEY (digest, code)
    )
    """,
    """
    CREATE TRIGGER scans_no_update BEFORE UPDATE ON scans
    BEGIN SELECT RAISE(ABORT, 'scans are insert-only'); END
    """,
)
# Every dossier until now was received and nothing more, so its first promise is its last.
CARRY = """
    INSERT INTO dossiers (
        code, event_id, installation_id, seq, actor_id, procedure, procedure_name, channel, received,
        first_due, due, day, name, name_folded, person_key, return_by, resolving_unit, limit_amount,
        limit_unit, calendar, since, state, fee_amount, fee_paid, fee_exempt, copies_printed, asked, holder,
        moved, missed, amended, linked_to, at_once, watched, closed_day, late
    )
    SELECT
        code, old.event_id, old.installation_id, old.seq, old.actor_id, procedure, procedure_name, channel,
        received, due, due, day, name, name_folded, person_key, return_by, resolving_unit,
        json_extract(events.body, '$.limit.amount'), json_extract(events.body, '$.limit.unit'),
        json_extract(events.body, '$.calendar'), received, state, fee_amount,
        fee_paid, fee_exempt, copies_printed, 0, '', received, '', 0, '', 0, due, '', ''
    FROM received_dossiers AS old JOIN events ON events.event_id = old.event_id
"""
# A key without a number is name and birth date, with a bar between.
CARRY_CLAIMANTS = """
    INSERT INTO claimants
    SELECT code, name_folded, CASE WHEN instr(person_key, '|') THEN '' ELSE person_key END
    FROM dossiers WHERE name_folded <> ''
"""
CARRY_CLAIMED = "INSERT INTO claimed SELECT code, procedure FROM dossiers"
CARRY_ASKED = """
    INSERT INTO turned_away
    SELECT event_id, installation_id, actor_id, '02', procedure, procedure_name, channel, asked, day, name,
        person_key, missing
    FROM asked
"""
CARRY_TAKINGS = """
    INSERT INTO takings
    SELECT events.event_id, events.subject, events.actor_id, events.installation_id, dossiers.day,
        dossiers.fee_amount, 0
    FROM events JOIN dossiers ON dossiers.code = events.subject
    WHERE events.kind = 'fee.charged' AND dossiers.fee_paid AND dossiers.fee_amount > 0
"""


def upgrade() -> None:
    op.execute("ALTER TABLE dossiers RENAME TO received_dossiers")
    for index in ("dossiers_day", "dossiers_unprinted"):
        op.execute(f"DROP INDEX {index}")
    for statement in NEW:
        op.execute(statement)
    for statement in (CARRY, CARRY_CLAIMANTS, CARRY_CLAIMED, CARRY_ASKED, CARRY_TAKINGS):
        op.execute(statement)
    op.execute("DROP TABLE received_dossiers")
    op.execute("DROP TABLE asked")
