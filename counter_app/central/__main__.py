"""The centre's command line: `counter-central init | serve | enrol | people | review | publish | ...`."""

import argparse
import logging
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from counter_app.central import (
    book_commands,
    clock_commands,
    epoch_commands,
    erasure_commands,
    health_commands,
    people_commands,
    publish_commands,
    record_commands,
    review_commands,
    serve_commands,
)
from counter_app.central.centre import wall_clock
from counter_app.errors import CounterError
from counter_app.texts import _, server, terminal


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
    for room in (serve_commands, people_commands, review_commands, epoch_commands, erasure_commands):
        room.add(commands, wall_clock)
    for room in (book_commands, health_commands, clock_commands, publish_commands, record_commands):
        room.add(commands, wall_clock)
    return parser


if __name__ == "__main__":
    sys.exit(main())
