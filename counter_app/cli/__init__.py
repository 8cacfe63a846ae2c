"""Commands for a shell: headless work and support. Each prints for a person, or JSON with --json."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter_app import texts
from counter_app.errors import CounterError, Damaged, Refused, Unavailable
from counter_app.texts import terminal

EXIT_REFUSED, EXIT_USAGE, EXIT_UNAVAILABLE, EXIT_DAMAGED, EXIT_STOPPED = 1, 2, 3, 4, 130

# A command takes the parsed arguments and returns its exit code.
Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; exit codes: 0 done, 1 refused, 2 usage, 3 surroundings fail, 4 damaged."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    texts.use(options.lang or "vi")
    try:
        return int(options.run(options))
    except CounterError as error:
        tell_error(options, error)
        kinds = {Refused: EXIT_REFUSED, Unavailable: EXIT_UNAVAILABLE, Damaged: EXIT_DAMAGED}
        return next(code for kind, code in kinds.items() if isinstance(error, kind))
    except BrokenPipeError:  # the reader of our lines has gone; nothing that was durable is lost
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return EXIT_STOPPED


def tell(options: argparse.Namespace, value: dict[str, Any], sentence: str) -> None:
    """Write `value` as one line of JSON with --json, else `sentence`; flushed."""
    line = json.dumps(value, ensure_ascii=False) if options.json else sentence
    for told in line.split("\n"):
        terminal.say(told)


def tell_error(options: argparse.Namespace, error: CounterError) -> None:
    """Say why a command stopped: on standard output with --json, else on standard error."""
    from counter_app.texts.refusals import sentence

    text = sentence(error)
    if options.json:
        detail = {"code": error.code, "field": getattr(error, "field", None), "message": text}
        terminal.say(json.dumps({"error": detail}, ensure_ascii=False))
    else:
        sys.stderr.write("\n".join(map(terminal.harmless, text.split("\n"))) + "\n")


def _speak_utf8() -> None:
    """Write UTF-8 also where the system's own encoding is another; half a letter becomes its JSON escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    from counter_app.cli import (
        books,
        continuity,
        duty,
        export,
        house,
        keys,
        proofs,
        rules,
        seats,
        show,
        upkeep,
    )

    parser = argparse.ArgumentParser(prog="counter-app", description="Quầy Một Cửa")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="answer in JSON, one value a line")
    common.add_argument("--data", type=Path, metavar="DIR", help="this PC's data folder")
    common.add_argument("--lang", choices=("vi", "en"), help="language of sentences and of the window")
    rooms = (show, house, seats, proofs, rules, books, export, duty, continuity, keys, upkeep)
    for room in rooms:
        for name, words, run, arguments in room.COMMANDS:
            command = commands.add_parser(name, help=words, description=words, parents=[common])
            for flags, settings in arguments:
                command.add_argument(*flags, **settings)
            command.set_defaults(run=run)
    return parser
