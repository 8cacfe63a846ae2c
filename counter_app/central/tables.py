"""The centre's tables. Every key begins with office_id, so that an existing engine can shard by it.

`installations` and `enrolment_tokens` are also found by their own id; catalogues and calendars are common.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from counter_app.central.schema import big, metadata, raw, text

# `revision` grows with every change of what a briefing tells; `rules` names the rule set in force,
# `sign_in_from` the day (YYYY-MM-DD) from which nobody acts without his PIN, "" for none yet.
offices = Table(
    "offices",
    metadata,
    text("office_id"),
    text("agency_id"),
    text("superior"),
    text("name"),
    text("place"),
    text("address"),
    text("hotline"),
    text("complaints"),
    text("rules"),
    text("sign_in_from"),
    big("revision"),
    PrimaryKeyConstraint("office_id"),
    UniqueConstraint("agency_id"),
)

hours = Table(
    "hours",
    metadata,
    text("office_id"),
    text("effective"),
    text("sessions"),
    PrimaryKeyConstraint("office_id", "effective"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

installations = Table(
    "installations",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("public_key"),
    text("label"),
    big("enrolled_at"),
    Column("revoked_at", BigInteger),
    Column("revoked_by", Text),
    Column("revoked_reason", Text),
    PrimaryKeyConstraint("office_id", "installation_id"),
    UniqueConstraint("installation_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

lanes = Table(
    "lanes",
    metadata,
    text("office_id"),
    text("lane_id"),
    text("agency_id"),
    text("installation_id"),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("recovery_first", Integer, nullable=False),
    Column("recovery_last", Integer, nullable=False),
    text("valid_from"),
    text("valid_to"),
    raw("signature"),
    PrimaryKeyConstraint("office_id", "lane_id"),
    UniqueConstraint("office_id", "first", "valid_from"),
)

enrolment_tokens = Table(
    "enrolment_tokens",
    metadata,
    text("office_id"),
    raw("digest"),
    big("expires_at"),
    Column("used_at", BigInteger),
    Column("used_by", Text),
    PrimaryKeyConstraint("office_id", "digest"),
    UniqueConstraint("digest"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

# The feed's order: handed out under this row's lock, so that no position becomes visible late.
positions = Table(
    "positions",
    metadata,
    text("office_id"),
    big("last"),
    PrimaryKeyConstraint("office_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

events = Table(
    "events",
    metadata,
    text("office_id"),
    text("installation_id"),
    big("seq"),
    big("position"),
    text("event_id"),
    raw("prev"),
    text("kind"),
    Column("version", Integer, nullable=False),
    text("subject"),
    text("actor_id"),
    big("happened_at"),
    text("clock"),
    text("body"),
    Column("personal_digest", LargeBinary),
    raw("signature"),
    raw("hash"),
    big("received_at"),
    PrimaryKeyConstraint("office_id", "installation_id", "seq"),
    UniqueConstraint("office_id", "event_id"),
    UniqueConstraint("office_id", "position"),
    Index("ix_events_office_id_subject", "office_id", "subject"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)

personal = Table(
    "personal",
    metadata,
    text("office_id"),
    text("event_id"),
    raw("digest"),
    raw("salt"),
    text("text"),
    PrimaryKeyConstraint("office_id", "event_id", "digest"),
)

# A second history signed by the same key: kept whole (`raw` is the event's JSON), never joined to the first.
# `settled` is when (ms UTC) somebody had looked at it and left it uncounted, here and in `quarantine`.
forks = Table(
    "forks",
    metadata,
    text("office_id"),
    text("installation_id"),
    raw("hash"),
    big("seq"),
    text("event_id"),
    text("raw"),
    big("received_at"),
    Column("settled", BigInteger),
    PrimaryKeyConstraint("office_id", "installation_id", "hash"),
)

quarantine = Table(
    "quarantine",
    metadata,
    text("office_id"),
    text("event_id"),
    text("code"),
    big("seq"),
    big("at"),
    Column("settled", BigInteger),
    PrimaryKeyConstraint("office_id", "event_id", "code"),
)

# The public half of `domain.dossier.Dossier`, column for field; judged facts only.
dossiers = Table(
    "dossiers",
    metadata,
    text("office_id"),
    text("code"),
    text("event_id"),
    text("installation_id"),
    big("seq"),
    text("actor_id"),
    text("procedure"),
    text("procedure_name"),
    text("channel"),
    big("received"),
    big("first_due"),
    big("due"),
    text("day"),
    text("return_by"),
    text("resolving_unit"),
    big("limit_amount"),
    text("limit_unit"),
    big("calendar"),
    Column("since", BigInteger),
    Column("state", Integer, nullable=False),
    Column("fee_amount", BigInteger),
    Column("fee_paid", Boolean, nullable=False),
    Column("fee_exempt", Boolean, nullable=False),
    big("copies_printed"),
    Column("extended_due", BigInteger),
    Column("waiting_since", BigInteger),
    big("asked"),
    text("holder"),
    big("moved"),
    Column("resolved", BigInteger),
    Column("arrived", BigInteger),
    Column("told", BigInteger),
    Column("returned", BigInteger),
    Column("ended", BigInteger),
    Column("apology", BigInteger),
    Column("apology_latest", BigInteger),
    text("missed"),
    Column("explained", BigInteger),
    big("amended"),
    text("linked_to"),
    Column("at_once", Boolean, nullable=False),
    PrimaryKeyConstraint("office_id", "code"),
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", Integer, nullable=False, autoincrement=False),
    text("effective"),
    text("body"),
    PrimaryKeyConstraint("version"),
)

# `scope` is national, province or office, `place` "", the province's code (H26) or the office_id. `effective`
# is the day from which the version binds, `ground` the decision; both "" for what `init` loaded.
calendars = Table(
    "calendars",
    metadata,
    Column("version", Integer, nullable=False, autoincrement=False),
    text("body"),
    text("scope"),
    text("place"),
    text("effective"),
    text("ground"),
    big("published_at"),
    PrimaryKeyConstraint("version"),
)

# Paper books: whose leaves' codes may be entered later. `by` whom granted, and why.
books = Table(
    "books",
    metadata,
    text("office_id"),
    text("book_id"),
    text("agency_id"),
    text("day"),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    big("granted"),
    raw("signature"),
    text("by"),
    text("reason"),
    PrimaryKeyConstraint("office_id", "book_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)
