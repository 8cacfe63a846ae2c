"""The tables of an office's people at the centre: their roles, PINs and keys."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from counter_app.central.schema import big, metadata, raw, text

people = Table(
    "people",
    metadata,
    text("office_id"),
    text("person_id"),
    text("name"),
    text("title"),
    text("field"),
    text("phone"),
    text("counter"),
    text("trained"),
    text("photo"),
    PrimaryKeyConstraint("office_id", "person_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

# Pictures for the duty board, made small by us; only the newest of each person, named by its SHA-256.
photos = Table(
    "photos",
    metadata,
    text("office_id"),
    text("person_id"),
    text("digest"),
    raw("content"),
    PrimaryKeyConstraint("office_id", "person_id"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
)

# Roles by time (YYYY-MM-DD, "" is open); one given is never deleted, it ends.
grants = Table(
    "grants",
    metadata,
    text("office_id"),
    text("grant_id"),
    text("person_id"),
    text("role"),
    text("first_day"),
    text("last_day"),
    text("ground"),
    Column("order", Integer, nullable=False),
    Column("above", Boolean, nullable=False),
    PrimaryKeyConstraint("office_id", "grant_id"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
)

# When each PC was in contact on each day (+07:00), first and last, ms UTC.
contacts = Table(
    "contacts",
    metadata,
    text("office_id"),
    text("installation_id"),
    text("day"),
    big("first"),
    big("last"),
    PrimaryKeyConstraint("office_id", "installation_id", "day"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)

# What administrators did about people, with who and why; nothing here is ever changed.
deeds = Table(
    "deeds",
    metadata,
    text("office_id"),
    text("deed_id"),
    big("at"),
    text("by"),
    text("act"),
    text("person_id"),
    text("reason"),
    text("detail"),
    PrimaryKeyConstraint("office_id", "deed_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

# How each PC told that it stands: the newest report, as JSON.
pc_reports = Table(
    "pc_reports",
    metadata,
    text("office_id"),
    text("installation_id"),
    big("at"),
    text("told"),
    PrimaryKeyConstraint("office_id", "installation_id"),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)

# What a person's PIN is proved by (Argon2id), and the wrong tries since the last right one.
pins = Table(
    "pins",
    metadata,
    text("office_id"),
    text("person_id"),
    raw("verifier"),
    big("set_at"),
    Column("first", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    big("locked_until"),
    PrimaryKeyConstraint("office_id", "person_id"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
)

# The public halves of the keys that people made at their PCs; one that ended stays.
person_keys = Table(
    "person_keys",
    metadata,
    text("office_id"),
    text("person_id"),
    text("installation_id"),
    raw("public_key"),
    big("since"),
    Column("ended", BigInteger),
    PrimaryKeyConstraint("office_id", "public_key"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)
