"""Which key another followed: the table anew, as the log tells it. What it has not yet, a PC tells again.

When somebody settled what does not count.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BYTES = ("prev", "personal_digest", "signature")
_EVENT = (
    *("event_id", "installation_id", "seq", "prev", "kind", "version", "subject", "actor_id"),
    *("happened_at", "clock", "body", "personal_digest", "signature"),
)


def upgrade() -> None:
    """Nothing of what stood there is judged: a copy may have told a key under a number of its own."""
    op.execute("DROP TABLE IF EXISTS installation_keys")  # none where 0007 did not make it yet
    _create()
    raw = ", ".join(f"'{name}', {_told(name)}" for name in _EVENT)
    op.execute(
        "INSERT INTO installation_keys"  # noqa: S608 (names only)
        " (office_id, installation_id, public_key, seq, since, in_force, raw, follows)"
        " SELECT office_id, installation_id, key, seq, happened_at, true, raw,"
        " coalesce(lag(key) OVER (PARTITION BY office_id, installation_id ORDER BY seq), public_key)"
        " FROM (SELECT e.office_id, e.installation_id, e.seq, e.happened_at, i.public_key,"
        """ decode(substring(e.body from '"key"."([0-9a-f]{64})"'), 'hex') AS key,"""
        f" json_build_object({raw})::text AS raw"
        " FROM events e JOIN installations i USING (office_id, installation_id)"
        " WHERE e.kind = 'installation.key_rotated' AND e.subject = e.installation_id) told"
        " WHERE key IS NOT NULL ON CONFLICT DO NOTHING"
    )
    for table in ("quarantine", "forks"):
        op.add_column(table, sa.Column("settled", sa.BigInteger()))


def _told(name: str) -> str:
    """Return how an event's part is written in JSON; PostgreSQL breaks base64 into lines."""
    return f"translate(encode(e.{name}, 'base64'), chr(10), '')" if name in _BYTES else f"e.{name}"


def _create() -> None:
    op.create_table(
        "installation_keys",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("office_id", "installation_id", "raw")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("public_key", "follows")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("seq", "since")),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "installation_id", "public_key", name="pk_installation_keys"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_installation_keys_office_id_installation_id_installations",
        ),
    )
