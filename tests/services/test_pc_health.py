"""What the page about the centre tells of this PC, from a real store and a real centre."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.errors import Refused
from counter_app.services import backup, pc_health, sync
from counter_app.services.counter import Counter
from counter_app.store import projection_state, succession
from tests.pcs import Office, receive
from tests.services.turning import turned


@pytest.fixture
def pc(office: Office) -> Counter:
    return office.open()


def test_a_new_pc(pc: Counter) -> None:
    found = pc_health.look(pc)
    assert (found.fault, found.doubtful, found.next_try) == ("", (), None)
    assert (found.lane.left, found.lane.told, found.lane.ends_soon) == (found.lane.size, 0, False)
    assert (found.backup.made_at, found.backup_late) == (None, True)
    assert found.installation_id == pc.installation.installation_id


def test_lanes_for_further_pcs_and_since_when_the_key_signs(office: Office, pc: Counter) -> None:
    before = pc_health.look(pc)
    assert (before.lanes_free, before.key_since, before.key_old) == (15, pc.installation.enrolled_at, False)
    office.open("two")
    sync.exchange(pc)
    assert pc_health.look(pc).lanes_free == 14
    pc.close()
    later = pc_health.look(turned(office))
    assert later.key_since > before.key_since
    assert later.lanes_free == 14


def test_each_event_in_doubt_with_its_dossier_and_no_citizen(office: Office, pc: Counter) -> None:
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE lanes SET last = first - 1")  # every code is foreign now
    (code,) = receive(pc, "Nguyễn Văn Thử")
    sync.exchange(pc)
    found = pc_health.look(pc)
    first = found.doubtful[0]
    assert (first.dossier, first.code != "", first.at is not None) == (code, True, True)
    assert found.doubtful_count == len(found.doubtful)
    assert first.said
    assert "Thử" not in repr(found)
    assert found.lane.left == found.lane.size - 1


def test_what_stops_and_what_differs(pc: Counter) -> None:
    sync.exchange(pc)
    with pc.store.write() as conn:
        stands = replace(projection_state.load(conn), compared_ms=7, differing="2026-11-18 2026-11-19")
        projection_state.save(conn, stands)
        succession.end(conn, pc.installation.installation_id, succession.REVOKED, 1)
    found = pc_health.look(pc)
    assert found.fault == "installation_revoked"
    assert (found.compared, found.differing) == (7, ("2026-11-18", "2026-11-19"))


def test_the_next_try_while_nobody_answers(pc: Counter) -> None:
    asked = sync.settle(pc, sync.Answer(online=False))
    assert asked.wait_ms > 0
    assert pc_health.look(pc).next_try is not None


def test_a_copy_made_and_a_copy_given_up(pc: Counter, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    def enough(done: int, pages: int) -> None:
        raise Refused("backup_given_up")

    given_up = backup.attempt(pc, disk, enough)
    assert (given_up.error is not None and given_up.error.code, list(disk.iterdir())) == (
        "backup_given_up",
        [],
    )
    assert pc_health.look(pc).backup_late
    made = backup.make(pc, disk)
    found = pc_health.look(pc)
    assert (found.backup.place, found.backup_late) == (str(made.folder), False)
