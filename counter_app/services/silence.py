"""When this PC announces nothing of itself, as its people have chosen."""

from counter_app.domain import warnings
from counter_app.domain.calendar import WorkCalendar
from counter_app.settings import Alerts


def is_quiet(alerts: Alerts, calendar: WorkCalendar, now: int) -> bool:
    """Tell whether the minute `now` (UTC) lies in the quiet hours or, where chosen so, on a day off."""
    start, end = (warnings.parse_clock(text, "quiet") for text in (alerts.quiet_from, alerts.quiet_until))
    return warnings.quiet(now, start, end, calendar, days_off=alerts.quiet_days_off)
