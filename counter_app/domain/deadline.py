"""The law's clock: from a limit and a reception to the due minute, with every reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import AfterWait, Limit
from counter_app.domain.grounds import Reason, grounds, told
from counter_app.domain.reckoning import Reckoning, reckon
from counter_app.domain.rules import RuleSet
from counter_app.domain.waits import Wait, WaitFor, legs

__all__ = [
    "AfterWait",
    "Due",
    "Reason",
    "Wait",
    "WaitFor",
    "due",
    "due_at",
    "due_many",
    "resumed",
    "resumed_at",
]


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is owed: `at` in whole minutes since 1970-01-01T00:00Z, and why."""

    at: int
    reasons: tuple[Reason, ...]


def due_at(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> int:
    """Return the due minute alone: `due` without its reasons, for counting many. Raises as `due`."""
    return reckon(limit, received, calendar, rules)[0]


def due_many(rows: Iterable[tuple[Limit, int]], calendar: WorkCalendar, rules: RuleSet) -> list[int]:
    """Return the due minute of each (limit, reception), as `due_at` reckons it. Raises as `due`."""
    return [reckon(limit, received, calendar, rules)[0] for limit, received in rows]


@lru_cache(maxsize=256)  # what the window has just shown is what the receipt promises in the same minute
def due(limit: Limit, received: int, calendar: WorkCalendar, rules: RuleSet) -> Due:
    """Reckon when a result is owed (DOMAIN §2, items 1 to 8), from the whole minute of reception.

    Raises Refused: bad_limit, bad_moment, beyond_calendar.
    """
    run = Reckoning(*reckon(limit, received, calendar, rules))
    return Due(run.at, tuple(grounds(limit, received, calendar, rules, run)))


def resumed(
    limit: Limit, received: int, waits: Sequence[Wait], calendar: WorkCalendar, rules: RuleSet
) -> Due:
    """Reckon when a result is owed after waits that are over (items 11 and 12; `waits` says how they count).

    While a wait lasts nothing is due. Without waits the answer is that of `due`.
    Raises Refused: bad_wait, bad_limit, bad_moment, beyond_calendar.
    """
    run = list(legs(limit, received, waits, calendar, rules))
    return Due(run[-1].run.at, tuple(told(limit, run, calendar, rules)))


def resumed_at(
    limit: Limit, received: int, waits: Sequence[Wait], calendar: WorkCalendar, rules: RuleSet
) -> int:
    """Return the due minute alone: `resumed` without its reasons. Raises as `resumed`."""
    *_, last = legs(limit, received, waits, calendar, rules)
    return last.run.at
