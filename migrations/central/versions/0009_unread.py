"""An index of dossiers by which nobody asks: every push wrote it."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_dossiers_office_id_due")
