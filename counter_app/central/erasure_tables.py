"""Whose personal data was erased on request: what comes later beside these subjects' events is not kept."""

from sqlalchemy import Connection, ForeignKeyConstraint, PrimaryKeyConstraint, Table, select

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


def is_erased(connection: Connection, office_id: str, subject: str) -> bool:
    """Tell whether personal data of a subject was erased."""
    asked = select(erasures.c.at).where(erasures.c.office_id == office_id, erasures.c.subject == subject)
    return connection.execute(asked).first() is not None
