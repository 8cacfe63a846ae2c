"""`receive`: one line in, one result line out; a bad line is told and skipped, nothing of it is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app import wire
from counter_app.host.files import DataFolder
from counter_app.services.bulk import MAX_LINE
from counter_app.services.verification import verify_log
from tests.cli.conftest import Said, Shell
from tests.pcs import PERSON, line, lines, opened

TWELVE = {"kind": "person", "name": "Nguyễn Văn Thử", "id_kind": "citizen_id", "id_number": "001090012345"}


def receive(shell: Shell, pc: Path, content: bytes, person: str = PERSON) -> Said:
    return shell("receive", "-", "--as", person, data=pc, stdin=content)


def events(pc: Path) -> int:
    with opened(pc) as counter:
        verdict = verify_log(counter)
    assert not verdict.faults
    return verdict.events


def test_results(shell: Shell, pc: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(lines(line("a1"), line("a2", procedure="9.9"), line("a3")))
    said = shell("receive", str(file), "--as", PERSON, data=pc)
    assert said.code == 1
    first, bad, last = said.values
    assert list(first) == ["ref", "code", "event_id", "due_date", "due_at"]
    assert (first["ref"], first["code"], last["code"]) == ("a1", "H26.14-261119-1000", "H26.14-261119-1001")
    assert first["due_at"] == "2026-11-19T17:00:00+07:00"
    assert first["due_date"] == "2026-11-19"
    assert list(bad) == ["ref", "error"]
    assert bad["ref"] == "a2"
    assert list(bad["error"]) == ["code", "field", "message"]
    assert (bad["error"]["code"], bad["error"]["field"]) == ("unknown_procedure", "procedure")
    with opened(pc) as counter:
        assert verify_log(counter).events in (2, 4)  # with the fee where one is listed


def test_all_good_is_exit_0(shell: Shell, pc: Path) -> None:
    assert receive(shell, pc, lines(line("a1"))).code == 0
    assert receive(shell, pc, b"").code == 0


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"received_at": "2026-01-01T08:00"}, "unknown_field", "received_at"),
        ({"applicant": TWELVE | {"age": 3}}, "unknown_field", "applicant.age"),
        ({"papers": [{"name": "Giấy", "amount": 1}]}, "unknown_field", "papers[0].amount"),
        ({"fee": {"amount": 5000}}, "unknown_field", "fee.amount"),
        ({"procedure": None}, "missing_field", "procedure"),
        ({"applicant": None}, "missing_field", "applicant"),
        ({"applicant": {"kind": "person"}}, "missing_field", "applicant.name"),
        ({"applicant": {"name": "  "}}, "name_missing", "applicant.name"),
        ({"applicant": "Nguyễn"}, "bad_value", "applicant"),
        ({"channel": "pigeon"}, "bad_value", "channel"),
        ({"channel": ["in_person"]}, "bad_value", "channel"),
        ({"sets": 0}, "bad_quantity", "sets"),
        ({"sets": 10**30}, "bad_quantity", "sets"),
        ({"sets": True}, "bad_value", "sets"),
        ({"sets": 1.5}, "bad_value", "sets"),
        ({"quantity": "1"}, "bad_value", "quantity"),
        ({"papers": {"name": "Giấy"}}, "bad_value", "papers"),
        ({"papers": [{"name": "Giấy", "count": 0}]}, "bad_count", "papers"),
        ({"papers": [{"name": "Giấy"}] * 101}, "too_many_papers", "papers"),
        ({"applicant": TWELVE | {"id_number": "12"}}, "bad_id_number", "applicant.id_number"),
        ({"applicant": TWELVE | {"birth_date": "2100-01-01"}}, "bad_birth_date", "applicant.birth_date"),
        ({"applicant": TWELVE | {"email": "x"}}, "bad_email", "applicant.email"),
        ({"applicant": TWELVE | {"name": "A\x07"}}, "bad_characters", "applicant.name"),
        ({"applicant": TWELVE | {"name": "A" * 201}}, "too_long", "applicant.name"),
        ({"applicant": TWELVE | {"representative": {"name": ""}}}, "name_missing", None),
    ],
)
def test_a_bad_line_names_its_field(
    shell: Shell, pc: Path, change: dict[str, Any], code: str, field: str | None
) -> None:
    (result,) = receive(shell, pc, lines(line("a1", **change))).values
    assert result["ref"] == "a1"
    assert result["error"]["code"] == code
    assert result["error"]["field"] == (field or "applicant.representative.name")
    assert "–" not in result["error"]["message"]
    assert events(pc) == 0


def test_null_is_not_stated(shell: Shell, pc: Path) -> None:
    applicant = TWELVE | dict.fromkeys(("birth_date", "address", "phone", "email", "representative"))
    value = line("a1", applicant=applicant) | {"papers": None, "sets": None, "return_by": None}
    assert "code" in receive(shell, pc, lines(value)).value


def test_an_organisation_with_a_representative(shell: Shell, pc: Path) -> None:
    applicant = {
        "kind": "organisation",
        "name": "Công ty TNHH Thử",
        "id_kind": "tax_code",
        "id_number": "0100000017",
        "representative": {"name": "Trần Thị Thử", "id_number": "001190012345", "authority": "Giấy ủy quyền"},
    }
    assert "code" in receive(shell, pc, lines(line("a1", applicant=applicant))).value


GOOD = json.dumps(line("good"), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "bad_line"),
        (b"   ", "bad_line"),
        (b"{", "bad_line"),
        (b"[]", "bad_line"),
        (b"null", "bad_line"),
        (b'"x"', "bad_line"),
        (b"\xff\xfe{}", "bad_line"),
        (GOOD.replace("ễ".encode(), b"\xe1\xbb"), "bad_line"),
        (GOOD.decode().encode("utf-16"), "bad_line"),
        (b"[" * 60_000, "bad_line"),
        (b"\xef\xbb\xbf" * 2 + GOOD, "bad_line"),
        (b'{"ref":"a","x":' + b"[" * 480 + b"]" * 480 + b"}", "unknown_field"),
        (b'{"ref":"a","x":' + b'{"x":' * 480 + b"1" + b"}" * 481, "unknown_field"),
        (b'{"ref":' + b"9" * 5000 + b"}", "bad_line"),
        (b"{}" + b" " * MAX_LINE, "line_too_long"),
        (b"x" * 10 * 1024 * 1024, "line_too_long"),
        (b'{"ref":"\\ud800"}', "missing_field"),
        (b'{"ref":"a","\\ud800":1}', "unknown_field"),
        (GOOD.replace(b"1.001193", b"\\udcff"), "unknown_procedure"),
        (GOOD.replace("Nguyễn".encode(), b"\\ud800"), "bad_characters"),
        (GOOD.replace("Nguyễn".encode(), b"\xed\xa0\x80"), "bad_line"),
        (GOOD.replace(b'"good"', b'""'), "bad_value"),
        (GOOD.replace(b'"good"', b"7"), "bad_value"),
        (GOOD.replace(b'"sets": 1', b'"sets": NaN'), "bad_value"),
    ],
)
def test_a_line_that_is_none_is_told_and_skipped(shell: Shell, pc: Path, raw: bytes, code: str) -> None:
    said = receive(shell, pc, raw + b"\n" + GOOD + b"\n")
    bad, good = said.values[0], said.values[-1]
    assert (said.code, bad["error"]["code"], good["ref"]) == (1, code, "good")
    assert good["code"].endswith("-1000")


def test_windows_files(shell: Shell, pc: Path) -> None:
    content = b"\xef\xbb\xbf" + lines(line("a1"), line("a2")).replace(b"\n", b"\r\n").rstrip()
    said = receive(shell, pc, content)
    assert [value["ref"] for value in said.values] == ["a1", "a2"]
    assert said.code == 0


def test_a_line_of_just_the_limit_is_read(shell: Shell, pc: Path) -> None:
    padded = [GOOD + b" " * (MAX_LINE + more - len(GOOD)) for more in (0, 1)]
    for end in (b"\n", b"\r\n", b""):
        fits, too_long = receive(shell, pc, padded[0] + b"\n" + padded[1] + end).values
        assert "code" in fits
        assert too_long["error"]["code"] == "line_too_long"


def test_the_same_person_again_today_is_received_and_linked(shell: Shell, pc: Path) -> None:
    first, second = receive(
        shell, pc, lines(line("a1", applicant=TWELVE), line("a2", applicant=TWELVE))
    ).values
    assert first["code"] != second["code"]
    from counter_app.services import desk

    with opened(pc) as counter, counter.store.read() as conn:
        assert desk.received_fact(conn, second["event_id"]).repeat_of == (first["code"],)


def test_the_fee_is_the_listed_one_or_none(shell: Shell, pc: Path) -> None:
    from counter_app.services import desk

    with opened(pc) as counter:
        procedures = desk.opening(counter).catalogue.procedures
    free = next(one for one in procedures if one.terms[0].fee is None)
    said = receive(
        shell, pc, lines(line("a1", procedure=free.code, channel=free.terms[0].channel, fee={"paid": True}))
    )
    assert said.value["error"]["code"] == "fee_unlisted"


def test_who_acts_must_be_known(shell: Shell, pc: Path) -> None:
    said = receive(shell, pc, lines(line()), person="nobody")
    assert (said.code, said.error["code"], said.error["field"]) == (1, "unknown_person", "person")
    assert "nobody" in said.error["message"]
    assert events(pc) == 0


def test_files_that_cannot_be_read(shell: Shell, pc: Path, tmp_path: Path) -> None:
    for file in (tmp_path / "none.jsonl", tmp_path):
        said = shell("receive", str(file), "--as", PERSON, data=pc)
        assert (said.code, said.error["code"], said.error["field"]) == (1, "bad_file", "file")


UNUSED = wire.Token("http://127.0.0.1:9", "00004", "0" * 64, "secret").text()


def test_a_folder_in_a_windows_hands_is_not_written(shell: Shell, pc: Path) -> None:
    with DataFolder(pc).hold():
        for command in (["receive", "-", "--as", PERSON], ["sync"], ["enrol", UNUSED]):
            said = shell(*command, data=pc, stdin=lines(line()))
            assert (said.code, said.error["code"]) == (1, "folder_in_use")
            assert str(pc) in said.error["message"]
        assert shell("verify", data=pc).code == 0
        assert shell("doctor", data=pc).code == 0
    assert events(pc) == 0


def test_a_fresh_folder_receives_nothing(shell: Shell, tmp_path: Path) -> None:
    said = shell("receive", "-", "--as", PERSON, data=tmp_path / "new", stdin=lines(line()))
    assert (said.code, said.error["code"]) == (1, "not_enrolled")


def test_a_person_reads_words(shell: Shell, pc: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(lines(line("a1"), line("a2", procedure="9.9")))
    good, bad = shell.plain("receive", str(file), "--as", PERSON, data=pc).out.splitlines()
    assert good.startswith("✓ a1: H26.14-261119-1000 ")
    assert bad.startswith("✗ a2: procedure ")
