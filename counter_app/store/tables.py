"""The counter's tables. Their DDL with its triggers lives in migrations/local; a test holds both equal."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("installation_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("event_id", Text, nullable=False, unique=True),
    Column("prev", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("happened_at", Integer, nullable=False),
    Column("clock", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("personal_digest", LargeBinary),
    Column("signature", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("installation_id", "seq"),
    Index("events_subject", "subject"),
    sqlite_autoincrement=True,
)

personal = Table(
    "personal",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Projections: `rebuild` empties and refills them from the log.

dossiers = Table(
    "dossiers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("installation_id", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received", Integer, nullable=False),
    Column("due", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("person_key", Text, nullable=False),
    Column("return_by", Text, nullable=False),
    Column("resolving_unit", Text, nullable=False),
    Column("state", Integer, nullable=False),
    Column("fee_amount", Integer),
    Column("fee_paid", Boolean, nullable=False),
    Column("fee_exempt", Boolean, nullable=False),
    Column("copies_printed", Integer, nullable=False),
    Index("dossiers_day", "day", "person_key"),
    Index("dossiers_unprinted", "installation_id", "seq", sqlite_where=text("copies_printed = 0")),
)

lane_use = Table(
    "lane_use",
    metadata,
    Column("lane_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("serial", Integer, nullable=False),
    sqlite_with_rowid=False,
)

asked = Table(
    "asked",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("installation_id", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("person_key", Text, nullable=False),
    Column("missing", Text, nullable=False),
    Index("asked_day", "day"),
)

# What this PC knows about itself and the centre: no projection, not in the log.

installation = Table(
    "installation",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("installation_id", Text, nullable=False),
    Column("office_id", Text, nullable=False),
    Column("centre_url", Text, nullable=False),
    Column("centre_key", LargeBinary, nullable=False),
    Column("ca", Text, nullable=False),
    Column("enrolled_at", Integer, nullable=False),
    CheckConstraint("one = 1", name="installation_one"),
)

briefing = Table(
    "briefing",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("json", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
    Column("received_at", Integer, nullable=False),
    CheckConstraint("one = 1", name="briefing_one"),
)

calendars = Table(
    "calendars",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, primary_key=True),
    Column("days", LargeBinary, nullable=False),
    Column("hours", LargeBinary, nullable=False),
    Column("rules", Text, nullable=False),
    Column("received_at", Integer, nullable=False),
    sqlite_with_rowid=False,
)

clock_anchor = Table(
    "clock_anchor",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("signed_ms", Integer, nullable=False),
    Column("boot_id", Text, nullable=False),
    Column("boottime_ms", Integer, nullable=False),
    Column("anchored_seq", Integer, nullable=False),
    Column("confirmed_boot", Text, nullable=False),
    CheckConstraint("one = 1", name="clock_anchor_one"),
)

sync_state = Table(
    "sync_state",
    metadata,
    Column("installation_id", Text, primary_key=True),
    Column("acknowledged", Integer, nullable=False),
    Column("feed_cursor", Integer, nullable=False),
    Column("store_epoch", Text, nullable=False),
    Column("last_contact_ms", Integer),
    Column("unreachable_since", Integer),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("code", Text, nullable=False),
)

doubts = Table(
    "doubts",
    metadata,
    Column("installation_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("noted_ms", Integer, nullable=False),
    Column("retried", Boolean, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("json", Text, nullable=False),
)

PROJECTIONS = (dossiers, lane_use, asked)
