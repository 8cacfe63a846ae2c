"""The command that hands the log out, for a checker that is not ours."""

import argparse
import sys
from pathlib import Path
from typing import Any

from counter_app.cli import seats, tell
from counter_app.errors import Refused
from counter_app.texts import _

STEP = 10_000  # events between two words on a terminal


def export(options: argparse.Namespace) -> int:
    """Write this PC's log to a file."""
    from counter_app.services.log_export import export_log

    if not options.file.parent.is_dir():
        raise Refused("file_not_written", "file", file=str(options.file))
    with seats.read(options) as (counter, reader):
        personal = not options.without_personal
        events, lacking = export_log(counter, reader, options.file, _progress, personal=personal)
    value = {"file": str(options.file), "events": events, "personal": personal, "lacking": lacking}
    told = [_("Đã ghi {count} sự việc vào {file}.").format(count=events, file=options.file)]
    if lacking:
        told.append(
            _("{count} sự việc về cán bộ có nội dung ở trung tâm, không ở máy này.").format(count=lacking)
        )
    tell(options, value, "\n".join(told))
    return 0


def _progress(events: int) -> None:
    if events % STEP == 0:
        sys.stderr.write(_("… {count} sự việc").format(count=events) + "\n")
        sys.stderr.flush()


_WHAT = (("what",), {"choices": ["log"], "help": "what to hand out"})
_FILE = (("file",), {"type": Path, "help": "the JSON Lines file to write"})
_BARE = (("--without-personal",), {"action": "store_true", "help": "hand out digests of personal data only"})
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    (
        "export",
        "hand this PC's log out as a file for packaging/checker",
        export,
        (_WHAT, _FILE, _BARE, seats.READER),
    ),
)
