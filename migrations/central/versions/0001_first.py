"""The first tables of the centre."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendars",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_calendars"),
    )
    op.create_table(
        "catalogues",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_catalogues"),
    )
    op.create_table(
        "dossiers",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("procedure_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("return_by", sa.Text(), nullable=False),
        sa.Column("resolving_unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("fee_amount", sa.BigInteger(), nullable=True),
        sa.Column("fee_paid", sa.Boolean(), nullable=False),
        sa.Column("fee_exempt", sa.Boolean(), nullable=False),
        sa.Column("copies_printed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "code", name="pk_dossiers"),
    )
    op.create_index("ix_dossiers_office_id_due", "dossiers", ["office_id", "due"])
    op.create_table(
        "forks",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "hash", name="pk_forks"),
    )
    op.create_table(
        "lanes",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("lane_id", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("recovery_first", sa.Integer(), nullable=False),
        sa.Column("recovery_last", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "lane_id", name="pk_lanes"),
        sa.UniqueConstraint("office_id", "first", "valid_from", name="uq_lanes_office_id_first_valid_from"),
    )
    op.create_table(
        "offices",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("superior", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hotline", sa.Text(), nullable=False),
        sa.Column("complaints", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", name="pk_offices"),
        sa.UniqueConstraint("agency_id", name="uq_offices_agency_id"),
    )
    op.create_table(
        "personal",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "event_id", "digest", name="pk_personal"),
    )
    op.create_table(
        "quarantine",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "event_id", "code", name="pk_quarantine"),
    )
    op.create_table(
        "enrolment_tokens",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_enrolment_tokens_office_id"),
        sa.PrimaryKeyConstraint("office_id", "digest", name="pk_enrolment_tokens"),
        sa.UniqueConstraint("digest", name="uq_enrolment_tokens_digest"),
    )
    op.create_table(
        "hours",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("effective", sa.Text(), nullable=False),
        sa.Column("sessions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_hours_office_id"),
        sa.PrimaryKeyConstraint("office_id", "effective", name="pk_hours"),
    )
    op.create_table(
        "installations",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_installations_office_id"),
        sa.PrimaryKeyConstraint("office_id", "installation_id", name="pk_installations"),
        sa.UniqueConstraint("installation_id", name="uq_installations_installation_id"),
    )
    op.create_table(
        "people",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_people_office_id"),
        sa.PrimaryKeyConstraint("office_id", "person_id", name="pk_people"),
    )
    op.create_table(
        "positions",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_positions_office_id"),
        sa.PrimaryKeyConstraint("office_id", name="pk_positions"),
    )
    op.create_table(
        "events",
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("installation_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("prev", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.BigInteger(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("personal_digest", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_events_office_id_installation_id",
        ),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "seq", name="pk_events"),
        sa.UniqueConstraint("office_id", "event_id", name="uq_events_office_id_event_id"),
        sa.UniqueConstraint("office_id", "position", name="uq_events_office_id_position"),
    )


def downgrade() -> None:
    op.drop_table("events")
    op.drop_table("positions")
    op.drop_table("people")
    op.drop_table("installations")
    op.drop_table("hours")
    op.drop_table("enrolment_tokens")
    op.drop_table("quarantine")
    op.drop_table("personal")
    op.drop_table("offices")
    op.drop_table("lanes")
    op.drop_table("forks")
    op.drop_table("dossiers")
    op.drop_table("catalogues")
    op.drop_table("calendars")
