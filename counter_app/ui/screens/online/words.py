"""Sentences of the online page, made from its rows."""

from collections.abc import Sequence

from counter_app.domain.urgency import Level, Urgency
from counter_app.services.inbox import MOST, Arrival
from counter_app.texts import _, formats


def left(urgency: Urgency) -> str:
    """Return how near the answer's last minute is: the level and the working time left, or over."""
    if urgency.level is Level.OVERDUE:
        return _("Quá hạn {time}").format(time=formats.duration(-urgency.left))
    time = _("còn {time}").format(time=formats.duration(urgency.left))
    said = {Level.GREEN: _("Trong hạn"), Level.AMBER: _("Sắp đến hạn"), Level.RED: _("Hạn hôm nay")}
    return f"{said[urgency.level]} · {time}"


def icon(urgency: Urgency) -> tuple[str, str]:
    """Return (icon, token) of a level."""
    return {
        Level.GREEN: ("clock", "muted"),
        Level.AMBER: ("clock", "warn"),
        Level.RED: ("alert", "late"),
        Level.OVERDUE: ("stop", "late"),
    }[urgency.level]


def overdue(rows: Sequence[Arrival]) -> int:
    """Return how many are past their last minute."""
    return sum(row.urgency.level is Level.OVERDUE for row in rows)


def count(rows: Sequence[Arrival]) -> str:
    """Return how many wait, and how many of them too long."""
    if not rows:
        return ""
    waiting = _("{count} hồ sơ chờ trả lời") if len(rows) < MOST else _("từ {count} hồ sơ chờ trả lời")
    late = overdue(rows)
    said = [waiting.format(count=len(rows))]
    return " · ".join([*said, _("{count} quá hạn").format(count=late)] if late else said)
