"""The log and the lists kept from it; `staff_tables` has those about people, `pc_tables` the rest.

Their DDL with its triggers lives in migrations/local; a test holds both equal.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from counter_app.domain.clock import UNSURE
from counter_app.store.metadata import metadata
from counter_app.store.staff_tables import STAFF_LISTS

UNSURE_CLOCK = f"clock IN ({', '.join(repr(quality) for quality in UNSURE)})"

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
    Index("events_apologies", "happened_at", sqlite_where=text("kind = 'apology.prepared'")),
    Index("events_unsure", "kind", "subject", "clock", sqlite_where=text(UNSURE_CLOCK)),
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
    Column("first_due", Integer, nullable=False),
    Column("due", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("person_key", Text, nullable=False),
    Column("return_by", Text, nullable=False),
    Column("resolving_unit", Text, nullable=False),
    Column("limit_amount", Integer, nullable=False),
    Column("limit_unit", Text, nullable=False),
    Column("calendar", Integer, nullable=False),
    Column("since", Integer),
    Column("state", Integer, nullable=False),
    Column("fee_amount", Integer),
    Column("fee_paid", Boolean, nullable=False),
    Column("fee_exempt", Boolean, nullable=False),
    Column("copies_printed", Integer, nullable=False),
    Column("extended_due", Integer),
    Column("waiting_since", Integer),
    Column("asked", Integer, nullable=False),
    Column("holder", Text, nullable=False),
    Column("moved", Integer, nullable=False),
    Column("resolved", Integer),
    Column("arrived", Integer),
    Column("told", Integer),
    Column("returned", Integer),
    Column("ended", Integer),
    Column("apology", Integer),
    Column("apology_latest", Integer),
    Column("missed", Text, nullable=False),
    Column("explained", Integer),
    Column("amended", Integer, nullable=False),
    Column("linked_to", Text, nullable=False),
    Column("at_once", Boolean, nullable=False),
    Column("watched", Integer),
    Column("closed_day", Text, nullable=False),
    Column("late", Text, nullable=False),
    Index("dossiers_day", "day", "person_key"),
    Index("dossiers_own", "actor_id", "code", sqlite_where=text("closed_day = '' AND holder = ''")),
    Index("dossiers_closed", "closed_day", "code", sqlite_where=text("closed_day <> ''")),
    Index("dossiers_watched", "watched", "code", sqlite_where=text("watched IS NOT NULL")),
    Index("dossiers_still", "moved", "code", "watched", sqlite_where=text("watched IS NOT NULL")),
    Index("dossiers_waiting", "waiting_since", "code", sqlite_where=text("waiting_since IS NOT NULL")),
    Index(
        "dossiers_at_desk", "arrived", "code", sqlite_where=text("arrived IS NOT NULL AND closed_day = ''")
    ),
    Index(
        "dossiers_unprinted",
        "installation_id",
        "seq",
        sqlite_where=text("copies_printed = 0 AND closed_day = ''"),
    ),
)

lane_use = Table(
    "lane_use",
    metadata,
    Column("lane_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("serial", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Every identity (folded name; number of a paper, "" for none) and procedure that a dossier ever had.
claimants = Table(
    "claimants",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Index("claimants_name", "name"),
    Index("claimants_number", "number", sqlite_where=text("number <> ''")),
    sqlite_with_rowid=False,
)

claimed = Table(
    "claimed",
    metadata,
    Column("code", Text, primary_key=True),
    Column("procedure", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# Fresh receipts that may hide an earlier promise, on whichever PCs both were made (`store/linked`).
linked = Table(
    "linked",
    metadata,
    Column("code", Text, primary_key=True),
    Column("earlier", Text, primary_key=True),
    Column("earlier_due", Integer, nullable=False),
    Index("linked_earlier", "earlier"),
    sqlite_with_rowid=False,
)

# Sent away before reception, with Form 02 or 03: no code, no clock, found again by person and procedure.
turned_away = Table(
    "turned_away",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("installation_id", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("procedure_name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("person_key", Text, nullable=False),
    Column("missing", Text, nullable=False),
    Index("turned_away_day", "day"),
    Index("turned_away_person", "person_key", "procedure"),
)

# One row for each hand-over of a dossier's papers; the receiver's side is empty until it is recorded.
handovers = Table(
    "handovers",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("day", Text, nullable=False),
    Column("from_unit", Text, nullable=False),
    Column("to_unit", Text, nullable=False),
    Column("giver", Text, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("share_due", Integer),
    Column("taken_at", Integer),
    Column("receiver", Text, nullable=False),
    Index("handovers_code", "code", "taken_at"),
    Index("handovers_day", "day"),
    Index("handovers_sheet", "sheet"),
    Index("handovers_share", "share_due", "event_id", sqlite_where=text("share_due IS NOT NULL")),
    Index("handovers_untaken", "at", "event_id", sqlite_where=text("taken_at IS NULL")),
)

# Money an officer took, in VND; `receipted` once a fee receipt of it was printed.
takings = Table(
    "takings",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("installation_id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("receipted", Boolean, nullable=False),
    Index("takings_code", "code"),
)

# Who was told of a promise on a day that is off now, by calendar version.
calendar_told = Table(
    "calendar_told",
    metadata,
    Column("code", Text, primary_key=True),
    Column("calendar", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("actor_id", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Dossiers handed in online; answered once `answered` is set.
online_inbox = Table(
    "online_inbox",
    metadata,
    Column("reference", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("arrived", Integer),
    Column("answered", Integer),
    Column("answer", Text, nullable=False),
    Column("code", Text, nullable=False),
    Index("online_inbox_open", "arrived", sqlite_where=text("answered IS NULL")),
)

closings = Table(
    "closings",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("installation_id", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("at", Integer, nullable=False),
)

PROJECTIONS = (
    dossiers,
    lane_use,
    claimants,
    claimed,
    linked,
    turned_away,
    handovers,
    takings,
    calendar_told,
    closings,
    online_inbox,
    *STAFF_LISTS,
)
