"""`counter-central clock`: what time it is for the centre, and a person's word that it is so."""

import argparse

from counter_app.central import commands as line
from counter_app.central.commands import Clock
from counter_app.errors import Unavailable
from counter_app.texts import _, formats, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock) -> None:
    """Add the command to the centre's parser; `now` is the machine's clock."""
    said = _("đồng hồ của trung tâm; xác nhận là đúng")
    clock = line.add(commands, "clock", lambda arguments: _clock(arguments, now), said)
    clock.add_argument("--confirm", action="store_true", help=_("đã xem: ngày giờ của máy này là đúng"))


def _clock(arguments: argparse.Namespace, now: Clock) -> None:
    from counter_app.central import timekeeping

    here = now()
    if arguments.confirm:
        timekeeping.confirm(arguments.data, here)
    kept = timekeeping.kept(arguments.data)
    told = "–" if kept is None else formats.moment(kept // 60_000)
    terminal.say(
        _("Đồng hồ máy này: {now}. Trung tâm ghi giờ lần cuối: {kept}.").format(
            now=formats.moment(here // 60_000), kept=told
        )
    )
    if not timekeeping.follows(kept, here):
        raise Unavailable("centre_clock_wrong")
