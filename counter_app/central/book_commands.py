"""`counter-central book`: a paper book for an office, granted and written as PDF for a power cut."""

import argparse
import json
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from counter_app.central.centre import Centre, wall_clock
from counter_app.central.commands import Clock, opened
from counter_app.errors import CounterError, Refused
from counter_app.texts import _, terminal


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", now: Clock = wall_clock) -> None:
    """Add the command to the centre's parser; `now` is the centre's clock."""
    book = opened(commands, "book", _book, _("cấp và in một sổ giấy đánh số sẵn cho lúc mất điện"), now)
    book.add_argument("--office", required=True)
    book.add_argument("--count", type=int, required=True, help=_("số tờ; mỗi ngày mỗi đơn vị đến 150 tờ"))
    book.add_argument("--out", type=Path, required=True, help=_("tệp PDF sẽ ghi, mỗi trang một tờ"))
    book.add_argument("--by", required=True, help=_("người làm việc này"))
    book.add_argument("--reason", required=True, help=_("lý do, số văn bản"))


def _book(centre: Centre, arguments: argparse.Namespace) -> None:
    from counter_app.central import books
    from counter_app.central.deeds import Warrant

    warrant = Warrant.read(arguments.by, arguments.reason)
    try:
        with arguments.out.open("xb") as file:  # before any number is given: a book nobody has is lost
            book, pdf = books.grant(centre, arguments.office, arguments.count, warrant)
            file.write(pdf)
    except OSError as error:
        raise Refused("file_not_written", "out", file=str(arguments.out)) from error
    except (CounterError, SQLAlchemyError):
        arguments.out.unlink()
        raise
    told = {"book": book.book_id, "first": book.codes()[0], "last": book.codes()[-1]}
    terminal.say(json.dumps(told | {"file": str(arguments.out)}, ensure_ascii=False))
