"""`counter-central publish`: a new version of the calendar, for the counters it concerns."""

import argparse
from pathlib import Path

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.domain.dossier import local_day
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the command to the centre's parser; `now` is the centre's clock."""
    publish = opened(commands, "publish", _publish, _("công bố phiên bản mới của lịch cho các quầy"), now)
    publish.add_argument("what", choices=["calendar"])
    publish.add_argument("file", type=Path, help=_("tệp CSV: date,kind,name,confidence,source"))
    publish.add_argument("--ground", required=True, help=_("số và ngày của quyết định, thông báo"))
    publish.add_argument(
        "--effective", metavar="YYYY-MM-DD", help=_("ngày bắt đầu áp dụng; mặc định hôm nay")
    )
    publish.add_argument("--scope", choices=["national", "province", "office"], default="national")
    publish.add_argument("--office", default="", help=_("đơn vị, hoặc một đơn vị bất kỳ của tỉnh"))
    publish.add_argument("--dry-run", action="store_true", help=_("chỉ xem thay đổi, không ghi gì"))


def _publish(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import publishing

    now = centre.now()
    today = local_day(now // 60_000)
    decision = publishing.Decision(
        file=arguments.file,
        ground=arguments.ground,
        today=today,
        effective=arguments.effective or today,
        scope=arguments.scope,
        office=arguments.office,
    )
    done = publishing.publish_calendar(centre.engine, decision, now, dry_run=arguments.dry_run)
    for line in publishing.lines(done, today, dry_run=arguments.dry_run):
        terminal.say(line)
