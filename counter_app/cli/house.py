"""Commands that work on this PC's data folder: enrolment, intake, sync, health."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.cli import EXIT_REFUSED, EXIT_UNAVAILABLE, continuity, seats, tell
from counter_app.errors import Refused
from counter_app.texts import _

STDIN = "-"
MOST_TOLD = 10  # events in quarantine that a sentence is said of at each sync
MAX_TOKEN = 64 * 1024  # characters, with the certificate of its authority


def enrol(options: argparse.Namespace) -> int:
    """Register this PC with the centre named in a one-time token."""
    from counter_app import wire

    token = _given(options)
    wire.read_token(token)  # a mistyped one does not even make the folder
    with bootstrap.held_folder(options.data) as folder:
        enrolled = bootstrap.enrol(folder, token, bootstrap.ask_in_shell, anew=options.anew)
        continuity.keep_recovery_if_given(folder.path)
    value = {
        "installation_id": enrolled.installation_id,
        "office_id": enrolled.office_id,
        "centre": enrolled.centre_url,
    }
    tell(options, value, _("Máy này đã ghi danh với {centre}.").format(centre=enrolled.centre_url))
    return 0


def centre(options: argparse.Namespace) -> int:
    """Find the same centre at the address in a token, or by another authority: same name, same lane."""
    from counter_app import wire
    from counter_app.services import enrolment

    token = wire.read_token(_given(options))
    with bootstrap.open_folder(options.data) as counter:
        moved = enrolment.move(counter, token)
    value = {"installation_id": moved.installation_id, "centre": moved.centre_url}
    tell(options, value, _("Máy này nay liên lạc với trung tâm ở {centre}.").format(centre=moved.centre_url))
    return 0


def receive(options: argparse.Namespace) -> int:
    """Receive each line of a JSONL file; exit 1 when any line was refused."""
    from counter_app.services import bulk

    refused = 0
    with bootstrap.open_folder(options.data) as counter, seats.seated(counter, options.person):
        for result in bulk.receive_lines(counter, options.person, _lines(options.file, bulk.MAX_LINE)):
            refused += "error" in result
            tell(options, result, _result_line(result))
    return EXIT_REFUSED if refused else 0


def sync(options: argparse.Namespace) -> int:
    """Exchange with the centre until nothing waits; exit 1 where a person must look, 3 while it is silent."""
    from counter_app.services import pc_health
    from counter_app.services import sync as service
    from counter_app.texts import in_doubt, scans
    from counter_app.texts.refusals import sentence

    with bootstrap.open_folder(options.data) as counter:
        after = service.exchange(counter)
        waiting = pc_health.look(counter).scans
    value = {
        "online": after.online,
        "unsent": after.unsent,
        "scans": waiting.count,
        "quarantined": [{"event_id": item.event_id, "code": item.code} for item in after.quarantined],
        "problem": after.problem or None,
    }
    word = _("Trực tuyến") if after.online else _("Ngoại tuyến")
    told = [_("{word} · {count} chưa gửi").format(word=word, count=after.unsent)]
    told += [scans.unsent(waiting.count, waiting.left, waiting.code)] if waiting.count else []
    told += [sentence(Refused(after.problem))] if after.problem else []
    told += [f"{item.seq}: {in_doubt.sentence(item.code)}" for item in after.quarantined[:MOST_TOLD]]
    if (more := len(after.quarantined) - MOST_TOLD) > 0:
        told.append(_("Còn {count} sự việc khác chờ xem xét (--json kể hết).").format(count=more))
    tell(options, value, "\n".join(told))
    if after.problem or after.quarantined:
        return EXIT_REFUSED
    return 0 if after.online else EXIT_UNAVAILABLE


def doctor(options: argparse.Namespace) -> int:
    """Look at everything the counter needs; exit 1 when something stops work."""
    from counter_app.services import health

    found = bootstrap.examine(options.data)
    marks = {health.OK: "✓", health.WARNING: "!", health.FAULT: "✗"}
    rows = [f"{marks[finding.state]} {finding.name:20} {finding.detail}" for finding in found.findings]
    value = {
        "healthy": found.healthy,
        "enrolled": found.enrolled,
        "checks": [{"name": f.name, "state": f.state, "detail": f.detail} for f in found.findings],
    }
    tell(options, value, "\n".join(rows))
    return 0 if found.healthy else EXIT_REFUSED


def _given(options: argparse.Namespace) -> str:
    return sys.stdin.readline(MAX_TOKEN) if options.token == STDIN else str(options.token)


def _lines(file: str, limit: int) -> Iterator[bytes]:
    """Yield the lines of a file or of standard input; of a longer one its first `limit` bytes and some more.

    Raises Refused: bad_file.
    """
    try:
        with sys.stdin.buffer if file == STDIN else Path(file).open("rb") as stream:
            while line := stream.readline(limit + 2):  # room for a line's end
                yield line.rstrip(b"\r\n")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(limit)  # pass over what is too long to be a dossier
    except OSError as error:
        raise Refused("bad_file", "file", file=Path(file).name) from error


def _result_line(result: dict[str, Any]) -> str:
    if "error" in result:
        return f"✗ {result['ref'] or '–'}: {result['error']['field'] or ''} {result['error']['message']}"
    return f"✓ {result['ref']}: {result['code']} {result['due_at']}"


_TOKEN = (("token",), {"help": "the one-time token from the administrator; - reads it from standard input"})
_ANEW = (
    ("--anew",),
    {
        "action": "store_true",
        "help": "go on under another installation: after log_rolled_back, log_forked, old_copy",
    },
)
_FILE = (("file",), {"help": "one dossier a line, JSON; - reads standard input"})
_PERSON = (
    ("--as", "--person"),
    {
        "dest": "person",
        "required": True,
        "metavar": "PERSON_ID",
        "help": "the officer who acts; his PIN is asked for, or taken from COUNTER_APP_PIN",
    },
)
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("enrol", "register this PC with a centre", enrol, (_TOKEN, _ANEW)),
    ("centre", "find the same centre at the address in a token", centre, (_TOKEN,)),
    ("receive", "receive dossiers from a JSONL file", receive, (_FILE, _PERSON)),
    ("sync", "exchange with the centre now", sync, ()),
    ("doctor", "look at everything the counter needs", doctor, ()),
)
