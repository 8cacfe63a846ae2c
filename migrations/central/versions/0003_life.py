"""The life of a dossier after its reception."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENTS = (
    *("extended_due", "waiting_since", "resolved", "arrived", "told", "returned", "ended"),
    *("apology", "apology_latest", "explained"),
)
# What each dossier of before is: received, and nothing more.
BEGINNINGS: tuple[sa.Column[Any], ...] = (
    sa.Column("asked", sa.BigInteger(), nullable=False, server_default="0"),
    sa.Column("holder", sa.Text(), nullable=False, server_default=""),
    sa.Column("missed", sa.Text(), nullable=False, server_default=""),
    sa.Column("amended", sa.BigInteger(), nullable=False, server_default="0"),
    sa.Column("linked_to", sa.Text(), nullable=False, server_default=""),
    sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.false()),
)
CARRIED = {"first_due": "due", "moved": "received", "since": "received"}
# What the reception named, read from its own event.
NAMED = """
    UPDATE dossiers SET
        limit_amount = (events.body::jsonb #>> '{limit,amount}')::bigint,
        limit_unit = events.body::jsonb #>> '{limit,unit}',
        calendar = (events.body::jsonb ->> 'calendar')::bigint
    FROM events WHERE events.office_id = dossiers.office_id AND events.event_id = dossiers.event_id
"""


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("dossiers", sa.Column(name, sa.BigInteger(), nullable=True))
    for column in BEGINNINGS:
        op.add_column("dossiers", column)
        op.alter_column("dossiers", column.name, server_default=None)
    dossiers = sa.table("dossiers", *(sa.column(name) for name in CARRIED))
    for name, source in CARRIED.items():
        op.add_column("dossiers", sa.Column(name, sa.BigInteger(), nullable=True))
        op.execute(sa.update(dossiers).values({name: sa.column(source)}))
    for name, kind in (
        ("limit_amount", sa.BigInteger()),
        ("limit_unit", sa.Text()),
        ("calendar", sa.BigInteger()),
    ):
        op.add_column("dossiers", sa.Column(name, kind, nullable=True))
    op.execute(NAMED)
    for name in ("first_due", "moved", "limit_amount", "limit_unit", "calendar"):
        op.alter_column("dossiers", name, nullable=False)
    op.create_index("ix_events_office_id_subject", "events", ["office_id", "subject"])
