"""Commands that write papers to files: the register, apologies, reports, and one dossier's papers."""

import argparse
from pathlib import Path
from typing import Any

from counter_app.cli import seats, tell
from counter_app.errors import Refused
from counter_app.host.files import write_private
from counter_app.texts import _


def register(options: argparse.Namespace) -> int:
    """Write the register (Form 07) of a day or a month as PDF."""
    from counter_app.services.registers import register as service

    with seats.read(options) as (counter, reader):
        made = service(counter, reader, options.first, options.last or options.first)
    _write(options, options.out, made.pdf, {"dossiers": len(made.rows), **_counts(made.totals)})
    return 0


def apologies(options: argparse.Namespace) -> int:
    """Write the register of apologies: as CSV for Excel to a name that ends so, else as PDF."""
    from counter_app.services.apologies import apology_register

    with seats.read(options) as (counter, reader):
        made = apology_register(counter, reader, options.first, options.last or options.first)
    content = made.csv if options.out.suffix.lower() == ".csv" else made.pdf
    _write(options, options.out, content, {"apologies": len(made.rows)})
    return 0


def lateness(options: argparse.Namespace) -> int:
    """Write how promises were kept in a period: as CSV for Excel to a name that ends so, else as PDF."""
    from counter_app.services.reports import lateness_report

    with seats.read(options) as (counter, reader):
        made = lateness_report(counter, reader, options.first, options.last or options.first)
    clocks = {one.quality: {"receptions": one.receptions, "arrivals": one.arrivals} for one in made.unsure}
    content = made.csv if options.out.suffix.lower() == ".csv" else made.pdf
    value = {"dossiers": made.whole.received, **_counts(made.whole), "unsure_clocks": clocks}
    _write(options, options.out, content, value)
    return 0


def leaves(options: argparse.Namespace) -> int:
    """List what became of each paper book's leaves: what is missing is asked for when the book comes back."""
    from counter_app.services.paper_book import books

    with seats.read(options) as (counter, reader):
        states = books(counter, reader)
    for state in states:
        counts = {"captured": state.captured, "void": state.void, "missing": list(state.missing)}
        said = _("Sổ {book}: đã nhập {captured}, bỏ {void}, chưa thấy {count}: {missing}").format(
            book=state.book.book_id,
            captured=state.captured,
            void=state.void,
            count=len(state.missing),
            missing=", ".join(state.missing) or "–",
        )
        tell(options, {"book": state.book.book_id, **counts}, said)
    return 0


def paper(options: argparse.Namespace) -> int:
    """Write a dossier's last paper of a form as PDF; what a printer takes is counted, a file is not."""
    from counter_app.services.forms import last_paper

    with seats.read(options) as (counter, reader):
        made = last_paper(counter, reader, options.code.upper(), options.form)
    value = {"form": made.form, "code": made.code, "document": made.document, "copy": made.copy}
    _write(options, options.out, made.pdf, value)
    return 0


def _counts(totals: object) -> dict[str, int]:
    named = (
        "on_time",
        "late",
        "late_extended",
        "late_first",
        "within_extension",
        "late_by_first",
        "ended",
        "running",
    )
    return {name: getattr(totals, name) for name in named if hasattr(totals, name)}


def _write(options: argparse.Namespace, path: Path, content: bytes, value: dict[str, Any]) -> None:
    if not path.parent.is_dir():
        raise Refused("file_not_written", "out", file=str(path))
    write_private(path, content)
    tell(options, {"file": str(path), **value}, _("Đã ghi {file}.").format(file=path))


_FROM = (("--from",), {"dest": "first", "required": True, "metavar": "DAY", "help": "YYYY-MM-DD"})
_TO = (("--to",), {"dest": "last", "metavar": "DAY", "help": "the same day where it is left out"})
_OUT = (("--out",), {"type": Path, "required": True, "metavar": "FILE", "help": "the file to write"})
_CODE = (("code",), {"help": "the dossier's code"})
_FORMS = ("01", "02", "03", "04", "05", "06", "BN", "BG", "TB")
_WHICH = "01 to 06, BN fee receipt, BG hand-over list, TB notice"
_FORM = (
    ("--form",),
    {"required": True, "type": str.upper, "choices": _FORMS, "metavar": "FORM", "help": _WHICH},
)
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("register", "the register of a day or month, as PDF", register, (_FROM, _TO, _OUT, seats.READER)),
    ("apologies", "the register of apologies, as PDF or CSV", apologies, (_FROM, _TO, _OUT, seats.READER)),
    (
        "lateness",
        "how promises were kept in a period, as PDF or CSV",
        lateness,
        (_FROM, _TO, _OUT, seats.READER),
    ),
    ("leaves", "what became of the paper books' leaves, and which are missing", leaves, (seats.READER,)),
    ("paper", "a dossier's last paper of a form, as PDF", paper, (_CODE, _FORM, _OUT, seats.READER)),
)
