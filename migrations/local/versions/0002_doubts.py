"""Whom the feed could not be believed about, so that the rest of it is taken meanwhile."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE doubts (
            installation_id TEXT NOT NULL,
            code TEXT NOT NULL,
            noted_ms INTEGER NOT NULL,
            retried BOOLEAN NOT NULL,
            PRIMARY KEY (installation_id)
        )
        """
    )
