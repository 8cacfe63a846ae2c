"""The people of the desk: the keys that their PINs open at this PC."""

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
)


def upgrade() -> None:
    for statement in NEW:
        op.execute(statement)
