"""The wards, communes and special zones since 2025-07-01: where offices are and people live."""

import csv
import io
from dataclasses import dataclass

from counter_app.errors import Refused

COLUMNS = ["province_code", "province", "unit_code", "unit", "kind"]
KINDS = ("phường", "xã", "đặc khu")
MAX_UNITS, MAX_NAME = 20_000, 120


@dataclass(frozen=True, slots=True)
class Commune:
    """One unit of the lower level; codes are the General Statistics Office's, digits as text.

    `kind` is phường, xã or đặc khu.
    """

    province_code: str
    province: str
    unit_code: str
    unit: str
    kind: str


def load_communes(text: str) -> tuple[Commune, ...]:
    """Read the CSV (a head row, then one unit a row). Raises Refused("bad_communes", field="row N")."""
    try:
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    except csv.Error as error:
        raise Refused("bad_communes", "row 1") from error
    if not rows or rows[0] != COLUMNS or len(rows) > MAX_UNITS:
        raise Refused("bad_communes", "row 1")
    for number, row in enumerate(rows[1:], 2):
        if not _sane(row):
            raise Refused("bad_communes", f"row {number}")
    communes = tuple(Commune(*row) for row in rows[1:])
    if len({commune.unit_code for commune in communes}) != len(communes):
        raise Refused("bad_communes", "unit_code")
    return communes


def _sane(row: list[str]) -> bool:
    return (
        len(row) == len(COLUMNS)
        and all(0 < len(cell.strip()) <= MAX_NAME for cell in row)
        and row[0].isdecimal()
        and row[2].isdecimal()
        and row[4] in KINDS
    )
