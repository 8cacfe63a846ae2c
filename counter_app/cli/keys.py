"""The command that gives this PC another signing key under its own name."""

import argparse
from contextlib import closing
from typing import Any

from counter_app import bootstrap
from counter_app.cli import tell
from counter_app.cli.seats import seated
from counter_app.texts import _


def rotate(options: argparse.Namespace) -> int:
    """Put another signing key in force, and let the centre hear of it where it answers."""
    from counter_app.services import key_rotation, sync
    from counter_app.services.key_rotation import Rotate

    with bootstrap.held_folder(options.data) as folder:
        secrets = bootstrap.secrets_of(folder, bootstrap.ask_in_shell)
        with (
            closing(bootstrap.open_counter(folder, secrets=secrets)) as counter,
            seated(counter, options.person),
        ):
            name = key_rotation.rotate(counter, secrets, Rotate(counter.new_event_id(), options.person))
            key_rotation.push(counter)
        with closing(bootstrap.open_counter(folder, secrets=secrets)) as counter:  # it takes its place
            told = sync.exchange(counter)
    said = _("Máy ký bằng khóa mới: {key}.").format(key=name)
    if not told.online:
        said += " " + _("Trung tâm chưa trả lời; lần liên lạc sau sẽ báo.")
    tell(options, {"key": name, "online": told.online, "unsent": told.unsent}, said)
    return 0


_PERSON = (("--person",), {"required": True, "metavar": "ID", "help": "who does it"})
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("rotate-key", "give this PC another signing key; its name, log and receipts stay", rotate, (_PERSON,)),
)
