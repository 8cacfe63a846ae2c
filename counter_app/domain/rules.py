"""The rules of the law's clock that decrees change or nobody has confirmed, as dated sets (DOMAIN §2)."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.moments import DAY, HOUR
from counter_app.errors import Refused

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


def rule_set(rules_id: str) -> RuleSet:
    """Return the rule set that an event or a briefing names. Raises Refused("unknown_rules")."""
    for rules in RULE_SETS:
        if rules.rules_id == rules_id:
            return rules
    raise Refused("unknown_rules", None, rules=rules_id)
