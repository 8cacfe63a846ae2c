"""Each version of the calendar with its layer, the day from which it binds, and the decision behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What was loaded at the founding: the nation's calendar, in force from the start, by no decision of its own.
_FOUNDED = {"scope": "national", "place": "", "effective": "", "ground": ""}


def upgrade() -> None:
    for name, value in _FOUNDED.items():
        op.add_column("calendars", sa.Column(name, sa.Text(), nullable=False, server_default=value))
        op.alter_column("calendars", name, server_default=None)
    op.add_column("calendars", sa.Column("published_at", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("calendars", "published_at", server_default=None)


def downgrade() -> None:
    for name in ("published_at", *reversed(_FOUNDED)):
        op.drop_column("calendars", name)
