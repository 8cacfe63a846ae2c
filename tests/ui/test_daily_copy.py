"""The day's copy is made beside the work, once; one that fails is told, and work goes on."""

from dataclasses import replace
from pathlib import Path

from counter_app.domain.clock import Machine
from counter_app.services import backup
from counter_app.ui.daily_copy import DailyCopy
from tests.ui.conftest import NINE, Desk

DAY = 24 * 60 * 60_000  # ms


def remember(desk: Desk, disk: Path) -> DailyCopy:
    counter = desk.work.session.counter
    counter.folder.make_store()  # the test's store lies elsewhere
    counter.settings = replace(counter.settings, backup_folder=str(disk))
    return DailyCopy(desk.work.session, desk.work)


def test_once_a_day_also_while_the_window_stays_open(
    desk: Desk, readings: list[Machine], tmp_path: Path
) -> None:
    disk, counter = tmp_path / "disk", desk.work.session.counter
    copying = remember(desk, disk)
    for _twice in range(2):
        copying.now()
        desk.until(lambda: backup.state(counter).made_at is not None)
    assert len(list(disk.iterdir())) == 1
    readings.append(Machine(NINE + DAY, 1_000_000 + DAY, "boot-1"))
    desk.work.session.renew()
    desk.until(lambda: len(list(disk.iterdir())) == 2)
    desk.until(lambda: not backup.is_due(counter))


def test_a_disk_that_is_not_there_disturbs_nobody_before_a_week(
    desk: Desk, readings: list[Machine], tmp_path: Path
) -> None:
    told: list[object] = []
    desk.work.session.jobs.failed.connect(told.append)
    counter, unplugged = desk.work.session.counter, tmp_path / "unplugged" / "copies"
    remember(desk, tmp_path / "disk").now()
    desk.until(lambda: backup.state(counter).made_at is not None)
    for days, disturbs in ((1, False), (8, True)):
        readings.append(Machine(NINE + days * DAY, 1_000_000 + days * DAY, "boot-1"))
        remember(desk, unplugged).now()
        desk.until(lambda: backup.state(counter).tried_at >= NINE + days * DAY)  # noqa: B023 - at once
        desk.until(lambda: bool(told) == disturbs)  # noqa: B023
        assert backup.state(counter).failure == "backup_place_missing"
