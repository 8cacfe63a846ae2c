"""Indexes that no question is answered by, each a page of every reception, taking or closing; columns that
nobody reads.
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    for name in ("dossiers_person", "takings_day", "closings_day"):
        op.drop_index(name)
    for table, name in (("scans", "media_type"), ("projection_state", "rebuilt_ms")):
        op.drop_column(table, name)
