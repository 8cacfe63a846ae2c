"""What other PCs said of people lies at the centre, and is fetched when somebody who may read it looks.

Nothing unsent goes: a PC sends what it and its former installations told, and that stays.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

_KINDS = """(
    'absence.logged', 'absence.ended', 'substitute.answered', 'presence.checked', 'inspection.held',
    'inspection.followed_up', 'standing.recorded', 'person.rotated'
)"""
_OTHERS = f"""
    SELECT event_id FROM events WHERE kind IN {_KINDS} AND installation_id NOT IN (
        SELECT installation_id FROM installation UNION SELECT installation_id FROM former_installations
    )
"""  # noqa: S608 - constants of this file, here and below


def upgrade() -> None:
    for statement in (
        f"DELETE FROM personal WHERE event_id IN ({_OTHERS})",  # noqa: S608
        f"UPDATE absences SET reason = 'other', text = '' WHERE absence IN ({_OTHERS})",  # noqa: S608
        f"UPDATE displaced SET salt = NULL, text = NULL WHERE json_extract(raw, '$.kind') IN {_KINDS}",  # noqa: S608
    ):
        op.execute(statement)
