"""The lists about people, told from the log: who is away, who stands in, what is on record of whom.

And, of this PC alone, which lists of what changes hands still wait for the printer.
"""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from counter_app.store.metadata import metadata

# One row for each absence. `spans` are JSON pairs of minutes as logged, `until` the end of the last that
# stands; whose beginning lies at or after an early return `back` was called off. `dropped` are JSON minutes:
# each ends only the span it lies in.
absences = Table(
    "absences",
    metadata,
    Column("absence", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("logged_by", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("spans", Text, nullable=False),
    Column("until", Integer, nullable=False),
    Column("planned", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("back", Integer),
    Column("dropped", Text, nullable=False),
    Index("absences_until", "until"),
)

# One row for each request. What approvers said stands in `decisions` as the log tells it (JSON):
# whether their signatures hold is asked when it is read. `until` is the last minute asked for, `began` that
# in which somebody first sat down, `sittings` each such minute with the number of its list (JSON).
substitutions = Table(
    "substitutions",
    metadata,
    Column("request", Text, primary_key=True),
    Column("asked_event", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("absence", Text, nullable=False),
    Column("absent", Text, nullable=False),
    Column("counter", Text, nullable=False),
    Column("substitute", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("spans", Text, nullable=False),
    Column("until", Integer, nullable=False),
    Column("accepted", Boolean),
    Column("began", Integer),
    Column("ended", Integer),
    Column("why", Text, nullable=False),
    Column("declined", Integer),
    Column("dropped", Text, nullable=False),
    Column("sittings", Text, nullable=False),
    Column("ended_sheet", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    Index("substitutions_until", "until"),
    Index("substitutions_seated", "until", "began", sqlite_where=text("began IS NOT NULL")),
)

# One row for each fact about a person that stands for itself; an inspection's for each of its people, its
# follow-ups' for none. `due` (YYYY-MM-DD) is when an inspection is looked at again, `done` closes it.
staff_records = Table(
    "staff_records",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("due", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("staff_records_person", "person", "at"),
    Index("staff_records_kind", "kind", "at"),
)

unprinted_lists = Table(
    "unprinted_lists",
    metadata,
    Column("number", Text, primary_key=True),
    Column("request", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("back", Boolean, nullable=False),
)

STAFF_LISTS = (absences, substitutions, staff_records)
