"""Why an installation was revoked, and what it sent afterwards: kept apart until a person has decided."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("revoked_by", "revoked_reason"):
        op.add_column("installations", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "reviews",
        *_keys(),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "received_at")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("event_id", "raw", "carried_by")),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("personal_digest", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "hash", name="pk_reviews"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_reviews_office_id_installation_id_installations",
        ),
    )
    op.create_table(
        "rulings",
        *_keys(),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by", "reason")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "hash", name="pk_rulings"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id", "hash"],
            ["reviews.office_id", "reviews.installation_id", "reviews.hash"],
            name="fk_rulings_office_id_installation_id_hash_reviews",
        ),
    )
    _add_epochs()
    _add_deeds()
    _add_contacts()


def _add_contacts() -> None:
    """Add when each PC was in contact."""
    op.create_table(
        "contacts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "installation_id", "day")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("first", "last")),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "day", name="pk_contacts"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_contacts_office_id_installation_id_installations",
        ),
    )


def _add_deeds() -> None:
    """Add what administrators did about people, with who and why."""
    names = ("office_id", "deed_id", "by", "act", "person_id", "reason", "detail")
    op.create_table(
        "deeds",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "deed_id", name="pk_deeds"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_deeds_office_id_offices"),
    )


def _add_epochs() -> None:
    """Add the epochs that a database has lived through, and what of it backups hold."""
    op.create_table(
        "epochs",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "epoch", "course")),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("position", "began_at")),
        sa.PrimaryKeyConstraint("office_id", "number", name="pk_epochs"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_epochs_office_id_offices"),
    )
    op.create_table(
        "archived",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "installation_id")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "at")),
        sa.PrimaryKeyConstraint("office_id", "installation_id", name="pk_archived"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_archived_office_id_installation_id_installations",
        ),
    )


def _keys() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    )
