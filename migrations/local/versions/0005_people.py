"""The people of the desk: the keys that their PINs open at this PC, and the lists about people."""

from alembic import op

revision = "0005"
down_revision = "0004"

NEW = (
    """
    CREATE TABLE person_keys (
        person_id TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        public BLOB NOT NULL,
        last_online INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        locked_until INTEGER NOT NULL,
        PRIMARY KEY (person_id)
    )
    """,
    """
    CREATE TABLE photos (
        digest TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (digest)
    )
    """,
    """
    CREATE TABLE absences (
        absence TEXT NOT NULL,
        person TEXT NOT NULL,
        logged_by TEXT NOT NULL,
        at INTEGER NOT NULL,
        spans TEXT NOT NULL,
        until INTEGER NOT NULL,
        planned BOOLEAN NOT NULL,
        reason TEXT NOT NULL,
        text TEXT NOT NULL,
        document TEXT NOT NULL,
        back INTEGER,
        dropped TEXT NOT NULL,
        PRIMARY KEY (absence)
    )
    """,
    "CREATE INDEX absences_until ON absences (until)",
    """
    CREATE TABLE substitutions (
        request TEXT NOT NULL,
        asked_event TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        absence TEXT NOT NULL,
        absent TEXT NOT NULL,
        counter TEXT NOT NULL,
        substitute TEXT NOT NULL,
        at INTEGER NOT NULL,
        spans TEXT NOT NULL,
        until INTEGER NOT NULL,
        accepted BOOLEAN,
        began INTEGER,
        ended INTEGER,
        why TEXT NOT NULL,
        declined INTEGER,
        dropped TEXT NOT NULL,
        began_sheet TEXT NOT NULL,
        ended_sheet TEXT NOT NULL,
        decisions TEXT NOT NULL,
        PRIMARY KEY (request)
    )
    """,
    "CREATE INDEX substitutions_seated ON substitutions (until, began) WHERE began IS NOT NULL",
    "CREATE INDEX substitutions_until ON substitutions (until)",
    """
    CREATE TABLE staff_records (
        event_id TEXT NOT NULL,
        person TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        actor_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        due TEXT NOT NULL,
        done BOOLEAN NOT NULL,
        PRIMARY KEY (event_id, person)
    )
    """,
    "CREATE INDEX staff_records_kind ON staff_records (kind, at)",
    "CREATE INDEX staff_records_person ON staff_records (person, at)",
    "CREATE INDEX dossiers_own ON dossiers (actor_id, code) WHERE closed_day = '' AND holder = ''",
)


def upgrade() -> None:
    for statement in NEW:
        op.execute(statement)
