"""A scan's upload names its event; what is erased is told by its dossier, no longer by its content. Keys that
followed a PC's first one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan_uploads", sa.Column("event_id", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE scan_uploads SET event_id = coalesce((SELECT min(event_id) FROM events WHERE"
        " events.office_id = scan_uploads.office_id AND strpos(body, digest) > 0), '')"
    )
    op.alter_column("scan_uploads", "event_id", server_default=None)
    op.drop_table("scan_erasures")
    op.create_table(
        "installation_keys",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "installation_id", "raw")),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "since")),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "public_key", name="pk_installation_keys"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_installation_keys_office_id_installation_id_installations",
        ),
    )
