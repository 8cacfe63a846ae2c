"""`counter-central restored | archived`: what only the person who restores and backs up can know."""

import argparse
import json

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add both commands to the centre's parser; `now` is the centre's clock."""
    opened(commands, "restored", _restored, _("báo cơ sở dữ liệu vừa được phục hồi từ bản sao lưu"), now)
    told = opened(commands, "archived", _archived, _("báo bản sao lưu đã xong"), now)
    told.add_argument(
        "--through",
        metavar="YYYY-MM-DDTHH:MM",
        required=True,
        help=_("thời điểm bắt đầu sao lưu; sự việc nhận trước đó đã nằm trong bản sao lưu"),
    )


def _restored(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import restoring

    offices, lanes = restoring.restored(centre)
    _tell({"offices": offices, "lanes": lanes})


def _archived(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import restoring
    from counter_app.domain.moments import parse_local

    through = parse_local(arguments.through, "through")
    _tell({"installations": restoring.archived(centre, through * 60_000)})


def _tell(value: dict[str, int]) -> None:
    terminal.say(json.dumps(value))
