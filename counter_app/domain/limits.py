"""Limits as short texts (`3wd`, `15d`, `8wh`, `2m`, `same-day`) and which of them make sense."""

import re

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.errors import Refused

MOST = {
    LimitUnit.WORKING_DAYS: 3650,
    LimitUnit.CALENDAR_DAYS: 3650,
    LimitUnit.WORKING_HOURS: 3650,
    LimitUnit.MONTHS: 120,
    LimitUnit.SAME_DAY: 0,
}
HALF_DAY_HOURS = 4  # DOMAIN §2.9: 0.5 day = 4 working hours; nothing is rounded up
_COUNTED = re.compile(r"(\d{1,4})(wd|wh|d|m)", re.ASCII)
_HALVES = re.compile(r"(\d{1,3})[.,]5wd", re.ASCII)

MAX_TEXT = 32


def check_limit(limit: Limit) -> Limit:
    """Return the limit. Raises Refused("bad_limit", "limit") when its amount is none, or beyond ten years."""
    most = MOST[limit.unit]
    if not (0 < limit.amount <= most or limit.amount == most):  # same-day has the amount 0
        raise Refused("bad_limit", "limit")
    return limit


def parse_limit(text: str) -> Limit:
    """Read a limit's short text; half working days become working hours. Raises Refused as `check_limit`."""
    short = text.strip().lower() if len(text) <= MAX_TEXT else ""
    if short == LimitUnit.SAME_DAY.value:
        return Limit(0, LimitUnit.SAME_DAY)
    if halves := _HALVES.fullmatch(short):
        return check_limit(Limit((int(halves[1]) * 2 + 1) * HALF_DAY_HOURS, LimitUnit.WORKING_HOURS))
    counted = _COUNTED.fullmatch(short)
    if not counted:
        raise Refused("bad_limit", "limit")
    return check_limit(Limit(int(counted[1]), LimitUnit(counted[2])))


def limit_text(limit: Limit) -> str:
    """Return the short text that `parse_limit` reads."""
    return limit.unit.value if limit.unit is LimitUnit.SAME_DAY else f"{limit.amount}{limit.unit.value}"
