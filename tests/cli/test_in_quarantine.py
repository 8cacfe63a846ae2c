"""`sync` where events wait for a person."""

from pathlib import Path

from counter_app.store import outbox
from counter_app.wire import Quarantined
from tests.cli.conftest import Shell
from tests.pcs import Office, opened, receive


def test_what_a_person_must_read_is_exit_1(shell: Shell, office: Office) -> None:
    receive(office.open(), "A")
    office.close()
    data = office.root / "pc"
    assert shell("sync", data=data).code == 0
    with opened(data) as counter, counter.store.write() as conn:
        outbox.quarantine_events(conn, [Quarantined("x", 1, "lane_foreign")])
    said = shell("sync", data=data)
    assert (said.code, said.value["problem"], len(said.value["quarantined"])) == (1, None, 1)


def test_many_that_wait_for_a_person_are_told_by_the_first_ten(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter, counter.store.write() as conn:
        waiting = [Quarantined(f"x{seq}", seq, "lane_foreign") for seq in range(1, 502)]
        outbox.quarantine_events(conn, waiting)
    _first, *lines, last = shell.plain("sync", data=pc).out.splitlines()
    assert [line.split(":")[0] for line in lines] == [str(seq) for seq in range(1, 11)]
    assert "491" in last
    assert len(shell("sync", data=pc).value["quarantined"]) == 501
