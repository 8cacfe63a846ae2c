"""Paper books: which leaves were printed ahead, for which office. Scans by parts. Erasures. Reports."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    names = ("office_id", "book_id", "agency_id", "day", "by", "reason")
    op.create_table(
        "books",
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("first", "last")),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "book_id", name="pk_books"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_books_office_id_offices"),
    )
    _add_scans()
    op.create_table(
        "pc_reports",
        *_texts("office_id", "installation_id", "told"),
        *_numbers("at"),
        sa.PrimaryKeyConstraint("office_id", "installation_id", name="pk_pc_reports"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_pc_reports_office_id_installation_id_installations",
        ),
    )
    op.create_table(
        "erasures",
        *_texts("office_id", "subject"),
        *_numbers("at"),
        sa.PrimaryKeyConstraint("office_id", "subject", name="pk_erasures"),
        sa.ForeignKeyConstraint(["office_id"], ["offices.office_id"], name="fk_erasures_office_id_offices"),
    )


def _add_scans() -> None:
    """Add how far each upload has come, its parts, and what was erased and must not come back."""
    op.create_table(
        "scan_uploads",
        *_texts("office_id", "digest", "installation_id"),
        *_numbers("size", "received", "failures", "began_at"),
        sa.Column("whole_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "digest", "installation_id", name="pk_scan_uploads"),
        sa.ForeignKeyConstraint(
            ["office_id", "installation_id"],
            ["installations.office_id", "installations.installation_id"],
            name="fk_scan_uploads_office_id_installation_id_installations",
        ),
    )
    op.create_index(
        "ix_scan_uploads_office_id_installation_id", "scan_uploads", ["office_id", "installation_id"]
    )
    op.create_table(
        "scan_parts",
        *_texts("office_id", "digest", "installation_id"),
        *_numbers("failures", "start"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "digest", "installation_id", "failures", "start", name="pk_scan_parts"
        ),
    )
    # Scans are compressed already: PostgreSQL need not try.
    op.execute("ALTER TABLE scan_parts ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_table(
        "scan_erasures",
        *_texts("office_id", "digest"),
        *_numbers("at"),
        sa.PrimaryKeyConstraint("office_id", "digest", name="pk_scan_erasures"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]
