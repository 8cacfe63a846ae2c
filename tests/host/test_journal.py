"""The log file for support."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.host import journal

log = logging.getLogger("counter_app")


@pytest.fixture(autouse=True)
def closed_afterwards() -> Iterator[None]:
    before, level = list(log.handlers), log.level
    yield
    for handler in [other for other in log.handlers if other not in before]:
        log.removeHandler(handler)
        handler.close()
    log.setLevel(level)


def test_it_is_private_and_says_where_but_not_what(tmp_path: Path) -> None:
    journal.keep_journal(tmp_path)
    try:
        int("Nguyễn Văn Thử")
    except ValueError:
        logging.getLogger("counter_app.ui").exception("bug 12ab34")
    text = (tmp_path / journal.JOURNAL).read_text("utf-8")
    assert "bug 12ab34" in text
    assert "test_journal.py" in text
    assert text.rstrip().endswith("ValueError")
    assert "invalid literal" not in text
    if os.name == "posix":
        assert (tmp_path / journal.JOURNAL).stat().st_mode & 0o777 == 0o600


def test_it_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST", 1000)
    journal.keep_journal(tmp_path)
    for number in range(200):
        log.info("contact %d", number)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["counter.log", "counter.log.1", "counter.log.2"]
    assert all((tmp_path / name).stat().st_size <= 1000 for name in files)
    if os.name == "posix":
        assert {(tmp_path / name).stat().st_mode & 0o777 for name in files} == {0o600}


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    journal.keep_journal(tmp_path / "file")
    log.info("said to nobody")
    log.error("bug %s", "12ab34")
    told = capsys.readouterr().err
    assert "no journal" in told
    assert "bug 12ab34" in told
    assert "nobody" not in told


def test_nothing_is_opened_before_the_first_line(tmp_path: Path) -> None:
    journal.keep_journal(tmp_path)
    assert not list(tmp_path.iterdir())
    log.info("opened")
    assert (tmp_path / journal.JOURNAL).read_text("utf-8").endswith("opened\n")
