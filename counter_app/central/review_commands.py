"""`counter-central revoke` and `review list | show | accept | reject`: PCs whose word counts no more."""

import argparse
import dataclasses
import json

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.domain import codec
from counter_app.errors import Refused
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add both commands to the centre's parser; `now` is the centre's clock."""
    revoke = opened(commands, "revoke", _revoke, _("thu hồi một máy đã ghi danh"), now)
    revoke.add_argument("installation", help=_("mã máy (installation_id)"))
    _decision(revoke)
    review = commands.add_parser("review", help=_("việc do máy đã thu hồi gửi: xem, nhận hoặc không nhận"))
    acts = review.add_subparsers(required=True, metavar="list | show | accept | reject")
    every = opened(acts, "list", _list, _("từng máy đã thu hồi: còn bao nhiêu việc chờ, vì sao"), now)
    every.add_argument("--all", action="store_true", help=_("cả những máy đang dùng"))
    show = opened(acts, "show", _show, _("đọc từng việc đang chờ"), now)
    show.add_argument("--personal", action="store_true", help=_("kèm dữ liệu cá nhân"))
    accept = opened(acts, "accept", _accept, _("nhận: các việc có hiệu lực, đúng một lần"), now)
    accept.add_argument("--upto", type=int, metavar="SEQ", help=_("chỉ đến số thứ tự này"))
    reject = opened(acts, "reject", _reject, _("không nhận: giữ nguyên, không có hiệu lực"), now)
    for act in (show, accept, reject):
        act.add_argument("installation", help=_("mã máy (installation_id)"))
    for act in (accept, reject):
        _decision(act)


def _decision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, help=_("lý do, số văn bản"))
    parser.add_argument("--by", required=True, help=_("người quyết định"))


def _revoke(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import rulings

    _tell(dataclasses.asdict(rulings.revoke(centre, arguments.installation, arguments.by, arguments.reason)))


def _list(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import rulings

    for branch in rulings.listed(centre, everyone=arguments.all):
        _tell(dataclasses.asdict(branch))


def _show(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import rulings

    for item in rulings.waiting(centre, arguments.installation):
        event = item.event
        told = {
            "seq": event.seq,
            "event_id": event.event_id,
            "kind": event.kind,
            "subject": event.subject,
            "actor": event.actor_id,
            "happened_at": event.happened_at,
            "body": _read(event.body),
        }
        beside = {"personal": _read(item.personal.text)} if item.personal and arguments.personal else {}
        _tell(told | beside)


def _read(written: str) -> object:
    """Return what a PC wrote as a value; as the text itself where it is not written as ours are."""
    try:
        return codec.parse(written)
    except Refused:
        return written


def _accept(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import rulings

    count = rulings.accept(centre, arguments.installation, arguments.by, arguments.reason, arguments.upto)
    _tell({"installation_id": arguments.installation, "accepted": count})


def _reject(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import rulings

    count = rulings.reject(centre, arguments.installation, arguments.by, arguments.reason)
    _tell({"installation_id": arguments.installation, "rejected": count})


def _tell(value: dict[str, object]) -> None:
    terminal.say(json.dumps(value, ensure_ascii=False))
