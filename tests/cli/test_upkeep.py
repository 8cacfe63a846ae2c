"""`counter-app purge`: what is over its time goes, what has to stay is told with its reason."""

from pathlib import Path

import pytest

from counter_app.domain import retention
from counter_app.services import recomputation
from tests.cli.conftest import Shell
from tests.pcs import opened, receive
from tests.services.test_purge import withdraw, withdrawn


def test_the_administrator_purges_and_hears_what_stays(
    shell: Shell, pc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(pc) as counter:
        code = withdrawn(counter)
        (kept,) = receive(counter, "Nguyễn Văn Chưa Gửi")
        withdraw(counter, kept)
    assert shell("purge", data=pc).value["purged"] == 0
    for room in (retention, recomputation):  # a later day
        monkeypatch.setattr(room, "closed_before", lambda today, days=30: "2099-01-01")
    value = shell("purge", data=pc).value
    assert (value["purged"], value["held"]) == (1, {"not_archived": 1})
    assert "Giữ lại: 1 hồ sơ chờ bản sao lưu của trung tâm." in shell.plain("purge", data=pc).out
    told = shell("explain", code, data=pc).value
    assert (told["holds"], told["erased"], told["purged_at"] is None) == (True, False, False)
    assert "đã xóa ở máy này ngày" in shell.plain("explain", code, data=pc).out
