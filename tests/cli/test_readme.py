"""What the README shows of the commands can be typed as it stands: nothing that is required is left out."""

import argparse
import re
from pathlib import Path

import pytest

from counter_app import cli
from counter_app.central import __main__ as central

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8").splitlines()
SAID_ONCE = {"--url", "--data"}  # before the centre's commands


def required(parser: argparse.ArgumentParser) -> dict[str, list[list[str]]]:
    """Return by command the options that it cannot do without."""
    (commands,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return {
        name: [list(one.option_strings) for one in command._actions if one.required and one.option_strings]
        for name, command in commands.choices.items()
    }


@pytest.mark.parametrize(
    ("program", "parser", "known"),
    [("counter-app", cli._parser(), set()), ("counter-central", central._parser(), SAID_ONCE)],
)
def test_nothing_required_is_left_out(program: str, parser: argparse.ArgumentParser, known: set[str]) -> None:
    needed, shown, wanting = required(parser), 0, []
    for line in README:
        told = re.match(rf"{program} ([\w-]+(?: \| [\w-]+)*)", line)
        for name in told[1].split(" | ") if told else ():
            shown += 1
            words = {*line.split()} | known
            wanting += [(name, option) for option in needed[name] if not set(option) & words]
    assert shown > 10
    assert wanting == []
