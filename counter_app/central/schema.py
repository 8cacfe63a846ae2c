"""What every table of the centre is declared with: its metadata, its names, columns that are never null."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def text(name: str) -> Column[str]:
    """Return a column of text."""
    return Column(name, Text, nullable=False)


def big(name: str) -> Column[int]:
    """Return a column of 64-bit integers."""
    return Column(name, BigInteger, nullable=False)


def raw(name: str) -> Column[bytes]:
    """Return a column of bytes."""
    return Column(name, LargeBinary, nullable=False)
