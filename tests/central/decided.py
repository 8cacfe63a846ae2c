"""Decisions on the calendar, published at the centre on the day of the tests, and what an office is told."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from counter_app.central import calendar_versions, publishing, reference
from counter_app.wire import CalendarVersion
from tests.central.living import NOW, OFFICE, TODAY, Living

KNOWN = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8")
HEAD = KNOWN.splitlines(keepends=True)[0]
SWAP = "2026-12-31,off,Nghỉ hoán đổi,high,TB 1/BNV\n2027-01-09,work,Làm bù cho 31/12/2026,high,TB 1/BNV\n"
GROUND = "TB 1/TB-BNV ngày 19/11/2026"
Publish = Callable[..., publishing.Publication]


def with_days(days: str, base: str = KNOWN) -> str:
    """Return the shipped calendar with more days, in order."""
    rows = (base.rstrip("\n") + "\n" + days).splitlines(keepends=True)
    return HEAD + "".join(sorted(row for row in rows if row != HEAD))


def told(living: Living, office: str = OFFICE, agency: str = "H26.14") -> tuple[CalendarVersion, ...]:
    """Return the calendars that an office's briefing carries today."""
    with living.centre.engine.connect() as connection:
        return calendar_versions.told(connection, office, agency, TODAY)


def kinds(version: CalendarVersion, *dates: str) -> list[str]:
    """Return what a version says of each day, "" for nothing."""
    table = {day.date: day.kind for day in version.days}
    return [table.get(date, "") for date in dates]


def publisher(living: Living, file: Path) -> Publish:
    """Return what publishes a text as the owner, on the day of the tests."""

    def run(content: str, *, dry_run: bool = False, **changes: str) -> publishing.Publication:
        file.write_text(content, "utf-8")
        decision = publishing.Decision(file, GROUND, TODAY, TODAY)
        decision = dataclasses.replace(decision, **changes)  # type: ignore[arg-type] # all are texts
        return publishing.publish_calendar(living.owner, decision, NOW, dry_run=dry_run)

    return run
