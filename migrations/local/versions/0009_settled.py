"""What a person said the time was, since the last contact: 0 for nothing."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for name in ("told_ms", "told_boottime_ms"):
        op.execute(f"ALTER TABLE clock_anchor ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0")
