"""Tables about the database itself: the epochs it has lived through, and what backups hold of it."""

from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Table

from counter_app.central.schema import big, metadata, text

# `epoch` is a random id; `course` what PostgreSQL said of itself then, `position` how far the feed had got.
epochs = Table(
    "epochs",
    metadata,
    text("office_id"),
    Column("number", Integer, nullable=False, autoincrement=False),
    text("epoch"),
    text("course"),
    big("position"),
    big("began_at"),
    PrimaryKeyConstraint("office_id", "number"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

# Every event of an installation up to `seq` is in a backup; `at` (ms UTC) is when that was told.
archived = Table(
    "archived",
    metadata,
    text("office_id"),
    text("installation_id"),
    big("seq"),
    big("at"),
    PrimaryKeyConstraint("office_id", "installation_id"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)
