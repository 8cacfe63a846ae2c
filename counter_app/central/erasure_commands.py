"""`counter-central erase`: personal data of one dossier or of who was turned away, on a citizen's request."""

import argparse
import dataclasses
import json

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the command to the centre's parser; `now` is the centre's clock."""
    said = _("xóa dữ liệu cá nhân theo yêu cầu, ở trung tâm và mọi quầy")
    erase = opened(commands, "erase", _erase, said, now)
    erase.add_argument("code", help=_("mã hồ sơ đã trả hoặc đã kết thúc, hoặc số của lần chưa tiếp nhận"))
    erase.add_argument("--by", required=True, help=_("người làm việc này"))
    erase.add_argument("--reason", required=True, help=_("lý do, số văn bản"))


def _erase(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import erasure
    from counter_app.central.deeds import Warrant

    done = erasure.erase(centre, arguments.code, Warrant.read(arguments.by, arguments.reason))
    terminal.say(json.dumps(dataclasses.asdict(done), ensure_ascii=False))
