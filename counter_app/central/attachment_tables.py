"""Tables of scans: parts are never changed; an upload that turned out wrong counts it and begins anew."""

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, PrimaryKeyConstraint, Table

from counter_app.central.schema import big, metadata, raw, text

# One PC's upload of one file: `received` of `size` bytes; `whole_at` once they proved to be the digest's.
# `event_id` names the file: with it the upload began.
uploads = Table(
    "scan_uploads",
    metadata,
    text("office_id"),
    text("digest"),
    text("installation_id"),
    big("size"),
    big("received"),
    big("failures"),
    big("began_at"),
    Column("whole_at", BigInteger),
    text("event_id"),
    PrimaryKeyConstraint("office_id", "digest", "installation_id"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
    Index("ix_scan_uploads_office_id_installation_id", "office_id", "installation_id"),
)

# `failures` is the upload's when the part came: what was sent before the last failure is read by nobody.
parts = Table(
    "scan_parts",
    metadata,
    text("office_id"),
    text("digest"),
    text("installation_id"),
    big("failures"),
    big("start"),
    raw("content"),
    PrimaryKeyConstraint("office_id", "digest", "installation_id", "failures", "start"),
)
