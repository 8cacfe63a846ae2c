"""Registers and papers written to files from a shell."""

from pathlib import Path

import msgspec
import pytest

from counter_app.cli import main
from counter_app.domain.paper_book import Book
from counter_app.store import briefing as briefings
from tests.cli.conftest import Shell
from tests.documents.samples import Seen
from tests.pcs import opened, receive


def test_registers_and_papers_become_files(shell: Shell, pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        codes = receive(counter, "Một", "Hai")
    day = ("--from", "2026-11-19")
    for name, extra, count in (
        ("register", (), "dossiers"),
        ("lateness", ("--to", "2026-11-30"), "dossiers"),
        ("apologies", ("--to", "2026-11-30"), "apologies"),
    ):
        out = tmp_path / f"{name}.pdf"
        said = shell(name, *day, *extra, "--out", str(out), data=pc)
        assert said.code == 0
        assert said.value["file"] == str(out)
        assert said.value[count] == (0 if count == "apologies" else 2)
        assert Seen(out.read_bytes()).texts
    assert codes[0] in "".join("".join(Seen((tmp_path / "register.pdf").read_bytes()).texts).split())
    table = tmp_path / "lateness.csv"
    said = shell("lateness", *day, "--out", str(table), data=pc)
    assert said.value["unsure_clocks"]["C"] == {"receptions": 0, "arrivals": 0}
    assert table.read_bytes().startswith("\ufeffNhóm,".encode())
    table = tmp_path / "apologies.csv"
    assert shell("apologies", *day, "--out", str(table), data=pc).code == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbfTT,")


def test_a_dossiers_papers(shell: Shell, pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "Một")
    out = tmp_path / "paper.pdf"
    for form, words in (("01", "GIẤY TIẾP NHẬN"), ("06", "PHIẾU KIỂM SOÁT")):
        said = shell("paper", code.lower(), "--form", form, "--out", str(out), data=pc)
        assert (said.code, said.value["document"], said.value["copy"]) == (0, form, 1)
        assert words in Seen(out.read_bytes()).texts[0]
    plain = shell.plain("paper", code, "--form", "01", "--out", str(out), data=pc)
    assert (plain.code, plain.out) == (0, f"Đã ghi {out}.\n")


def test_the_leaves_that_are_missing(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "Một")  # who did so reads
    assert shell.plain("leaves", data=pc).out == ""
    with opened(pc) as counter, counter.store.write() as conn:
        told = counter.reference(conn).briefing
        book = Book("9800-2026-11-19", "00004", "H26.14", "2026-11-19", 9800, 9801, 1, b"")
        briefings.save(conn, msgspec.structs.replace(told, books=(book,)), 0)
    said = shell("leaves", data=pc)
    assert said.value == {
        "book": "9800-2026-11-19",
        "captured": 0,
        "void": 0,
        "missing": ["H26.14-261119-9800", "H26.14-261119-9801"],
    }
    assert "chưa thấy 2: H26.14-261119-9800" in shell.plain("leaves", data=pc).out


def test_what_cannot_be_written(shell: Shell, pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "Một")
    out = str(tmp_path / "a.pdf")
    asked = (
        (("paper", code, "--form", "04", "--out", out), "no_paper"),
        (("paper", "H26.14-261119-9999", "--form", "01", "--out", out), "unknown_dossier"),
        (("register", "--from", "2026-11-19", "--to", "2026-11-21", "--out", out), "bad_period"),
        (("register", "--from", "gì đó", "--out", out), "bad_date"),
        (("register", "--from", "2026-11-19", "--out", str(tmp_path / "none" / "a.pdf")), "file_not_written"),
    )
    for arguments, error in asked:
        said = shell(*arguments, data=pc)
        assert (said.code, said.error["code"]) == (1, error)
    assert not Path(out).exists()


def test_a_form_that_is_none_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["paper", "H26.14-261119-1000", "--form", "99", "--out", "x.pdf"])
    assert stopped.value.code == 2
    assert "'05', '06', 'BN', 'BG', 'TB'" in capsys.readouterr().err
