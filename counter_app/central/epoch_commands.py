"""`counter-central restored | archived`: what only the person who restores and backs up can know."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.central import vault
from counter_app.central.centre import Centre, wall_clock
from counter_app.texts import _

Clock = Callable[[], int]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add both commands to the centre's parser; `now` is the centre's clock."""
    _command(commands, "restored", _restored, _("báo cơ sở dữ liệu vừa được phục hồi từ bản sao lưu"), now)
    told = _command(commands, "archived", _archived, _("báo bản sao lưu đã xong"), now)
    told.add_argument(
        "--through",
        metavar="YYYY-MM-DDTHH:MM",
        required=True,
        help=_("thời điểm bắt đầu sao lưu; sự việc nhận trước đó đã nằm trong bản sao lưu"),
    )


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[Centre, argparse.Namespace], object],
    help_text: str,
    now: Clock,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text)
    parser.add_argument("--data", type=Path, required=True, help=_("thư mục giữ khóa của trung tâm"))
    parser.add_argument("--url", required=True, help=_("PostgreSQL, vai trò chủ"))

    def opened(arguments: argparse.Namespace) -> None:
        with _centre(arguments, now) as centre:
            sys.stdout.write(json.dumps(run(centre, arguments), ensure_ascii=False) + "\n")

    parser.set_defaults(run=opened)
    return parser


@contextmanager
def _centre(arguments: argparse.Namespace, now: Clock) -> Iterator[Centre]:
    from counter_app.central import database

    engine = database.open_database(vault.with_own_password(arguments.url, arguments.data))
    try:
        yield Centre(engine, vault.read_key(arguments.data), now, folder=arguments.data)
    finally:
        engine.dispose()


def _restored(centre: Centre, arguments: argparse.Namespace) -> object:
    from counter_app.central import restoring

    offices, lanes = restoring.restored(centre)
    return {"offices": offices, "lanes": lanes}


def _archived(centre: Centre, arguments: argparse.Namespace) -> object:
    from counter_app.central import restoring
    from counter_app.domain.moments import parse_local

    through = parse_local(arguments.through, "through")
    return {"installations": restoring.archived(centre, through * 60_000)}
