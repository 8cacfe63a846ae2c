"""`due` and `card`: shapes that other programs build on."""

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("limit", "received", "due_at"),
    [  # the examples of the law's clock
        ("3wd", "2026-11-19T09:00", "2026-11-25T17:00"),
        ("5wd", "2026-01-05T09:00", "2026-01-10T17:00"),
        ("3wd", "2026-02-13T09:00", "2026-02-25T17:00"),
        ("same-day", "2026-11-23T15:20", "2026-11-25T17:00"),
        ("15d", "2026-11-09T09:00", "2026-11-25T17:00"),
        ("8wh", "2026-11-20T15:30", "2026-11-23T15:30"),
        ("1wh", "2026-11-20T11:30", "2026-11-20T13:30"),
        ("5wd", "2026-11-17T09:00", "2026-11-25T17:00"),  # restarted from zero
        ("same-day", "2026-11-19T15:00:40", "2026-11-19T17:00"),  # cut to the printed minute
        ("2m", "2026-09-24T09:00", "2026-11-25T17:00"),
        ("1wh", "2026-11-20T11:00", "2026-11-20T12:00"),  # ends at the closing, not the opening
    ],
)
def test_due(shell: Shell, limit: str, received: str, due_at: str) -> None:
    said = shell("due", "--limit", limit, "--received", received)
    assert said.code == 0
    assert list(said.value) == ["due_date", "due_at", "reasons"]
    assert said.value["due_at"] == f"{due_at}:00+07:00"
    assert said.value["due_date"] == due_at[:10]
    assert all(isinstance(reason, str) and reason for reason in said.value["reasons"])


def test_due_names_the_holiday(shell: Shell) -> None:
    reasons = shell("due", "--limit", "3wd", "--received", "2026-11-19T09:00").value["reasons"]
    assert "24/11" in " ".join(reasons)


def test_due_by_other_hours_and_another_calendar(shell: Shell, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.csv"
    head = "date,kind,name,confidence,source\n"
    calendar.write_text(head + "2026-11-20,off,Nghỉ riêng,high,here\n", encoding="utf-8-sig")
    asked = ("due", "--limit", "1wd", "--received", "2026-11-19T09:00", "--calendar", str(calendar))
    said = shell(*asked, "--hours", "07:00-11:30,13:30-17:30")
    assert said.value["due_at"] == "2026-11-23T17:30:00+07:00"


@pytest.mark.parametrize(
    ("flag", "value", "code", "field"),
    [
        ("--limit", "3x", "bad_limit", "limit"),
        ("--limit", "0wd", "bad_limit", "limit"),
        ("--limit", "", "bad_limit", "limit"),
        ("--limit", "99999wd", "bad_limit", "limit"),
        ("--limit", "٣wd", "bad_limit", "limit"),
        ("--received", "yesterday", "bad_moment", "received"),
        ("--received", "2026-02-30T09:00", "bad_moment", "received"),
        ("--received", "1999-12-31T09:00", "bad_moment", "received"),
        ("--received", "2026-11-19", "bad_moment", "received"),
        ("--hours", "12:00-08:00", "bad_hours", "hours"),
        ("--hours", "", "bad_hours", "hours"),
        ("--calendar", "/nowhere/at/all.csv", "bad_file", "calendar"),
        ("--calendar", "/", "bad_file", "calendar"),
    ],
)
def test_due_refuses(shell: Shell, flag: str, value: str, code: str, field: str) -> None:
    asked = {"--limit": "3wd", "--received": "2026-11-19T09:00"} | {flag: value}
    said = shell("due", *(word for pair in asked.items() for word in pair))
    assert (said.code, said.error["code"], said.error["field"]) == (1, code, field)
    assert said.error["message"]


@pytest.mark.parametrize(
    "content", [b"", b"no,head\n", b"\xff\xfe", b"date,kind,name,confidence,source\n1,2"]
)
def test_due_refuses_a_calendar_that_is_none(shell: Shell, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "calendar.csv"
    file.write_bytes(content)
    said = shell("due", "--limit", "3wd", "--received", "2026-11-19T09:00", "--calendar", str(file))
    assert (said.code, said.error["field"]) == (1, "calendar")


def test_a_person_is_told_in_words(shell: Shell) -> None:
    said = shell.plain("due", "--limit", "3wd", "--received", "2026-11-19T09:00")
    assert (said.code, said.err) == (0, "")
    assert "25/11/2026" in said.out.splitlines()[0]
    refused = shell.plain("due", "--limit", "3x", "--received", "2026-11-19T09:00")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("Thời hạn không đúng")


def test_in_english(shell: Shell) -> None:
    def message(*more: str) -> str:
        told = shell("due", "--limit", "3x", "--received", "2026-11-19T09:00", *more).error["message"]
        assert isinstance(told, str)
        return told

    assert message("--lang", "en").isascii()
    assert message() == message("--lang", "vi") != message("--lang", "en")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("due",),
        ("due", "--limit", "3wd"),
        ("card",),
        ("due", "--lang", "fr"),
        ("receive", "-"),
    ],
)
def test_usage(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell.plain(*arguments)
    assert (said.code, said.out) == (2, "")
    assert "usage:" in said.err


CARD = "001090012345|012345678|Nguyễn Văn Thử|01011990|Nam|Tổ 1, phường Ba Đình, Hà Nội|25122021"


def test_card(shell: Shell) -> None:
    assert shell("card", CARD).value == {
        "number": "001090012345",
        "old_number": "012345678",
        "name": "Nguyễn Văn Thử",
        "birth_date": "1990-01-01",
        "sex": "male",
        "address": "Tổ 1, phường Ba Đình, Hà Nội",
        "issue_date": "2021-12-25",
        "warnings": [],
    }


def test_a_poor_card_has_nulls(shell: Shell) -> None:
    value = shell("card", "001190012345||Trần Thị Thử|1990|Nữ||").value
    assert list(value) == [
        *("number", "old_number", "name", "birth_date", "sex", "address", "issue_date", "warnings")
    ]
    assert (value["old_number"], value["address"], value["issue_date"]) == (None, None, None)
    assert (value["sex"], value["birth_date"]) == ("female", "1990")
    assert "birth_year_only" in value["warnings"]


@pytest.mark.parametrize("text", ["", "x", "|||||", "001090012345", "a" * 5000, "\udcff|\udcff"])
def test_no_card(shell: Shell, text: str) -> None:
    said = shell("card", text)
    assert (said.code, said.error["code"], said.error["field"]) == (1, "bad_card", "card")


@pytest.mark.skipif(os.name != "posix", reason="names of devices")
def test_a_calendar_that_never_ends(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero")):
        said = shell("due", "--limit", "3wd", "--received", "2026-11-19T09:00", "--calendar", str(file))
        assert (said.code, said.error["code"]) == (1, "bad_file")


def test_a_day_before_the_calendar_begins_is_said(shell: Shell) -> None:
    said = shell("due", "--limit", "3wd", "--received", "2015-11-19T09:00").value["reasons"]
    assert any("không có lịch nghỉ trước ngày 31/12/2018" in reason for reason in said)
    said = shell("due", "--limit", "3wd", "--received", "2026-11-19T09:00").value["reasons"]
    assert not any("không có lịch nghỉ" in reason for reason in said)


def test_half_days_are_among_the_limits_a_refusal_names(shell: Shell) -> None:
    assert shell("due", "--limit", "0.5wd", "--received", "2026-11-19T09:00").code == 0
    told = shell("due", "--limit", "3x", "--received", "2026-11-19T09:00").error["message"]
    assert "0.5wd" in str(told)
