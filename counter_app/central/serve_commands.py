"""`counter-central init | serve | enrol | tryout`: what makes a centre, runs it and lets PCs in."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from counter_app.central import commands as line
from counter_app.central import serving, vault, watching
from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock
from counter_app.central.serving import Listening
from counter_app.domain.dossier import local_day
from counter_app.texts import _, doubts, terminal

TRYOUT_OFFICE = "00004"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the commands to the centre's parser; `now` is the clock of those that end by themselves."""
    init = line.add(commands, "init", _init, _("tạo bảng, vai trò, khóa; nạp danh mục, lịch, đơn vị"))
    init.add_argument("--url", required=True, help=_("PostgreSQL, vai trò chủ"))
    init.add_argument("--office-file", type=Path)
    serve = line.add(commands, "serve", _serve, _("phục vụ các quầy"))
    serve.add_argument("--url", required=True, help=_("PostgreSQL, vai trò qmc_service"))
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0)
    serve.add_argument("--cert", type=Path)
    serve.add_argument("--key", type=Path)
    serve.add_argument("--until-stdin-closes", action="store_true")
    serve.add_argument("--watch-port", type=int, help=_("cổng trên máy này cho /metrics, /healthz, /readyz"))
    enrol = line.opened(commands, "enrol", _enrol, _("cấp mã ghi danh dùng một lần"), now, owner=False)
    for name in ("--office", "--address"):
        enrol.add_argument(name, required=True)
    enrol.add_argument("--ca", type=Path)
    tryout = line.add(commands, "tryout", _tryout, _("chạy thử, có PostgreSQL đi kèm"))
    for number, default in (("--tokens", 1), ("--port", 0), ("--watch-port", None)):
        tryout.add_argument(number, type=int, default=default)
    tryout.add_argument("--until-stdin-closes", action="store_true")


def _init(arguments: argparse.Namespace) -> None:
    from counter_app.central import founding, reference, timekeeping

    today = local_day(timekeeping.following(arguments.data)() // 60_000)
    done = founding.found(
        arguments.url, arguments.data, reference.Sources(today, office=arguments.office_file)
    )
    terminal.say(
        _("Danh mục phiên bản {catalogue}, lịch phiên bản {calendar}, {offices} đơn vị.").format(
            catalogue=done.catalogue, calendar=done.calendar, offices=done.offices
        )
    )
    terminal.say(_("Còn {count} điểm quản trị phải xác nhận.").format(count=len(done.doubts)))
    for doubt in done.doubts:
        terminal.say(f"  {doubts.sentence(doubt)}")


def _serve(arguments: argparse.Namespace) -> None:
    listening = Listening(arguments.host, arguments.port, arguments.cert, arguments.key)
    listening.scheme()  # refuses before anything is connected
    url = vault.with_own_password(arguments.url, arguments.data)
    with watching.logged_as_json():
        _run(url, arguments, listening, lambda address: terminal.say(json.dumps({"url": address})))


def _enrol(centre: Centre, arguments: argparse.Namespace) -> None:
    serving.check_address(arguments.address)
    ca = arguments.ca.read_text("ascii") if arguments.ca else ""
    terminal.say(_token(centre, arguments.office, arguments.address, ca))


def _tryout(arguments: argparse.Namespace) -> None:
    from counter_app.central import founding, reference, timekeeping, tryout

    office_file = reference.RESOURCES / "tryout_office.json"
    sources = reference.Sources(local_day(wall_clock() // 60_000), office=office_file)
    with tryout.cluster(arguments.data) as cluster:
        founding.found(cluster.make_database(), arguments.data, sources)
        url = cluster.service_url(arguments.data)
        timekeeping.confirm(arguments.data, wall_clock())  # by whoever has started it just now

        def ready(address: str) -> None:
            with line.centre(url, arguments.data, wall_clock) as centre:
                made = [_token(centre, TRYOUT_OFFICE, address) for _number in range(arguments.tokens)]
            told = {"url": address, "database": vault.without_password(url), "token": made[0] if made else ""}
            terminal.say(json.dumps(told | {"tokens": made}))

        _run(url, arguments, Listening(port=arguments.port), ready)


def _run(url: str, arguments: argparse.Namespace, listening: Listening, ready: Callable[[str], None]) -> None:
    stop = arguments.until_stdin_closes
    serving.open_and_serve(
        url, arguments.data, listening, ready, arguments.watch_port, until_stdin_closes=stop
    )


def _token(centre: Centre, office: str, address: str, ca: str = "") -> str:
    from counter_app.central import enrol

    return enrol.make_token(centre, office, address, ca).text()
