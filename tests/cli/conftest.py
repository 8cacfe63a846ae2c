"""The command line as a person or a program at a shell sees it, in this process."""

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.host.secrets import PASSPHRASE_VARIABLE
from counter_app.services import desk
from tests.pcs import PASSPHRASE, PERSON, intake, opened, passphrase, receive
from tests.services.papers_life import STAY, act, at, minute


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


@pytest.fixture
def told(pc: Path) -> list[str]:
    """Receive three dossiers and print the first; return their codes."""
    with opened(pc) as counter:
        codes = receive(counter, "Một", "Hai", "Ba")
        desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, codes[0], "01"))
    return codes


SIGNATURE = {"number": "12/XL", "signer": "Lê Thị Hoa", "signer_title": "Chủ tịch"}
NEW_DUE = minute("2026-12-04T17:00")


@pytest.fixture(scope="session")
def lived(enrolled_once: Path) -> Iterator[tuple[Path, str]]:
    """Live a dossier that is late within its extension, once; give the data folder and its code."""
    with passphrase(), tempfile.TemporaryDirectory(prefix="qmc-lived-") as folder:
        data = Path(shutil.copytree(enrolled_once, Path(folder) / "pc"))
        with opened(data) as counter:
            at(counter, "2026-11-19T09:00")
            code = desk.receive(counter, intake(procedure=STAY)).code
            at(counter, "2026-11-20T09:00")
            act(counter, commands.AskSupplement, code, missing=("Giấy tờ chỗ ở",), reason="Thiếu bản gốc")
            at(counter, "2026-11-23T09:00")
            act(counter, commands.CompleteSupplement, code)
            at(counter, "2026-11-25T09:00")
            act(counter, commands.PrepareApology, code, cause=Cause.STAFF, new_due=NEW_DUE, text="Ốm")
            act(counter, commands.SignApology, code, **SIGNATURE, signed_on="2026-11-25")
            at(counter, "2026-11-30T09:00")
            act(counter, commands.RecordArrival, code)
            act(counter, commands.ExplainLateness, code, text="Cán bộ ốm")
        yield data, code


@pytest.fixture
def lived_pc(lived: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of that PC."""
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    return Path(shutil.copytree(lived[0], tmp_path / "pc"))
