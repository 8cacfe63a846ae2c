"""`enrol`, `sync`, `verify`, `verify-receipt` and `doctor`: exit codes and shapes."""

from pathlib import Path

import pytest

from counter_app.domain.moments import iso_local
from counter_app.domain.receipt_text import parse
from counter_app.errors import Unavailable
from counter_app.host.files import SETTINGS
from counter_app.host.secrets import PASSPHRASE_VARIABLE, WRAPPED
from counter_app.remote import files
from counter_app.services import desk, papers
from tests.cli.conftest import Shell
from tests.pcs import PERSON, Office, opened, receive, with_the_key
from tests.services.test_scan_sync import raising, signed


def test_enrol_once(shell: Shell, office: Office, tmp_path: Path) -> None:
    token, data = office.token(), tmp_path / "new"
    said = shell("enrol", token, data=data)
    assert said.code == 0
    assert set(said.value) == {"installation_id", "office_id", "centre"}
    assert (said.value["office_id"], said.value["centre"]) == ("00004", office.address)
    assert shell("enrol", office.token(), data=data).error["code"] == "already_enrolled"
    used = shell("enrol", token, data=tmp_path / "other")
    assert (used.code, used.error["code"], used.error["field"]) == (1, "token_used", "token")
    assert "mã mới" in used.error["message"]


@pytest.mark.parametrize("token", ["", "QMC-", "QMC-e30", "x" * 5000, "mã ghi danh", "QMC-\udcff"])
def test_no_token(shell: Shell, pc: Path, tmp_path: Path, token: str) -> None:
    said = shell("enrol", token, data=tmp_path / "new")
    assert (said.code, said.error["code"], said.error["field"]) == (1, "bad_token", "token")
    assert not (tmp_path / "new").exists()


def test_a_token_on_standard_input(shell: Shell, office: Office, tmp_path: Path) -> None:
    """Other people of the machine see what a command was called with."""
    said = shell("enrol", "-", data=tmp_path / "new", stdin=office.token().encode() + b"\n")
    assert (said.code, said.value["office_id"]) == (0, "00004")
    assert shell("enrol", "-", data=tmp_path / "other", stdin=b"").error["code"] == "bad_token"


def test_enrolling_offline_is_exit_3_and_may_be_repeated(
    shell: Shell, office: Office, tmp_path: Path
) -> None:
    lost = office.living.token("http://127.0.0.1:9").text()
    said = shell("enrol", lost, data=tmp_path / "new")
    assert (said.code, said.error["code"]) == (3, "enrolment_unheard")
    assert shell("enrol", office.token(), data=tmp_path / "new").code == 0


def test_sync_offline(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
    said = shell("sync", data=pc)
    assert said.code == 3
    assert said.value["online"] is False
    assert said.value["unsent"] >= 1
    assert (said.value["quarantined"], said.value["problem"]) == ([], None)


def test_sync_tells_of_scans_too(shell: Shell, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(office.open())
    office.close()
    monkeypatch.setattr(files, "send_scan", raising(Unavailable("centre_unreachable", reason="cut")))
    data = office.root / "pc"
    assert shell("sync", data=data).value["scans"] == 1
    assert "1 bản quét chưa gửi" in shell.plain("sync", data=data).out


def test_sync_online(shell: Shell, office: Office) -> None:
    receive(office.open(), "A")
    office.close()
    said = shell("sync", data=office.root / "pc")
    assert said.code == 0
    assert said.value == {"online": True, "unsent": 0, "scans": 0, "quarantined": [], "problem": None}
    assert shell.plain("sync", data=office.root / "pc").out.strip() == "Trực tuyến · 0 chưa gửi"


def test_a_revoked_pc_is_told(shell: Shell, office: Office) -> None:
    receive(office.open(), "A")
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE installations SET revoked_at = 1")
    said = shell("sync", data=office.root / "pc")
    assert (said.code, said.value["online"], said.value["problem"]) == (1, True, "installation_revoked")
    assert "thu hồi" in shell.plain("sync", data=office.root / "pc").out


def test_verify(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A", "B")
    said = shell("verify", data=pc)
    assert said.code == 0
    assert (said.value["holds"], said.value["faults"]) == (True, [])
    assert said.value["events"] >= 2


EDITS = {
    "body": (
        "UPDATE events SET body = replace(body, '1.001193', '1.001194') WHERE seq = 2",
        "chain_unsigned",
        2,
    ),
    "time": ("UPDATE events SET happened_at = happened_at - 86400000 WHERE seq = 2", "chain_unsigned", 2),
    "actor": ("UPDATE events SET actor_id = 'ba-dinh-01' WHERE seq = 1", "chain_unsigned", 1),
    "absurd": ("UPDATE events SET happened_at = 9223372036854775807 WHERE seq = 2", "chain_broken", 2),
    "type": ("UPDATE events SET prev = 'text' WHERE seq = 2", "chain_broken", 2),
    "signature": ("UPDATE events SET signature = 'text' WHERE seq = 2", "chain_broken", 2),
    "hash": ("UPDATE events SET hash = zeroblob(32) WHERE seq = 2", "hash_changed", 2),
    "gone": ("DELETE FROM events WHERE seq = 2", "chain_gap", 3),
    "first": ("DELETE FROM events WHERE seq = 1", "chain_gap", 2),
    "personal": (
        "UPDATE personal SET text = replace(text, 'Bốn', 'Năm') WHERE event_id = "
        "(SELECT event_id FROM events WHERE seq = 4)",
        "personal_changed",
        4,
    ),
    "salt": (
        "UPDATE personal SET salt = zeroblob(16) WHERE event_id = "
        "(SELECT event_id FROM events WHERE seq = 4)",
        "personal_changed",
        4,
    ),
}


@pytest.mark.parametrize("edit", list(EDITS))
def test_an_edited_log_is_exit_4_and_names_the_event(shell: Shell, pc: Path, edit: str) -> None:
    with opened(pc) as counter:
        receive(counter, "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu")
    statement, code, seq = EDITS[edit]
    with with_the_key(pc) as connection:
        assert connection.execute(statement).rowcount == 1
    said = shell("verify", data=pc)
    assert said.code == 4
    assert said.value["holds"] is False
    (fault,) = said.value["faults"]
    assert (fault["code"], fault["seq"]) == (code, str(seq))
    assert str(seq) in fault["message"]
    assert "Bốn" not in said.out


def test_purged_personal_data_is_no_fault(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
    with with_the_key(pc) as connection:
        connection.execute("DELETE FROM personal")
    assert shell("verify", data=pc).code == 0


def test_a_log_cut_off_behind_what_the_centre_holds(shell: Shell, office: Office) -> None:
    receive(office.open(), "A", "B")
    office.close()
    data = office.root / "pc"
    assert shell("sync", data=data).code == 0
    with with_the_key(data) as connection:
        connection.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    said = shell("verify", data=data)
    assert said.code == 4
    assert said.value["faults"][0]["code"] == "old_copy"


def test_a_file_that_is_no_store(shell: Shell, pc: Path) -> None:
    (pc / "counter.db").write_bytes(b"x" * 8192)
    for command in ("verify", "sync"):
        said = shell(command, data=pc)
        assert (said.code, said.error["code"]) == (1, "store_not_opened")


def test_verify_receipt(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "A")
        text = papers.receipt_qr(counter, PERSON, code)
        received = iso_local(desk.today(counter, PERSON)[0].received)  # the PC's clock runs on between tests
    said = shell("verify-receipt", text, data=pc)
    assert said.code == 0
    assert said.value == {
        "valid": True,
        "code": code,
        "office": "00004",
        "procedure": "1.001193",
        "received_at": received,
        "due_at": "2026-11-19T17:00:00+07:00",
        "clock": "B",
    }
    assert shell.plain("verify-receipt", text, data=pc).out.count(code) == 1
    forged = shell("verify-receipt", text.replace("/2611191700/", "/2611201700/"), data=pc)
    assert (forged.code, forged.error["code"], forged.error["field"]) == (1, "receipt_forged", "text")
    key = parse(text)[0].key_id
    unknown = shell("verify-receipt", text.replace(f"/{key}/", "/AAAAAAAA/"), data=pc)
    assert (unknown.code, unknown.error["code"]) == (1, "receipt_key_unknown")
    assert "AAAAAAAA" in unknown.error["message"]
    elsewhere = shell("verify-receipt", text.replace("/00004/", "/00005/"), data=pc)
    assert (elsewhere.code, elsewhere.error["code"]) == (1, "receipt_key_unknown")
    for nothing in ("", "x", text[:-1], text + "A", "A" * 700):
        assert shell("verify-receipt", nothing, data=pc).error["code"] == "bad_receipt_text"


def test_a_receipt_opened_by_a_phone(shell: Shell, pc: Path) -> None:
    (pc / SETTINGS).write_text('{"check_address": "HTTPS://KIEMTRA.EXAMPLE/P/"}')
    with opened(pc) as counter:
        text = papers.receipt_qr(counter, PERSON, *receive(counter, "A"))
    assert text.startswith("HTTPS://KIEMTRA.EXAMPLE/P/QMC1/")
    assert shell("verify-receipt", text.replace("HTTPS://KIEMTRA", "https://kiemtra"), data=pc).code == 0


def states(said_value: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {check["name"]: check["state"] for check in said_value["checks"]}


def test_doctor_of_a_fresh_folder(shell: Shell, tmp_path: Path) -> None:
    said = shell("doctor", data=tmp_path / "new")
    assert set(said.value) == {"healthy", "enrolled", "checks"}
    assert (said.code, said.value["healthy"], said.value["enrolled"]) == (0, True, False)
    found = states(said.value)
    assert (found["store"], found["folder"]) == ("warning", "warning")
    assert {found[name] for name in ("python", "sqlite", "fonts", "package-sqlcipher3")} == {"ok"}
    assert {"keyring", "package-keyring"} < set(found)
    assert len(found) == len(said.value["checks"])
    assert not (tmp_path / "new").exists()


def test_doctor_of_an_enrolled_pc(shell: Shell, office: Office) -> None:
    receive(office.open(), "A")
    office.close()
    data = office.root / "pc"
    said = shell("doctor", data=data)
    assert (said.code, said.value["enrolled"]) == (0, True)
    found = states(said.value)
    assert found["folder"] == "ok"
    assert {found[name] for name in ("log", "receiving", "centre", "clock", "lane", "lanes", "key")} == {"ok"}
    assert shell("sync", data=data).value["unsent"] == 0  # the doctor had exchanged nothing
    assert all(line[0] in "✓!✗" for line in shell.plain("doctor", data=data).out.splitlines())


def test_doctor_offline_is_healthy(shell: Shell, pc: Path) -> None:
    said = shell("doctor", data=pc)
    assert (said.code, states(said.value)["centre"]) == (0, "warning")


def test_doctor_finds_an_edited_log(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
    with with_the_key(pc) as connection:
        connection.execute("UPDATE events SET body = '{}'")
    said = shell("doctor", data=pc)
    assert (said.code, said.value["healthy"], states(said.value)["log"]) == (1, False, "fault")


def test_doctor_finds_a_wrong_passphrase(shell: Shell, pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "một câu khác hẳn")
    said = shell("doctor", data=pc)
    assert (said.code, states(said.value)["store"]) == (1, "fault")


def test_commands_with_a_wrong_passphrase(shell: Shell, pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "một câu khác hẳn")
    said = shell("verify", data=pc)
    assert (said.code, said.error["code"], said.error["field"]) == (1, "wrong_passphrase", "passphrase")
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    assert shell("verify", data=pc, stdin=b"").error["code"] == "passphrase_needed"


def test_lost_secrets_are_exit_4(shell: Shell, pc: Path) -> None:
    (pc / WRAPPED).unlink()
    said = shell("verify", data=pc)
    assert (said.code, said.error["code"]) == (4, "secrets_missing")
    assert not (pc / WRAPPED).exists()


@pytest.mark.parametrize("command", [["verify"], ["sync"], ["verify-receipt", "x"]])
def test_a_folder_never_enrolled(shell: Shell, tmp_path: Path, command: list[str]) -> None:
    said = shell(*command, data=tmp_path / "new")
    assert (said.code, said.error["code"], said.error["field"]) == (1, "not_enrolled", "token")
    assert not (tmp_path / "new").exists()


def test_a_data_folder_that_is_a_file(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = shell("verify", data=tmp_path / "file")
    assert (said.code, said.error["code"]) == (3, "folder_not_writable")
