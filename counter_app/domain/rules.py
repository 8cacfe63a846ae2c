"""The rules of the law's clock that decrees change or nobody has confirmed, as dated sets (DOMAIN §2).

An office whose legal unit has confirmed otherwise names a set with its own changes, and every event that was
reckoned so bears them: `ND118/2025;day_end=clock_time;same_day_cut_off=900`.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.limits import limit_text, parse_limit
from counter_app.domain.moments import DAY, HOUR
from counter_app.errors import Refused

MAX_NAME = 300

_THREE_PM = 15 * HOUR
_ACCEPTANCE, _SUPPLEMENT = Limit(8, LimitUnit.WORKING_HOURS), Limit(3, LimitUnit.WORKING_DAYS)


class DayEnd(StrEnum):
    """At which minute of its last day a limit in days or months ends (item 4)."""

    CLOSING = "closing"
    CLOCK_TIME = "clock_time"


class AfterHours(StrEnum):
    """How a working-day limit treats a reception after closing or on a day off (item 8).

    NEXT_WORKING_DAY counts it as day 1; NEXT_OPENING treats the dossier as received then.
    """

    NEXT_WORKING_DAY = "next_working_day"
    NEXT_OPENING = "next_opening"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force from `effective` (YYYY-MM-DD); events name them by `rules_id`.

    Cut-offs are minutes of the local day: `same_day_cut_off` for results of the same day (item 6),
    `hand_over_cut_off` after which papers move the next morning (item 7). At the very minute of the
    same-day cut-off a dossier is still in time when `cut_off_in_time` (item 6, open).

    `online_acceptance` runs from an online arrival (item 10), `supplement_window` from reception to the
    last minute for Form 02 (item 11): both are reckoned by `deadline.due` like any limit.
    `begun_day_counts` tells whether the day on which a pause begins counts although it had not ended
    (open, see `waits`). `apology_ahead` is how long before expiry Form 04 is due (item 14), in minutes;
    `amber_ahead` how many working minutes before the day of expiry a dossier turns amber.
    """

    rules_id: str
    effective: str
    same_day_cut_off: int = _THREE_PM
    cut_off_in_time: bool = True
    hand_over_cut_off: int = _THREE_PM
    day_end: DayEnd = DayEnd.CLOSING
    after_hours: AfterHours = AfterHours.NEXT_WORKING_DAY
    online_acceptance: Limit = _ACCEPTANCE
    supplement_window: Limit = _SUPPLEMENT
    begun_day_counts: bool = False
    apology_ahead: int = DAY
    amber_ahead: int = 8 * HOUR


# Decree 118/2025 keeps the values of 61/2018 until an office's legal unit confirms a change.
RULE_SETS = (RuleSet("ND61/2018", "2018-06-21"), RuleSet("ND118/2025", "2025-07-01"))


def rules_on(date_iso: str) -> RuleSet:
    """Return the rule set in force on a day YYYY-MM-DD; the oldest for days before it."""
    in_force = [rules for rules in RULE_SETS if rules.effective <= date_iso]
    return in_force[-1] if in_force else RULE_SETS[0]


@functools.lru_cache(maxsize=64)
def rule_set(rules_id: str) -> RuleSet:
    """Return the rule set that an event or a briefing names, with an office's changes.

    Raises Refused("unknown_rules") for an unknown set or change, and for changes in any but their one order.
    """
    base, *changes = rules_id[:MAX_NAME].split(";")
    for rules in RULE_SETS:
        if rules.rules_id == base:
            try:
                values = dict(_change(text) for text in changes)
                changed = replace(rules, rules_id=rules_id, **values) if values else rules
            except (ValueError, KeyError, Refused) as error:
                raise Refused("unknown_rules", None, rules=rules_id[:60]) from error
            if changed_id(base, values) == rules_id:
                return changed
    raise Refused("unknown_rules", None, rules=rules_id[:60])


def changed_id(base: str, values: Mapping[str, object]) -> str:
    """Return the name of a rule set with changes: by name, each in its one spelling."""
    return ";".join([base, *(f"{name}={_spelled(value)}" for name, value in sorted(values.items()))])


def _spelled(value: object) -> str:
    if isinstance(value, Limit):
        return limit_text(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _change(text: str) -> tuple[str, Any]:
    name, _equals, value = text.partition("=")
    return name, _READ[name](value)


def _minutes(text: str) -> int:
    minutes = int(text)
    if not 0 <= minutes <= DAY:
        raise ValueError(text)
    return minutes


_READ: dict[str, Callable[[str], Any]] = {
    "same_day_cut_off": _minutes,
    "cut_off_in_time": lambda text: {"yes": True, "no": False}[text],
    "hand_over_cut_off": _minutes,
    "day_end": DayEnd,
    "after_hours": AfterHours,
    "online_acceptance": parse_limit,
    "supplement_window": parse_limit,
    "begun_day_counts": lambda text: {"yes": True, "no": False}[text],
    "apology_ahead": _minutes,
    "amber_ahead": _minutes,
}
