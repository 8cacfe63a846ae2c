"""The command line as a person or a program at a shell sees it, in this process."""

import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main


@dataclass(frozen=True)
class Said:
    """What one command said: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def values(self) -> list[Any]:
        """The JSON values, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def value(self) -> Any:
        """The only JSON value."""
        (value,) = self.values
        return value

    @property
    def error(self) -> Any:
        """The error of a refused command; nothing else was said."""
        assert self.err == ""
        assert set(self.value) == {"error"}
        assert set(self.value["error"]) == {"code", "field", "message"}
        return self.value["error"]


class Shell:
    """Runs commands with --json, in one data folder if told."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys, self._patch = capsys, patch

    def plain(self, *arguments: str, data: Path | None = None) -> Said:
        """Run a command as a person does."""
        from counter_app import texts

        self._capsys.readouterr()
        try:
            code = main([*arguments, *(["--data", str(data)] if data else [])])
        except SystemExit as left:  # argparse: usage
            code = int(left.code or 0)
        finally:
            texts.use("vi")
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)

    def __call__(self, *arguments: str, data: Path | None = None, stdin: bytes | None = None) -> Said:
        """Run a command as a program does."""
        if stdin is not None:
            self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        return self.plain(arguments[0], "--json", *arguments[1:], data=data)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)
