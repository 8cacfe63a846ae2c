"""Lines for a terminal: letters stay, what acts on it is shown; and nobody writes there by another way."""

import argparse
from pathlib import Path

import pytest

import counter_app
from counter_app import cli
from counter_app.errors import Refused
from counter_app.texts.terminal import harmless

# The demo and its word where there is no display say only their own words.
APART = {"texts/terminal.py", "cli/demo.py", "cli/show.py"}


def test_letters_stay_and_controls_are_shown() -> None:
    assert harmless("Nguyễn\u00a0Văn “Á” đ̃ 😀") == "Nguyễn\u00a0Văn “Á” đ̃ 😀"
    assert harmless("a\x1b[31m\x9b\x07\r\n\u2028\u202e\u200b\U000e0001") == (
        "a\\u001b[31m\\u009b\\u0007\\r\\n\\u2028\\u202e\\u200b\\udb40\\udc01"
    )


def test_a_counters_commands_say_lines_only(capsys: pytest.CaptureFixture[str]) -> None:
    options = argparse.Namespace(json=False)
    cli.tell(options, {}, "one\x1b[2J\ntwo")
    cli.tell_error(options, Refused("unknown_dossier", "code", code="\x1b[2J"))
    told = capsys.readouterr()
    assert told.out == "one\\u001b[2J\ntwo\n"
    assert "\x1b" not in told.err


def test_nobody_writes_to_a_terminal_by_himself() -> None:
    root = Path(counter_app.__file__).parent
    files = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "stdout.write(" in path.read_text("utf-8")
    }
    assert files == APART
