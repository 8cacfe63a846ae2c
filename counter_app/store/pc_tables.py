"""What this PC knows about itself and the centre, and the scans it keeps: no projection, not in the log."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text

from counter_app.store.metadata import metadata

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
    Index("briefing_digest", "digest"),  # read in every transaction, without the pages of `json` before it
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
    Column("told_ms", Integer, nullable=False),
    Column("told_boottime_ms", Integer, nullable=False),
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
    Column("feed_mark", LargeBinary, nullable=False),
    Column("archived", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_try_ms", Integer, nullable=False),
    Column("at_once", Integer, nullable=False),
)

# By which kinds of facts the projections were told, when the centre was last found to tell the same of each
# day and of which days it did not (moments in ms UTC), and how often they were therefore told anew.
projection_state = Table(
    "projection_state",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("kinds", Text, nullable=False),
    Column("compared_ms", Integer, nullable=False),
    Column("differing", Text, nullable=False),
    Column("rebuilds", Integer, nullable=False),
    CheckConstraint("one = 1", name="projection_state_one"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
)

# Facts about people and entered leaves that the centre does not count, told by other PCs.
disbelieved = Table(
    "disbelieved",
    metadata,
    Column("event_id", Text, primary_key=True),
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

# Parts of others' logs that the centre tells otherwise since it was put back (`store.displaced`): the event
# whole (JSON), what lay beside it until that is over its time, and when it gave way (ms UTC).
displaced = Table(
    "displaced",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("salt", LargeBinary),
    Column("text", Text),
    Column("at", Integer, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("json", Text, nullable=False),
    Column("saved_at", Integer, nullable=False),
)

# Scans of papers by their SHA-256 and whose they are; no projection: the facts name them by digest.
scans = Table(
    "scans",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("kept_at", Integer, nullable=False),
)

scan_parts = Table(
    "scan_parts",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

# How far the centre has each of them (`store.scan_sends`).
scan_sends = Table(
    "scan_sends",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("received", Integer, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_try_ms", Integer, nullable=False),
    Column("code", Text, nullable=False),
)

# Keys that people made at this PC, each locked under its owner's PIN; `last_online` is when the centre last
# confirmed him here, `failures` the wrong PINs since the last right one (moments in ms UTC).
person_keys = Table(
    "person_keys",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("last_online", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Integer, nullable=False),
)

# Pictures of the office's people, as the briefing names them by their SHA-256.
photos = Table(
    "photos",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# Installations that this PC was and is no more (`store.succession`): nothing is added to their logs.
former_installations = Table(
    "former_installations",
    metadata,
    Column("installation_id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("ended_at", Integer, nullable=False),
)

# The last copy made of this store and where, and the last try with the code of its failure ("" for none).
backup_state = Table(
    "backup_state",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("made_at", Integer),
    Column("place", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("tried_at", Integer, nullable=False),
    Column("failure", Text, nullable=False),
    CheckConstraint("one = 1", name="backup_state_one"),
)

# Subjects whose personal data this PC has purged, when (ms UTC) and why: it was over its time, or erased at
# the centre.
purged = Table(
    "purged",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
)

# When the last purge ended (ms UTC), how much it purged, and what it had to keep (JSON: reason to count).
retention_state = Table(
    "retention_state",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("ran_at", Integer, nullable=False),
    Column("purged", Integer, nullable=False),
    Column("held", Text, nullable=False),
    CheckConstraint("one = 1", name="retention_state_one"),
)
