"""Indexes that no question is answered by: each cost every reception, taking or closing a page."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for name in ("dossiers_person", "takings_day", "closings_day"):
        op.drop_index(name)
