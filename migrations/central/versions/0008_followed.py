"""Which key another followed; in force is only what the log tells. What it has not yet, a PC tells again.

When somebody settled what does not count.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "DELETE FROM installation_keys k WHERE NOT EXISTS (SELECT 1 FROM events e WHERE"
        " e.office_id = k.office_id AND e.installation_id = k.installation_id AND e.seq = k.seq"
        " AND e.kind = 'installation.key_rotated' AND strpos(e.body, encode(k.public_key, 'hex')) > 0)"
    )
    op.execute("UPDATE installation_keys SET in_force = true")
    op.add_column("installation_keys", sa.Column("follows", sa.LargeBinary()))
    op.execute(
        "UPDATE installation_keys k SET follows = coalesce((SELECT b.public_key FROM installation_keys b"
        " WHERE b.office_id = k.office_id AND b.installation_id = k.installation_id AND b.seq < k.seq"
        " ORDER BY b.seq DESC LIMIT 1), (SELECT i.public_key FROM installations i WHERE"
        " i.office_id = k.office_id AND i.installation_id = k.installation_id))"
    )
    op.alter_column("installation_keys", "follows", nullable=False)
    for table in ("quarantine", "forks"):
        op.add_column(table, sa.Column("settled", sa.BigInteger()))
