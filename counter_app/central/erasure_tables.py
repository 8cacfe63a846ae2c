"""Whose personal data was erased on request: what comes later beside these subjects' events is not kept."""

from sqlalchemy import ForeignKeyConstraint, PrimaryKeyConstraint, Table

from counter_app.central.schema import big, metadata, text

# `subject` is a dossier's code, the event_id of who was turned away, the online arrival's that either came
# from, or the digest of a scan that went with it.
erasures = Table(
    "erasures",
    metadata,
    text("office_id"),
    text("subject"),
    big("at"),
    PrimaryKeyConstraint("office_id", "subject"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)
