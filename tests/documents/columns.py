"""What stands in one column of a printed table."""

from collections.abc import Sequence

from counter_app.documents.sheet import LEFT, TABLE_ACROSS, Sheet
from counter_app.documents.table import Column
from tests.documents.samples import Seen

A4_ACROSS = 841.89  # points


def under(seen: Seen, columns: Sequence[Column], label: str, sheet: Sheet = TABLE_ACROSS) -> str:
    """Return what all pages say in the column called `label`, without white space."""
    (number,) = (n for n, column in enumerate(columns) if column.label == label)
    shares = [column.share for column in columns]
    unit = (sheet.right - LEFT) / sum(shares)
    scale = A4_ACROSS / TABLE_ACROSS.width
    left = LEFT + sum(shares[:number]) * unit
    return seen.between((left + 1) * scale, (left + shares[number] * unit - 1) * scale)
