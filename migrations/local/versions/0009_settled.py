"""What somebody at the centre has settled waits no more; what a person said the time is, 0 for nothing."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("ALTER TABLE quarantine ADD COLUMN settled BOOLEAN NOT NULL DEFAULT 0")
    for name in ("told_ms", "told_boottime_ms"):
        op.execute(f"ALTER TABLE clock_anchor ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0")
