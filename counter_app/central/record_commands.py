"""`counter-central arrivals | register | verify | export`: what offices recorded, in and out."""

import argparse
import json
import sys
from pathlib import Path
from typing import BinaryIO

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.errors import Refused
from counter_app.texts import _, refusals, server, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the commands to the centre's parser; `now` is the centre's clock."""
    said = _("đưa hồ sơ trực tuyến của cổng về đơn vị")
    arrivals = opened(commands, "arrivals", _arrivals, said, now, owner=False)
    arrivals.add_argument("file", type=Path, help=_("tệp JSONL của cổng dịch vụ công"))
    said = _("ghi sổ theo dõi hồ sơ cả năm, mỗi tháng một PDF")
    register = opened(commands, "register", _register, said, now, owner=False)
    register.add_argument("--year", type=int, required=True)
    register.add_argument("--out", type=Path, required=True, help=_("thư mục chứa các tệp PDF"))
    said = _("kiểm tra nhật ký ở trung tâm còn nguyên vẹn")
    opened(commands, "verify", _verify, said, now, owner=False)
    said = _("xuất nhật ký của một đơn vị cho bộ kiểm tra độc lập")
    export = opened(commands, "export", _export, said, now, owner=False)
    export.add_argument("file", type=Path, help=_("tệp JSONL sẽ ghi"))
    export.add_argument("--without-personal", action="store_true", help=_("không kèm dữ liệu cá nhân"))
    for command in (arrivals, register, export):
        command.add_argument("--office", required=True)


def _arrivals(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import arrivals

    refused = False
    with _opened(arguments.file) as lines:
        for taken in arrivals.take(centre, arguments.office, lines):
            told = {"line": taken.line, "reference": taken.reference, "new": not taken.known}
            if taken.refused is not None:
                refused, told["new"] = True, False
                told |= {"code": taken.refused.code, "message": refusals.sentence(taken.refused)}
            terminal.say(json.dumps(told, ensure_ascii=False))
    if refused:
        sys.exit(3)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused("bad_file", "file", file=path.name) from error


def _register(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import register

    for month in register.write_year(centre, arguments.office, arguments.year, arguments.out):
        terminal.say(
            _("Tháng {month}: {count} hồ sơ, {file}").format(
                month=month.month, count=month.dossiers, file=month.file
            )
        )


def _verify(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import audit

    found = audit.verify(centre.engine, centre)
    faults = [{"code": fault.code, "message": server.sentence(fault)} for fault in found.faults]
    terminal.say(
        json.dumps({"holds": not faults, "events": found.events, "faults": faults}, ensure_ascii=False)
    )
    if faults:
        sys.exit(4)


def _export(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import export

    private = not arguments.without_personal
    count = export.export_office(centre, arguments.office, arguments.file, _progress, private=private)
    told = {"file": str(arguments.file), "events": count, "key": centre.key.public.hex()}
    terminal.say(json.dumps(told, ensure_ascii=False))


def _progress(events: int) -> None:
    if events % 10_000 == 0:
        sys.stderr.write(_("… {count} sự việc").format(count=events) + "\n")
