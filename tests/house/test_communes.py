"""The shipped list of the 3,321 communes is whole; nothing reads it yet but administrators."""

import csv
from collections import Counter
from pathlib import Path

FILE = Path(__file__).parents[2] / "resources" / "catalog" / "administrative_units.csv"


def test_every_unit_has_a_code_of_its_own() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert Counter(row["kind"] for row in rows) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert len({row["unit_code"] for row in rows}) == 3321
    assert len({row["province_code"] for row in rows}) == 34
    assert all(cell.strip() for row in rows for cell in row.values())
