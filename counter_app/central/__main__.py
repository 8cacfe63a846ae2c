"""The centre's command line: `counter-central init | serve | enrol | people | review | publish | ...`."""

import argparse
import json
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from counter_app.central import (
    book_commands,
    clock_commands,
    epoch_commands,
    erasure_commands,
    health_commands,
    people_commands,
    review_commands,
    serving,
    vault,
    watching,
)
from counter_app.central.centre import Centre, wall_clock
from counter_app.central.serving import Listening
from counter_app.domain.dossier import local_day
from counter_app.errors import CounterError, Refused
from counter_app.texts import _, doubts, refusals, server, terminal

TRYOUT_OFFICE = "00004"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code: 0, or 1 with the reason on stderr."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    signal.signal(signal.SIGTERM, _leave)  # uvicorn raises its signal again after a graceful end
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except CounterError as error:
        sys.stderr.write(terminal.harmless(f"{server.sentence(error)} [{error.code}]") + "\n")
        return 1
    return 0


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="counter-central", description=_("Trung tâm của Quầy Một Cửa"))
    commands = parser.add_subparsers(
        required=True, metavar="init | serve | enrol | people | revoke | review | publish | verify | ..."
    )
    init = _command(commands, "init", _init, _("tạo bảng, vai trò, khóa; nạp danh mục, lịch, đơn vị"))
    init.add_argument("--url", required=True, help=_("PostgreSQL, vai trò chủ"))
    init.add_argument("--office-file", type=Path)
    serve = _command(commands, "serve", _serve, _("phục vụ các quầy"))
    serve.add_argument("--url", required=True, help=_("PostgreSQL, vai trò qmc_service"))
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=0)
    serve.add_argument("--cert", type=Path)
    serve.add_argument("--key", type=Path)
    serve.add_argument("--until-stdin-closes", action="store_true")
    serve.add_argument("--watch-port", type=int, help=_("cổng trên máy này cho /metrics, /healthz, /readyz"))
    enrol = _command(commands, "enrol", _enrol, _("cấp mã ghi danh dùng một lần"))
    for name in ("--url", "--office", "--address"):
        enrol.add_argument(name, required=True)
    enrol.add_argument("--ca", type=Path)
    for room in (people_commands, review_commands, epoch_commands):
        room.add(commands, wall_clock)
    for room in (erasure_commands, book_commands, health_commands, clock_commands):
        room.add(commands, wall_clock)
    _publish_parser(commands)
    arrivals = _command(commands, "arrivals", _arrivals, _("đưa hồ sơ trực tuyến của cổng về đơn vị"))
    arrivals.add_argument("file", type=Path, help=_("tệp JSONL của cổng dịch vụ công"))
    arrivals.add_argument("--url", required=True, help=_("PostgreSQL, vai trò qmc_service"))
    arrivals.add_argument("--office", required=True)
    _reading_parsers(commands)
    tryout = _command(commands, "tryout", _tryout, _("chạy thử, có PostgreSQL đi kèm"))
    for number, default in (("--tokens", 1), ("--port", 0), ("--watch-port", None)):
        tryout.add_argument(number, type=int, default=default)
    tryout.add_argument("--until-stdin-closes", action="store_true")
    return parser


def _reading_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    register = _command(commands, "register", _register, _("ghi sổ theo dõi hồ sơ cả năm, mỗi tháng một PDF"))
    register.add_argument("--url", required=True, help=_("PostgreSQL, vai trò qmc_service"))
    register.add_argument("--office", required=True)
    register.add_argument("--year", type=int, required=True)
    register.add_argument("--out", type=Path, required=True, help=_("thư mục chứa các tệp PDF"))
    verify = _command(commands, "verify", _verify, _("kiểm tra nhật ký ở trung tâm còn nguyên vẹn"))
    verify.add_argument("--url", required=True)
    export = _command(commands, "export", _export, _("xuất nhật ký của một đơn vị cho bộ kiểm tra độc lập"))
    export.add_argument("file", type=Path, help=_("tệp JSONL sẽ ghi"))
    export.add_argument("--url", required=True, help=_("PostgreSQL, vai trò qmc_service"))
    export.add_argument("--office", required=True)
    export.add_argument("--without-personal", action="store_true", help=_("không kèm dữ liệu cá nhân"))


def _publish_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    publish = _command(commands, "publish", _publish, _("công bố phiên bản mới của lịch cho các quầy"))
    publish.add_argument("what", choices=["calendar"])
    publish.add_argument("file", type=Path, help=_("tệp CSV: date,kind,name,confidence,source"))
    publish.add_argument("--url", required=True, help=_("PostgreSQL, vai trò chủ"))
    publish.add_argument("--ground", required=True, help=_("số và ngày của quyết định, thông báo"))
    publish.add_argument(
        "--effective", metavar="YYYY-MM-DD", help=_("ngày bắt đầu áp dụng; mặc định hôm nay")
    )
    publish.add_argument("--scope", choices=["national", "province", "office"], default="national")
    publish.add_argument("--office", default="", help=_("đơn vị, hoặc một đơn vị bất kỳ của tỉnh"))
    publish.add_argument("--dry-run", action="store_true", help=_("chỉ xem thay đổi, không ghi gì"))


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    help_text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text)
    parser.add_argument("--data", type=Path, required=True, help=_("thư mục giữ khóa của trung tâm"))
    parser.set_defaults(run=run)
    return parser


def _init(arguments: argparse.Namespace) -> None:
    from counter_app.central import founding, reference

    today = local_day(wall_clock() // 60_000)
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
    watching.log_as_json()
    url = vault.with_own_password(arguments.url, arguments.data)
    _run(url, arguments, listening, lambda address: terminal.say(json.dumps({"url": address})))


def _enrol(arguments: argparse.Namespace) -> None:
    ca = arguments.ca.read_text("ascii") if arguments.ca else ""
    url = vault.with_own_password(arguments.url, arguments.data)
    terminal.say(_tokens(url, arguments.data, arguments.office, arguments.address, ca))


def _publish(arguments: argparse.Namespace) -> None:
    from counter_app.central import database, publishing

    now = wall_clock()
    today = local_day(now // 60_000)
    decision = publishing.Decision(
        file=arguments.file,
        ground=arguments.ground,
        today=today,
        effective=arguments.effective or today,
        scope=arguments.scope,
        office=arguments.office,
    )
    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    try:
        done = publishing.publish_calendar(engine, decision, now, dry_run=arguments.dry_run)
    finally:
        engine.dispose()
    for line in publishing.lines(done, today, dry_run=arguments.dry_run):
        terminal.say(line)


def _arrivals(arguments: argparse.Namespace) -> None:
    from counter_app.central import arrivals, database

    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    refused = False
    try:
        centre = Centre(engine, vault.read_key(arguments.data))
        with _opened(arguments.file) as lines:
            for taken in arrivals.take(centre, arguments.office, lines):
                told = {"line": taken.line, "reference": taken.reference, "new": not taken.known}
                if taken.refused is not None:
                    refused, told["new"] = True, False
                    told |= {"code": taken.refused.code, "message": refusals.sentence(taken.refused)}
                terminal.say(json.dumps(told, ensure_ascii=False))
    finally:
        engine.dispose()
    if refused:
        sys.exit(3)


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused("bad_file", "file", file=path.name) from error


def _tryout(arguments: argparse.Namespace) -> None:
    from counter_app.central import founding, reference, timekeeping, tryout
    from counter_app.central.vault import without_password

    office_file = reference.RESOURCES / "tryout_office.json"
    sources = reference.Sources(local_day(wall_clock() // 60_000), office=office_file)
    with tryout.cluster(arguments.data) as cluster:
        founding.found(cluster.make_database(), arguments.data, sources)
        url = cluster.service_url(arguments.data)
        timekeeping.confirm(arguments.data, wall_clock())  # by whoever has started it just now

        def ready(address: str) -> None:
            made = [
                _tokens(url, arguments.data, TRYOUT_OFFICE, address) for _number in range(arguments.tokens)
            ]
            told = {"url": address, "database": without_password(url), "token": made[0] if made else ""}
            terminal.say(json.dumps(told | {"tokens": made}))

        _run(url, arguments, Listening(port=arguments.port), ready)


def _register(arguments: argparse.Namespace) -> None:
    from counter_app.central import database, register

    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    try:
        centre = Centre(engine, vault.read_key(arguments.data))
        for month in register.write_year(centre, arguments.office, arguments.year, arguments.out):
            terminal.say(
                _("Tháng {month}: {count} hồ sơ, {file}").format(
                    month=month.month, count=month.dossiers, file=month.file
                )
            )
    finally:
        engine.dispose()


def _verify(arguments: argparse.Namespace) -> None:
    from counter_app.central import audit, database

    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    try:
        found = audit.verify(engine, Centre(engine, vault.read_key(arguments.data), folder=arguments.data))
    finally:
        engine.dispose()
    faults = [{"code": fault.code, "message": server.sentence(fault)} for fault in found.faults]
    terminal.say(
        json.dumps({"holds": not faults, "events": found.events, "faults": faults}, ensure_ascii=False)
    )
    if faults:
        sys.exit(4)


def _export(arguments: argparse.Namespace) -> None:
    from counter_app.central import database, export

    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    try:
        centre = Centre(engine, vault.read_key(arguments.data))
        private = not arguments.without_personal
        count = export.export_office(centre, arguments.office, arguments.file, _progress, private=private)
    finally:
        engine.dispose()
    told = {"file": str(arguments.file), "events": count, "key": centre.key.public.hex()}
    terminal.say(json.dumps(told, ensure_ascii=False))


def _progress(events: int) -> None:
    if events % 10_000 == 0:
        sys.stderr.write(_("… {count} sự việc").format(count=events) + "\n")


def _run(url: str, arguments: argparse.Namespace, listening: Listening, ready: Callable[[str], None]) -> None:
    stop = arguments.until_stdin_closes
    serving.open_and_serve(
        url, arguments.data, listening, ready, arguments.watch_port, until_stdin_closes=stop
    )


def _tokens(url: str, data: Path, office: str, address: str, ca: str = "") -> str:
    from counter_app.central import database, enrol

    engine = database.open_database(url)
    try:
        return enrol.make_token(Centre(engine, vault.read_key(data)), office, address, ca).text()
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
