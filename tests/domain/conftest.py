"""The real calendar of the catalogue, read once, and the rules in force."""

from pathlib import Path

import pytest

from counter_app.domain.calendar import WorkCalendar, parse_calendar_csv
from counter_app.domain.rules import RuleSet, rules_on

TABLE = Path(__file__).parents[2] / "resources" / "catalog" / "vn_calendar.csv"


@pytest.fixture(scope="session")
def vietnam() -> WorkCalendar:
    return WorkCalendar(1, parse_calendar_csv(TABLE.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return rules_on("2026-11-19")
