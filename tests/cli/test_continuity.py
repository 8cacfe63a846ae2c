"""`backup`, `restore`, `recover`, `recovery-passphrase`, `enrol --anew`: exit codes and shapes."""

import json
import shutil
from pathlib import Path

import pytest

from counter_app.cli.continuity import PASSPHRASE_VARIABLE
from counter_app.host.files import SETTINGS, DataFolder
from counter_app.host.secrets import WRAPPED
from tests.cli.conftest import Shell
from tests.pcs import PERSON, Office, line, lines, opened, receive

WORDS = "cây đa bến nước sân đình"


def test_from_a_lost_pc_to_the_next_reception(
    shell: Shell, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the README tells it: the passphrase at enrolment, a copy, another PC, its name, its dossier."""
    monkeypatch.setenv(PASSPHRASE_VARIABLE, WORDS)
    first, other, disk = tmp_path / "first", tmp_path / "other", tmp_path / "disk"
    former = shell("enrol", office.token(), data=first).value["installation_id"]
    given = shell("receive", "-", "--as", PERSON, data=first, stdin=lines(line("a1"))).value["code"]
    copied = shell("backup", str(disk), data=first)
    assert (copied.code, set(copied.value)) == (0, {"folder", "seq", "recoverable"})
    assert copied.value["recoverable"] is True
    shutil.rmtree(first)
    restored = shell("restore", copied.value["folder"], data=other)
    assert (restored.code, restored.value["installation_id"], restored.value["aside"]) == (0, former, None)
    closed = shell("receive", "-", "--as", PERSON, data=other, stdin=lines(line("a2")))
    assert closed.value["error"]["code"] == "identity_needed"
    assert "mã ghi danh mới" in closed.value["error"]["message"]
    assert shell("sync", data=other).value["problem"] == "identity_needed"
    assert shell("verify", data=other).code == 0
    assert shell("explain", given, data=other).code == 0
    anew = shell("enrol", office.token(), data=other)
    assert (anew.code, anew.value["installation_id"] != former) == (0, True)
    synced = shell("sync", data=other)
    assert (synced.code, synced.value["unsent"]) == (0, 0)
    new = shell("receive", "-", "--as", PERSON, data=other, stdin=lines(line("a2"))).value["code"]
    assert new != given
    assert shell("verify", "--all", data=other).code == 0


def test_each_day_from_now_on(shell: Shell, pc: Path, tmp_path: Path) -> None:
    refused = shell("backup", str(pc / "here"), "--daily", data=pc)
    assert (refused.code, refused.error["code"]) == (1, "backup_same_folder")
    assert not (pc / SETTINGS).exists()
    said = shell.plain("backup", str(tmp_path / "disk"), "--daily", "--keep", "3", data=pc)
    assert (said.code, "recovery-passphrase" in said.out) == (0, True)
    chosen = json.loads((pc / SETTINGS).read_text())
    assert (chosen["backup_folder"], chosen["backup_keep"]) == (str(tmp_path / "disk"), 3)
    with opened(pc) as counter:
        assert counter.settings.backup_keep == 3
    missing = shell("backup", str(tmp_path / "unplugged" / "x"), data=pc)
    assert (missing.code, missing.error["code"]) == (3, "backup_place_missing")


def test_beside_an_open_window(shell: Shell, pc: Path, tmp_path: Path) -> None:
    with DataFolder(pc).hold(), opened(pc) as counter:
        receive(counter, "A")
        said = shell("backup", str(tmp_path / "disk"), data=pc)
        assert (said.code, said.value["seq"]) == (0, 1)
        receive(counter, "B")
    assert shell("verify", data=pc).code == 0


def test_doctor_tells_of_the_last_copy(shell: Shell, pc: Path, tmp_path: Path) -> None:
    def told() -> dict[str, str]:
        checks = shell("doctor", data=pc).value["checks"]
        return next(one for one in checks if one["name"] == "backup")

    assert (told()["state"], told()["detail"]) == ("warning", "chưa sao lưu lần nào")
    stick, taken_out = tmp_path / "stick", tmp_path / "taken out"
    stick.mkdir()
    shell.plain("backup", str(stick / "copies"), "--daily", data=pc)
    assert told()["state"] == "ok"
    shell("backup", str(tmp_path / "unplugged" / "x"), data=pc)
    assert told()["state"] == "ok", "who asked for another one has heard"
    stick.rename(taken_out)
    assert shell("backup", str(stick / "copies"), data=pc).error["code"] == "backup_place_missing"
    assert told()["state"] == "warning"
    assert str(stick / "copies") in told()["detail"]


def test_a_lost_keyring(shell: Shell, pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = shell("recovery-passphrase", data=pc, stdin=b"")
    assert (needed.code, needed.error["code"]) == (1, "recovery_needed")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, WORDS)
    assert shell("recovery-passphrase", data=pc).value == {"kept": True}
    assert shell("recover", data=pc).error["code"] == "recovery_not_needed"
    (pc / WRAPPED).unlink()
    lost = shell("verify", data=pc)
    assert (lost.code, lost.error["code"]) == (4, "secrets_missing")
    assert shell("recover", data=pc).value == {"recovered": True}
    assert shell("verify", data=pc).code == 0


def test_a_living_store_and_what_is_no_backup(shell: Shell, pc: Path, tmp_path: Path) -> None:
    folder = shell("backup", str(tmp_path / "disk"), data=pc).value["folder"]
    refused = shell("restore", folder, data=pc)
    assert (refused.code, refused.error["code"]) == (1, "store_living")
    assert "--replace" in refused.error["message"]
    assert shell("restore", str(tmp_path), data=tmp_path / "new").error["code"] == "bad_backup"
    done = shell("restore", folder, "--replace", data=pc)
    assert (done.code, Path(done.value["aside"]).is_dir()) == (0, True)
    doctor = shell("doctor", data=pc)
    assert (doctor.code, doctor.value["healthy"]) == (1, False)
    (faulty,) = (one for one in doctor.value["checks"] if one["state"] == "fault")
    refused = shell("receive", "-", "--as", PERSON, data=pc, stdin=lines(line("a1")))
    assert faulty == {"name": "receiving", "state": "fault", "detail": refused.value["error"]["message"]}


def test_a_healthy_pc_takes_another_name_only_when_asked(
    shell: Shell, office: Office, tmp_path: Path
) -> None:
    data = tmp_path / "pc"
    first = shell("enrol", office.token(), data=data).value["installation_id"]
    assert shell("enrol", office.token(), data=data).error["code"] == "already_enrolled"
    offline = shell("enrol", office.living.token("http://127.0.0.1:9").text(), "--anew", data=data)
    assert (offline.code, offline.error["code"]) == (3, "enrolment_unheard")
    assert shell("receive", "-", "--as", PERSON, data=data, stdin=lines(line("a1"))).code == 0  # as before
    anew = shell("enrol", office.token(), "--anew", data=data)
    assert (anew.code, anew.value["installation_id"] != first) == (0, True)
    assert shell("sync", data=data).value["unsent"] == 0
    assert office.living.count("dossiers") == 1
