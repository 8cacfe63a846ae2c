"""What people may do, and by what they prove who they are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Whoever was named before this version has received dossiers: he goes on as an officer.
FIRST = """
    INSERT INTO grants (office_id, grant_id, person_id, role, first_day, last_day, ground, "order", above)
    SELECT office_id, person_id || '-officer', person_id, 'officer', '2025-07-01', '', '', 0, false
    FROM people
"""
NEW = (("people", "trained", "[]"), ("people", "photo", ""), ("offices", "sign_in_from", ""))


def upgrade() -> None:
    for table, name, default in NEW:
        op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=default))
        op.alter_column(table, name, server_default=None)
    op.create_table(
        "grants",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "grant_id", "person_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("role", "first_day", "last_day", "ground")),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("above", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "grant_id", name="pk_grants"),
        _person("grants"),
    )
    op.create_table(
        "pins",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "person_id")),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "person_id", name="pk_pins"),
        _person("pins"),
    )
    op.create_table(
        "person_keys",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("office_id", "person_id", "installation_id")
        ),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "public_key", name="pk_person_keys"),
        _person("person_keys"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_person_keys_office_id_installation_id_installations",
        ),
    )
    op.create_table(
        "photos",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "person_id", "digest")),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "person_id", name="pk_photos"),
        _person("photos"),
    )
    op.execute(FIRST)


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["office_id", "person_id"],
        ["people.office_id", "people.person_id"],
        name=f"fk_{table}_office_id_person_id_people",
    )
