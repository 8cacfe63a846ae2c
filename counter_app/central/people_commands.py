"""`counter-central people`: roles, PINs, keys and pictures of people, and who did what about them."""

import argparse
import dataclasses
import json
from pathlib import Path

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, Run, opened
from counter_app.domain.people import Grant, Role
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the command and its own commands to the centre's parser; `now` is the centre's clock."""
    people = commands.add_parser("people", help=_("vai trò, mã PIN và khóa của cán bộ một đơn vị"))
    acts = people.add_subparsers(required=True, metavar="pin | role | list | deeds | ...")
    pin = _act(acts, "pin", _pin, _("cấp mã PIN đăng nhập lần đầu, hiện một lần"), now)
    pin.add_argument("--person", required=True)
    _warrant(pin)
    role = _act(acts, "role", _role, _("giao hoặc thôi một vai trò"), now)
    role.add_argument("--person", required=True)
    which = role.add_mutually_exclusive_group(required=True)
    which.add_argument("--give", choices=[one.value for one in Role])
    which.add_argument("--end", metavar="GRANT_ID", help=_("mã lần giao vai trò, xem people list"))
    role.add_argument("--ground", required=True, help=_("số và ngày của quyết định, văn bản ủy quyền"))
    _by(role)
    role.add_argument("--from", dest="first", default="", metavar="YYYY-MM-DD", help=_("mặc định hôm nay"))
    role.add_argument(
        "--to", dest="last", default="", metavar="YYYY-MM-DD", help=_("ngày cuối cùng giữ vai trò")
    )
    role.add_argument("--order", type=int, default=0, help=_("thứ tự được hỏi khi phê duyệt"))
    role.add_argument("--above", action="store_true", help=_("thuộc cấp trên của đơn vị"))
    _act(acts, "list", _list, _("từng người: vai trò, mã PIN, số máy có khóa"), now)
    _act(acts, "deeds", _deeds, _("ai đã làm gì về cán bộ, khi nào, vì sao"), now)
    since = _act(acts, "sign-in-from", _sign_in_from, _("từ ngày này phải đăng nhập bằng mã PIN"), now)
    since.add_argument("day", metavar="YYYY-MM-DD", help=_('"" để thôi yêu cầu'))
    _warrant(since)
    keys = _act(acts, "end-keys", _end_keys, _("chấm dứt mọi khóa của một người"), now)
    keys.add_argument("--person", required=True)
    _warrant(keys)
    photo = _act(acts, "photo", _photo, _("ảnh của một người trên bảng trực"), now)
    photo.add_argument("--person", required=True)
    photo.add_argument("file", type=Path, nargs="?", help=_("JPEG hoặc PNG, đến 1 MB; bỏ trống để gỡ ảnh"))
    _warrant(photo)


def _warrant(parser: argparse.ArgumentParser) -> None:
    _by(parser)
    parser.add_argument("--reason", required=True, help=_("lý do, số văn bản"))


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", required=True, help=_("người làm việc này"))


def _act(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    help_text: str,
    now: Clock,
) -> argparse.ArgumentParser:
    parser = opened(acts, name, run, help_text, now)
    parser.add_argument("--office", required=True)
    return parser


def _pin(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    pin = staffing.first_pin(centre, arguments.office, arguments.person, arguments.by, arguments.reason)
    terminal.say(_("Mã PIN lần đầu của {person}: {pin}").format(person=arguments.person, pin=pin))
    terminal.say(_("Mã này không hiện lại. Trao tận tay; người nhận đổi mã ngay khi đăng nhập lần đầu."))


def _role(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    office, person = arguments.office, arguments.person
    if arguments.give:
        told = Grant(
            "",
            person,
            Role(arguments.give),
            arguments.first,
            arguments.last,
            arguments.ground,
            arguments.order,
            arguments.above,
        )
        done = staffing.give_role(centre, office, told, arguments.by)
    else:
        ended = (arguments.end, arguments.last, arguments.ground, arguments.by)
        done = staffing.end_role(centre, office, person, *ended)
    terminal.say(json.dumps(dataclasses.asdict(done), ensure_ascii=False))


def _list(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    for one in staffing.listed(centre, arguments.office):
        terminal.say(json.dumps(dataclasses.asdict(one), ensure_ascii=False))


def _deeds(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    for one in staffing.done(centre, arguments.office):
        terminal.say(json.dumps(dataclasses.asdict(one), ensure_ascii=False))


def _sign_in_from(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    warrant = (arguments.by, arguments.reason)
    without = staffing.sign_in_from(centre, arguments.office, arguments.day, *warrant)
    if not arguments.day:
        terminal.say(_("Không còn bắt buộc đăng nhập."))
        return
    terminal.say(_("Bắt buộc đăng nhập từ {day}.").format(day=arguments.day))
    if without:
        terminal.say(_("Còn {count} người có vai trò chưa được cấp mã PIN.").format(count=without))


def _end_keys(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import staffing

    warrant = (arguments.by, arguments.reason)
    count = staffing.end_all_keys(centre, arguments.office, arguments.person, *warrant)
    terminal.say(_("Đã chấm dứt {count} khóa.").format(count=count))


def _photo(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import photos

    taken = photos.read(arguments.file) if arguments.file else b""
    warrant = (arguments.by, arguments.reason)
    kept = photos.keep(centre, arguments.office, arguments.person, taken, *warrant)
    terminal.say(_("Đã giữ ảnh {digest}.").format(digest=kept[:12]) if kept else _("Đã gỡ ảnh."))
