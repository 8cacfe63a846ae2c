"""The law's clock: from a limit and a reception to the due minute, with every reason."""

from dataclasses import dataclass
from functools import lru_cache

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit
from counter_app.domain.grounds import Reason, grounds
from counter_app.domain.reckoning import Reckoning, reckon
from counter_app.domain.rules import RuleSet

__all__ = ["Due", "Reason", "due", "due_at"]


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is owed: `at` in whole minutes since 1970-01-01T00:00Z, and why."""

    at: int
    reasons: tuple[Reason, ...]


def due_at(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the due minute alone: `due` without its reasons, for counting many. Raises as `due`."""
    return reckon(limit, received, calendar, rules)[0]


@lru_cache(maxsize=256)  # what the window has just shown is what the receipt promises in the same minute
def due(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> Due:
    """Reckon when a result is owed (DOMAIN §2, items 1 to 8), from the whole minute of reception.

    Raises Refused: bad_limit, bad_moment, beyond_calendar.
    """
    run = Reckoning(*reckon(limit, received, calendar, rules))
    return Due(run.at, tuple(grounds(limit, received, calendar, rules, run)))
