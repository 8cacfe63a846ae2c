"""The table of the keys by which a PC's first one was followed."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, PrimaryKeyConstraint, Table

from counter_app.central.schema import big, metadata, raw, text

# `raw` is the event that says so as JSON, signed by a key before it, `seq` its number and `since` its moment
# (ms UTC). Not `in_force` is one that a copy of the PC told, whose own key had been followed already.
installation_keys = Table(
    "installation_keys",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("public_key"),
    big("seq"),
    big("since"),
    Column("in_force", Boolean, nullable=False),
    text("raw"),
    PrimaryKeyConstraint("office_id", "installation_id", "public_key"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)
