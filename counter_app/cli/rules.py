"""Commands that need no office and no data folder: the law's clock and the citizen's card."""

import argparse
from pathlib import Path
from typing import Any

from counter_app.cli import tell
from counter_app.errors import Refused

MAX_CALENDAR = 5 * 1024 * 1024  # bytes


def due(options: argparse.Namespace) -> int:
    """Reckon one due date: {"due_date", "due_at", "reasons"}."""
    from counter_app.domain import calendar, deadline, limits, rules
    from counter_app.domain.moments import iso_local, parse_local
    from counter_app.texts.formats import moment
    from counter_app.texts.reasons import reason

    limit = limits.parse_limit(options.limit)
    received = parse_local(options.received)
    hours = calendar.Hours("1970-01-01", calendar.parse_hours(options.hours))
    days = calendar.WorkCalendar(0, calendar.parse_calendar_csv(_calendar(options.calendar)), (hours,))
    answer = deadline.due(limit, received, days, rules.rules_on(iso_local(received)[:10]))
    at = iso_local(answer.at)
    reasons = [reason(step) for step in answer.reasons]
    value = {"due_date": at[:10], "due_at": at, "reasons": reasons}
    tell(options, value, "\n".join((moment(answer.at), *(f"  {text}" for text in reasons))))
    return 0


def card(options: argparse.Namespace) -> int:
    """Read a card's QR text into its fields; absent ones are null."""
    from counter_app.domain import citizen_id

    read = citizen_id.read_card(options.text)
    names = ("number", "old_number", "name", "birth_date", "sex", "address", "issue_date")
    value: dict[str, Any] = {name: getattr(read, name) or None for name in names}
    value["warnings"] = list(read.warnings)
    tell(options, value, "\n".join(f"{name:12} {value[name] or '–'}" for name in (*names, "warnings")))
    return 0


def _calendar(file: Path | None) -> str:
    path = file or Path(__file__).parents[2] / "resources" / "catalog" / "vn_calendar.csv"
    try:
        raw = _start(path)
        if len(raw) > MAX_CALENDAR:
            raise Refused("bad_file", "calendar", file=path.name)
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("bad_file", "calendar", file=path.name) from error


def _start(path: Path) -> bytes:
    """Return one byte more than a calendar may have; a pipe or a device might never end."""
    if not path.is_file():
        raise FileNotFoundError
    with path.open("rb") as file:
        return file.read(MAX_CALENDAR + 1)


COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    (
        "due",
        "reckon a lawful due date, with its reasons",
        due,
        (
            (("--limit",), {"required": True, "help": "3wd, 0.5wd, 15d, 8wh, 2m or same-day"}),
            (("--received",), {"required": True, "help": "local time, such as 2026-11-19T09:00"}),
            (("--calendar",), {"type": Path, "metavar": "FILE", "help": "days off and made-up days, CSV"}),
            (("--hours",), {"default": "08:00-12:00,13:00-17:00", "help": "office hours of a working day"}),
        ),
    ),
    ("card", "read the QR text of a citizen's card", card, ((("text",), {"help": "what the scanner read"}),)),
)
