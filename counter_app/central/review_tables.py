"""The tables of what revoked installations sent: kept whole, and what a person decided about it."""

from sqlalchemy import Boolean, Column, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint, Table, exists

from counter_app.central.schema import big, metadata, raw, text

# Each event as it came (`raw` is its JSON), and which installation brought it: itself or its successor.
reviews = Table(
    "reviews",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("hash"),
    big("seq"),
    raw("prev"),
    text("event_id"),
    Column("personal_digest", LargeBinary),
    text("raw"),
    text("carried_by"),
    big("received_at"),
    PrimaryKeyConstraint("office_id", "installation_id", "hash"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)

# What was decided, once for each event; the event itself stays in `reviews` either way.
rulings = Table(
    "rulings",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("hash"),
    Column("accepted", Boolean, nullable=False),
    text("by"),
    text("reason"),
    big("at"),
    PrimaryKeyConstraint("office_id", "installation_id", "hash"),
    ForeignKeyConstraint(
        ["office_id", "installation_id", "hash"],
        ["reviews.office_id", "reviews.installation_id", "reviews.hash"],
    ),
)

# Of a review's row: somebody has decided about it.
RULED = exists().where(
    rulings.c.office_id == reviews.c.office_id,
    rulings.c.installation_id == reviews.c.installation_id,
    rulings.c.hash == reviews.c.hash,
)
