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
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _big(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


# `revision` grows with every change of what a briefing tells; `rules` names the rule set in force,
# `sign_in_from` the day (YYYY-MM-DD) from which nobody acts without his PIN, "" for none yet.
offices = Table(
    "offices",
    metadata,
    _text("office_id"),
    _text("agency_id"),
    _text("superior"),
    _text("name"),
    _text("place"),
    _text("address"),
    _text("hotline"),
    _text("complaints"),
    _text("rules"),
    _text("sign_in_from"),
    _big("revision"),
    PrimaryKeyConstraint("office_id"),
    UniqueConstraint("agency_id"),
)

people = Table(
    "people",
    metadata,
    _text("office_id"),
    _text("person_id"),
    _text("name"),
    _text("title"),
    _text("field"),
    _text("phone"),
    _text("counter"),
    _text("trained"),
    _text("photo"),
    PrimaryKeyConstraint("office_id", "person_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

# Roles by time (YYYY-MM-DD, "" is open); one given is never deleted, it ends.
grants = Table(
    "grants",
    metadata,
    _text("office_id"),
    _text("grant_id"),
    _text("person_id"),
    _text("role"),
    _text("first_day"),
    _text("last_day"),
    _text("ground"),
    Column("order", Integer, nullable=False),
    Column("above", Boolean, nullable=False),
    PrimaryKeyConstraint("office_id", "grant_id"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
)

# What a person's PIN is proved by (Argon2id), and the wrong tries since the last right one.
pins = Table(
    "pins",
    metadata,
    _text("office_id"),
    _text("person_id"),
    _bytes("verifier"),
    _big("set_at"),
    Column("first", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    _big("locked_until"),
    PrimaryKeyConstraint("office_id", "person_id"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
)

# The public halves of the keys that people made at their PCs; one that ended stays.
person_keys = Table(
    "person_keys",
    metadata,
    _text("office_id"),
    _text("person_id"),
    _text("installation_id"),
    _bytes("public_key"),
    _big("since"),
    Column("ended", BigInteger),
    PrimaryKeyConstraint("office_id", "public_key"),
    ForeignKeyConstraint(["office_id", "person_id"], ["people.office_id", "people.person_id"]),
    ForeignKeyConstraint(
        ["office_id", "installation_id"], ["installations.office_id", "installations.installation_id"]
    ),
)

hours = Table(
    "hours",
    metadata,
    _text("office_id"),
    _text("effective"),
    _text("sessions"),
    PrimaryKeyConstraint("office_id", "effective"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

installations = Table(
    "installations",
    metadata,
    _text("office_id"),
    _text("installation_id"),
    _bytes("public_key"),
    _text("label"),
    _big("enrolled_at"),
    Column("revoked_at", BigInteger),
    PrimaryKeyConstraint("office_id", "installation_id"),
    UniqueConstraint("installation_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

lanes = Table(
    "lanes",
    metadata,
    _text("office_id"),
    _text("lane_id"),
    _text("agency_id"),
    _text("installation_id"),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("recovery_first", Integer, nullable=False),
    Column("recovery_last", Integer, nullable=False),
    _text("valid_from"),
    _text("valid_to"),
    _bytes("signature"),
    PrimaryKeyConstraint("office_id", "lane_id"),
    UniqueConstraint("office_id", "first", "valid_from"),
)

enrolment_tokens = Table(
    "enrolment_tokens",
    metadata,
    _text("office_id"),
    _bytes("digest"),
    _big("expires_at"),
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
    _text("office_id"),
    _big("last"),
    PrimaryKeyConstraint("office_id"),
    ForeignKeyConstraint(["office_id"], ["offices.office_id"]),
)

events = Table(
    "events",
    metadata,
    _text("office_id"),
    _text("installation_id"),
    _big("seq"),
    _big("position"),
    _text("event_id"),
    _bytes("prev"),
    _text("kind"),
    Column("version", Integer, nullable=False),
    _text("subject"),
    _text("actor_id"),
    _big("happened_at"),
    _text("clock"),
    _text("body"),
    Column("personal_digest", LargeBinary),
    _bytes("signature"),
    _bytes("hash"),
    _big("received_at"),
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
    _text("office_id"),
    _text("event_id"),
    _bytes("digest"),
    _bytes("salt"),
    _text("text"),
    PrimaryKeyConstraint("office_id", "event_id", "digest"),
)

# A second history signed by the same key: kept whole (`raw` is the event's JSON), never joined to the first.
forks = Table(
    "forks",
    metadata,
    _text("office_id"),
    _text("installation_id"),
    _bytes("hash"),
    _big("seq"),
    _text("event_id"),
    _text("raw"),
    _big("received_at"),
    PrimaryKeyConstraint("office_id", "installation_id", "hash"),
)

quarantine = Table(
    "quarantine",
    metadata,
    _text("office_id"),
    _text("event_id"),
    _text("code"),
    _big("seq"),
    _big("at"),
    PrimaryKeyConstraint("office_id", "event_id", "code"),
)

# The public half of `domain.dossier.Dossier`, column for field; judged facts only.
dossiers = Table(
    "dossiers",
    metadata,
    _text("office_id"),
    _text("code"),
    _text("event_id"),
    _text("installation_id"),
    _big("seq"),
    _text("actor_id"),
    _text("procedure"),
    _text("procedure_name"),
    _text("channel"),
    _big("received"),
    _big("first_due"),
    _big("due"),
    _text("day"),
    _text("return_by"),
    _text("resolving_unit"),
    _big("limit_amount"),
    _text("limit_unit"),
    _big("calendar"),
    Column("since", BigInteger),
    Column("state", Integer, nullable=False),
    Column("fee_amount", BigInteger),
    Column("fee_paid", Boolean, nullable=False),
    Column("fee_exempt", Boolean, nullable=False),
    _big("copies_printed"),
    Column("extended_due", BigInteger),
    Column("waiting_since", BigInteger),
    _big("asked"),
    _text("holder"),
    _big("moved"),
    Column("resolved", BigInteger),
    Column("arrived", BigInteger),
    Column("told", BigInteger),
    Column("returned", BigInteger),
    Column("ended", BigInteger),
    Column("apology", BigInteger),
    Column("apology_latest", BigInteger),
    _text("missed"),
    Column("explained", BigInteger),
    _big("amended"),
    _text("linked_to"),
    Column("at_once", Boolean, nullable=False),
    PrimaryKeyConstraint("office_id", "code"),
    Index("ix_dossiers_office_id_due", "office_id", "due"),
)

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", Integer, nullable=False, autoincrement=False),
    _text("effective"),
    _text("body"),
    PrimaryKeyConstraint("version"),
)

# `scope` is national, province or office, `place` "", the province's code (H26) or the office_id. `effective`
# is the day from which the version binds, `ground` the decision; both "" for what `init` loaded.
calendars = Table(
    "calendars",
    metadata,
    Column("version", Integer, nullable=False, autoincrement=False),
    _text("body"),
    _text("scope"),
    _text("place"),
    _text("effective"),
    _text("ground"),
    _big("published_at"),
    PrimaryKeyConstraint("version"),
)
