"""The table of the keys by which a PC's first one was followed."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, PrimaryKeyConstraint, Table

from counter_app.central.schema import big, metadata, raw, text

# `raw` is the event that says so as JSON, signed by the key that it `follows`, `seq` its number and `since`
# its moment (ms UTC). `in_force` is what the log tells; any other may come yet, or is a copy's (`keys`).
installation_keys = Table(
    "installation_keys",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("public_key"),
    big("seq"),
    big("since"),
    Column("in_force", Boolean, nullable=False),
    raw("follows"),
    text("raw"),
    PrimaryKeyConstraint("office_id", "installation_id", "public_key"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)
