"""`coverage` of a day, and `verify --all` on what is not an approval."""

from pathlib import Path

from counter_app.seal import SigningKey
from tests.cli.conftest import Shell
from tests.pcs import opened
from tests.services.papers_life import at
from tests.services.standing_in import COUNTER, MINH, RESERVE, seated
from tests.services.test_approvals_apart import MORNING, forge


def test_a_day_with_a_substitute(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        at(counter, MORNING)
        request = seated(counter)
    said = shell("coverage", "--date", "2026-11-19", data=pc)
    assert said.code == 0
    (cell,) = [
        one for one in said.value["cells"] if one["counter"] == COUNTER and one["absent"] and one["person"]
    ][:1]
    assert (cell["person"], cell["absent"], cell["request"]) == (RESERVE, MINH, request)
    assert (cell["cover"], cell["state"]) == ("at_risk", "to_confirm")  # nobody has approved it
    assert cell["begin"] == "2026-11-19T09:00:00+07:00"
    assert (said.value["working"], said.value["reserve"]) == (True, [])
    plain = shell.plain("coverage", "--date", "2026-11-19", data=pc).out
    assert "Phạm Văn Dũng thay Trần Quang Minh, chờ xác nhận" in plain
    assert plain.splitlines()[-1] == "Cán bộ dự phòng: –"


def test_a_day_ahead_and_a_day_off(shell: Shell, pc: Path) -> None:
    said = shell("coverage", "--date", "2026-11-25", data=pc).value
    assert {one["cover"] for one in said["cells"]} == {"covered"}
    assert said["reserve"] == [RESERVE]
    off = shell("coverage", "--date", "2026-11-22", data=pc).value
    assert (off["working"], off["cells"], off["reserve"]) == (False, [], [])
    assert shell.plain("coverage", "--date", "2026-11-22", data=pc).out == "Ngày này không tiếp nhận.\n"


def test_what_is_no_day_is_refused(shell: Shell, pc: Path) -> None:
    assert shell("coverage", "--date", "hôm nay", data=pc).error["code"] == "bad_date"
    assert shell("coverage", data=pc).code == 2


def test_verify_all_names_a_forged_approval(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter:
        at(counter, MORNING)
        event_id = forge(counter, seated(counter), SigningKey.generate(), yes=True)
    said = shell("verify", "--all", data=pc)
    assert said.code == 4
    found = [(one["event_id"], one["code"], one["stored"]) for one in said.value["differences"]]
    assert found == [(event_id, "approval_fails", "approval_not_his_key")]
