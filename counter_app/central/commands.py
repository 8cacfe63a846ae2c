"""How a command of the centre's line is added, and meets the centre: opened, and closed behind it."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from counter_app.central import vault
from counter_app.central.centre import Centre
from counter_app.texts import _

Clock = Callable[[], int]
Run = Callable[[Centre, argparse.Namespace], None]


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    help_text: str,
) -> argparse.ArgumentParser:
    """Add a command that is run with the centre's folder as `data`."""
    parser = commands.add_parser(name, help=help_text)
    parser.add_argument("--data", type=Path, required=True, help=_("thư mục giữ khóa của trung tâm"))
    parser.set_defaults(run=run)
    return parser


def opened(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    help_text: str,
    now: Clock,
    *,
    owner: bool = True,
) -> argparse.ArgumentParser:
    """Add a command that is run with the centre opened; `now` is its clock.

    It takes the database's `owner`, and says so to others; or what the service may do is enough.
    """

    def opening(arguments: argparse.Namespace) -> None:
        from counter_app.central import database

        allowed = database.owners_only() if owner else nullcontext()
        with centre(arguments.url, arguments.data, now) as found, allowed:
            run(found, arguments)

    parser = add(commands, name, opening, help_text)
    role = _("PostgreSQL, vai trò chủ") if owner else _("PostgreSQL, vai trò qmc_service")
    parser.add_argument("--url", required=True, help=role)
    return parser


@contextmanager
def centre(url: str, folder: Path, now: Clock) -> Iterator[Centre]:
    """Open the centre of a folder for the length of a `with`. Its time is refused where it cannot be right.

    Raises Refused: no_centre_key; as `database.open_database`.
    """
    from counter_app.central import database, timekeeping

    engine = database.open_database(vault.with_own_password(url, folder))
    try:
        yield Centre(engine, vault.read_key(folder), timekeeping.following(folder, now), folder=folder)
    finally:
        engine.dispose()
