"""`counter-central health | doubts [rejudge | settle]`: each PC, and each event in doubt, in words or as JSON
lines; what a person decides about such events.
"""

import argparse
import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.domain.dossier import local_day
from counter_app.domain.numbering import LANES
from counter_app.errors import Refused
from counter_app.texts import _, formats, in_doubt, steps, terminal

if TYPE_CHECKING:
    from counter_app.central.deeds import Warrant
    from counter_app.central.doubts import Doubt
    from counter_app.central.pc_reports import Standing

_MUCH = 50  # percent of what may be kept beside a log
_LATEST = 2**47  # ms UTC: the year 6429; what a PC tells may be anything


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add both commands to the centre's parser; `now` is the centre's clock."""
    health = opened(
        commands, "health", _health, _("từng máy: liên lạc, chưa gửi, chờ người xem, dải số"), now
    )
    doubts = opened(
        commands, "doubts", _doubts, _("từng sự việc đã giữ nhưng chưa tính, và vì sao: chờ người xem"), now
    )
    for command in (health, doubts):
        command.add_argument("--office", help=_("chỉ một đơn vị"))
        command.add_argument("--json", action="store_true", help=_("mỗi máy, mỗi sự việc một dòng JSON"))
    deed = _("rejudge: xét lại theo những gì trung tâm biết hôm nay; settle: đã xem, để không tính")
    doubts.add_argument("act", nargs="?", choices=["list", *_ACTS], default="list", help=deed)
    doubts.add_argument("event", nargs="*", help=_("mã sự việc (event_id)"))
    doubts.add_argument("--by", default="", help=_("người quyết định"))
    doubts.add_argument("--reason", default="", help=_("lý do, số văn bản"))


def _health(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import lanes, pc_reports

    with centre.engine.connect() as connection:
        found = pc_reports.standings(connection, arguments.office)
        free = lanes.free(connection, local_day(centre.now() // 60_000))
    for one in found:
        left = free.get(one.office_id, LANES)
        told = dataclasses.asdict(one) | {"office_lanes_left": left}
        terminal.say(json.dumps(told, ensure_ascii=False) if arguments.json else _words(one, left))


def _doubts(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import doubts

    if arguments.act != "list":
        if not arguments.event:
            raise Refused("unknown_doubt", "event", event="–")
        from counter_app.central.deeds import Warrant

        _ACTS[arguments.act](centre, arguments, Warrant.read(arguments.by, arguments.reason))
        return
    with centre.engine.connect() as connection:
        found = doubts.listed(connection, arguments.office)
    for one in found:
        line = json.dumps(dataclasses.asdict(one), ensure_ascii=False) if arguments.json else _reasons(one)
        terminal.say(line)


def _rejudge(centre: Centre, arguments: argparse.Namespace, warrant: "Warrant") -> None:
    from counter_app.central import rejudging

    for one in rejudging.rejudge_these(centre, arguments.event, warrant):
        codes = [f"{in_doubt.sentence(code)} [{code}]" for code in one.now]
        said = _("chưa tính: {reasons}").format(reasons=" ".join(codes)) if codes else _("được tính")
        told = dataclasses.asdict(one) | {"counts": not codes}
        line = json.dumps(told, ensure_ascii=False) if arguments.json else f"{one.event_id}: {said}"
        terminal.say(line)


def _settle(centre: Centre, arguments: argparse.Namespace, warrant: "Warrant") -> None:
    from counter_app.central import doubts

    count = doubts.settle(centre, arguments.event, warrant)
    said = _("Đã ghi nhận {count} sự việc đã có người xem, để không tính.").format(count=count)
    terminal.say(json.dumps({"settled": count}) if arguments.json else said)


_ACTS: dict[str, Callable[[Centre, argparse.Namespace, "Warrant"], None]] = {
    "rejudge": _rejudge,
    "settle": _settle,
}


def _reasons(one: "Doubt") -> str:
    said = " ".join(in_doubt.sentence(code) for code in sorted(one.codes))
    history = [_("lịch sử thứ hai")] if one.forked else []
    event = f"{one.office_id} [{one.installation_id}] {one.seq} {one.event_id}"
    parts = [event, one.subject, steps.kind(one.kind), _("từ {at}").format(at=_at(one.since)), *history, said]
    return "; ".join(parts)


def _words(one: "Standing", lanes_left: int) -> str:
    told = one.report
    parts = [
        f"{one.office_id} {one.label} [{one.installation_id}]",
        _("liên lạc cuối {at}").format(at=_at(one.last_contact)),
        _("chưa gửi {count} (từ {at})").format(
            count=told.get("unsent", "?"), at=_at(told.get("oldest_unsent"))
        ),
        _waiting(one),
        _("dải số còn {left}/{size}, {days} ngày").format(
            left=told.get("lane_left", "?"), size=told.get("lane_size", "?"), days=told.get("lane_days", "?")
        ),
        _("đồng hồ {grade}").format(grade=told.get("clock", "?")),
        _("sao lưu {at}").format(at=_at(told.get("backup"))),
        _("khóa ký từ {at}").format(at=_at(one.key_since)),
        _("đơn vị còn {free}/{all} dải số cho máy khác").format(free=lanes_left, all=LANES),
    ]
    if one.apart >= _MUCH:
        parts.append(_("việc giữ riêng đã chiếm {share} % mức cho phép").format(share=one.apart))
    return "; ".join([*parts, _("đã thu hồi")] if one.revoked else parts)


def _waiting(one: "Standing") -> str:
    """Say how many events wait for a person, and which commands tell why each and what to do."""
    said = _("chờ người xem {count}").format(count=one.quarantined + one.forked + one.in_review)
    where = [f"doubts --office {one.office_id}"] if one.quarantined + one.forked else []
    where += ["review list --all"] if one.in_review else []
    return f"{said} ({', '.join(where)})" if where else said


def _at(moment: object) -> str:
    return formats.moment(moment // 60_000) if isinstance(moment, int) and 0 <= moment < _LATEST else "–"
